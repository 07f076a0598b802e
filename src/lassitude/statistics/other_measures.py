"""The measures that an analysis sets beside its endpoint, one number a person each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import covariate_columns
from lassitude.study.data import StudyData
from lassitude.study.endpoints import FACTORS, parse_endpoint
from lassitude.study.limits import censoring_note


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure of everybody.

    Attributes
    ----------
    name : str
        As the plan names it; of a factor with its level, such as ``sex=male``.
    unit : str
        ``"1"`` for a pure number.
    values : array of float64 [replicate, subject]
        NaN is missing; people in the order of `lassitude.statistics.arm_blocks.ArmBlock.subjects`.
    notes : tuple of str
        That nobody has it, or how many values lie beyond limits of quantification.
    """

    name: str
    unit: str
    values: NDArray[np.float64]
    notes: tuple[str, ...] = ()


def other_measures(data: StudyData, names: Sequence[str], at: str) -> tuple[Measure, ...]:
    """Pivot measures to arrays.

    Parameters
    ----------
    data : StudyData
        A checked study.
    names : sequence of str
        ``INSTRUMENT.part`` at the visit `at`, or with ``@VISIT`` at another; ``age_years``, ``sex`` or
        ``site``.
    at : str
        Label of a visit.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "EDSS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 4.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> [(one.name, one.values.item()) for one in other_measures(data, ["EDSS.total", "sex"], "M0")]
    [('EDSS.total', 4.0), ('sex=male', 0.0)]
    """
    return tuple(measure for name in names for measure in _at(data, name, at))


def changes_of_measures(
    data: StudyData, names: Sequence[str], change_from: str, at: str
) -> tuple[Measure, ...]:
    """Pivot changes of measures between two visits to arrays.

    Parameters
    ----------
    data : StudyData
        A checked study.
    names : sequence of str
        ``INSTRUMENT.part``.
    change_from, at : str
        Labels of two visits; the change is the value at `at` less that at `change_from`.
    """
    ends = zip(other_measures(data, names, at), other_measures(data, names, change_from), strict=True)
    return tuple(
        Measure(
            end.name, end.unit, end.values - start.values, tuple(dict.fromkeys((*end.notes, *start.notes)))
        )
        for end, start in ends
    )


def _at(data: StudyData, name: str, at: str) -> list[Measure]:
    if name in FACTORS or parse_endpoint(name).instrument is None:
        columns = covariate_columns(data, [name])
        return [Measure(one, *column, _unknown(name, column[1])) for one, column in columns.items()]
    endpoint = parse_endpoint(name)
    visit, series = endpoint.visit or at, f"{endpoint.instrument}.{endpoint.part}"
    unit, values = covariate_columns(data, [f"{series}@{visit}"])[f"{series}@{visit}"]
    notes = (*_unknown(f"{series} at {visit}", values), *censoring_note(data, series, [visit]))
    return [Measure(name, unit, values, notes)]


def _unknown(what: str, values: NDArray[np.float64]) -> tuple[str, ...]:
    return () if np.isfinite(values).any() else (f"Nobody in this study has a value of {what}.",)
