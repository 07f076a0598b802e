"""The screened pool: people simulated once through their lead-in, from whom every replicate enrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.instruments import observe
from lassitude.physiology.readouts import TOTALS_SEEN, signals
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.study.endpoints import parse_endpoint
from lassitude.therapies.regimen import Treatment, regimen
from lassitude.trial.bodies import Snapshot, embody, travel

LOOK_BACK_DAYS = 365
"""At the first visit, relapses and new lesions are those of the year before."""
_AT, _BEFORE, _MEAN = "state.", "before.", "mean."


@dataclass(frozen=True)
class PoolTask:
    """One block of a pool, small enough to send to another process.

    Attributes
    ----------
    condition : str
        Which condition.
    seed : int
        Of the study.
    first, people : int
        Numbers of the people in the block: `first` to `first + people - 1`.
    background : tuple of Treatment
        What they have during the lead-in.
    day : int
        Absolute day of screening.
    clock : Clock
        How a day is cut.
    """

    condition: str
    seed: int
    first: int
    people: int
    background: tuple[Treatment, ...]
    day: int
    clock: Clock


def pool_tasks(
    name: str, condition: str, seed: int, size: int, background: Sequence[Treatment], day: int, clock: Clock
) -> list[tuple[str, PoolTask]]:
    """Cut a pool into blocks.

    Examples
    --------
    >>> [name for name, _ in pool_tasks("patients", "rrms", 1, 5000, (), 731, Clock())]
    ['pool-patients-000', 'pool-patients-001']
    """
    return [
        (
            f"pool-{name}-{index:03d}",
            PoolTask(condition, seed, first, min(BLOCK, size - first), tuple(background), day, clock),
        )
        for index, first in enumerate(range(0, size, BLOCK))
    ]


def live_to_screening(task: PoolTask) -> dict[str, NDArray[np.float32]]:
    """Simulate the lead-in of one block.

    Parameters
    ----------
    task : PoolTask
        Whom and how long.

    Returns
    -------
    dict of str to float32 array, [person]
        States and averages at screening, and running totals a year before, each behind its prefix.
    """
    cohort = draw_cohort(task.condition, task.seed, np.arange(task.first, task.first + task.people))
    bodies = embody(cohort, cohort.keys, regimen(task.background, cohort.keys), task.clock)
    start = Snapshot(0, {name: value.astype(np.float32) for name, value in cohort.state.items()}, {})
    earlier = max(task.day - LOOK_BACK_DAYS, 0)
    before = travel(bodies, start, earlier) if earlier else start
    now = travel(bodies, before, task.day)
    return {
        **{_AT + name: value for name, value in now.state.items()},
        **{_MEAN + name: value for name, value in now.averages.items()},
        **{_BEFORE + total: before.state[total] for total in TOTALS_SEEN.values()},
    }


@dataclass(frozen=True)
class Pool:
    """Everybody who was screened.

    Attributes
    ----------
    condition : str
        Which condition.
    day : int
        Absolute day of screening.
    arrays : dict of str to float32 array, [person]
        As :func:`live_to_screening` returns them, all blocks in order.
    """

    condition: str
    day: int
    arrays: Mapping[str, NDArray[np.float32]]

    def snapshot(self, persons: NDArray[np.int64]) -> Snapshot:
        """Return some of the people as they were on the day of screening."""
        return Snapshot(self.day, self._with(_AT, persons), self._with(_MEAN, persons))

    def totals_before(self, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        """Return running totals a year before screening."""
        return self._with(_BEFORE, persons)

    def _with(self, prefix: str, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        return {
            name.removeprefix(prefix): value[persons]
            for name, value in self.arrays.items()
            if name.startswith(prefix)
        }


def joined(condition: str, day: int, blocks: Sequence[Mapping[str, NDArray[np.float32]]]) -> Pool:
    """Join the blocks of a pool.

    Examples
    --------
    >>> joined("rrms", 731, [{"state.mood": np.zeros(2)}, {"state.mood": np.ones(1)}]).arrays["state.mood"]
    array([0., 0., 1.])
    """
    return Pool(
        condition, day, {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    )


def screening_values(pool: Pool, cohort: Cohort, measures: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Measure everybody in the pool on what eligibility asks for.

    Parameters
    ----------
    pool : Pool
        Everybody.
    cohort : Cohort
        The same people.
    measures : sequence of str
        Endpoints without a visit, or ``age_years``.

    Returns
    -------
    dict of str to array, [person]
        Measured values, each with the error of its instrument.
    """
    everybody = np.arange(len(cohort.persons))
    then = pool.snapshot(everybody)
    seen = signals(
        then.state, then.averages, pool.totals_before(everybody), {**cohort.parameters, **cohort.covariates}
    )
    shown = {name: np.asarray(value, np.float64) for name, value in seen.items()}
    values = {}
    for measure in measures:
        endpoint = parse_endpoint(measure)
        if endpoint.instrument is None:
            values[measure] = cohort.covariates["age_years"]
        else:
            values[measure] = observe(endpoint.instrument, shown, cohort.keys, 0)[endpoint.part].value
    return values
