"""Stress: events of life that come by chance and are felt for weeks."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)


class StressParameters(Parameters):
    """How often something happens and how long it is felt."""

    events_per_year: PerPatient = parameter(
        3.0,
        "1/year",
        bounds=(0.2, 12.0),
        varies=LogNormal(0.5),
        meaning="stressful events",
        source=hypothesis("a few a year that one would name"),
    )
    fading: Shared = parameter(
        0.05,
        "1/day",
        bounds=(0.02, 0.2),
        meaning="how fast stress fades after an event",
        source=hypothesis("three weeks"),
    )


def stress_flows(p: StressParameters) -> tuple[Flow, ...]:
    """Return the fading of stress; each event adds one unit.

    Examples
    --------
    >>> [flow.name for flow in stress_flows(StressParameters())]
    ['stress fades']
    """
    return (Flow("stress fades", "stress", OUTSIDE, p.fading),)


def mean_stress(p: StressParameters, days_a_year: float) -> Any:
    """Return the mean of stress over a life of such events.

    Examples
    --------
    >>> round(mean_stress(StressParameters(), 365.25), 3)
    0.164
    """
    return p.events_per_year / days_a_year / p.fading
