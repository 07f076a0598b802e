"""From a protocol to a prediction: screen, enroll, conduct, analyze, compare, attribute."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.prediction.assumptions import assumptions, evidence_share, parameter_set
from lassitude.prediction.attribution import attribution, parts_of_change
from lassitude.prediction.comparing import predicted_directions, predicted_estimates
from lassitude.prediction.convergence import StepTask, live_by_clock, step_halving, step_tasks
from lassitude.prediction.describing import cited, described_study, disputed, versions
from lassitude.prediction.flow import participant_flow
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
from lassitude.prediction.sensitivity import PriorTask, hypothesis_share, live_under_priors, prior_tasks
from lassitude.results import (
    Headline,
    Numerics,
    PopulationNote,
    Replicates,
    Results,
    ResultWarning,
    Spread,
    StepHalving,
)
from lassitude.results.citing import citations
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_estimate_id
from lassitude.study.protocol import Protocol
from lassitude.trial.conduct import SWITCHES, ConductTask, conduct
from lassitude.trial.pool import PoolTask, live_to_screening
from lassitude.trial.recording import ArmRecord, record

Effort = Literal["full", "quick"]
Task = PoolTask | ConductTask | StepTask | PriorTask


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
    """Keep compiled programs for the next process, and leave other cores to other processes."""
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
    clock: Clock = Clock(),
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
    """
    made = design(protocol, seed, replicates, clock)
    screening = screening_tasks(made)
    extra = [*step_tasks(_step_task(made)), *(prior_tasks(_prior_task(made)) if effort == "full" else [])]
    blocks_an_arm = -(-replicates * max(one.n for one in protocol.populations.values()) // 4096)
    total = len(screening) + len(extra) + len(protocol.arms) * len(SWITCHES) * blocks_an_arm

    def stage(tasks: list[tuple[str, Any]], done_before: int) -> Blocks:
        def tell(done: int, _: int) -> None:
            progress(done_before + done, total)

        return map_blocks(compute, tasks, folder, workers, tell, prepare_process)

    entered = enter(made, stage(screening, 0))
    blocks = stage([*extra, *conduct_tasks(made, entered)], len(screening))
    return _finished(made, entered, blocks)


def _arm_treatments(made: Design) -> tuple[str, tuple[Any, ...]]:
    arm = next(iter(made.protocol.arms))
    population = made.protocol.arms[arm].population
    return made.protocol.populations[population].condition, (
        *made.backgrounds[population],
        *made.treatments[arm],
    )


def _step_task(made: Design) -> StepTask:
    condition, treatments = _arm_treatments(made)
    days = made.schedule.days
    return StepTask(condition, made.seed, treatments, days[0], days[-1], made.clock)


def _prior_task(made: Design) -> PriorTask:
    condition, treatments = _arm_treatments(made)
    days = made.schedule.days
    endpoint = made.attributed[0]
    return PriorTask(condition, made.seed, treatments, days[0], days[-1], endpoint, "nothing", made.clock)


def _finished(made: Design, entered: Entered, blocks: Blocks) -> Prediction:
    protocol = made.protocol
    records = arm_records(made, entered, blocks)
    everybody = record(
        protocol, made.schedule, made.seed, records, entered.enrollments, slice(None), items=False
    )
    first = record(protocol, made.schedule, made.seed, records, entered.enrollments, slice(0, 1), items=True)
    batches = analyze_plan(everybody, protocol)
    parts = dict(_parts(made, entered, blocks, records))
    results = _results(made, entered, blocks, records, batches, parts)
    truth = {
        f"part.{'.'.join(name)}.{part}": value for name, told in parts.items() for part, value in told.items()
    }
    for arm in protocol.arms:
        for switch in SWITCHES:
            seen = gathered(made, entered, blocks, arm, switch)
            truth |= {
                f"{arm}.{switch}.{name}": value[..., 0, :] for name, value in seen.items() if "truth." in name
            }
    return Prediction(results, first, batches, truth)


def _parts(
    made: Design, entered: Entered, blocks: Blocks, records: tuple[ArmRecord, ...]
) -> Iterator[tuple[tuple[str, str], dict[str, NDArray[np.float64]]]]:
    for one in records:
        seen = {switch: gathered(made, entered, blocks, one.arm, switch) for switch in SWITCHES}
        for endpoint in made.attributed:
            values = {switch: arrays[f"value.{endpoint}"][-1] for switch, arrays in seen.items()}
            planned = seen["as_planned"]
            first, again = planned[f"value.{endpoint}"][0], planned[f"repeat.{endpoint}"]
            yield (endpoint, one.arm), parts_of_change(first, again, values)


def _results(
    made: Design,
    entered: Entered,
    blocks: Blocks,
    records: tuple[ArmRecord, ...],
    batches: Mapping[str, EstimateBatch],
    parts: Mapping[tuple[str, str], Mapping[str, NDArray[np.float64]]],
) -> Results:
    protocol = made.protocol
    assumed = assumptions(protocol)
    share = hypothesis_share(blocks, made.seed) if "prior-nothing" in blocks else None
    halving = tuple(step_halving(blocks["steps-whole"], blocks["steps-halved"]))
    quarrels = disputed(protocol)
    named = {name for one in assumed for name in one.citation_ids}
    named |= {name for one in quarrels for name in one.citation_ids}
    pointers = [
        *protocol.published.values(),
        *(one.pointer for one in protocol.published_directions.values()),
    ]
    return Results(
        kind="prediction",
        study=described_study(protocol),
        seed=made.seed,
        parameter_set=parameter_set(assumed),
        replicates=Replicates(made.replicates, made.replicates, 0),
        headline=_headline(protocol, batches, share),
        flow=tuple(participant_flow(made, entered, records)),
        estimates=tuple(predicted_estimates(protocol, batches)),
        published_directions=tuple(predicted_directions(protocol, batches)),
        attribution=tuple(
            part
            for (endpoint, arm), told in parts.items()
            for part in attribution(endpoint, made.schedule.labels[-1], arm, told)
        ),
        evidence=evidence_share(assumed),
        assumptions=assumed,
        citations=citations([*pointers, *(one.id for one in cited(protocol)), *named]),
        conflicts=quarrels,
        populations=tuple(_populations(protocol)),
        numerics=Numerics(halving, _clock_in_words(made.clock)),
        warnings=tuple(_warnings(batches, halving)),
        versions=versions(("python", "numpy", "scipy", "polars", "jax", "jaxlib")),
    )


def _headline(
    protocol: Protocol, batches: Mapping[str, EstimateBatch], share: Spread | None
) -> Headline | None:
    first = protocol.visits.labels[0]
    later = (
        name for name in protocol.published if parse_estimate_id(name).visit != first and name in batches
    )
    found = next(later, next(iter(batches), None))
    return None if found is None else Headline(found, (), share)


def _clock_in_words(clock: Clock) -> str:
    return (
        f"{clock.parts} slow, {clock.parts * clock.steps} fast steps a day, "
        f"{clock.substeps} sub-steps in each fast step; single precision"
    )


def _populations(protocol: Protocol) -> Iterator[PopulationNote]:
    for name, population in protocol.populations.items():
        lived = population.survivors_of
        if lived is not None:
            yield PopulationNote(
                name,
                f"{lived.enrolled} people were treated and {lived.deaths} died; the {population.n} people described "
                "are those who lived. Death is given by the study, not predicted.",
                lived.source,
            )
        for one in population.background:
            yield PopulationNote(
                name,
                f"{one.name} was withdrawn on day {one.stop_day:g}; which drug and when is a hypothesis.",
                "",
            )


def _warnings(
    batches: Mapping[str, EstimateBatch], halving: tuple[StepHalving, ...]
) -> Iterator[ResultWarning]:
    yield ResultWarning(
        "parameters_fixed",
        "Intervals show how replicates differ, not how unsure the parameters are: none of them has been fitted.",
        1,
    )
    failed = {name: int((~one.converged).sum()) for name, one in batches.items() if not one.converged.all()}
    if failed:
        worst = max(failed, key=lambda name: failed[name])
        yield ResultWarning(
            "not_estimated",
            f"{len(failed)} of {len(batches)} estimates could not be computed in some replicates; the most frequent "
            f"is {worst}, in {failed[worst]}.",
            len(failed),
        )
    for one in halving:
        if not one.inside:
            yield ResultWarning(
                "time_step",
                f"Halving the time step moves the {one.endpoint} by {one.relative_error:.1%}, more than {one.bar:.0%}.",
                1,
            )
