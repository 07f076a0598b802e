"""Pain: what lasts for weeks, and the threshold that endotoxin lowers for hours.

Lasting pain is latent, as mood and sleep are, and every weight of it is supposed. The threshold to pressure
follows the equation of Brady-Nicholls and others (2021), normalized to 1 at rest: a state on the hour clock,
in balance on the day clock.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.maths import maximum
from lassitude.quantities.parameters import (
    Normal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
    published,
)

BRADY_NICHOLLS = "Brady-Nicholls 2021"
BY_HOUR = ("pain_threshold",)
"""State of the hour clock; on the day clock it is in balance."""


class PainParameters(Parameters):
    """Latent pain; 1 = SD of relapsing MS, 0 = its mean."""

    trait: PerPatient = parameter(
        -0.25,
        "1",
        bounds=(-4.0, 4.0),
        varies=Normal(0.9),
        meaning="a person's own level of pain",
        source=hypothesis("most of the variance is between people; the mean is 0 with the usual spasticity"),
    )
    by_spasticity: Shared = parameter(
        0.25,
        "1",
        bounds=(0.0, 0.5),
        meaning="pain per unit of spasticity",
        source=hypothesis("spasms hurt; size supposed"),
    )
    by_sickness: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.6),
        meaning="pain per unit of sickness",
        source=hypothesis("muscles and joints ache in an infection; size supposed"),
    )
    by_mood: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.12),
        meaning="pain per SD of depression",
        source=hypothesis("direction known; size supposed"),
    )
    by_sleep: Shared = parameter(
        0.08,
        "1",
        bounds=(0.0, 0.1),
        meaning="pain per SD of sleep disturbance",
        source=hypothesis("poor sleep makes pain worse; size supposed"),
    )
    by_threshold: Shared = parameter(
        1.5,
        "1",
        bounds=(0.0, 3.0),
        meaning="pain of the hour where the whole threshold is lost",
        source=hypothesis("what hurts sooner is felt more; size supposed"),
    )
    turnover: Shared = parameter(
        0.3,
        "1/day",
        bounds=(0.1, 1.0),
        meaning="speed at which pain follows its causes",
        source=hypothesis("days"),
    )
    sensitizing: Shared = parameter(
        4.29144,
        "kg/ng/day",
        bounds=(2.0, 8.0),
        meaning="fall of the pain threshold per unit of endotoxin",
        source=published(BRADY_NICHOLLS, "0.17881/h"),
    )
    threshold_return: Shared = parameter(
        3.6,
        "1/day",
        bounds=(2.0, 8.0),
        meaning="return of the pain threshold to rest",
        source=published(BRADY_NICHOLLS, "0.15/h"),
    )


def pain(s: Any, p: PainParameters) -> Relaxation:
    """Return the course of lasting pain.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> usual = SimpleNamespace(spasticity=1.0, sickness=0.0, mood=0.0, sleep=0.0)
    >>> pain(usual, PainParameters()).target
    0.0
    """
    felt = p.by_spasticity * s.spasticity + p.by_sickness * s.sickness
    return Relaxation("pain", p.trait + felt + p.by_mood * s.mood + p.by_sleep * s.sleep, p.turnover)


def threshold_flows(s: Any, p: PainParameters) -> tuple[Flow, ...]:
    """Return how endotoxin lowers the threshold by the hour and how it returns, 1 at rest.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> [round(flow.rate, 1) for flow in threshold_flows(at_rest_by_hour(), PainParameters())]
    [3.6, 3.6, 0.0]
    """
    return (
        Flow("return of the pain threshold", OUTSIDE, "pain_threshold", p.threshold_return),
        Flow("usual turnover of the pain threshold", "pain_threshold", OUTSIDE, p.threshold_return),
        Flow("fall of the pain threshold", "pain_threshold", OUTSIDE, p.sensitizing * s.endotoxin),
    )


def balanced_threshold(s: Any, p: PainParameters) -> Any:
    """Return the pain threshold in balance with endotoxin, 1 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> balanced_threshold(SimpleNamespace(endotoxin=0.0), PainParameters())
    1.0
    """
    return p.threshold_return / (p.threshold_return + p.sensitizing * s.endotoxin)


def pain_now(s: Any, p: PainParameters) -> Any:
    """Return the pain of the hour: that of the day, and what a lowered threshold adds.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(pain_now(SimpleNamespace(pain=0.5, pain_threshold=0.8), PainParameters(by_threshold=1.0)))
    0.7
    """
    return s.pain + p.by_threshold * maximum(1.0 - s.pain_threshold, 0.0)
