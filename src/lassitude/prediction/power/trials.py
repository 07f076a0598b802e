"""One block of virtual trials: enrolled, randomized, conducted, recorded and analyzed at every size.

Places are filled in order, allocation is a list drawn beforehand, and what happens to people is keyed by
seed, trial and person. The first 40 people of a trial of 240 therefore are, byte for byte, the trial of 40,
so the largest trial is simulated once and every smaller one is its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.prediction.design import Design, design
from lassitude.prediction.entering import enter
from lassitude.prediction.power.question import Question, found_in
from lassitude.prediction.power.stored import Stored, read_pools
from lassitude.prediction.replicates import conduct_tasks, groups
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol
from lassitude.trial.conduct import ConductTask, conduct
from lassitude.trial.group import Group
from lassitude.trial.recording import record

Scenario = Literal["planned", "null", "without-therapy", "assurance"]
Columns = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class TrialsTask:
    """Some trials of one design under one scenario.

    Attributes
    ----------
    asked : Question
        What is tested.
    sizes : tuple of int
        People randomized, rising.
    seed, first, trials : int
        Which draws: trial numbers `first` to `first + trials - 1`.
    scenario : {"planned", "null", "without-therapy", "assurance"}
        As planned; the arm gets what its comparator gets; every therapy is without effect; or as planned with
        each trial under a draw of its own of the parameters.
    clock : Clock
        How a day is cut.
    folder : Path
        Where pools are kept.
    stored : Stored
        Names of the pools.
    drawn : Draws
        Under which parameter values people live.
    """

    asked: Question
    sizes: tuple[int, ...]
    seed: int
    first: int
    trials: int
    scenario: Scenario
    clock: Clock
    folder: Path
    stored: Stored
    drawn: Draws = AS_DECLARED


def trials_a_block(slots: int) -> int:
    """Return how many trials fill one block of simulated people, at least one.

    Examples
    --------
    >>> trials_a_block(240)
    17
    """
    return max(1, BLOCK // slots)


def null_protocol(asked: Question, protocol: Protocol) -> Protocol:
    """Return a protocol in which the arm does exactly what its comparator does: a true null.

    Examples
    --------
    >>> from lassitude.prediction.power.question import question
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("triumphant-ms")
    >>> null_protocol(question(plan), plan).arms["amantadine"].treatments[0].name
    'placebo'
    """
    same = protocol.arms[asked.comparator]
    return protocol.model_copy(update={"arms": {**protocol.arms, asked.arm: same}})


def simulated(task: TrialsTask) -> tuple[Design, tuple[Group, ...]]:
    """Simulate the largest trials of a block."""
    protocol = task.asked.sized(task.sizes[-1])
    if task.scenario == "null":
        protocol = null_protocol(task.asked, protocol)
    made = replace(design(protocol, task.seed, task.trials, task.clock), first=task.first, drawn=task.drawn)
    entered = enter(made, read_pools(task.folder, task.stored))
    blocks = {name: conduct(_under(task, one)) for name, one in conduct_tasks(made, entered, ((),))}
    return made, groups(made, entered, blocks)


def _under(task: TrialsTask, one: ConductTask) -> ConductTask:
    if task.scenario != "without-therapy":
        return one
    return replace(one, treated=one.treated._replace(without=("therapy",)))


def run_trials(task: TrialsTask) -> Columns:
    """Simulate and analyze a block of trials.

    Returns
    -------
    dict of str to array of float
        ``value``, ``se``, ``p``, ``low``, ``high``, ``converged``, each [size, trial]; ``no_effect``, [1];
        ``seen``, [arm, visit], how many came to each visit, and ``randomized``, [arm]: the arm first, then
        its comparator, people of the largest trials.
    """
    made, seen = simulated(task)
    data = record(task.asked.plan, made.schedule, task.seed, seen, {}, slice(None), items=False)
    left_out = [_left_out(task.asked, size, seen) for size in task.sizes]
    return analyzed(task.asked, data, left_out) | _attendance(task.asked, seen)


def analyzed(asked: Question, data: StudyData, left_out: Iterable[Sequence[str]]) -> Columns:
    """Analyze the beginnings of trials by the plan's own analysis.

    Parameters
    ----------
    asked : Question
        What is tested.
    data : StudyData
        The largest trials.
    left_out : iterable of sequence of str
        Of each size, the people who are not in it.
    """
    columns: dict[str, list[NDArray[np.float64]]] = {}
    no_effect = np.nan
    for people in left_out:
        batch, no_effect = found_in(asked, analyze_plan(beginning(data, people), asked.plan))
        for name, values in _kept(batch).items():
            columns.setdefault(name, []).append(values)
    return {name: np.stack(values) for name, values in columns.items()} | {"no_effect": np.array([no_effect])}


def _kept(batch: EstimateBatch) -> Columns:
    """Return what is kept of an estimate, each [trial]; NaN where the method does not give it."""
    absent = np.full(batch.replicates, np.nan)
    low, high = batch.interval95 or (absent, absent)
    return {
        "value": batch.value,
        "se": absent if batch.se is None else batch.se,
        "p": absent if batch.p is None else batch.p,
        "low": low,
        "high": high,
        "converged": batch.converged.astype(np.float64),
    }


def beginning(everybody: StudyData, left_out: Sequence[str]) -> StudyData:
    """Return a study without some of its people."""
    if not left_out:
        return everybody
    stays = ~pl.col("subject").is_in(list(left_out))
    return replace(
        everybody,
        subjects=everybody.subjects.filter(stays),
        observations=everybody.observations.filter(stays),
        events=everybody.events.filter(stays),
        exposures=everybody.exposures.filter(stays),
    )


def _left_out(asked: Question, size: int, seen: Sequence[Group]) -> list[str]:
    group = next(one for one in seen if one.population == asked.population)
    slots = group.persons.shape[1]
    return [str(label) for label in group.grid(range(1))["subject"][size:slots]]


def _attendance(asked: Question, seen: Sequence[Group]) -> Columns:
    """Count who came; in a design with periods everybody has both arms."""
    group = next(one for one in seen if one.population == asked.population)
    own = [
        np.isin(group.assigned, [i for i, one in enumerate(group.assignments) if one.arm in (arm, None)])
        for arm in (asked.arm, asked.comparator)
    ]
    return {
        "seen": np.stack([(group.came & who).sum(axis=(1, 2)) for who in own]).astype(np.float64),
        "randomized": np.array([who.sum() for who in own], float),
    }
