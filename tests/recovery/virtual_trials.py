"""Whole virtual trials for tests, from the text of a plan: screened, enrolled, assigned and conducted.

Blocks are computed as the prediction computes them, without the step-halving and sensitivity blocks. Pools
are kept for plans that screen alike, and trials for tests that look at the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.prediction.apart import Counterfactuals, PartsOfChange, changes_apart, counterfactuals
from lassitude.prediction.design import Design, design
from lassitude.prediction.entering import Blocks, Entered, enter, screening_tasks
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.replicates import conduct_tasks, groups
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import parse_protocol
from lassitude.trial.conduct import conduct
from lassitude.trial.group import Group
from lassitude.trial.pool import PoolTask, live_to_screening
from lassitude.trial.recording import record

_POOLS: dict[str, Mapping[str, NDArray]] = {}


@dataclass(frozen=True)
class Trial:
    """A trial that has been conducted."""

    made: Design
    entered: Entered
    blocks: Blocks
    groups: tuple[Group, ...]

    @property
    def group(self) -> Group:
        """The people of the first population."""
        return self.groups[0]

    @cached_property
    def study(self) -> StudyData:
        """All replicates, as a study would be recorded."""
        return self.recorded(slice(None))

    def recorded(self, replicates: slice, items: bool = False) -> StudyData:
        """Return some replicates, as a study would be recorded."""
        made, screened = self.made, self.entered.enrollments
        return record(made.protocol, made.schedule, made.seed, self.groups, screened, replicates, items)

    @cached_property
    def estimates(self) -> dict[str, EstimateBatch]:
        """The planned analyses in every replicate."""
        return analyze_plan(self.study, self.made.protocol)

    @cached_property
    def told(self) -> Counterfactuals:
        """What was measured under every switch; the trial must have been conducted under all."""
        return counterfactuals(self.made, self.entered, self.blocks)

    @cached_property
    def parts(self) -> PartsOfChange:
        """Every attributed change, taken apart."""
        return changes_apart(self.made, self.groups, self.told)

    def page(self, name: str, switch: tuple[str, ...] = ()) -> NDArray[np.float64]:
        """Return a page of the diary of the first population, [visit, replicate, slot]."""
        if not switch:
            return self.group.measured[name]
        return self.told[self.group.population][switch][name]  # type: ignore[index]


def _screened(task: PoolTask) -> Mapping[str, NDArray]:
    told = repr(task)
    if told not in _POOLS:
        _POOLS[told] = live_to_screening(task)
    return _POOLS[told]


@cache
def conducted(text: str, replicates: int, seed: int = 5, counterfactual: bool = False) -> Trial:
    """Conduct a trial as planned, or under every switch as well."""
    prepare_process()
    made = design(parse_protocol(text, "plan.toml"), seed, replicates, Clock())
    entered = enter(made, {name: _screened(task) for name, task in screening_tasks(made)})
    switches = made.switches if counterfactual else ((),)
    blocks = {name: conduct(task) for name, task in conduct_tasks(made, entered, switches)}
    return Trial(made, entered, blocks, groups(made, entered, blocks))


def center(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean over replicates and its Monte Carlo error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
