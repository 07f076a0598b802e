"""Challenges: what experiments do to people for minutes or days, to see how the body answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.therapies.filling import Given, fill
from lassitude.therapies.numbers import number

MINUTES_A_DAY = 1440.0


@dataclass(frozen=True, slots=True)
class Endotoxin:
    """Put endotoxin into blood: a dose over some minutes."""

    dose: Declaration = number("ng/kg", idle=0.0)
    minutes: Declaration = number("minute")


@fill.register
def _(mechanism: Endotoxin, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.minutes) / MINUTES_A_DAY
    return _window("endotoxin", given, days) | {"endotoxin_speed": given.number(mechanism.dose) / days}


@dataclass(frozen=True, slots=True)
class Heat:
    """Heat the body from outside for some minutes, toward so many degrees above rest."""

    degrees: Declaration = number("delta_degC", idle=0.0)
    minutes: Declaration = number("minute")


@fill.register
def _(mechanism: Heat, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.minutes) / MINUTES_A_DAY
    return _window("heat", given, days) | {"heat_degrees": given.number(mechanism.degrees)}


@dataclass(frozen=True, slots=True)
class Exertion:
    """Work for some minutes.

    Attributes
    ----------
    met : Declaration
        Metabolic equivalents above those of the habitual day.
    intensity : Declaration
        Power as a share of the person's own peak.
    minutes : Declaration
        How long.
    """

    met: Declaration = number("1", idle=0.0)
    intensity: Declaration = number("1", idle=0.0)
    minutes: Declaration = number("minute")


@fill.register
def _(mechanism: Exertion, given: Given) -> dict[str, Any]:
    return _window("exertion", given, given.number(mechanism.minutes) / MINUTES_A_DAY) | {
        "exertion_met": given.number(mechanism.met),
        "exertion_intensity": given.number(mechanism.intensity),
    }


@dataclass(frozen=True, slots=True)
class Rest:
    """Stay in bed until the treatment stops: a share of the day's activity is taken away."""

    share: Declaration = number("1", idle=0.0)


@fill.register
def _(mechanism: Rest, given: Given) -> dict[str, Any]:
    return _window("rest", given, np.inf) | {"rest_share": given.number(mechanism.share)}


@dataclass(frozen=True, slots=True)
class Inoculation:
    """Give a cold: so much of an infection arises a day, for some days."""

    speed: Declaration = number("1/day", idle=0.0)
    days: Declaration = number("day")


@fill.register
def _(mechanism: Inoculation, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return _window("inoculation", given, days) | {"inoculation_speed": given.number(mechanism.speed)}


def _window(challenge: str, given: Given, days: Any) -> dict[str, Any]:
    stop = np.minimum(given.stop, given.start + days)
    return {f"{challenge}_start": given.start, f"{challenge}_stop": stop}
