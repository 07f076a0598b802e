"""Strength: muscle that the nervous system can still drive."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class MuscleParameters(Parameters):
    """How muscle follows use."""

    turnover: Shared = parameter(
        0.0167,
        "1/day",
        bounds=(0.005, 0.05),
        meaning="adaptation of muscle to use",
        source=hypothesis("weeks to months"),
    )
    by_fitness: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.3),
        meaning="gain of muscle at full training effect",
        source=hypothesis("progressive training adds about a tenth"),
    )
    by_activity: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.3),
        meaning="muscle per log unit of daily activity",
        source=hypothesis("disuse wastes muscle"),
    )


def muscle(s: Any, p: MuscleParameters) -> Relaxation:
    """Return the course of muscle, as a fraction of the person's own.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> muscle(SimpleNamespace(fitness=1.0, activity=0.0), MuscleParameters()).target
    1.1
    """
    return Relaxation("muscle", 1.0 + p.by_fitness * s.fitness + p.by_activity * s.activity, p.turnover)


def strength(muscle_left: Any, motor_conduction: Any) -> Any:
    """Return strength: muscle times what of it can be driven.

    Examples
    --------
    >>> strength(1.0, 0.8)
    0.8
    """
    return muscle_left * motor_conduction
