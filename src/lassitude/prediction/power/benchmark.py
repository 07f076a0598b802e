"""How many whole trials a second this machine simulates, records and analyzes by a mixed model."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.prediction.design import design
from lassitude.prediction.power.question import question
from lassitude.prediction.power.stored import stored_pools, to_compute
from lassitude.prediction.power.trials import TrialsTask, run_trials, trials_a_block
from lassitude.prediction.trial_benchmark import PEOPLE, SEED, TRIAL
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.runs.rates import rates_by_processes
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.trial.pool import live_to_screening

_ANCOVA = """[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "W0"
at = "W24"
reference = "placebo"
"""
_MIXED = """[analysis.primary]
type = "mmrm"
endpoint = "MFIS.total"
change_from = "W0"
reference = "placebo"
degrees_of_freedom = "satterthwaite"
"""
TURNS = 8


@dataclass(frozen=True)
class WholeTrialsTask:
    """One process that simulates and analyzes block after block of trials.

    Attributes
    ----------
    task : TrialsTask
        The first block.
    turns : int
        Blocks that are counted, after one that is not.
    """

    task: TrialsTask
    turns: int


def mixed_trial() -> Protocol:
    """Return the benchmark's trial with a mixed model as its analysis.

    Examples
    --------
    >>> mixed_trial().analysis["primary"].type
    'mmrm'
    """
    return parse_protocol(TRIAL.replace(_ANCOVA, _MIXED), "benchmark.toml")


def whole_trials(one: WholeTrialsTask) -> Mapping[str, NDArray[np.float64]]:
    """Measure one process.

    Returns
    -------
    dict of str to array of float
        ``rates``, [turn], trials a second.
    """
    rates = []
    for turn in range(one.turns + 1):
        task = replace(one.task, first=one.task.first + turn * one.task.trials)
        started = time.perf_counter()
        held = run_trials(task)["value"]
        rates.append(held.shape[1] / (time.perf_counter() - started))
    return {"rates": np.array(rates[1:])}


def whole_trial_speeds(
    workers: int, prepare: Callable[[], None], progress: Progress = no_progress
) -> dict[str, Any]:
    """Measure whole trials on one process and on several at once: from a stored pool to the estimate.

    Parameters
    ----------
    workers : int
        Processes of the second measurement.
    prepare : callable
        Called in each process first.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict
        ``people`` of a trial, and trials a second (median turn of each process, added up) by processes.

    Examples
    --------
    >>> whole_trial_speeds(2, lambda: None)["people"]  # doctest: +SKIP
    200
    """
    asked, clock = question(mixed_trial()), Clock()
    stored = stored_pools(design(asked.sized(PEOPLE), SEED, 1, clock))
    with TemporaryDirectory() as place:
        folder = Path(place)
        map_blocks(live_to_screening, to_compute([stored]), folder, 1, no_progress, prepare)
        many = trials_a_block(PEOPLE)
        first = TrialsTask(asked, (PEOPLE,), SEED, 0, many, "planned", clock, folder, stored)
        rates = rates_by_processes(
            whole_trials,
            lambda number: WholeTrialsTask(replace(first, first=number * 10_000), TURNS),
            workers,
            prepare,
            progress,
        )
    return {"people": PEOPLE, "analysis": "mmrm, unstructured, REML, Satterthwaite", **rates}
