"""From a protocol to a prediction: screen, enroll, conduct, analyze, compare, attribute."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.prediction.convergence import StepTask, live_by_clock, step_tasks
from lassitude.prediction.findings import PartsOfChange, changes_apart, findings
from lassitude.prediction.replicates import (
    Blocks,
    Design,
    Entered,
    arm_records,
    conduct_tasks,
    design,
    enter,
    gathered,
    screening_tasks,
)
from lassitude.prediction.sensitivity import PriorTask, live_under_priors, prior_tasks
from lassitude.results import Results
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import Treatment
from lassitude.trial.conduct import SWITCHES, ConductTask, conduct
from lassitude.trial.pool import PoolTask, live_to_screening
from lassitude.trial.recording import record

Effort = Literal["full", "quick"]
Task = PoolTask | ConductTask | StepTask | PriorTask
USUAL = Clock()
"""How a day is cut unless told otherwise."""


@dataclass(frozen=True)
class Prediction:
    """What a virtual study gave.

    Attributes
    ----------
    results : Results
        Everything that is read.
    study : StudyData
        The first replicate, as a study would be recorded.
    estimates : dict of str to EstimateBatch
        Every planned estimate in every replicate.
    truth : dict of str to array
        Signals and counterfactual measurements of the first replicate, and the parts of the change in all;
        statistics may not read it.
    """

    results: Results
    study: StudyData
    estimates: dict[str, EstimateBatch]
    truth: dict[str, NDArray[Any]]


def compute(task: Task) -> Mapping[str, NDArray[Any]]:
    """Compute one block of any kind; the function that worker processes import."""
    if isinstance(task, PoolTask):
        return live_to_screening(task)
    if isinstance(task, ConductTask):
        return conduct(task)
    if isinstance(task, StepTask):
        return live_by_clock(task)
    return live_under_priors(task)


def prepare_process() -> None:
    """Keep compiled programs for the next process, and leave other cores to other processes.

    Programs are kept below the user's cache folder; ``XDG_CACHE_HOME`` moves it.

    Examples
    --------
    >>> prepare_process()
    >>> "multi_thread" in os.environ["XLA_FLAGS"]
    True
    """
    import jax

    flags = os.environ.get("XLA_FLAGS", "")
    if "xla_cpu_multi_thread_eigen" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    jax.config.update("jax_compilation_cache_dir", str(home / "lassitude" / "programs"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 2.0)


def predict(
    protocol: Protocol,
    *,
    seed: int,
    replicates: int,
    effort: Effort = "full",
    clock: Clock = USUAL,
    workers: int = 1,
    folder: Path | None = None,
    progress: Progress = no_progress,
) -> Prediction:
    """Draw a study many times and analyze every replicate by its own plan.

    Parameters
    ----------
    protocol : Protocol
        What was planned; its names are known to exist.
    seed, replicates : int
        Which draws and how many.
    effort : {"full", "quick"}
        Quick leaves out the share of variance that rests on hypotheses.
    clock : Clock
        How a day is cut.
    workers : int
        Processes; they change no byte.
    folder : Path or None
        Where finished blocks are kept.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    Prediction
        Results, first replicate, estimates and truth.

    Raises
    ------
    RequestError
        If nobody, or too few, may enter.

    Examples
    --------
    >>> from lassitude.study.protocol import parse_protocol, protocol_text
    >>> text = protocol_text("canadian-ahsct").replace("start_day = 0", "start_day = -7")
    >>> predict(parse_protocol(text, "mine.toml"), seed=1, replicates=1)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: ahsct of arm 'ahsct' starts on day -7, before the first visit...
    """
    made = design(protocol, seed, replicates, clock)
    screening = screening_tasks(made)
    extra = [*step_tasks(_step_task(made)), *(_sensitivity_tasks(made) if effort == "full" else ())]
    total = len(screening) + len(extra) + _arm_blocks(made)

    def stage(tasks: list[tuple[str, Any]], done_before: int) -> Blocks:
        def tell(done: int, _: int) -> None:
            progress(done_before + done, total)

        return map_blocks(compute, tasks, folder, workers, tell, prepare_process)

    entered = enter(made, stage(screening, 0))
    blocks = stage([*extra, *conduct_tasks(made, entered)], len(screening))
    return _finished(made, entered, blocks)


def _arm_blocks(made: Design) -> int:
    sizes = [made.protocol.populations[arm.population].n for arm in made.protocol.arms.values()]
    return len(SWITCHES) * sum(-(-made.replicates * size // BLOCK) for size in sizes)


def _first_arm(made: Design) -> tuple[str, tuple[Treatment, ...]]:
    arm = next(iter(made.protocol.arms))
    population = made.protocol.arms[arm].population
    given = (*made.backgrounds[population], *made.treatments[arm])
    return made.protocol.populations[population].condition, given


def _step_task(made: Design) -> StepTask:
    condition, treatments = _first_arm(made)
    days = made.schedule.days
    return StepTask(condition, made.seed, treatments, days[0], days[-1], made.clock)


def _sensitivity_tasks(made: Design) -> list[tuple[str, PriorTask]]:
    """List the blocks for the first change that is analyzed; a plan without any has none."""
    condition, treatments = _first_arm(made)
    days = made.schedule.days
    return [
        task
        for endpoint in made.attributed[:1]
        for task in prior_tasks(
            PriorTask(condition, made.seed, treatments, days[0], days[-1], endpoint, "nothing", made.clock)
        )
    ]


def _finished(made: Design, entered: Entered, blocks: Blocks) -> Prediction:
    protocol = made.protocol
    records = arm_records(made, entered, blocks)
    everybody = record(
        protocol, made.schedule, made.seed, records, entered.enrollments, slice(None), items=False
    )
    first = record(protocol, made.schedule, made.seed, records, entered.enrollments, slice(0, 1), items=True)
    batches = analyze_plan(everybody, protocol)
    parts = changes_apart(made, entered, blocks)
    results = findings(made, entered, blocks, records, batches, parts)
    return Prediction(results, first, batches, _truth(made, entered, blocks, parts))


def _truth(
    made: Design, entered: Entered, blocks: Blocks, parts: PartsOfChange
) -> dict[str, NDArray[np.float64]]:
    truth = {
        f"part.{endpoint}.{arm}.{part}": value
        for (endpoint, arm), told in parts.items()
        for part, value in told.items()
    }
    for arm in made.protocol.arms:
        for switch in SWITCHES:
            seen = gathered(made, entered, blocks, arm, switch)
            truth |= {
                f"{arm}.{switch}.{name}": value[..., 0, :]
                for name, value in seen.items()
                if name.startswith("truth.")
            }
    return truth
