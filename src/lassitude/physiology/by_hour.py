"""The body by the hour, for experiments: what the day clock has in balance are states here.

Equations are those of the day; only who steps them differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.model import Model
from lassitude.physiology import hourly_fatigue, hpa_axis, innate, pain, receptors, sickness, temperature
from lassitude.physiology.beside import BESIDE, QUASI_STEADY, derived_by_hour, in_order
from lassitude.physiology.inputs import Levers
from lassitude.physiology.organism import (
    COURSES,
    FAST,
    SIGNED,
    SLOW,
    Course,
    fast_flows,
    named_levers,
    organism,
    relaxations,
    slow_flows,
)
from lassitude.physiology.parameters import BodyParameters

FAST_BY_HOUR = (*innate.BY_HOUR, *hpa_axis.BY_HOUR, *pain.BY_HOUR)
"""Further open pools of the hour clock."""
SLOW_BY_HOUR = hourly_fatigue.BY_HOUR
"""Further open pools of the hour clock that are stepped once a part."""
COURSES_BY_HOUR: dict[str, Course] = {
    "sickness_taken_up": lambda s, p: sickness.taken_up(s, p.fatigue.turnover),
    "fever": lambda s, p: temperature.fever(s, p.temperature, p.innate),
    "heat": lambda s, p: temperature.heat(s, p.temperature),
}
SIGNED_BY_HOUR = tuple(COURSES_BY_HOUR)
"""Further signed states of the hour clock."""


def fast_flows_by_hour(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of the fast block where inflammation, cortisol and the pain threshold belong to it.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> fast_flows_by_hour(at_rest_by_hour(), declared_parameters())[-1].name
    'fall of the pain threshold'
    """
    return (
        *fast_flows(s, p),
        *innate.innate_flows(s, p.innate),
        *hpa_axis.cortisol_flows(s, p.axis, p.innate, receptors.feedback(s, p.receptors)),
        *pain.threshold_flows(s, p.pain),
    )


def slow_flows_by_hour(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of the slow block where fatigue of the hour belongs to it.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> rest, p = at_rest_by_hour(), declared_parameters()
    >>> vars(rest).update(derived_by_hour(rest, p))
    >>> slow_flows_by_hour(rest, p)[-1].name
    'sleep after cognitive effort'
    """
    return (*slow_flows(s, p), *hourly_fatigue.hourly_flows(s, p.hourly_fatigue, p.energy))


def relaxations_by_hour(s: Any, p: BodyParameters) -> tuple[Relaxation, ...]:
    """Return the course of every signed state of the hour clock.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> rest, p = at_rest_by_hour(), declared_parameters()
    >>> vars(rest).update(derived_by_hour(rest, p))
    >>> [one.state for one in relaxations_by_hour(rest, p)][-2:]
    ['fever', 'heat']
    """
    return (*relaxations(s, p), *(course(s, p) for course in COURSES_BY_HOUR.values()))


def organism_by_hour(levers: Callable[[Any, Any], Levers]) -> Model:
    """Couple all subsystems by the hour: inflammation, cortisol, heat and fatigue of the hour are states.

    It needs a clock of 64 slow and 256 fast steps a day; the states that it has beside those of the day clock
    begin where :func:`entering_hours` puts them.

    Parameters
    ----------
    levers : callable
        ``(regimen, day) -> Levers``; the day is a fraction, which also says whether people are awake.

    Examples
    --------
    >>> by_hour = organism_by_hour(lambda regimen, day: Levers())
    >>> sorted(set(by_hour.states) - set(organism(lambda regimen, day: Levers()).states))[:4]
    ['active_monocytes', 'cortisol', 'endotoxin', 'fever']
    """
    return replace(
        organism(levers),
        fast=(*FAST, *FAST_BY_HOUR),
        slow=(*SLOW, *SLOW_BY_HOUR),
        signed=(*SIGNED, *SIGNED_BY_HOUR),
        fast_flows=fast_flows_by_hour,
        slow_flows=slow_flows_by_hour,
        courses=(*COURSES.items(), *COURSES_BY_HOUR.items()),
        derived=derived_by_hour,
        levers=lambda regimen, day: {
            **named_levers(levers(regimen, day)),
            "awake": hourly_fatigue.awake_at(day),
        },
    )


def entering_hours(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return the states that the hour clock has beside those of the day clock, in balance at midnight.

    Parameters
    ----------
    s : namespace
        States, levers and covariates of the day clock.
    p : BodyParameters
        Of all subsystems.

    Returns
    -------
    dict of str to array
        By state, to be put beside the others; going back to the day clock they are dropped.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> found = entering_hours(at_rest(), declared_parameters())
    >>> sorted(found) == sorted((*FAST_BY_HOUR, *SLOW_BY_HOUR, *SIGNED_BY_HOUR))
    True
    """
    found = in_order((*QUASI_STEADY, *BESIDE, _asleep), s, p)
    return {name: found[name] for name in (*FAST_BY_HOUR, *SLOW_BY_HOUR, *SIGNED_BY_HOUR)}


def _asleep(s: Any, p: BodyParameters) -> dict[str, Any]:
    return hourly_fatigue.at_midnight(s, p.hourly_fatigue, p.energy)
