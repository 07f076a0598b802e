"""How each mechanism fills its fields of a regimen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import Keys, normals, uniforms
from lassitude.therapies.challenges import Endotoxin, Exertion, Heat, Inoculation, Rest
from lassitude.therapies.mechanisms import (
    AcuteSuppression,
    Antidepressant,
    Contact,
    CytokineModulation,
    Depletion,
    Expectation,
    ResistanceTraining,
    SkillsProgram,
    SymptomaticDrug,
    ToleranceReset,
    Toxicity,
    TraffickingBlock,
    Training,
    kill_rate,
)

RESET_DAYS, RESET_SPEED = 30.0, 0.5
DAYS_A_WEEK, MINUTES_AN_HOUR, MINUTES_A_DAY = 7.0, 60.0, 1440.0


@dataclass(frozen=True, slots=True)
class Given:
    """To whom a mechanism is given, when and how.

    Attributes
    ----------
    start, stop : float or array [person]
        Absolute days.
    belief : str
        What people know of it.
    adherence : float or None
        The fixed share that is kept; None for the process.
    keys : Keys
        Of the people.
    number : callable
        Value of a declared number, a float or an array [person].
    """

    start: Any
    stop: Any
    belief: str
    adherence: float | None
    keys: Keys
    number: Callable[[Declaration], Any]


@singledispatch
def fill(mechanism: Any, given: Given) -> dict[str, Any]:
    """Return the fields of a regimen that a mechanism fills.

    Parameters
    ----------
    mechanism : Mechanism
        What is done.
    given : Given
        To whom, when and how.

    Returns
    -------
    dict of str to float or array [person]
        By field.

    Examples
    --------
    >>> fill("magic", None)
    Traceback (most recent call last):
    TypeError: no regimen for str
    """
    raise TypeError(f"no regimen for {type(mechanism).__name__}")


@fill.register
def _(mechanism: Depletion, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return {
        "depletion_start": given.start,
        "depletion_stop": given.start + days,
        "t_cell_kill": kill_rate(given.number(mechanism.t_cells_left), days),
        "b_cell_kill": kill_rate(given.number(mechanism.b_cells_left), days),
    }


@fill.register
def _(mechanism: ToleranceReset, given: Given) -> dict[str, Any]:
    works = uniforms(given.keys, "tolerance reset", 0) < given.number(mechanism.probability)
    return {
        "reset_start": given.start,
        "reset_stop": given.start + RESET_DAYS,
        "reset_speed": np.where(works, RESET_SPEED, 0.0),
    }


@fill.register
def _(mechanism: TraffickingBlock, given: Given) -> dict[str, Any]:
    return {
        "block_start": given.start,
        "block_stop": given.stop,
        "block_rise": given.number(mechanism.rise),
        "block_elimination": given.number(mechanism.elimination),
        "block_interval": given.number(mechanism.interval),
        "block_half": given.number(mechanism.half_occupancy),
        "block_steepness": given.number(mechanism.steepness),
    }


@fill.register
def _(mechanism: CytokineModulation, given: Given) -> dict[str, Any]:
    return {
        "modulation_start": given.start,
        "modulation_stop": given.stop,
        "activation_lost": 1.0 - given.number(mechanism.activation_left),
        "type1_interferon": given.number(mechanism.type1_interferon),
    }


@fill.register
def _(mechanism: AcuteSuppression, given: Given) -> dict[str, Any]:
    return {
        "suppression_start": given.start,
        "suppression_stop": np.minimum(given.stop, given.start + given.number(mechanism.days)),
        "suppression_lost": 1.0 - given.number(mechanism.activation_left),
    }


@fill.register
def _(mechanism: Training, given: Given) -> dict[str, Any]:
    return _program("training", mechanism, given) | {"training_load": _load(mechanism, given)}


@fill.register
def _(mechanism: ResistanceTraining, given: Given) -> dict[str, Any]:
    return _program("resistance", mechanism, given) | {"resistance_load": _load(mechanism, given)}


@fill.register
def _(mechanism: SkillsProgram, given: Given) -> dict[str, Any]:
    return _program("skills", mechanism, given) | {
        "skills_height": given.number(mechanism.height),
        "skills_composure": given.number(mechanism.composure),
    }


@fill.register
def _(mechanism: Contact, given: Given) -> dict[str, Any]:
    return _sessions("attention", mechanism, given) | {"attention_contact": _hours(mechanism, given)}


@fill.register
def _(mechanism: SymptomaticDrug, given: Given) -> dict[str, Any]:
    reached = given.number(mechanism.daily_mg) / given.number(mechanism.clearance)
    return _doses("drug", mechanism, given) | {
        "drug_titration": DAYS_A_WEEK * given.number(mechanism.titration),
        "drug_ceiling": given.number(mechanism.ceiling),
        "drug_exposure": reached / given.number(mechanism.half_exposure),
        "drug_turnover": given.number(mechanism.turnover),
    }


@fill.register
def _(mechanism: Antidepressant, given: Given) -> dict[str, Any]:
    return _doses("antidepressant", mechanism, given) | {"antidepressant_lift": given.number(mechanism.lift)}


@fill.register
def _(mechanism: Toxicity, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return {
        "toxicity_start": given.start,
        "toxicity_stop": given.start + days,
        "toxicity_speed": given.number(mechanism.amount) / days,
    }


@fill.register
def _(mechanism: Endotoxin, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.minutes) / MINUTES_A_DAY
    return _window("endotoxin", given, days) | {"endotoxin_speed": given.number(mechanism.dose) / days}


@fill.register
def _(mechanism: Heat, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.minutes) / MINUTES_A_DAY
    return _window("heat", given, days) | {"heat_degrees": given.number(mechanism.degrees)}


@fill.register
def _(mechanism: Exertion, given: Given) -> dict[str, Any]:
    return _window("exertion", given, given.number(mechanism.minutes) / MINUTES_A_DAY) | {
        "exertion_met": given.number(mechanism.met),
        "exertion_intensity": given.number(mechanism.intensity),
    }


@fill.register
def _(mechanism: Rest, given: Given) -> dict[str, Any]:
    return _window("rest", given, np.inf) | {"rest_share": given.number(mechanism.share)}


@fill.register
def _(mechanism: Inoculation, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return _window("inoculation", given, days) | {"inoculation_speed": given.number(mechanism.speed)}


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


def _window(challenge: str, given: Given, days: Any) -> dict[str, Any]:
    stop = np.minimum(given.stop, given.start + days)
    return {f"{challenge}_start": given.start, f"{challenge}_stop": stop}


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
        **_adherence(plan, mechanism.resolve, given),
    }


def _doses(plan: str, mechanism: SymptomaticDrug | Antidepressant, given: Given) -> dict[str, Any]:
    return {
        f"{plan}_start": given.start,
        f"{plan}_stop": given.stop,
        f"{plan}_doses": given.number(mechanism.doses_per_day),
        **_adherence(plan, mechanism.resolve, given),
    }


def _adherence(plan: str, resolve: Declaration, given: Given) -> dict[str, Any]:
    if given.adherence is not None:
        return {f"{plan}_share": given.adherence, f"{plan}_willingness": 0.0}
    return {f"{plan}_share": 0.0, f"{plan}_willingness": np.exp(given.number(resolve))}
