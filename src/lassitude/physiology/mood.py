"""Mood: a trait, slow swings, and what fatigue, sickness, pain, company, skills and drugs do to it."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import saturating
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
        bounds=(0.0, 0.2),
        meaning="depression per SD of fatigue",
        source=hypothesis("fatigue lowers mood; size supposed"),
    )
    by_sickness: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.4),
        meaning="depression per unit of sickness",
        source=hypothesis("endotoxin lowers mood", "endotoxin_0_8_cytokines"),
    )
    by_pain: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.06),
        meaning="depression per SD of pain",
        source=hypothesis("pain lowers mood; size supposed"),
    )
    by_contact: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.5),
        meaning="depression relieved by the attention of people at its ceiling",
        source=hypothesis("attention helps whatever is taught; size supposed"),
    )
    half_contact: Shared = parameter(
        1.0,
        "hour/week",
        bounds=(0.3, 4.0),
        meaning="attention, hours a week, that gives half of its effect",
        source=hypothesis("a weekly hour is half of what company can do"),
    )


def mood(s: Any, p: MoodParameters) -> Relaxation:
    """Return the course of latent depression.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = MoodParameters(by_fatigue=0.2)
    >>> helped = dict(pain=0.0, contact_done=0.0, composure=0.0, antidepressant_done=0.5)
    >>> mood(SimpleNamespace(fatigue_physical=1.0, sickness=0.0, **helped), p).target
    -0.3
    """
    burdened = p.by_fatigue * s.fatigue_physical + p.by_sickness * s.sickness + p.by_pain * s.pain
    relieved = p.by_contact * saturating(s.contact_done, p.half_contact) + s.composure + s.antidepressant_done
    return Relaxation("mood", p.trait + burdened - relieved, p.turnover, p.swing)
