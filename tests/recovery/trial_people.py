"""Whole blocks of virtual people for the tests of trials: screened once, then sent through visits.

One block costs seconds and a compiled program more, so everything is computed once in a process and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.prediction.pipeline import prepare_process
from lassitude.therapies.regimen import FOREVER, Treatment
from lassitude.trial.conduct import ConductTask, conduct
from lassitude.trial.pool import Pool, PoolTask, joined, live_to_screening
from lassitude.trial.schedule import Schedule
from lassitude.trial.treated import Switch, Treated

SEED = 11
DAY_ZERO = 730
HALF_YEAR = 183
YEAR = 365
EVERYBODY = np.arange(BLOCK)

Measured = dict[str, NDArray[np.float64]]


@cache
def screened(condition: str, first: int = 0) -> Pool:
    """Return a block of people of a condition after two years of lead-in."""
    prepare_process()
    everybody = PoolTask(condition, SEED, first, BLOCK, (), DAY_ZERO, Clock())
    return joined(everybody, [live_to_screening(everybody)])


@dataclass(frozen=True)
class Arm:
    """What one arm is given and when it is seen; days count from the first visit."""

    condition: str = "rrms"
    therapy: str | None = None
    belief: str = "none"
    days: tuple[int, ...] = (0, HALF_YEAR)
    measure: tuple[str, ...] = ("MFIS",)
    options: tuple[tuple[str, object], ...] = ()
    switch: Switch = ()
    adherence: float | None = None
    persons: NDArray[np.int64] = field(default_factory=lambda: EVERYBODY, compare=False)

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        """What is given from the first visit on, in absolute days."""
        if self.therapy is None:
            return ()
        options = dict(self.options)
        return (Treatment(self.therapy, DAY_ZERO, FOREVER, options, self.belief, self.adherence),)

    def task(self) -> ConductTask:
        """Return what the conduct of a trial needs."""
        pool = screened(self.condition, int(self.persons[0]) // BLOCK * BLOCK)
        labels = tuple(f"D{day}" for day in self.days)
        return ConductTask(
            condition=self.condition,
            seed=SEED,
            replicates=np.zeros(len(self.persons), np.int64),
            persons=self.persons,
            start=pool.snapshot(self.persons),
            before=pool.totals_before(self.persons),
            treated=Treated((), (self.treatments,), np.zeros(len(self.persons), np.int64)),
            schedule=Schedule(DAY_ZERO, labels, tuple(DAY_ZERO + day for day in self.days)),
            measure=self.measure,
            repeat=self.measure,
            switch=self.switch,
            clock=Clock(),
            targets=tuple(range(1, len(self.days))),
        )


def mixed(arms: tuple[Arm, ...], assigned: NDArray[np.int64]) -> ConductTask:
    """Return one block in which everybody is under the arm to which they are assigned."""
    return replace(arms[0].task(), treated=Treated((), tuple(one.treatments for one in arms), assigned))


@cache
def seen(arm: Arm) -> Measured:
    """Return what is measured of the people of an arm, and the truth behind it."""
    return conduct(arm.task())


def of(arm: Arm, persons: NDArray[np.int64]) -> Measured:
    """Return the same arm with other people."""
    return conduct(replace(arm, persons=persons).task())


def same(one: Measured, other: Measured) -> list[str]:
    """Return the names of what is not the same bit by bit."""
    return [name for name in one if not np.array_equal(one[name], other[name], equal_nan=True)]


def mean_and_error(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean over people and its Monte Carlo standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size))
