"""Recording: what happened in a virtual trial, written down as any study would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.instruments import STATUSES, instrument
from lassitude.population.cohort import draw_cohort
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.protocol import Protocol, plan_sha256
from lassitude.study.tables import table
from lassitude.trial.enrollment import Enrollment
from lassitude.trial.group import Group
from lassitude.trial.recording_events import events, exposures
from lassitude.trial.schedule import Schedule

_OBSERVED, _MISSED, _BELOW, _ABOVE, _INVALID = (
    STATUSES.index(word) for word in ("observed", "missed", "below_limit", "above_limit", "invalid")
)


def record(
    protocol: Protocol,
    schedule: Schedule,
    seed: int,
    groups: Sequence[Group],
    screened: Mapping[str, Enrollment],
    replicates: slice,
    items: bool,
) -> StudyData:
    """Write a virtual study down.

    Parameters
    ----------
    protocol, schedule : Protocol, Schedule
        What was planned.
    seed : int
        Of the study.
    groups : sequence of Group
        What was seen, by population.
    screened : mapping of str to Enrollment
        By population; people screened out are written for the first replicate.
    replicates : slice
        Which replicates.
    items : bool
        Whether the single items of questionnaires are written, or totals and subscales only; items are kept
        of the first replicate alone.

    Returns
    -------
    StudyData
        Tables in the contract's form.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.assignment import assignments_of
    >>> from lassitude.trial.diary import COUNTED
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> visits = plan.visits.model_copy(update={"measure": ("relapses",)})
    >>> plan = plan.model_copy(update={"visits": visits})
    >>> schedule, one = schedule_of(plan), np.zeros((1, 1), int)
    >>> pages = {
    ...     "value.relapses.count": np.zeros((7, 1, 1)),
    ...     "held.day": np.array(schedule.days, float).reshape(7, 1, 1),
    ...     **{f"count.{total}": np.zeros((2, 1, 1)) for total in COUNTED},
    ... }
    >>> group = Group("patients", 1, one, assignments_of(plan, "patients", schedule), one, pages, {}, {},
    ...               np.ones((7, 1, 1), bool), np.full((1, 1), np.inf), one - 1, (), (),
    ...               (schedule.days[0], schedule.days[-1]))
    >>> study = record(plan, schedule, 1, [group], {}, slice(None), items=False)
    >>> study.observations.height, study.subjects["subject"].to_list()
    (7, ['P-001'])
    """
    chosen = range(groups[0].persons.shape[0])[replicates]
    subjects = [_subjects(protocol, schedule, seed, one, chosen) for one in groups]
    if 0 in chosen:
        subjects += [_screened_out(protocol, seed, name, one) for name, one in screened.items()]
    observations = [
        part
        for one in groups
        for part in _observations(protocol, schedule, one, chosen, items)
        if part.height
    ]
    description = StudyDescription(
        plan=protocol.id,
        plan_sha256=plan_sha256(protocol),
        instruments={name: instrument(name).version for name in protocol.visits.measure},
        day_zero=f"the day that visit times count from; the first visit is {schedule.labels[0]}",
    )
    return StudyData(
        description,
        pl.concat(subjects),
        pl.concat(observations),
        pl.concat([events(protocol, schedule, one, chosen) for one in groups]),
        pl.concat([exposures(schedule, one, chosen) for one in groups]),
    )


def _subjects(protocol: Protocol, schedule: Schedule, seed: int, one: Group, chosen: range) -> pl.DataFrame:
    condition = protocol.populations[one.population].condition
    persons = one.persons[chosen].ravel()
    cohort = draw_cohort(condition, seed, persons, one.drawn.values(condition, persons))
    stayed = one.stayed[chosen].ravel()
    assigned = one.assigned[chosen].ravel()
    return table(
        "subjects",
        {
            **one.grid(chosen),
            "population": one.population,
            "arm": _named([given.arm for given in one.assignments], assigned),
            "sequence": _named([given.sequence for given in one.assignments], assigned),
            "condition": condition,
            "sex": np.where(cohort.female, "female", "male"),
            "age_years": cohort.covariates["age_years"],
            "status": np.where(stayed, "completed", "withdrawn"),
            "status_reason": _named([*one.reasons, None], np.where(stayed, -1, one.reason[chosen].ravel())),
        },
    )


def _named(names: Sequence[str | None], numbers: NDArray[np.int64]) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(np.where(numbers < 0, len(names) - 1, numbers))


def _screened_out(protocol: Protocol, seed: int, population: str, one: Enrollment) -> pl.DataFrame:
    out = one.failed < len(one.reasons)
    if not out.any():
        return table("subjects", {})
    condition = protocol.populations[population].condition
    cohort = draw_cohort(condition, seed, one.order[out], one.drawn.values(condition, one.order[out]))
    return table(
        "subjects",
        {
            "replicate": np.zeros(out.sum(), np.int32),
            "subject": [f"S-{population}-{number:04d}" for number in np.flatnonzero(out)],
            "population": population,
            "condition": condition,
            "sex": np.where(cohort.female, "female", "male"),
            "age_years": cohort.covariates["age_years"],
            "status": "screen_failed",
            "status_reason": [one.reasons[number] for number in one.failed[out]],
        },
    )


def _observations(
    protocol: Protocol, schedule: Schedule, one: Group, chosen: range, items: bool
) -> Iterable[pl.DataFrame]:
    visits, people = len(schedule.days), one.persons[chosen].size
    held = one.held[:, chosen].reshape(visits, -1)
    came = one.came[:, chosen].reshape(visits, -1)
    keep = pl.Series((held - schedule.days[0] < one.left[chosen].ravel()).ravel())
    # Words are repeated as columns of the table, for making them from arrays of words is slow.
    grid, places = one.grid(chosen), np.repeat(np.arange(visits), people)
    frame = {
        "replicate": np.tile(grid["replicate"], visits),
        "subject": pl.Series(grid["subject"]).gather(np.tile(np.arange(people), visits)),
        "visit": pl.Series(schedule.labels, dtype=pl.String).gather(places),
        "period": pl.Series(schedule.periods or [None] * visits, dtype=pl.String).gather(places),
        "day": (held - schedule.day_zero).ravel(),
    }
    for name in protocol.visits.measure:
        for part, spec in instrument(name).parts.items():
            page = f"{name}.{part}"
            if part.startswith("item_"):
                if not items:
                    continue
                value = one.items[page].reshape(visits, -1)
            else:
                value = one.measured[f"value.{page}"][:, chosen].reshape(visits, -1)
            code, limit = _status(one, page, chosen, value, came)
            columns = {
                **frame,
                "instrument": name,
                "part": part,
                "value": np.where(code == _OBSERVED, value, np.nan).ravel(),
                "unit": spec.unit,
                "status": pl.Series(STATUSES, dtype=pl.String).gather(code.ravel()),
                "limit": limit.ravel(),
            }
            yield table("observations", columns).filter(keep)
    yield from _unscheduled(schedule, one, chosen)


def _unscheduled(schedule: Schedule, one: Group, chosen: range) -> Iterable[pl.DataFrame]:
    """Write what was measured between visits, of those who were still there."""
    told = one.log("clinic", chosen)
    still = told.day - schedule.days[0] < one.left.ravel()[told.place]
    for page, values in told.values.items():
        name, part = page.split(".", 1)
        columns = {
            "replicate": told.replicate[still],
            "subject": told.subject[still],
            "instrument": name,
            "part": part,
            "day": told.day[still] - schedule.day_zero,
            "value": values[still],
            "unit": instrument(name).parts[part].unit,
            "status": np.where(np.isnan(values[still]), "invalid", "observed"),
        }
        if still.any():
            yield table("observations", columns)


def _status(
    one: Group, page: str, chosen: range, value: NDArray[np.float64], came: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return positions in `STATUSES`, and limits where a value is beyond one."""
    visits = value.shape[0]
    limit = np.full(value.shape, np.nan)
    code = np.where(np.isnan(value), _INVALID, _OBSERVED)
    if f"status.{page}" in one.measured:
        code = one.measured[f"status.{page}"][:, chosen].reshape(visits, -1).astype(np.int64)
        limit = one.measured[f"limit.{page}"][:, chosen].reshape(visits, -1)
    code = np.where(came, code, _MISSED)
    return code, np.where((code == _BELOW) | (code == _ABOVE), limit, np.nan)
