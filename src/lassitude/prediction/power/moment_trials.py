"""Trials drawn from a pilot's moments: no bodies, normal values, people who leave whatever they feel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.instruments import INSTRUMENTS
from lassitude.prediction.power.closed_forms import Moments
from lassitude.prediction.power.question import Question
from lassitude.prediction.power.trials import Columns, analyzed
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.designs import Allocation, Blocks, Minimization, Simple, StratifiedBlocks
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import plan_sha256
from lassitude.study.tables import table
from lassitude.trial.allocation import allocate

A_BLOCK = 128
"""Trials drawn together."""


@dataclass(frozen=True)
class MomentTrialsTask:
    """Some trials drawn from moments.

    Attributes
    ----------
    asked : Question
        What is tested.
    known : Moments
        From which values are drawn.
    sizes : tuple of int
        People randomized, rising.
    seed, first, trials : int
        Which draws.
    null : bool
        Whether the arm has the moments of its comparator.
    """

    asked: Question
    known: Moments
    sizes: tuple[int, ...]
    seed: int
    first: int
    trials: int
    null: bool


def run_moment_trials(task: MomentTrialsTask) -> Columns:
    """Draw and analyze a block of trials.

    Returns
    -------
    dict of str to array of float
        As :func:`lassitude.prediction.power.trials.run_trials`, without who came.
    """
    labels = subject_labels(task.sizes[-1])
    data = drawn(task)
    return analyzed(task.asked, data, [labels[size:].tolist() for size in task.sizes])


def subject_labels(people: int) -> NDArray[np.str_]:
    """Return the names of people in order of entry."""
    return np.array([f"P-{number:04d}" for number in range(1, people + 1)])


def drawn(task: MomentTrialsTask) -> StudyData:
    """Draw trials of the largest size as studies are recorded."""
    known, people = task.known, task.sizes[-1]
    numbers = task.first + np.arange(task.trials)
    keys = person_keys(task.seed, numbers[:, None], np.arange(people))
    visits = np.arange(len(known.visits))
    free = np.stack([normals(keys, "moments: visit", visit) for visit in visits], axis=-1)
    assigned = _assigned(task, numbers, people)
    source = np.ones_like(assigned) if task.null else assigned
    values = known.means[source] + free @ np.linalg.cholesky(known.covariance).T
    there = uniforms(keys, "moments: dropout", 0)[..., None] < known.seen[source]
    return _recorded(task, assigned, values, there)


def _assigned(task: MomentTrialsTask, numbers: NDArray[np.int64], people: int) -> NDArray[np.int64]:
    rule: Allocation = getattr(task.asked.protocol.design, "allocation", Simple(type="simple"))
    if isinstance(rule, StratifiedBlocks):
        rule = Blocks(type="blocks", sizes=rule.sizes)
    if isinstance(rule, Minimization):
        rule = Simple(type="simple")
    first, second = task.known.shares
    weights = (round(first / min(first, second)), round(second / min(first, second)))
    return allocate(rule, weights, np.zeros((task.trials, people), np.int64), (), task.seed, numbers)


def _recorded(
    task: MomentTrialsTask,
    assigned: NDArray[np.int64],
    values: NDArray[np.float64],
    there: NDArray[np.bool_],
) -> StudyData:
    asked, protocol = task.asked, task.asked.protocol
    subjects = table(
        "subjects",
        {
            **_who(values.shape[:2], 1),
            "population": asked.population,
            "arm": pl.Series([asked.arm, asked.comparator]).gather(assigned.ravel()),
            "condition": protocol.populations[asked.population].condition,
            "sex": "unknown",
            "status": pl.Series(["withdrawn", "completed"]).gather(there[..., -1].ravel().astype(int)),
        },
    )
    instrument = str(parse_endpoint(asked.endpoint).instrument)
    told = {instrument: INSTRUMENTS[instrument].version}
    description = StudyDescription(protocol.id, plan_sha256(protocol), told, "the first visit")
    return StudyData(description, subjects, _observations(task, values).filter(pl.Series(there.ravel())))


def _observations(task: MomentTrialsTask, values: NDArray[np.float64]) -> pl.DataFrame:
    endpoint, visits = parse_endpoint(task.asked.endpoint), task.known.visits
    instrument = str(endpoint.instrument)
    trials, people, count = values.shape
    days = np.array([task.asked.protocol.visits.day_of(visit) for visit in visits])
    return table(
        "observations",
        {
            **_who((trials, people), count),
            "instrument": instrument,
            "part": endpoint.part,
            "visit": pl.Series(visits).gather(np.tile(np.arange(count), trials * people)),
            "day": np.tile(days, trials * people),
            "value": values.ravel(),
            "unit": INSTRUMENTS[instrument].parts[endpoint.part].unit,
            "status": "observed",
        },
    )


def _who(shape: tuple[int, ...], rows: int) -> dict[str, Any]:
    """Name everybody of every trial, in as many rows each."""
    trials, people = shape
    place = np.repeat(np.tile(np.arange(people), trials), rows)
    return {
        "replicate": np.repeat(np.arange(trials), people * rows).astype(np.int32),
        "subject": pl.Series(subject_labels(people).tolist()).gather(place),
    }
