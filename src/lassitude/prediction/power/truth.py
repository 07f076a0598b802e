"""What is true of a comparison: everybody who may enter, once under each arm, nobody leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.prediction.design import Design, design
from lassitude.prediction.entering import enter
from lassitude.prediction.power.question import Question
from lassitude.prediction.power.stored import Stored, read_pools
from lassitude.study.calendar import sequences_of
from lassitude.study.designs import PeriodicDesign
from lassitude.trial.assignment import run_in_of
from lassitude.trial.conduct import ConductTask, conduct
from lassitude.trial.enrollment import first_failed
from lassitude.trial.pool import Pool
from lassitude.trial.screening import hurdles
from lassitude.trial.treated import Treated

FIRST = 200_000
"""Number of the first repetition in which people live once under each arm; trials stay below it."""
ENOUGH = 4096
"""People, counted as often as they are repeated, from whom the truth is taken."""


@dataclass(frozen=True)
class TruthTask:
    """Everybody who may enter, under the two arms of a comparison.

    Attributes
    ----------
    asked : Question
        Which arms.
    seed : int
        Of the study.
    clock : Clock
        How a day is cut.
    folder, stored : Path, Stored
        The pools.
    drawn : Draws
        Under which parameter values people live.
    """

    asked: Question
    seed: int
    clock: Clock
    folder: Path
    stored: Stored
    drawn: Draws = AS_DECLARED


@dataclass(frozen=True)
class Outcomes:
    """Values of the endpoint of the same people under both arms.

    Attributes
    ----------
    visits : tuple of str
        Labels.
    target : int
        Position of the visit that is compared.
    values : array of float, [arm, visit, person]
        The arm first, then its comparator.
    """

    visits: tuple[str, ...]
    target: int
    values: NDArray[np.float64]


def live_both_ways(task: TruthTask) -> dict[str, NDArray[np.float64]]:
    """Simulate everybody who may enter under the arm and under its comparator, with the same chance.

    Returns
    -------
    dict of str to array
        ``values``, [arm, visit, person]; in a design with periods under orders that begin with each arm.
        Empty where no order does.
    """
    made = replace(design(task.asked.sized(2), task.seed, 1, task.clock), drawn=task.drawn)
    orders = _positions(task.asked, made)
    if orders is None:
        return {"values": np.zeros((2, 0, 0))}
    pool, people = _eligible(task, made)
    times = ceil(ENOUGH / len(people))
    everybody, repetition = np.tile(people, times), np.repeat(np.arange(times), len(people)) + FIRST
    page = f"value.{task.asked.endpoint}"
    arms = []
    for order in orders:
        parts = [
            conduct(_task(task, made, pool, order, everybody[start:end], repetition[start:end]))[page]
            for start in range(0, len(everybody), BLOCK)
            for end in [start + BLOCK]
        ]
        arms.append(np.concatenate(parts, axis=-1))
    return {"values": np.stack(arms)}


def target_of(asked: Question, made: Design) -> int:
    """Return the position of the compared visit, of the first period where there are periods."""
    labels = made.schedule.labels
    if isinstance(asked.protocol.design, PeriodicDesign):
        return next(number for number, one in enumerate(labels) if one.endswith(f"-{asked.visit}"))
    return labels.index(asked.visit)


def _positions(asked: Question, made: Design) -> tuple[int, int] | None:
    """Return the assignments that give the arm and its comparator first."""
    assignments = made.assignments[asked.population]
    if not isinstance(asked.protocol.design, PeriodicDesign):
        names = [one.arm for one in assignments]
        return names.index(asked.arm), names.index(asked.comparator)
    orders, names = sequences_of(asked.protocol), [one.sequence for one in assignments]
    first = {orders[name][0]: place for place, name in reversed(list(enumerate(names))) if name}
    if asked.arm not in first or asked.comparator not in first:
        return None
    return first[asked.arm], first[asked.comparator]


def _eligible(task: TruthTask, made: Design) -> tuple[Pool, NDArray[np.int64]]:
    name = task.asked.population
    pool = enter(made, read_pools(task.folder, task.stored)).pools[name]
    protocol = made.protocol
    judged = hurdles(protocol.populations[name], run_in_of(protocol), pool.readings)
    places = pool.first + np.flatnonzero(first_failed(judged, pool.people) == len(judged))
    return pool, made.drawn.persons(places)


def _task(
    task: TruthTask,
    made: Design,
    pool: Pool,
    order: int,
    people: NDArray[np.int64],
    repetition: NDArray[np.int64],
) -> ConductTask:
    name, simulation = task.asked.population, made.protocol.simulation
    assignments = tuple(one.treatments for one in made.assignments[name])
    schedule = replace(made.schedule, clinics=())
    return ConductTask(
        condition=pool.condition,
        seed=task.seed,
        replicates=repetition,
        persons=people,
        start=pool.snapshot(people),
        before=pool.totals_before(people),
        treated=Treated(made.backgrounds[name], assignments, np.full(len(people), order)),
        schedule=schedule,
        measure=task.asked.plan.visits.measure,
        repeat=(),
        switch=(),
        clock=task.clock,
        intercurrent=simulation.intercurrent,
        drawn=made.drawn,
    )


def outcomes(asked: Question, made: Design, block: Mapping[str, NDArray[np.float64]]) -> Outcomes | None:
    """Read what :func:`live_both_ways` returned; None where it has nothing."""
    values = block["values"]
    if not values.size:
        return None
    return Outcomes(made.schedule.labels, target_of(asked, made), values)


def mean_difference(found: Outcomes) -> tuple[float, float, int]:
    """Return the mean difference at the compared visit, its standard error, and how many people it is of.

    Examples
    --------
    >>> mean_difference(Outcomes(("W0",), 0, np.array([[[3.0, 4.0]], [[1.0, 2.0]]])))
    (2.0, 0.0, 2)
    """
    apart = found.values[0, found.target] - found.values[1, found.target]
    apart = apart[np.isfinite(apart)]
    return float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(len(apart))), len(apart)


def covariance(found: Outcomes, visits: Sequence[int]) -> NDArray[np.float64]:
    """Return the covariance of some visits within arms.

    Examples
    --------
    >>> values = np.array([[[3.0, 5.0]], [[1.0, 3.0]]])
    >>> covariance(Outcomes(("W0",), 0, values), [0]).tolist()
    [[2.0]]
    """
    chosen = found.values[:, list(visits)]
    return np.mean([np.atleast_2d(np.cov(one[:, np.isfinite(one).all(axis=0)])) for one in chosen], axis=0)
