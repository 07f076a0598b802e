"""Values that are only known to lie beyond a limit of quantification: where the limit is, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.people import people_of


class Limits(NamedTuple):
    """Limits that values lie beyond; float64 arrays [replicate, subject, visit], NaN where none is passed.

    Attributes
    ----------
    below : array of float64
        The value lies below this limit.
    above : array of float64
        The value lies above this limit.
    """

    below: NDArray[np.float64]
    above: NDArray[np.float64]


def limits(data: StudyData, endpoint: str, visits: Sequence[str]) -> Limits:
    """Pivot the limits that values of one endpoint lie beyond.

    Such a value is no number in a `lassitude.study.cube.Cube`: half of the limit, or the limit itself, would
    move means and shrink spreads by an amount that nobody knows.

    Parameters
    ----------
    data : StudyData
        A checked study.
    endpoint : str
        ``INSTRUMENT.part``.
    visits : sequence of str
        Labels, in the order wanted.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "status": "completed"})
    >>> what = {"instrument": "IFNG", "part": "concentration", "unit": "pg/mL", "visit": "M0", "day": 0.0}
    >>> seen = table("observations", person | what | {"status": "below_limit", "limit": 2.0})
    >>> data = StudyData(StudyDescription("demo", "", {}, ""), subjects, seen)
    >>> limits(data, "IFNG.concentration", ["M0"]).below.tolist()
    [[[2.0]]]
    """
    people, rows = people_of(data), _own(data, endpoint)
    return Limits(
        *(
            people.pivoted(rows.filter(pl.col("status") == status), "limit", visits)
            for status in ("below_limit", "above_limit")
        )
    )


def censoring_note(data: StudyData, endpoint: str, visits: Sequence[str]) -> tuple[str, ...]:
    """Say how many values of an endpoint lie beyond limits, and which analysis takes them in.

    Parameters
    ----------
    data : StudyData
        A checked study.
    endpoint : str
        ``INSTRUMENT.part``.
    visits : sequence of str
        Labels of the visits that are analyzed.

    Returns
    -------
    tuple of str
        Nothing where every value is a number.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table
    >>> nobody = StudyData(StudyDescription("demo", "", {}, ""), empty_table("subjects"),
    ...                    empty_table("observations"))
    >>> censoring_note(nobody, "IFNG.concentration", ["M0"])
    ()
    """
    rows = _own(data, endpoint).filter(pl.col("visit").is_in(list(visits)))
    below, above = (int((rows["status"] == status).sum()) for status in ("below_limit", "above_limit"))
    if not below + above:
        return ()
    total = below + above + int((rows["status"] == "observed").sum())
    parts = [f"{count} {side}" for count, side in ((below, "below"), (above, "above")) if count]
    return (
        f"{' and '.join(parts)} a limit of quantification, of {total} values of {endpoint}, are no numbers "
        'and count as missing here; type = "censored-comparison" takes them in by likelihood.',
    )


def _own(data: StudyData, endpoint: str) -> pl.DataFrame:
    name = parse_endpoint(endpoint)
    return data.observations.filter((pl.col("instrument") == name.instrument) & (pl.col("part") == name.part))
