"""Strength: muscle and what resistance training adds to it, as far as the nervous system can drive them."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import saturating
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter


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
    resistance_adaptation: Shared = parameter(
        0.0222,
        "1/day",
        bounds=(0.01, 0.04),
        meaning="rise and fall of what resistance training gives",
        source=hypothesis("45 days, as fitness"),
    )
    half_resistance: Shared = parameter(
        7.0,
        "hour/week",
        bounds=(3.0, 20.0),
        meaning="resistance training, MET-hours a week, that gives half its full effect",
        source=hypothesis("two sessions of an hour"),
    )
    by_resistance: Shared = parameter(
        0.37,
        "1",
        bounds=(0.1, 0.6),
        meaning="strength gained at the full effect of resistance training",
        source=derived(
            "dalgas2009_prt_strength",
            "15.7% after 12 weeks of two sessions: 85% of the way to half of the full effect",
        ),
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


def resistance(s: Any, p: MuscleParameters) -> Relaxation:
    """Return the course of what resistance training gives, 1 = all that it can; the response saturates.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> resistance(SimpleNamespace(resistance_done=7.0), MuscleParameters()).target
    0.5
    """
    return Relaxation("resistance", saturating(s.resistance_done, p.half_resistance), p.resistance_adaptation)


def strength(s: Any, pyramidal_conduction: Any, p: MuscleParameters) -> Any:
    """Return strength: muscle and the gain of resistance training, times what of them can be driven.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> strength(SimpleNamespace(muscle=1.0, resistance=0.0), 0.8, MuscleParameters())
    0.8
    """
    return (s.muscle + p.by_resistance * s.resistance) * pyramidal_conduction
