"""The error of the time step: the same people, the same chance, every step half as long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.cohort import draw_cohort
from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.prediction.lives import lived
from lassitude.results import StepHalving
from lassitude.therapies.regimen import Treatment, courses
from lassitude.trial.bodies import LONGEST_RECALL
from lassitude.trial.hours import Hours

BAR = 0.02
ENDPOINTS = {
    "lesions": "lesions born in the lead-in",
    "fatigue": "change of physical fatigue to the last visit",
}
SMALLEST = {"lesions": 0.1, "fatigue": 0.1}
"""Lesions and SD of fatigue below which errors are measured against this: a share of nothing says nothing."""


@dataclass(frozen=True)
class StepTask:
    """People of one arm who live through lead-in and study under one clock.

    Attributes
    ----------
    condition : str
        What they have.
    seed : int
        Of the study.
    treatments : tuple of Treatment
        Background and arm, in absolute days.
    first_visit, last_visit : int or float
        Absolute days.
    clock : Clock
        How a day is cut.
    drawn : Draws
        Under which parameter values they live.
    hours : Hours or None
        When they begin to live by the hour, if they do.
    """

    condition: str
    seed: int
    treatments: tuple[Treatment, ...]
    first_visit: int | float
    last_visit: int | float
    clock: Clock
    drawn: Draws = AS_DECLARED
    hours: Hours | None = None


def live_by_clock(task: StepTask) -> dict[str, NDArray[np.float64]]:
    """Simulate a block of people and return what the clock might change.

    Returns
    -------
    dict of str to array of float
        One number an endpoint: mean lesions born and mean change of fatigue.
    """
    persons = task.drawn.persons(np.arange(BLOCK))
    cohort = draw_cohort(task.condition, task.seed, persons, task.drawn.values(task.condition, persons))
    given = courses(task.treatments, cohort.keys, cohort.told)
    first, last = lived(cohort, given, task.clock, (task.first_visit, task.last_visit), task.hours)
    now, then = (one.averages[LONGEST_RECALL]["fatigue_physical"] for one in (last, first))
    change = now.astype(float) - then
    told = {"lesions": first.state["lesions_born"].astype(float).mean(), "fatigue": change.mean()}
    return {name: value for name, value in told.items() if task.hours is None or name != "lesions"}  # type: ignore[return-value]


def step_tasks(task: StepTask) -> list[tuple[str, StepTask]]:
    """List the same task under its clock and under the halved one, by the hour where people live so.

    Examples
    --------
    >>> task = StepTask("rrms", 1, (), 731, 900, Clock())
    >>> [(name, one.clock.parts) for name, one in step_tasks(task)]
    [('steps-halved', 2), ('steps-whole', 1)]
    """
    if task.hours is None:
        return [("steps-halved", replace(task, clock=task.clock.halved())), ("steps-whole", task)]
    finer = task.hours._replace(clock=task.hours.clock.halved())
    return [("steps-halved", replace(task, hours=finer)), ("steps-whole", task)]


def step_halving(
    whole: Mapping[str, NDArray[np.float64]], halved: Mapping[str, NDArray[np.float64]]
) -> Iterator[StepHalving]:
    """Compare both.

    Examples
    --------
    >>> whole = {"lesions": np.array(10.0), "fatigue": np.array(0.0)}
    >>> halved = {"lesions": np.array(8.0), "fatigue": np.array(1e-6)}
    >>> [round(one.relative_error, 4) for one in step_halving(whole, halved)]
    [0.25, 0.0]
    """
    for name, label in ENDPOINTS.items():
        if name not in whole:
            continue
        finer, coarser = float(halved[name]), float(whole[name])
        error = abs(coarser - finer) / max(abs(finer), SMALLEST[name])
        yield StepHalving(label, error, BAR, error <= BAR)
