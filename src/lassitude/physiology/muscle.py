"""Strength: muscle and what resistance training adds to it, as far as the nervous system can drive them.

The muscle itself is sound in MS until it is used less; what is blocked or lost on the way to it is not.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import maximum, saturating
from lassitude.quantities.parameters import Parameters, PerPatient, Shared, derived, hypothesis, parameter


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
    compensation: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="share of a small loss of conduction that full fitness makes up for",
        source=hypothesis("training teaches axons that are left to drive more; size supposed"),
    )
    peripheral: PerPatient = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of peripheral motor axons that conduct",
        source=hypothesis("whole, unless a condition of peripheral nerve says otherwise"),
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


def capacity(s: Any, p: MuscleParameters) -> Any:
    """Return what the muscle itself could do if all of it were driven, as a fraction of the person's own.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> capacity(SimpleNamespace(muscle=0.9, resistance=0.5), MuscleParameters(by_resistance=0.4))
    1.1
    """
    return s.muscle + p.by_resistance * s.resistance


def drive(s: Any, conducting: Any, p: MuscleParameters) -> Any:
    """Return the share of the muscle that a maximal effort reaches.

    ``C (1 + compensation max(fitness, 0) (1 - C))``: whole where all axons conduct, none where none does, and
    between them a fit person loses less force per axon lost.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> fit, unfit = SimpleNamespace(fitness=1.0), SimpleNamespace(fitness=-0.5)
    >>> [round(float(drive(one, 0.8, MuscleParameters())), 3) for one in (fit, unfit)]
    [0.88, 0.8]
    """
    return conducting * (1.0 + p.compensation * maximum(s.fitness, 0.0) * (1.0 - conducting))


def strength(s: Any, conducting: Any, p: MuscleParameters) -> Any:
    """Return strength: what the muscle could do, as far as it is driven.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(strength(SimpleNamespace(muscle=1.0, resistance=0.0, fitness=0.0), 0.8, MuscleParameters()))
    0.8
    """
    return capacity(s, p) * drive(s, conducting, p) * p.peripheral
