"""From the table to arrays, once: what statistics compute on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.data import StudyData
from lassitude.study.endpoints import AGE, Endpoint, parse_endpoint
from lassitude.study.people import KEY, people_of

_UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Cube:
    """One endpoint of a study over replicates, people and visits.

    Attributes
    ----------
    endpoint : str
        Such as ``FIS.total``.
    values : float64 array [replicate, subject, visit]
        NaN where there is no value; in the unit of the endpoint.
    visits : tuple of str
        Labels, in the order asked for.
    days : tuple of float
        Median day on which each visit was held or planned; NaN for one that nobody has.
    subjects : tuple of str
        Ids, sorted; people screened out are left out.
    arm : int array [replicate, subject]
        Position in `arms`; -1 where the replicate has no such person.
    arms : tuple of str
        Names, sorted: of sequences of arms for people who have one, else of arms.
    """

    endpoint: str
    values: NDArray[np.float64]
    visits: tuple[str, ...]
    days: tuple[float, ...]
    subjects: tuple[str, ...]
    arm: NDArray[np.int64]
    arms: tuple[str, ...]


def cube(data: StudyData, endpoint: str, visits: Sequence[str]) -> Cube:
    """Pivot one endpoint to an array.

    Parameters
    ----------
    data : StudyData
        A checked study of any number of replicates. Subject ids are shared by replicates (person 1 to n),
        or the array grows with every id that is not.
    endpoint : str
        ``INSTRUMENT.part``.
    visits : sequence of str
        Labels, in the order wanted.

    Returns
    -------
    Cube
        Other states than observed are NaN. So is a value beyond a limit of quantification, which is no
        number; `lassitude.study.limits.limits` tells where it lies.

    Raises
    ------
    RequestError
        If nobody was measured on this endpoint, with the nearest one that somebody was.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> cube(data, "FIS.total", ["M0", "M6"]).values
    array([[[36., nan]]])
    """
    name = parse_endpoint(endpoint)
    people, rows = people_of(data), _observations_of(data, name)
    values = people.pivoted(rows.filter(pl.col("status") == "observed"), "value", visits)
    day = dict(rows.group_by("visit").agg(pl.col("day").median()).iter_rows())
    arms = tuple(sorted(people.rows["arm"].unique()))
    arm = np.full(values.shape[:2], -1, dtype=np.int64)
    arm[people.rows["r"].to_numpy(), people.rows["s"].to_numpy()] = np.searchsorted(
        np.asarray(arms, dtype=str), people.rows["arm"].to_numpy().astype(str)
    )
    days = tuple(float(day.get(label, np.nan)) for label in visits)
    return Cube(endpoint, values, tuple(visits), days, people.subjects, arm, arms)


def covariate(data: StudyData, name: str) -> NDArray[np.float64]:
    """Pivot one number a person to an array.

    Parameters
    ----------
    data : StudyData
        A checked study.
    name : str
        ``age_years``, or an endpoint at a visit such as ``EDSS.total@M0``.

    Returns
    -------
    float64 array [replicate, subject]
        NaN where there is no value; people in the order of `Cube.subjects`.

    Raises
    ------
    RequestError
        If the name has no visit, or nobody was measured.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> covariate(data, "age_years"), covariate(data, "FIS.total@M0")
    (array([[34.]]), array([[36.]]))
    """
    endpoint = parse_endpoint(name)
    if endpoint.instrument is None:
        people = people_of(data)
        ages = np.full((people.replicates, len(people.subjects)), np.nan)
        ages[people.rows["r"].to_numpy(), people.rows["s"].to_numpy()] = (
            people.rows[AGE].fill_null(np.nan).to_numpy()
        )
        return ages
    if endpoint.visit is None:
        raise RequestError(f"The covariate {name!r} has no visit; write one, such as {name}@M0.")
    return cube(data, f"{endpoint.instrument}.{endpoint.part}", [endpoint.visit]).values[:, :, 0]


def factor(data: StudyData, name: str) -> NDArray[np.str_]:
    """Pivot one word a person to an array.

    Parameters
    ----------
    data : StudyData
        A checked study.
    name : str
        ``sex`` or ``site``.

    Returns
    -------
    array of str [replicate, subject]
        ``""`` where nobody is or nothing is known; people in the order of `Cube.subjects`.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table, table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "status": "completed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, ""), subjects, empty_table("observations"))
    >>> factor(data, "sex").tolist()
    [['female']]
    """
    people = people_of(data)
    words = people.rows.select(*KEY, "r", "s").join(data.subjects.select(*KEY, name), on=KEY)
    known = words.filter(pl.col(name).is_not_null() & (pl.col(name) != _UNKNOWN))
    told = known[name].to_numpy().astype(str)
    found = np.full((people.replicates, len(people.subjects)), "", dtype=told.dtype if told.size else "<U1")
    found[known["r"].to_numpy(), known["s"].to_numpy()] = told
    return found


def measured_endpoints(data: StudyData) -> frozenset[str]:
    """List what anybody in a study was measured on.

    Parameters
    ----------
    data : StudyData
        A checked study.

    Returns
    -------
    frozenset of str
        Endpoints ``INSTRUMENT.part`` with at least one value; a real study may lack a scoring that the plan
        has, and its analysis is then left out.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table
    >>> nobody = StudyData(StudyDescription("demo", "", {}, ""), empty_table("subjects"),
    ...                    empty_table("observations"))
    >>> measured_endpoints(nobody)
    frozenset()
    """
    had = data.observations.filter(pl.col("status").is_in(["observed", "below_limit", "above_limit"]))
    pairs = had.select("instrument", "part").unique().iter_rows()
    return frozenset(f"{instrument}.{part}" for instrument, part in pairs)


def _observations_of(data: StudyData, name: Endpoint) -> pl.DataFrame:
    if name.instrument is None:
        raise RequestError(f"{name} is not measured at visits; ask for it as a covariate.")
    own = (pl.col("instrument") == name.instrument) & (pl.col("part") == name.part)
    rows = data.observations.filter(own)
    if rows.is_empty():
        near = did_you_mean(str(name), measured_endpoints(data))
        raise RequestError(f"Nobody in this study was measured on {name}.{near}")
    return rows
