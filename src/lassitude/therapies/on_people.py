"""What programs teach and train, what attention gives, and what people expect of any treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import normals
from lassitude.therapies.filling import DAYS_A_WEEK, Given, adherence, fill
from lassitude.therapies.numbers import number

MINUTES_AN_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Training:
    """Train aerobically above habitual activity, session by session, for some weeks.

    Attributes
    ----------
    sessions_per_week, minutes, intensity_met, weeks : Declaration
        The dose: load is their product, in MET-hours a week.
    contact : Declaration
        Share of a session that is spent with people.
    resolve : Declaration
        Log odds that a session is kept by a person whom nothing burdens.
    """

    sessions_per_week: Declaration = number("1/week", idle=0.0)
    minutes: Declaration = number("minute")
    intensity_met: Declaration = number("1")
    weeks: Declaration = number("week")
    contact: Declaration = number("1")
    resolve: Declaration = number("1")


@fill.register
def _(mechanism: Training, given: Given) -> dict[str, Any]:
    return _program("training", mechanism, given) | {"training_load": _load(mechanism, given)}


@dataclass(frozen=True, slots=True)
class ResistanceTraining:
    """Train strength, session by session, for some weeks; numbers as of :class:`Training`."""

    sessions_per_week: Declaration = number("1/week", idle=0.0)
    minutes: Declaration = number("minute")
    intensity_met: Declaration = number("1")
    weeks: Declaration = number("week")
    contact: Declaration = number("1")
    resolve: Declaration = number("1")


@fill.register
def _(mechanism: ResistanceTraining, given: Given) -> dict[str, Any]:
    return _program("resistance", mechanism, given) | {"resistance_load": _load(mechanism, given)}


@dataclass(frozen=True, slots=True)
class SkillsProgram:
    """Teach skills, session by session, for some weeks; they fade slowly afterwards.

    Attributes
    ----------
    sessions_per_week, minutes, weeks, contact, resolve : Declaration
        As of :class:`Training`.
    height : Declaration
        Relief that the whole program can teach, in SD of fatigue.
    composure : Declaration
        Relief of depression that it can teach, in SD of depression.
    """

    sessions_per_week: Declaration = number("1/week", idle=0.0)
    minutes: Declaration = number("minute")
    weeks: Declaration = number("week")
    contact: Declaration = number("1")
    resolve: Declaration = number("1")
    height: Declaration = number("1")
    composure: Declaration = number("1")


@fill.register
def _(mechanism: SkillsProgram, given: Given) -> dict[str, Any]:
    return _program("skills", mechanism, given) | {
        "skills_height": given.number(mechanism.height),
        "skills_composure": given.number(mechanism.composure),
    }


@dataclass(frozen=True, slots=True)
class Contact:
    """Give attention without content, session by session, for some weeks; it lifts mood a little."""

    sessions_per_week: Declaration = number("1/week", idle=0.0)
    minutes: Declaration = number("minute")
    weeks: Declaration = number("week")
    resolve: Declaration = number("1")


@fill.register
def _(mechanism: Contact, given: Given) -> dict[str, Any]:
    return _sessions("attention", mechanism, given) | {"attention_contact": _hours(mechanism, given)}


@dataclass(frozen=True, slots=True)
class Expectation:
    """Build a belief that the treatment helps; every therapy comes with it, and the setting scales it.

    Attributes
    ----------
    height : Declaration
        Mean relief in SD of fatigue if one knows what one gets; people differ by `spread`.
    spread : Declaration
        SD of the height between people.
    blinded : Declaration
        Share of the height if one does not know.
    attention : Declaration
        Share of the height if one knows that one gets attention only.
    waning : Declaration
        Of the belief.
    """

    height: Declaration = number("1", idle=0.0)
    spread: Declaration = number("1", idle=0.0)
    blinded: Declaration = number("1")
    attention: Declaration = number("1")
    waning: Declaration = number("1/day")


@fill.register
def _(mechanism: Expectation, given: Given) -> dict[str, Any]:
    shares = {"blinded": mechanism.blinded, "attention": mechanism.attention}
    height = given.number(mechanism.height) + given.number(mechanism.spread) * normals(
        given.keys, "expectation", 0
    )
    if given.belief in shares:
        height = height * given.number(shares[given.belief])
    return {
        "belief_start": given.start,
        "belief_height": height,
        "belief_waning": given.number(mechanism.waning),
    }


def _hours(mechanism: Training | ResistanceTraining | SkillsProgram | Contact, given: Given) -> Any:
    return given.number(mechanism.sessions_per_week) * given.number(mechanism.minutes) / MINUTES_AN_HOUR


def _load(mechanism: Training | ResistanceTraining, given: Given) -> Any:
    return _hours(mechanism, given) * given.number(mechanism.intensity_met)


def _program(
    plan: str, mechanism: Training | ResistanceTraining | SkillsProgram, given: Given
) -> dict[str, Any]:
    contact = _hours(mechanism, given) * given.number(mechanism.contact)
    return _sessions(plan, mechanism, given) | {f"{plan}_contact": contact}


def _sessions(
    plan: str, mechanism: Training | ResistanceTraining | SkillsProgram | Contact, given: Given
) -> dict[str, Any]:
    ends = given.start + DAYS_A_WEEK * given.number(mechanism.weeks)
    return {
        f"{plan}_start": given.start,
        f"{plan}_stop": np.minimum(given.stop, ends),
        f"{plan}_sessions": given.number(mechanism.sessions_per_week) / DAYS_A_WEEK,
        **adherence(plan, mechanism.resolve, given),
    }
