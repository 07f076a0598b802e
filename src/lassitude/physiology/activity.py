"""Daily steps: habit, less when tired, disabled, stiff or kept in bed."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import exp, log, maximum
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)

LEAST_CONDUCTION = 0.02
"""Below it nobody walks; it bounds the logarithm."""


class ActivityParameters(Parameters):
    """Steps a day and what lowers them."""

    habitual_steps: PerPatient = parameter(
        7500.0,
        "1/day",
        bounds=(500.0, 25000.0),
        varies=LogNormal(0.35),
        meaning="steps a day of a rested person",
        source=hypothesis("before fatigue and disability take their part", "steps_norm_645_2013"),
    )
    by_fatigue: Shared = parameter(
        0.12,
        "1",
        bounds=(0.0, 0.18),
        meaning="log steps lost per SD of physical fatigue",
        source=hypothesis("fatigue lowers activity weakly"),
    )
    by_conduction: Shared = parameter(
        1.8,
        "1",
        bounds=(0.0, 4.0),
        meaning="power of motor conduction with which steps fall",
        source=hypothesis("walking falls with EDSS, the more the less is left", "motl2013_steps_mcid"),
    )
    by_spasticity: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.2),
        meaning="log steps lost per unit of spasticity",
        source=hypothesis("stiff legs cost effort; size supposed"),
    )
    by_rest: Shared = parameter(
        3.0,
        "1",
        bounds=(1.0, 4.0),
        meaning="log steps lost in bed",
        source=hypothesis("a day in bed leaves one step of twenty"),
    )
    swing: Shared = parameter(
        0.2,
        "1",
        bounds=(0.05, 0.5),
        meaning="SD of log steps from week to week",
        source=hypothesis("weeks differ"),
    )
    turnover: Shared = parameter(
        0.3,
        "1/day",
        bounds=(0.1, 1.0),
        meaning="return of activity to habit",
        source=hypothesis("3 days"),
    )


def activity(s: Any, p: ActivityParameters) -> Relaxation:
    """Return the course of log activity relative to a rested person of average fatigue.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> told = dict(fatigue_physical=1.0, pyramidal_conduction=1.0, spasticity=0.0)
    >>> up, abed = (SimpleNamespace(**told, rest_drive=one) for one in (0.0, 1.0))
    >>> [round(float(activity(one, ActivityParameters()).target), 2) for one in (up, abed)]
    [-0.12, -3.12]
    """
    walking = p.by_conduction * log(maximum(s.pyramidal_conduction, LEAST_CONDUCTION))
    kept_from = p.by_spasticity * s.spasticity + p.by_rest * s.rest_drive
    target = walking - p.by_fatigue * s.fatigue_physical - kept_from
    return Relaxation("activity", target, p.turnover, p.swing)


def daily_steps(log_activity: Any, p: ActivityParameters) -> Any:
    """Return steps a day.

    Examples
    --------
    >>> float(daily_steps(0.0, ActivityParameters()))
    7500.0
    """
    return p.habitual_steps * exp(log_activity)
