"""Mood: a trait, slow swings, and what fatigue and sickness do to it."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Normal, Parameters, PerPatient, Shared, hypothesis, parameter


class MoodParameters(Parameters):
    """Latent depression; 1 = SD of relapsing MS."""

    trait: PerPatient = parameter(
        0.0,
        "1",
        bounds=(-4.0, 4.0),
        varies=Normal(0.85),
        meaning="a person's own level of depression",
        source=hypothesis("most of the variance is between people"),
    )
    swing: Shared = parameter(
        0.4,
        "1",
        bounds=(0.1, 0.8),
        meaning="SD of slow swings of mood",
        source=hypothesis("the rest is within"),
    )
    turnover: Shared = parameter(
        0.025,
        "1/day",
        bounds=(0.01, 0.1),
        meaning="return of mood to its level",
        source=hypothesis("40 days"),
    )
    by_fatigue: Shared = parameter(
        0.15,
        "1",
        bounds=(0.0, 0.25),
        meaning="depression per SD of fatigue",
        source=hypothesis("fatigue lowers mood; size supposed"),
    )
    by_sickness: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.5),
        meaning="depression per unit of sickness",
        source=hypothesis("endotoxin lowers mood", "endotoxin_0_8_cytokines"),
    )


def mood(s: Any, p: MoodParameters) -> Relaxation:
    """Return the course of latent depression.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = MoodParameters(by_fatigue=0.2)
    >>> mood(SimpleNamespace(fatigue_physical=1.0, sickness=0.0), p).target
    0.2
    """
    target = p.trait + p.by_fatigue * s.fatigue_physical + p.by_sickness * s.sickness
    return Relaxation("mood", target, p.turnover, p.swing)
