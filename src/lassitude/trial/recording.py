"""Recording: what happened in a virtual trial, written down as any study would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.instruments import instrument
from lassitude.population.cohort import draw_cohort
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.protocol import Protocol, plan_sha256
from lassitude.study.tables import table
from lassitude.trial.conduct import status_words
from lassitude.trial.enrollment import Enrollment, written
from lassitude.trial.schedule import YEAR, Schedule

Measured = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class ArmRecord:
    """What was seen of one arm in all replicates.

    Attributes
    ----------
    arm : str
        Name.
    first_slot : int
        Number of its first person within a replicate, from 1.
    persons : array of int, [replicate, slot]
        Who they are in the pool.
    measured : dict of str to array, [visit, replicate, slot]
        As :func:`lassitude.trial.conduct.conduct` names them.
    came : array of bool, [visit, replicate, slot]
        Whether each visit took place.
    left : array of float, [replicate, slot]
        Day of leaving; infinite for those who stayed.
    """

    arm: str
    first_slot: int
    persons: NDArray[np.int64]
    measured: Measured
    came: NDArray[np.bool_]
    left: NDArray[np.float64]


def record(
    protocol: Protocol,
    schedule: Schedule,
    seed: int,
    arms: Sequence[ArmRecord],
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
    arms : sequence of ArmRecord
        What was seen.
    screened : mapping of str to Enrollment
        By population; people screened out are written for the first replicate.
    replicates : slice
        Which replicates.
    items : bool
        Whether the single items of questionnaires are written, or totals and subscales only.

    Returns
    -------
    StudyData
        Tables in the contract's form.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> visits = plan.visits.model_copy(update={"measure": ("relapses",)})
    >>> plan = plan.model_copy(update={"visits": visits})
    >>> seen = {"value.relapses.count": np.zeros((7, 1, 1))}
    >>> came, left = np.ones((7, 1, 1), bool), np.full((1, 1), np.inf)
    >>> arm = ArmRecord("ahsct", 1, np.array([[0]]), seen, came, left)
    >>> study = record(plan, schedule_of(plan), 1, [arm], {}, slice(None), items=False)
    >>> study.observations.height, study.subjects["subject"].to_list()
    (7, ['P-001'])
    """
    chosen = range(arms[0].persons.shape[0])[replicates]
    subjects = [_subjects(protocol, schedule, seed, one, chosen) for one in arms]
    if 0 in chosen:
        subjects += [_screened_out(protocol, seed, name, one) for name, one in screened.items()]
    observations = [
        part for one in arms for part in _observations(protocol, schedule, one, chosen, items) if part.height
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
        pl.concat([_events(schedule, one, chosen) for one in arms]),
        pl.concat([_exposures(protocol, one, chosen) for one in arms]),
    )


def _labels(one: ArmRecord) -> NDArray[np.str_]:
    slots = one.persons.shape[1]
    return np.array([f"P-{one.first_slot + slot:03d}" for slot in range(slots)])


def _grid(one: ArmRecord, chosen: range) -> dict[str, NDArray]:
    slots = one.persons.shape[1]
    return {
        "replicate": np.repeat(np.arange(chosen.start, chosen.stop), slots).astype(np.int32),
        "subject": np.tile(_labels(one), len(chosen)),
    }


def _subjects(
    protocol: Protocol, schedule: Schedule, seed: int, one: ArmRecord, chosen: range
) -> pl.DataFrame:
    population = protocol.arms[one.arm].population
    condition = protocol.populations[population].condition
    cohort = draw_cohort(condition, seed, one.persons[chosen].ravel())
    duration = schedule.days[-1] - schedule.days[0]
    stayed = one.left[chosen].ravel() > duration
    return table(
        "subjects",
        {
            **_grid(one, chosen),
            "population": population,
            "arm": one.arm,
            "condition": condition,
            "sex": np.where(cohort.female, "female", "male"),
            "age_years": cohort.covariates["age_years"],
            "status": np.where(stayed, "completed", "withdrawn"),
            "status_reason": pl.Series(["" if one else "left the study" for one in stayed]).replace("", None),
        },
    )


