"""The screened pool: people simulated once through their lead-in, from whom every replicate enrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.instruments import observe
from lassitude.physiology.readouts import TOTALS_SEEN, signals
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.study.endpoints import AGE, parse_endpoint
from lassitude.therapies.regimen import Treatment, regimen
from lassitude.trial.bodies import Snapshot, at_entry, embody, travel

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


def pool_tasks(name: str, everybody: PoolTask) -> list[tuple[str, PoolTask]]:
    """Cut a pool into blocks.

    Parameters
    ----------
    name : str
        What the names of the blocks begin with.
    everybody : PoolTask
        The whole pool as one block, of any size.

    Examples
    --------
    >>> everybody = PoolTask("rrms", 1, 0, 5000, (), 730, Clock())
    >>> [(name, one.first) for name, one in pool_tasks("pool", everybody)]
    [('pool-000', 0), ('pool-001', 4096)]
    """
    firsts = range(everybody.first, everybody.first + everybody.people, BLOCK)
    return [
        (
            f"{name}-{index:03d}",
            replace(everybody, first=first, people=min(BLOCK, firsts.stop - first)),
        )
        for index, first in enumerate(firsts)
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

    Examples
    --------
    >>> seen = live_to_screening(PoolTask("healthy", 1, 0, 2, (), 1, Clock()))
    >>> seen["before.lesions_born"].tolist(), seen["state.b_cells"].shape
    ([0.0, 0.0], (2,))
    """
    cohort = draw_cohort(task.condition, task.seed, np.arange(task.first, task.first + task.people))
    bodies = embody(cohort, cohort.keys, regimen(task.background, cohort.keys), task.clock)
    start = at_entry(cohort)
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
    first : int
        Number of the first person; the others follow.
    arrays : dict of str to float32 array, [person]
        As :func:`live_to_screening` returns them, all blocks in order.
    """

    condition: str
    day: int
    first: int
    arrays: Mapping[str, NDArray[np.float32]]

    def snapshot(self, persons: NDArray[np.int64]) -> Snapshot:
        """Return some of the people as they were on the day of screening."""
        return Snapshot(self.day, self._with(_AT, persons), self._with(_MEAN, persons))

    def totals_before(self, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        """Return running totals a year before screening."""
        return self._with(_BEFORE, persons)

    def _with(self, prefix: str, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        return {
            name.removeprefix(prefix): value[persons - self.first]
            for name, value in self.arrays.items()
            if name.startswith(prefix)
        }


def joined(everybody: PoolTask, blocks: Sequence[Mapping[str, NDArray[np.float32]]]) -> Pool:
    """Join the blocks of a pool.

    Parameters
    ----------
    everybody : PoolTask
        The whole pool as one block.
    blocks : sequence of mapping of str to array, [person]
        What :func:`live_to_screening` returned for each block, in order.

    Examples
    --------
    >>> whole = PoolTask("rrms", 1, 100, 3, (), 730, Clock())
    >>> pool = joined(whole, [{"state.mood": np.zeros(2)}, {"state.mood": np.ones(1)}])
    >>> pool.snapshot(np.array([102, 100])).state["mood"]
    array([1., 0.])
    """
    arrays = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Pool(everybody.condition, everybody.day, everybody.first, arrays)


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
        Measured values, each with the error of its instrument; those of the first visit too, for the
        screening is the first visit.

    Examples
    --------
    >>> cohort = draw_cohort("rrms", 1, np.arange(3))
    >>> ages = screening_values(Pool("rrms", 730, 0, {}), cohort, ["age_years"])["age_years"]
    >>> bool((ages == cohort.covariates["age_years"]).all())
    True
    """
    shown = _shown(pool, cohort) if set(measures) - {AGE} else {}
    values = {}
    for measure in measures:
        endpoint = parse_endpoint(measure)
        if endpoint.instrument is None:
            values[measure] = cohort.covariates["age_years"]
        else:
            values[measure] = observe(endpoint.instrument, shown, cohort.keys, 0)[endpoint.part].value
    return values


def _shown(pool: Pool, cohort: Cohort) -> dict[str, NDArray[np.float64]]:
    then, before = pool.snapshot(cohort.persons), pool.totals_before(cohort.persons)
    seen = signals(then.state, then.averages, before, {**cohort.parameters, **cohort.covariates})
    return {name: np.asarray(value, np.float64) for name, value in seen.items()}
