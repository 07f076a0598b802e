"""What a plan estimates in virtual studies, and nothing else: enroll, conduct, record, analyze."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.population.draws import dealt
from lassitude.population.parameter_sets import ParameterSet
from lassitude.prediction.design import SCREENED_A_SLOT, Design, design
from lassitude.prediction.entering import Entered, enter, screen, screening_tasks
from lassitude.prediction.pipeline import USUAL, compute, prepare_process
from lassitude.prediction.replicates import conduct_tasks, groups
from lassitude.quantities.errors import RequestError
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.protocol import Protocol
from lassitude.trial.recording import record


@dataclass(frozen=True)
class PlannedEstimates:
    """What a plan estimated.

    Attributes
    ----------
    batches : mapping of str to EstimateBatch
        Every planned estimate by id, [replicate].
    draws : array of int, [replicate]
        Under which draw of the parameters each replicate lived; 0 where everything is as declared.
    """

    batches: Mapping[str, EstimateBatch]
    draws: NDArray[np.int64]


def planned_estimates(
    protocol: Protocol,
    *,
    seed: int,
    replicates: int,
    parameters: ParameterSet,
    clock: Clock = USUAL,
    folder: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> PlannedEstimates:
    """Draw a study many times, each under a draw of the parameters, and analyze every replicate by its plan.

    Parameters
    ----------
    protocol : Protocol
        Any.
    seed, replicates : int
        Which draws, and how many.
    parameters : ParameterSet
        Each replicate lives under one of its first 64 draws.
    clock : Clock
        How a day is cut.
    folder : Path, optional
        Where finished blocks are kept.
    workers : int
        Processes; they change no byte.
    progress : callable
        Called as ``progress(done, total)`` of screening, then of conduct.

    Returns
    -------
    PlannedEstimates
        Where too few people may enter under a draw, the replicate lives under the next one that has enough.

    Raises
    ------
    RequestError
        If too few may enter under any draw.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> from lassitude.study.protocol import parse_protocol, protocol_text
    >>> text = protocol_text("canadian-ahsct").replace("start_day = 0", "start_day = -7")
    >>> planned_estimates(parse_protocol(text, "mine.toml"), seed=1, replicates=1, parameters=DECLARED)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: ahsct of arm 'ahsct' starts on day -7, before the first visit...
    """
    planned = design(protocol, seed, replicates, clock, parameters)
    made, entered = screen(
        planned, lambda tasks: map_blocks(compute, tasks, folder, workers, progress, prepare_process)
    )
    return _estimated(made, entered, folder, workers, progress)


def estimates_at_every_draw(
    protocol: Protocol,
    *,
    seed: int,
    parameters: ParameterSet,
    people: int,
    screened: int = SCREENED_A_SLOT,
    clock: Clock = USUAL,
    folder: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> PlannedEstimates:
    """Draw a study once under every draw of a set: the points of a design, or of a posterior.

    Parameters
    ----------
    protocol : Protocol
        Any.
    seed : int
        Which people.
    parameters : ParameterSet
        Replicate r lives under draw r, at most 256.
    people : int
        In place of every population's n, so that sampling error is small.
    screened : int
        People screened for each who is needed.
    clock, folder, workers, progress
        As in :func:`planned_estimates`.

    Returns
    -------
    PlannedEstimates
        Where too few may enter under draw r, ``draws[r]`` is another one; leave that replicate out.

    Raises
    ------
    RequestError
        If too few may enter under any draw, or nothing is drawn.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> from lassitude.study.protocol import read_protocol
    >>> estimates_at_every_draw(read_protocol("canadian-ahsct"), seed=1, parameters=DECLARED, people=10)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: The parameter set 'declared' has no draws.
    """
    if not parameters.count:
        raise RequestError(f"The parameter set {parameters.name!r} has no draws.")
    populations = {
        name: one.model_copy(update={"n": people, "survivors_of": None})
        for name, one in protocol.populations.items()
    }
    plan = protocol.model_copy(update={"populations": populations})
    made = design(plan, seed, parameters.count, clock)
    slots = max(made.slots(name) for name in populations)
    made = replace(made, drawn=dealt(parameters, parameters.count, screened * slots))
    screening = screening_tasks(made)
    blocks = map_blocks(compute, screening, folder, workers, progress, prepare_process)
    return _estimated(made, enter(made, blocks), folder, workers, progress)


def _estimated(
    made: Design, entered: Entered, folder: Path | None, workers: int, progress: Progress
) -> PlannedEstimates:
    plan = made.protocol
    tasks = conduct_tasks(made, entered, ((),))
    seen = groups(made, entered, map_blocks(compute, tasks, folder, workers, progress, prepare_process))
    data = record(plan, made.schedule, made.seed, seen, entered.enrollments, slice(None), items=False)
    first = next(iter(entered.enrollments.values()))
    return PlannedEstimates(analyze_plan(data, plan), first.draws)
