"""The work of a power study cut into blocks: pools first, then trials, truths, priors and moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.design import Design, design
from lassitude.prediction.power.closed_forms import Moments
from lassitude.prediction.power.moment_trials import A_BLOCK, MomentTrialsTask, run_moment_trials
from lassitude.prediction.power.question import Question
from lassitude.prediction.power.stored import Stored, stored_pools
from lassitude.prediction.power.summaries import together
from lassitude.prediction.power.trials import Scenario, TrialsTask, run_trials, trials_a_block
from lassitude.prediction.power.truth import TruthTask, live_both_ways
from lassitude.prediction.sensitivity import PriorTask, live_under_priors
from lassitude.randomness.streams import person_keys
from lassitude.study.designs import PeriodicDesign
from lassitude.trial.treated import Treated, in_force

Blocks = Mapping[str, Mapping[str, NDArray[Any]]]
Task = TrialsTask | TruthTask | PriorTask | MomentTrialsTask
MOMENTS = "moments"


@dataclass(frozen=True)
class Draws:
    """How much is drawn.

    Attributes
    ----------
    sizes : tuple of int
        People randomized, rising.
    trials, seed : int
        How many of each size, and which.
    clock : Clock
        How a day is cut.
    parameters : ParameterSet
        Trials as planned live at its medians; assurance averages over its draws.
    """

    sizes: tuple[int, ...]
    trials: int
    seed: int
    clock: Clock
    parameters: ParameterSet = DECLARED


@dataclass(frozen=True)
class Arranged:
    """One design, as planned or changed, ready to be simulated.

    Attributes
    ----------
    name : str
        Beginning of the names of its blocks.
    asked : Question
        What is tested.
    made : Design
        With the largest n.
    stored : Stored
        Its pools.
    scenarios : tuple of str
        What is simulated of it.
    unsure : Arranged or None
        The same design under every draw of the parameters; None where nothing is drawn.
    """

    name: str
    asked: Question
    made: Design
    stored: Stored
    scenarios: tuple[Scenario, ...]
    unsure: Arranged | None = None


def arrange(name: str, asked: Question, draws: Draws) -> Arranged:
    """Work out what has to be simulated of a design."""
    largest, chosen = asked.sized(draws.sizes[-1]), draws.parameters
    made = design(largest, draws.seed, 1, draws.clock, chosen.center())
    scenarios: tuple[Scenario, ...] = ("planned", "null")
    if not alike_without_therapy(asked, made):
        scenarios = (*scenarios, "without-therapy")
    unsure = None
    if chosen.count:
        every = design(largest, draws.seed, draws.trials, draws.clock, chosen)
        unsure = Arranged(name, asked, every, stored_pools(every), ("assurance",))
    return Arranged(name, asked, made, stored_pools(made), scenarios, unsure)


def alike_without_therapy(asked: Question, made: Design) -> bool:
    """Tell whether both arms are alike once no therapy has an effect: same belief, same contact."""
    assignments = made.assignments[asked.population]
    if isinstance(asked.protocol.design, PeriodicDesign):
        return asked.protocol.arms[asked.arm].belief == asked.protocol.arms[asked.comparator].belief
    names, keys = [one.arm for one in assignments], person_keys(made.seed, 0, np.arange(2))
    lives = []
    for arm in (asked.arm, asked.comparator):
        own = (assignments[names.index(arm)].treatments,)
        given = Treated(made.backgrounds[asked.population], own, np.zeros(2, np.int64))
        lives.append(in_force(given._replace(without=("therapy",)), keys, ()))
    days = sorted({one.from_day for life in lives for one in life})
    return all(
        np.array_equal(one, other)
        for day in days
        for one, other in zip(*(_on(life, day) for life in lives), strict=True)
    )


def _on(life: Sequence[Any], day: float) -> Any:
    return next((one.regimen for one in reversed(life) if one.from_day <= day), life[0].regimen)


def compute(task: Task) -> Mapping[str, NDArray[Any]]:
    """Compute one block of any kind; the function that worker processes import."""
    if isinstance(task, TrialsTask):
        return run_trials(task)
    if isinstance(task, TruthTask):
        return live_both_ways(task)
    if isinstance(task, MomentTrialsTask):
        return run_moment_trials(task)
    return live_under_priors(task)


def design_tasks(one: Arranged, draws: Draws, folder: Path) -> Iterator[tuple[str, Task]]:
    """List the blocks of one design."""
    yield (
        f"{one.name}-truth",
        TruthTask(one.asked, draws.seed, draws.clock, folder, one.stored, one.made.drawn),
    )
    yield from _trials_tasks(one, draws, folder)
    if one.unsure is not None:
        yield from _trials_tasks(one.unsure, draws, folder)


def _trials_tasks(one: Arranged, draws: Draws, folder: Path) -> Iterator[tuple[str, Task]]:
    slots = sum(one.made.slots(name) for name in one.made.protocol.populations)
    for scenario in one.scenarios:
        for number, (first, count) in enumerate(_cut(draws.trials, trials_a_block(slots))):
            yield (
                f"{one.name}-{scenario}-{number:04d}",
                TrialsTask(
                    one.asked,
                    draws.sizes,
                    draws.seed,
                    first,
                    count,
                    scenario,
                    draws.clock,
                    folder,
                    one.stored,
                    one.made.drawn,
                ),
            )


def moment_tasks(asked: Question, known: Moments, draws: Draws) -> Iterator[tuple[str, Task]]:
    """List the blocks of trials drawn from moments."""
    for scenario in ("planned", "null"):
        for number, (first, count) in enumerate(_cut(draws.trials, A_BLOCK)):
            task = MomentTrialsTask(
                asked, known, draws.sizes, draws.seed, first, count, null=scenario == "null"
            )
            yield f"{MOMENTS}-{scenario}-{number:04d}", task


def joined(blocks: Blocks, name: str, scenario: str) -> dict[str, NDArray[np.float64]]:
    """Join the blocks of one design under one scenario."""
    begin = f"{name}-{scenario}"
    return together([block for one, block in blocks.items() if one.rpartition("-")[0] == begin])


def _cut(trials: int, count: int) -> Iterator[tuple[int, int]]:
    for first in range(0, trials, count):
        yield first, min(count, trials - first)
