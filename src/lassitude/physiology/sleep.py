"""Sleep disturbance: a trait, swings, and what wakes people."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Normal, Parameters, PerPatient, Shared, hypothesis, parameter


class SleepParameters(Parameters):
    """Latent sleep disturbance; 1 = SD of relapsing MS."""

    trait: PerPatient = parameter(
        -0.2,
        "1",
        bounds=(-4.0, 4.0),
        varies=Normal(0.8),
        meaning="a person's own level of disturbance",
        source=hypothesis("the mean of relapsing MS is 0 with its usual spasms and nocturia"),
    )
    swing: Shared = parameter(
        0.5,
        "1",
        bounds=(0.1, 1.0),
        meaning="SD of swings of sleep",
        source=hypothesis("nights differ"),
    )
    turnover: Shared = parameter(
        0.1,
        "1/day",
        bounds=(0.03, 0.5),
        meaning="return of sleep to its level",
        source=hypothesis("10 days"),
    )
    by_mood: Shared = parameter(
        0.25,
        "1",
        bounds=(0.0, 0.4),
        meaning="disturbance per SD of depression",
        source=hypothesis("direction known; size supposed"),
    )
    by_sickness: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.4),
        meaning="disturbance per unit of sickness",
        source=hypothesis("IL-6 and TNF disturb sleep; sign only"),
    )
    by_spasticity: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.3),
        meaning="disturbance per unit of spasticity",
        source=hypothesis("spasms wake people; size supposed"),
    )
    by_nocturia: Shared = parameter(
        1.0,
        "1",
        bounds=(0.0, 3.0),
        meaning="disturbance per share of conduction lost to bowel and bladder",
        source=hypothesis("nocturia wakes people; size supposed"),
    )
    by_pain: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.12),
        meaning="disturbance per SD of pain",
        source=hypothesis("pain wakes people; size supposed"),
    )


def sleep(s: Any, p: SleepParameters) -> Relaxation:
    """Return the course of latent sleep disturbance.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> usual = SimpleNamespace(
    ...     mood=1.0, sickness=0.0, pain=0.0, spasticity=1.0, bowel_bladder_conduction=0.9, nocturia_left=1.0)
    >>> round(sleep(usual, SleepParameters()).target, 6)
    0.25
    """
    nocturia = s.nocturia_left * p.by_nocturia * (1.0 - s.bowel_bladder_conduction)
    woken = p.by_spasticity * s.spasticity + nocturia
    target = p.trait + woken + p.by_mood * s.mood + p.by_sickness * s.sickness + p.by_pain * s.pain
    return Relaxation("sleep", target, p.turnover, p.swing)
