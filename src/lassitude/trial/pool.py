"""The screened pool: people simulated once through their lead-in, from whom every replicate enrolls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.therapies.regimen import Treatment, courses
from lassitude.trial.bodies import RECALLS, Bodies, Snapshot, at_entry, embody, walk
from lassitude.trial.seeing import instruments_of, recalls_of, seen, totals, values_of

LOOK_BACK_DAYS = 365
"""At the first visit, relapses and new lesions are those of the year before."""
_AT, _BEFORE = "state.", "before."


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
        Places of the people in the block: `first` to `first + people - 1`.
    background : tuple of Treatment
        What they have during the lead-in and a run-in.
    day : int
        Absolute day of the first visit.
    clock : Clock
        How a day is cut.
    earlier : tuple of int
        Absolute days on which they are measured before the first visit, rising.
    measures : tuple of str
        What they are measured on, then and at the first visit.
    drawn : Draws
        Under which parameter values they live, and which number the person at each place has.
    """

    condition: str
    seed: int
    first: int
    people: int
    background: tuple[Treatment, ...]
    day: int
    clock: Clock
    earlier: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()
    drawn: Draws = AS_DECLARED


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


def live_to_screening(task: PoolTask) -> dict[str, NDArray]:
    """Simulate the lead-in of one block and measure people as often as they are screened.

    Parameters
    ----------
    task : PoolTask
        Whom and how long.

    Returns
    -------
    dict of str to array, [person]
        States and averages at the first visit, running totals a year before, and what was measured, each
        behind its prefix.

    Examples
    --------
    >>> seen = live_to_screening(PoolTask("healthy", 1, 0, 2, (), 1, Clock()))
    >>> seen["before.lesions_born"].tolist(), seen["state.b_cells"].shape
    ([0.0, 0.0], (2,))
    """
    persons = task.drawn.persons(np.arange(task.first, task.first + task.people))
    cohort = draw_cohort(task.condition, task.seed, persons, task.drawn.values(task.condition, persons))
    bodies = embody(cohort, cohort.keys, courses(task.background, cohort.keys, cohort.told), task.clock)
    look_back = max(task.day - LOOK_BACK_DAYS, 0)
    passed = _passed(bodies, at_entry(cohort), {look_back, *task.earlier, task.day})
    before = totals(passed[look_back])
    readings = [
        values
        for day in (*task.earlier, task.day)
        for values in [_reading(task, passed[day], before, cohort)]
    ]
    now = passed[task.day]
    return {
        **{_AT + name: value for name, value in now.state.items()},
        **{f"mean.{days}.{name}": value for days in RECALLS for name, value in now.averages[days].items()},
        **{_BEFORE + total: value for total, value in before.items()},
        **{f"reading.{i}.{name}": value for i, told in enumerate(readings) for name, value in told.items()},
    }


def _passed(bodies: Bodies, start: Snapshot, days: set[int]) -> dict[int, Snapshot]:
    way = [start]
    for day in sorted(days - {start.day}):
        way.append(walk(bodies, way, day))
    return {int(one.day): one for one in way}


def _reading(
    task: PoolTask, now: Snapshot, before: Mapping[str, NDArray[np.float32]], cohort: Cohort
) -> dict[str, NDArray[np.float64]]:
    """Measure people; the occasion is 0 at the first visit, so that it is the visit that selects."""
    shown = seen(now, before, cohort, recalls_of(instruments_of(task.measures))) if now.averages else {}
    return values_of(task.measures, shown, cohort, task.day - now.day)


@dataclass(frozen=True)
class Pool:
    """Everybody who was screened.

    Attributes
    ----------
    condition : str
        Which condition.
    day : int
        Absolute day of the first visit.
    first : int
        Place of the first person; the others follow.
    drawn : Draws
        Which number the person at each place has.
    arrays : dict of str to array, [person]
        As :func:`live_to_screening` returns them, all blocks in order.
    """

    condition: str
    day: int
    first: int
    drawn: Draws
    arrays: Mapping[str, NDArray]

    @property
    def people(self) -> int:
        """How many were screened."""
        return len(next(iter(self.arrays.values())))

    def places(self, persons: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where some of the people stand in the arrays."""
        return self.drawn.places(persons) - self.first

    @property
    def readings(self) -> tuple[dict[str, NDArray[np.float64]], ...]:
        """What was measured, [person], at each screening in order of time; the last is the first visit."""
        return tuple(self._readings())

    def _readings(self) -> Iterator[dict[str, NDArray[np.float64]]]:
        number = 0
        while told := self._behind(f"reading.{number}."):
            yield told
            number += 1

    def snapshot(self, persons: NDArray[np.int64]) -> Snapshot:
        """Return some of the people as they were on the day of the first visit."""
        places = self.places(persons)
        averages = {days: _some(self._behind(f"mean.{days}."), places) for days in RECALLS}
        return Snapshot(self.day, _some(self._behind(_AT), places), averages)

    def totals_before(self, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        """Return running totals a year before the first visit."""
        return _some(self._behind(_BEFORE), self.places(persons))

    def _behind(self, prefix: str) -> dict[str, NDArray]:
        return {
            name.removeprefix(prefix): value for name, value in self.arrays.items() if name.startswith(prefix)
        }


def _some(arrays: Mapping[str, NDArray], places: NDArray[np.int64]) -> dict[str, NDArray]:
    return {name: value[places] for name, value in arrays.items()}


def joined(everybody: PoolTask, blocks: Sequence[Mapping[str, NDArray]]) -> Pool:
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
    return Pool(everybody.condition, everybody.day, everybody.first, everybody.drawn, arrays)
