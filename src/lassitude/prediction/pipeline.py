"""From a protocol to a prediction: screen, enroll, conduct, analyze, compare, attribute."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.draws import spread_over
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.apart import changes_apart, counterfactuals
from lassitude.prediction.convergence import StepTask, live_by_clock, step_tasks
from lassitude.prediction.design import Design, design, studied
from lassitude.prediction.entering import Blocks, Entered, screen
from lassitude.prediction.findings import findings
from lassitude.prediction.person_truth import truth
from lassitude.prediction.replicates import conduct_tasks, groups
from lassitude.prediction.sensitivity import PriorTask, live_under_priors, prior_tasks
from lassitude.results import Results
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import Treatment
from lassitude.trial.conduct import ConductTask, conduct
from lassitude.trial.pool import PoolTask, live_to_screening
from lassitude.trial.recording import record

Effort = Literal["full", "quick"]
Task = PoolTask | ConductTask | StepTask | PriorTask
COMPILER_FLAGS = (
    "--xla_cpu_multi_thread_eigen=false",
    "--xla_backend_extra_options=xla_cpu_disable_loop_unrolling",
)
"""What the compiler can only be told by the environment, before its first program."""
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

    Loops are compiled without being unrolled: a fifth less time to compile and the same speed, as what is
    stepped is wide. Programs are kept below the user's cache folder; ``XDG_CACHE_HOME`` moves it.

    Examples
    --------
    >>> prepare_process()
    >>> all(one.split("=")[0] in os.environ["XLA_FLAGS"] for one in COMPILER_FLAGS)
    True
    """
    import jax

    flags = os.environ.get("XLA_FLAGS", "")
    missing = [one for one in COMPILER_FLAGS if one.split("=")[0] not in flags]
    os.environ["XLA_FLAGS"] = " ".join([flags, *missing]).strip()
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
    parameters: ParameterSet = DECLARED,
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
    parameters : ParameterSet
        Each replicate lives under one of its draws.
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
    planned = design(protocol, seed, replicates, clock, parameters)
    # Of each pair the first compiles a program that the second finds, so all people come in between.
    pairs = [step_tasks(step_task(planned)), _sensitivity_tasks(planned) if effort == "full" else []]
    before, after = ([one for pair in pairs for one in pair[part]] for part in (slice(1), slice(1, None)))
    to_come = len(before) + len(after) + _group_blocks(planned)
    screened = 0

    def stage(tasks: list[tuple[str, Any]], total: int) -> Blocks:
        def tell(done: int, _: int) -> None:
            progress(screened + done, screened + total)

        return map_blocks(compute, tasks, folder, workers, tell, prepare_process)

    def run(tasks: list[tuple[str, PoolTask]]) -> Blocks:
        nonlocal screened
        blocks = stage(tasks, len(tasks) + to_come)
        screened += len(tasks)
        return blocks

    made, entered = screen(planned, run)
    return _finished(made, entered, stage([*before, *conduct_tasks(made, entered), *after], to_come))


def _group_blocks(made: Design) -> int:
    people = [made.replicates * made.slots(name) for name in made.protocol.populations]
    return len(made.switches) * sum(-(-number // BLOCK) for number in people)


def _studied(made: Design) -> tuple[str, tuple[Treatment, ...]]:
    population, chosen = studied(made)
    given = (*made.backgrounds[population], *chosen.treatments)
    return made.protocol.populations[population].condition, given


def step_task(made: Design) -> StepTask:
    """Return the people whose steps are halved to tell the error of the time step of a study.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> one = step_task(design(read_protocol("canadian-ahsct"), 2018, 1, USUAL))
    >>> one.condition, one.last_visit - one.first_visit
    ('rrms-aggressive', 1096)
    """
    condition, treatments = _studied(made)
    days = made.schedule.days
    drawn = spread_over(made.drawn, BLOCK)
    visits = (days[0], days[-1])
    return StepTask(condition, made.seed, treatments, *visits, made.clock, drawn, made.hours)


def _sensitivity_tasks(made: Design) -> list[tuple[str, PriorTask]]:
    """List the blocks for the first change that is analyzed; a plan without any has none."""
    condition, treatments = _studied(made)
    first, last = made.schedule.days[0], made.schedule.days[made.targets[-1]]
    return [
        task
        for endpoint in made.attributed[:1]
        for task in prior_tasks(
            PriorTask(
                condition,
                made.seed,
                treatments,
                first,
                last,
                endpoint,
                "nothing",
                made.clock,
                made.drawn.parameters,
                made.hours,
            )
        )
    ]


def _finished(made: Design, entered: Entered, blocks: Blocks) -> Prediction:
    protocol, schedule, seed = made.protocol, made.schedule, made.seed
    seen = groups(made, entered, blocks)
    everybody = record(protocol, schedule, seed, seen, entered.enrollments, slice(None), items=False)
    first = record(protocol, schedule, seed, seen, entered.enrollments, slice(0, 1), items=True)
    batches = analyze_plan(everybody, protocol)
    told = counterfactuals(made, entered, blocks)
    parts = changes_apart(made, seen, told)
    results = findings(made, entered, blocks, seen, batches, parts)
    return Prediction(results, first, batches, truth(made, seen, told, parts))
