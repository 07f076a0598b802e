"""How many whole virtual trials a second this machine simulates from a stored screened pool."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.prediction.design import design
from lassitude.prediction.entering import Blocks, enter, screening_tasks
from lassitude.prediction.replicates import conduct_tasks, groups
from lassitude.runs.pool import Progress, no_progress
from lassitude.runs.rates import rates_by_processes
from lassitude.study.protocol import parse_protocol
from lassitude.trial.conduct import conduct
from lassitude.trial.pool import live_to_screening

SEED = 1
PEOPLE = 200
TRIAL = f"""
schema = "lassitude.protocol/1"
id = "benchmark"
title = "A drug against placebo: {PEOPLE} people, 24 weeks, 4 visits"
[populations.patients]
condition = "rrms"
n = {PEOPLE}
eligibility = [{{ measure = "MFIS.total", at_least = 34 }}]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{{ name = "placebo", start_day = 0 }}]
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{{ name = "amantadine", start_day = 0 }}]
[design]
type = "parallel"
allocation = {{ type = "blocks", sizes = [4, 6] }}
[visits]
schedule = {{ W0 = "0 wk", W8 = "8 wk", W16 = "16 wk", W24 = "24 wk" }}
window_days = [-7, 7]
measure = ["MFIS", "EDSS"]
[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "W0"
at = "W24"
reference = "placebo"
[simulation]
missed_visits = {{ type = "independent", probability = 0.05, source = "hypothesis" }}
[[simulation.dropout]]
type = "constant-hazard"
per_year = 0.1
source = "hypothesis"
[[simulation.dropout]]
type = "when-no-better"
measure = "MFIS.total"
by = 4
after = "8 wk"
probability = 0.1
source = "hypothesis"
"""


@dataclass(frozen=True)
class TrialSpeedTask:
    """One process that simulates trials, over and over, from the same pool.

    Attributes
    ----------
    first : int
        Number of its first trial.
    turns : int
        Turns that are counted, after one that is not; each simulates as many trials as fill a block.
    screened : mapping of str to mapping of str to array
        Blocks of the stored pool.
    """

    first: int
    turns: int
    screened: Blocks


def screened_pool() -> dict[str, Mapping[str, NDArray]]:
    """Simulate the pool that trials enroll from, two years of lead-in of 8192 people."""
    made = design(parse_protocol(TRIAL, "benchmark.toml"), SEED, 1, Clock())
    return {name: live_to_screening(task) for name, task in screening_tasks(made)}


def simulate(task: TrialSpeedTask) -> dict[str, NDArray[np.float64]]:
    """Measure one process: enrollment, randomization, conduct, scoring, departures; no statistics.

    Returns
    -------
    dict of str to array of float
        ``rates``, [turn], trials a second.
    """
    rates = []
    replicates = BLOCK // PEOPLE
    made = design(parse_protocol(TRIAL, "benchmark.toml"), SEED, replicates, Clock())
    for turn in range(task.turns + 1):
        made = replace(made, first=task.first + turn * replicates)
        started = time.perf_counter()
        entered = enter(made, task.screened)
        blocks = {name: conduct(one) for name, one in conduct_tasks(made, entered, ((),))}
        held = groups(made, entered, blocks)[0].came
        rates.append(held.shape[1] / (time.perf_counter() - started))
    return {"rates": np.array(rates[1:])}


def trial_speeds(
    workers: int, prepare: Callable[[], None], progress: Progress = no_progress
) -> dict[str, Any]:
    """Measure whole trials on one process and on several at once.

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
    >>> trial_speeds(2, lambda: None)["people"]  # doctest: +SKIP
    200
    """
    screened = screened_pool()
    rates = rates_by_processes(
        simulate, lambda number: TrialSpeedTask(number * 1000, 8, screened), workers, prepare, progress
    )
    return {"people": PEOPLE, **rates}
