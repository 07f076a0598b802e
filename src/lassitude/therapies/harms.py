"""What treatments do to people besides what they are given for: each tires, now or later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import uniforms
from lassitude.therapies.filling import Given, fill
from lassitude.therapies.numbers import number


@dataclass(frozen=True, slots=True)
class Toxicity:
    """Make a person ill for a while: units of toxicity that build up within some days."""

    toxicity: Declaration = number("1", idle=0.0)
    days: Declaration = number("day")


@fill.register
def _(mechanism: Toxicity, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return {
        "toxicity_start": given.start,
        "toxicity_stop": np.minimum(given.stop, given.start + days),
        "toxicity_speed": given.number(mechanism.toxicity) / days,
    }


@dataclass(frozen=True, slots=True)
class InjectionReaction:
    """Make people ill as with a flu in the first weeks of injections, until they are used to them.

    Attributes
    ----------
    reaction : Declaration
        Units of toxicity, all of those weeks together.
    reaction_days : Declaration
        How long it takes to be used to them.
    """

    reaction: Declaration = number("1", idle=0.0)
    reaction_days: Declaration = number("day")


@fill.register
def _(mechanism: InjectionReaction, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.reaction_days)
    return {
        "reaction_start": given.start,
        "reaction_stop": np.minimum(given.stop, given.start + days),
        "reaction_speed": given.number(mechanism.reaction) / days,
    }


@dataclass(frozen=True, slots=True)
class LateAutoimmunity:
    """Let another autoimmune disease begin in some people, months later; it tires until it is treated.

    Attributes
    ----------
    late_probability : Declaration
        That a person gets it.
    late_delay : Declaration
        Mean time until it begins; times are exponential.
    late_days : Declaration
        How long until it is treated.
    late_speed : Declaration
        Toxicity that arises a day while it lasts.
    """

    late_probability: Declaration = number("1", idle=0.0)
    late_delay: Declaration = number("day")
    late_days: Declaration = number("day")
    late_speed: Declaration = number("1/day")


@fill.register
def _(mechanism: LateAutoimmunity, given: Given) -> dict[str, Any]:
    falls_ill, when = (uniforms(given.keys, "late autoimmunity", one) for one in (0, 1))
    begins = given.start - given.number(mechanism.late_delay) * np.log(1.0 - when)
    has_it = falls_ill < given.number(mechanism.late_probability)
    return {
        "late_start": begins,
        "late_stop": begins + given.number(mechanism.late_days),
        "late_speed": np.where(has_it, given.number(mechanism.late_speed), 0.0),
    }
