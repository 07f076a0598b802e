"""Daily steps: habit, less when tired or disabled."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import exp
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)


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
        meaning="log steps lost per fraction of motor conduction lost",
        source=hypothesis("walking falls with EDSS", "motl2013_steps_mcid"),
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
    >>> activity(SimpleNamespace(fatigue_physical=1.0, pyramidal_conduction=1.0), ActivityParameters()).target
    -0.12
    """
    target = -p.by_fatigue * s.fatigue_physical - p.by_conduction * (1.0 - s.pyramidal_conduction)
    return Relaxation("activity", target, p.turnover, p.swing)


def daily_steps(log_activity: Any, p: ActivityParameters) -> Any:
    """Return steps a day.

    Examples
    --------
    >>> float(daily_steps(0.0, ActivityParameters()))
    7500.0
    """
    return p.habitual_steps * exp(log_activity)
