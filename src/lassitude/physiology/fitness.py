"""Fitness and the fatigue of training: Banister with saturation."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import saturating
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class FitnessParameters(Parameters):
    """Gain, loss and cost of training."""

    adaptation: Shared = parameter(
        0.0222,
        "1/day",
        bounds=(0.015, 0.04),
        meaning="rise and fall of fitness",
        source=hypothesis("45 days, between elite athletes and rehabilitation"),
    )
    recovery: Shared = parameter(
        0.125,
        "1/day",
        bounds=(0.07, 0.25),
        meaning="recovery from training",
        source=hypothesis("8 days"),
    )
    half_load: Shared = parameter(
        8.0,
        "hour/week",
        bounds=(3.0, 20.0),
        meaning="training, MET-hours a week, that gives half its full effect",
        source=hypothesis("guideline dose of 150 minutes at 4 MET gives more than half"),
    )
    by_activity: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 0.7),
        meaning="fitness per log unit of daily activity",
        source=hypothesis("less activity than habitual loses fitness"),
    )
    by_toxicity: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 1.0),
        meaning="fitness lost per unit of toxicity of a procedure",
        source=hypothesis("ten to twenty percent lost after transplantation"),
    )
    cost: Shared = parameter(
        0.02,
        "week/hour",
        bounds=(0.0, 0.06),
        meaning="training fatigue per MET-hour a week",
        source=hypothesis("fades within weeks of stopping"),
    )


def fitness(s: Any, p: FitnessParameters) -> Relaxation:
    """Return the course of fitness, 0 = habitual, 1 = all that training can give; the response saturates.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> fitness(SimpleNamespace(training_done=8.0, activity=0.0, toxicity=0.0), FitnessParameters()).target
    0.5
    """
    trained = saturating(s.training_done, p.half_load)
    target = trained + p.by_activity * s.activity - p.by_toxicity * s.toxicity
    return Relaxation("fitness", target, p.adaptation)


def training_fatigue(s: Any, p: FitnessParameters) -> Relaxation:
    """Return the course of the fatigue that training leaves for days.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> training_fatigue(SimpleNamespace(training_done=6.0, resistance_done=4.0), FitnessParameters()).target
    0.2
    """
    return Relaxation("training_fatigue", p.cost * (s.training_done + s.resistance_done), p.recovery)
