"""Conduct: from visit to visit, live, measure, and see who still comes.

A block of people of one arm goes through the schedule. The same people can be sent again with the therapy
or the expectation taken away: everything else that chance decides stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.instruments import STATUSES, observe
from lassitude.physiology.readouts import TOTALS_SEEN, signals
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.randomness.streams import Keys, person_keys, uniforms
from lassitude.study.simulation import ConstantHazard, IndependentMisses, Simulation
from lassitude.therapies.regimen import Treatment, regimen, switched
from lassitude.trial.bodies import RECALL_DAYS, Bodies, Snapshot, embody, travel
from lassitude.trial.schedule import YEAR, Schedule

Switch = Literal["as_planned", "without_expectation", "without_therapy", "without_both"]
SWITCHES: Mapping[Switch, tuple[bool, bool]] = {
    "as_planned": (True, True),
    "without_expectation": (True, False),
    "without_therapy": (False, True),
    "without_both": (False, False),
}
"""Whether therapy and expectation are present."""
OCCASIONS_A_REPLICATE = 20_000
REPEAT = OCCASIONS_A_REPLICATE - 1
"""The occasion of a second measurement on the day of the first visit."""


@dataclass(frozen=True)
class ConductTask:
    """One block of people of one arm under one pair of switches.

    Attributes
    ----------
    condition : str
        What they have.
    seed : int
        Of the study.
    replicates, persons : array of int, [person]
        Which replicate and which person of the pool; a person may stand in many replicates.
    start : Snapshot
        They at screening.
    before : dict of str to float32 array, [person]
        Running totals a year before.
    background, treatments : tuple of Treatment
        In absolute days.
    schedule : Schedule
        Visits.
    measure : tuple of str
        Instruments at every visit; under switches only at the last.
    repeat : tuple of str
        Instruments measured twice at the first visit.
    switch : Switch
        What is taken away.
    clock : Clock
        How a day is cut.
    """

    condition: str
    seed: int
    replicates: NDArray[np.int64]
    persons: NDArray[np.int64]
    start: Snapshot
    before: Mapping[str, NDArray[np.float32]]
    background: tuple[Treatment, ...]
    treatments: tuple[Treatment, ...]
    schedule: Schedule
    measure: tuple[str, ...]
    repeat: tuple[str, ...]
    switch: Switch
    clock: Clock


def conduct(task: ConductTask) -> dict[str, NDArray[np.float64]]:
    """Send a block of people through the visits.

    Parameters
    ----------
    task : ConductTask
        Who, what and when.

    Returns
    -------
    dict of str to array
        ``value.INSTRUMENT.part`` and, where not everything was observed, ``status.INSTRUMENT.part`` and
        ``limit.INSTRUMENT.part``, [visit, person]; ``repeat.INSTRUMENT.part``, [person];
        ``truth.signal``, [visit, person]. What nobody measured is NaN.

    Examples
    --------
    >>> healthy, own = draw_cohort("healthy", 1, np.arange(2)), np.zeros(2, np.float32)
    >>> now = {name: value.astype(np.float32) for name, value in healthy.state.items()}
    >>> averages = {"fatigue_physical": own, "fatigue_cognitive": own, "mood": own, "sleep": own}
    >>> start = Snapshot(730, now, averages | {"daily_steps": own})
    >>> before = {total: own for total in TOTALS_SEEN.values()}
    >>> first_visit_only = Schedule(730, ("M0",), (730,))
    >>> task = ConductTask("healthy", 1, np.zeros(2, int), np.arange(2), start, before, (), (),
    ...                    first_visit_only, ("relapses",), (), "as_planned", Clock())
    >>> conduct(task)["value.relapses.count"]
    array([[0., 0.]])
    """
    cohort = draw_cohort(task.condition, task.seed, task.persons)
    keys = person_keys(task.seed, task.replicates, task.persons)
    backdrop = regimen(task.background, cohort.keys)
    planned = regimen((*task.background, *task.treatments), keys)
    bodies = embody(cohort, keys, switched(planned, backdrop, *SWITCHES[task.switch]), task.clock)
    kept: dict[str, list[NDArray[np.float64]]] = {}
    once: dict[str, NDArray[np.float64]] = {}
    passed, before = [task.start], dict(task.before)
    last = len(task.schedule.days) - 1
    for number, day in enumerate(task.schedule.days):
        now = _on_day(bodies, passed, day)
        passed.append(now)
        seen = _signals(now, before, cohort)
        before = {total: now.state[total] for total in TOTALS_SEEN.values()}
        for name, value in seen.items():
            kept.setdefault(f"truth.{name}", []).append(value)
        if task.switch == "as_planned" or number == last:
            _measure(task, cohort, seen, number, kept)
        if task.switch == "as_planned" and number == 0:
            once = _repeat(task, cohort, seen)
    return {**{name: np.stack(values) for name, values in kept.items()}, **once}


def _on_day(bodies: Bodies, passed: Sequence[Snapshot], day: int) -> Snapshot:
    """Return people on the day of a visit, who remember all days that a questionnaire asks about.

    They set out from the last visit that lies a whole recall back, so that a visit between changes nothing.
    """
    if day == passed[0].day:
        return passed[0]
    start = next((one for one in reversed(passed) if one.day <= day - RECALL_DAYS), passed[0])
    return travel(bodies, start, day)


def _signals(
    now: Snapshot, before: Mapping[str, NDArray[np.float32]], cohort: Cohort
) -> dict[str, NDArray[np.float64]]:
    seen = signals(now.state, now.averages, before, {**cohort.parameters, **cohort.covariates})
    people = len(cohort.persons)
    return {name: np.broadcast_to(np.asarray(value, np.float64), people) for name, value in seen.items()}


def _occasion(task: ConductTask, number: int) -> NDArray[np.int64]:
    """Return the occasion of a measurement; the first visit is the screening itself, so it selects."""
    return (
        (task.replicates + 1) * OCCASIONS_A_REPLICATE + number if number else np.zeros_like(task.replicates)
    )


def _measure(
    task: ConductTask,
    cohort: Cohort,
    seen: Mapping[str, NDArray[np.float64]],
    visit: int,
    kept: dict[str, list[NDArray[np.float64]]],
) -> None:
    occasion = _occasion(task, task.schedule.days[visit] - task.schedule.days[0])
    for name in task.measure:
        for part, one in observe(name, seen, cohort.keys, occasion).items():
            kept.setdefault(f"value.{name}.{part}", []).append(one.value)
            if one.status is not None:
                kept.setdefault(f"status.{name}.{part}", []).append(one.status.astype(np.float64))
                limit = np.full(len(cohort.persons), np.nan if one.limit is None else one.limit)
                kept.setdefault(f"limit.{name}.{part}", []).append(limit)


def _repeat(
    task: ConductTask, cohort: Cohort, seen: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    again = {name: observe(name, seen, cohort.keys, _occasion(task, REPEAT)) for name in task.repeat}
    return {
        f"repeat.{name}.{part}": one.value for name, parts in again.items() for part, one in parts.items()
    }


def attendance(
    simulation: Simulation, schedule: Schedule, keys: Keys
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Draw who comes to which visit.

    Parameters
    ----------
    simulation : Simulation
        Dropout and missed visits.
    schedule : Schedule
        Visits.
    keys : Keys
        Keys of the people in their replicates, any shape.

    Returns
    -------
    tuple of array
        Whether each visit takes place, [visit, ...]; and the day after the first visit on which each
        person leaves, infinite for those who stay, [...].

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> came, left = attendance(plan.simulation, schedule_of(plan), person_keys(1, 0, np.arange(5)))
    >>> came.shape, bool(came[0].all())
    ((7, 5), True)
    """
    days = np.array(schedule.days) - schedule.days[0]
    people = np.shape(keys.word0)
    left = np.full(people, np.inf)
    if isinstance(simulation.dropout, ConstantHazard) and simulation.dropout.per_year > 0:
        left = -np.log(uniforms(keys, "dropout", 0)) / simulation.dropout.per_year * YEAR
    came = np.broadcast_to(days.reshape(-1, *(1,) * len(people)), (len(days), *people)) < left
    if isinstance(simulation.missed_visits, IndependentMisses):
        drawn = np.stack([uniforms(keys, "missed visit", int(day)) for day in days])
        came = came & (drawn >= simulation.missed_visits.probability)
    came[0] = True
    return came, left


def status_words(codes: NDArray[np.float64]) -> NDArray[np.str_]:
    """Turn status codes of instruments into their words.

    Examples
    --------
    >>> status_words(np.array([0.0, 2.0])).tolist()
    ['observed', 'below_limit']
    """
    return np.array(STATUSES)[codes.astype(np.int64)]
