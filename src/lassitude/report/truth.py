"""What a trial saw of each person, and the true effect of therapy on them, which only a simulation knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.report.recorded import Recorded
from lassitude.report.times import arm_then
from lassitude.results import Results
from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_endpoint

_ASSIGNED = ".assigned"
NEVER = (
    "No real study can ever show the true part: nobody is seen both with and without therapy at one time. "
    "The trial's own numbers are computed without it."
)


@dataclass(frozen=True, eq=False)
class Effects:
    """People of one arm at the end of the change that is taken apart, in the first repetition.

    Attributes
    ----------
    endpoint, visit, arm : str
        Names.
    seen : array of float, [person]
        Measured change from the first visit; only people who were measured at both.
    true : array of float, [person]
        Their score at the visit minus what it would have been without therapy, unit of the endpoint.
    """

    endpoint: str
    visit: str
    arm: str
    seen: NDArray[np.float64]
    true: NDArray[np.float64]


def true_effects(results: Results, beside: Recorded) -> tuple[Effects, ...]:
    """Return what was seen and what was true, by endpoint and arm.

    Parameters
    ----------
    results : Results
        Its attribution says which changes.
    beside : Recorded
        Without a truth, as for real studies, there is nothing to return.

    Returns
    -------
    tuple of Effects
        Empty too where no therapy was given.
    """
    if beside.study is None or not beside.truth:
        return ()
    changes = dict.fromkeys((one.endpoint, one.visit) for one in results.attribution)
    return tuple(
        found
        for endpoint, visit in changes
        for arm in results.study.arms
        if (found := _effects(results, beside, beside.study, endpoint, visit, arm.name)) is not None
    )


def _effects(
    results: Results, beside: Recorded, study: StudyData, endpoint: str, visit: str, arm: str
) -> Effects | None:
    seen, true = [np.empty(0)], [np.empty(0)]
    first = _measured(study, endpoint, results.study.visits[0].label)
    for population in (name.removesuffix(_ASSIGNED) for name in beside.truth if name.endswith(_ASSIGNED)):
        planned = beside.truth.get(f"{population}.as_planned.value.{endpoint}")
        without = beside.truth.get(f"{population}.without_therapy.value.{endpoint}")
        if planned is None or without is None or len(planned) != len(results.study.visits):
            continue
        people = beside.truth[f"{population}.subject"]
        for number, label, who in _under(results, visit, arm, beside.truth[f"{population}{_ASSIGNED}"]):
            last = _measured(study, endpoint, label)
            change = np.array([last.get(str(one), np.nan) - first.get(str(one), np.nan) for one in people])
            kept = who & np.isfinite(change)
            seen.append(change[kept])
            true.append((planned - without)[number][kept])
    found = Effects(endpoint, visit, arm, np.concatenate(seen), np.concatenate(true))
    return found if len(found.seen) else None


def _under(
    results: Results, visit: str, arm: str, assigned: NDArray[np.str_]
) -> Iterator[tuple[int, str, NDArray[np.bool_]]]:
    """List the visits that end the change, with the people who are under the arm then."""
    for number, one in enumerate(results.study.visits):
        if one.label == visit and not one.period:
            yield number, one.label, assigned == arm
        elif one.visit == visit:
            had = [arm_then(results, str(name), one.period) == arm for name in assigned]
            yield number, one.label, np.array(had, dtype=bool)


def _measured(study: StudyData, endpoint: str, visit: str) -> dict[str, float]:
    named = parse_endpoint(endpoint)
    rows = study.observations.filter(
        (pl.col("instrument") == named.instrument)
        & (pl.col("part") == named.part)
        & (pl.col("visit") == visit)
        & (pl.col("replicate") == 0)
        & pl.col("value").is_not_null()
    )
    return dict(zip(rows["subject"].to_list(), rows["value"].to_list(), strict=True))