def _screened_out(protocol: Protocol, seed: int, population: str, one: Enrollment) -> pl.DataFrame:
    criteria = protocol.populations[population].eligibility
    out = one.failed < len(criteria)
    condition = protocol.populations[population].condition
    cohort = draw_cohort(condition, seed, one.order[out])
    reasons = [f"{criteria[number].measure} not {written(criteria[number])}" for number in one.failed[out]]
    if not reasons:
        return table("subjects", {})
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
            "status_reason": reasons,
        },
    )


def _observations(
    protocol: Protocol, schedule: Schedule, one: ArmRecord, chosen: range, items: bool
) -> Iterable[pl.DataFrame]:
    slots = one.persons.shape[1]
    visits = len(schedule.days)
    days = np.array(protocol.visits.days)
    grid = _grid(one, chosen)
    repeated = {name: np.tile(values, visits) for name, values in grid.items()}
    came = one.came[:, chosen].reshape(visits, -1)
    gone = (days - days[0])[:, None] >= one.left[chosen].ravel()[None, :]
    keep = ~gone.ravel()
    for name in protocol.visits.measure:
        for part, spec in instrument(name).parts.items():
            if part.startswith("item_") and not items:
                continue
            value = one.measured[f"value.{name}.{part}"][:, chosen].reshape(visits, -1)
            status, limit = _status(one, f"{name}.{part}", chosen, value, came)
            columns = {
                **repeated,
                "instrument": name,
                "part": part,
                "visit": np.repeat(np.array(schedule.labels), slots * len(chosen)),
                "day": np.repeat(days, slots * len(chosen)),
                "value": np.where(status == "observed", value, np.nan).ravel(),
                "unit": spec.unit,
                "status": status.ravel(),
                "limit": limit.ravel(),
            }
            yield table("observations", columns).filter(pl.Series(keep))


def _status(
    one: ArmRecord, name: str, chosen: range, value: NDArray[np.float64], came: NDArray[np.bool_]
) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    visits = value.shape[0]
    limit = np.full(value.shape, np.nan)
    status = np.where(np.isnan(value), "invalid", "observed").astype("<U11")
    if f"status.{name}" in one.measured:
        status = status_words(one.measured[f"status.{name}"][:, chosen].reshape(visits, -1)).astype("<U11")
        limit = one.measured[f"limit.{name}"][:, chosen].reshape(visits, -1)
    status = np.where(came, status, "missed")
    return status, np.where(np.isin(status, ("below_limit", "above_limit")), limit, np.nan)


def _events(schedule: Schedule, one: ArmRecord, chosen: range) -> pl.DataFrame:
    grid = _grid(one, chosen)
    left = one.left[chosen].ravel()
    gone = left < schedule.days[-1] - schedule.days[0]
    if not gone.any():
        return table("events", {})
    return table(
        "events",
        {
            "replicate": grid["replicate"][gone],
            "subject": grid["subject"][gone],
            "category": "disposition",
            "term": "left the study",
            "day": left[gone],
            "reason": "constant hazard",
        },
    )


def _exposures(protocol: Protocol, one: ArmRecord, chosen: range) -> pl.DataFrame:
    population = protocol.populations[protocol.arms[one.arm].population]
    given = [(item.name, item.start_day, item.stop_day) for item in protocol.arms[one.arm].treatments]
    given += [
        (item.name, -protocol.simulation.lead_in_years * YEAR, item.stop_day)
        for item in population.background
    ]
    if not given:
        return table("exposures", {})
    grid = _grid(one, chosen)
    return pl.concat(
        [
            table(
                "exposures",
                {
                    **grid,
                    "treatment": name,
                    "start_day": float(start),
                    "end_day": np.nan if stop is None else float(stop),
                },
            )
            for name, start, stop in given
        ]
    )
