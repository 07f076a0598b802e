"""What tablets and cooling do to symptoms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lassitude.quantities.parameters import Declaration
from lassitude.therapies.filling import DAYS_A_WEEK, Given, adherence, fill, kept, taken_away
from lassitude.therapies.numbers import number

HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class SymptomaticDrug:
    """Relieve fatigue, or sedate, by exposure to a drug that is titrated and taken every day.

    Attributes
    ----------
    daily_mg : Declaration
        Dose after titration.
    doses_per_day : Declaration
        Into how many it is divided.
    titration : Declaration
        Weeks in which the dose rises evenly from nothing.
    clearance : Declaration
        Apparent clearance; the daily dose over it is the exposure.
    half_exposure : Declaration
        Exposure of half the ceiling.
    ceiling : Declaration
        Relief at the highest exposure, in SD of fatigue; below 0 it sedates.
    turnover : Declaration
        Speed at which the effect follows exposure and ends after the last dose.
    resolve : Declaration
        Log odds that a dose is taken by a person whom nothing burdens.
    """

    daily_mg: Declaration = number("mg/day", idle=0.0)
    doses_per_day: Declaration = number("1/day")
    titration: Declaration = number("week")
    clearance: Declaration = number("L/day")
    half_exposure: Declaration = number("mg/L")
    ceiling: Declaration = number("1")
    turnover: Declaration = number("1/day")
    resolve: Declaration = number("1")


@fill.register
def _(mechanism: SymptomaticDrug, given: Given) -> dict[str, Any]:
    reached = given.number(mechanism.daily_mg) / given.number(mechanism.clearance)
    return _doses("drug", mechanism, given) | {
        "drug_titration": DAYS_A_WEEK * given.number(mechanism.titration),
        "drug_ceiling": given.number(mechanism.ceiling),
        "drug_exposure": reached / given.number(mechanism.half_exposure),
        "drug_turnover": given.number(mechanism.turnover),
    }


@dataclass(frozen=True, slots=True)
class Antidepressant:
    """Lift mood by a drug that is taken every day; how slowly is the body's own turnover of mood."""

    lift: Declaration = number("1", idle=0.0)
    doses_per_day: Declaration = number("1/day")
    resolve: Declaration = number("1")


@fill.register
def _(mechanism: Antidepressant, given: Given) -> dict[str, Any]:
    return _doses("antidepressant", mechanism, given) | {"antidepressant_lift": given.number(mechanism.lift)}


@dataclass(frozen=True, slots=True)
class ToneRelief:
    """Take a share of spasticity away while it is given."""

    tone_left: Declaration = number("1", idle=1.0)


@fill.register
def _(mechanism: ToneRelief, given: Given) -> dict[str, Any]:
    return taken_away("tone", mechanism.tone_left, given)


@dataclass(frozen=True, slots=True)
class NocturiaRelief:
    """Take a share of the waking by the bladder away while it is given."""

    nocturia_left: Declaration = number("1", idle=1.0)


@fill.register
def _(mechanism: NocturiaRelief, given: Given) -> dict[str, Any]:
    return taken_away("nocturia", mechanism.nocturia_left, given)


@dataclass(frozen=True, slots=True)
class PotassiumBlock:
    """Let demyelinated axons conduct with less myelin while it is given."""

    conduction_aid: Declaration = number("1", idle=0.0)


@fill.register
def _(mechanism: PotassiumBlock, given: Given) -> dict[str, Any]:
    aid = kept(given) * given.number(mechanism.conduction_aid)
    return {"conduction_start": given.start, "conduction_stop": given.stop, "conduction_aid": aid}


@dataclass(frozen=True, slots=True)
class Cooling:
    """Cool the body some hours a day while it is given, by so many degrees."""

    degrees: Declaration = number("delta_degC", idle=0.0)
    hours_a_day: Declaration = number("hour/day")


@fill.register
def _(mechanism: Cooling, given: Given) -> dict[str, Any]:
    share = kept(given) * given.number(mechanism.hours_a_day) / HOURS_A_DAY
    degrees = share * given.number(mechanism.degrees)
    return {"cooling_start": given.start, "cooling_stop": given.stop, "cooling_degrees": degrees}


def _doses(plan: str, mechanism: SymptomaticDrug | Antidepressant, given: Given) -> dict[str, Any]:
    return {
        f"{plan}_start": given.start,
        f"{plan}_stop": given.stop,
        f"{plan}_doses": given.number(mechanism.doses_per_day),
        **adherence(plan, mechanism.resolve, given),
    }
