"""The mechanisms that therapies are composed of; each fills its own fields of a regimen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.therapies.challenges import Challenge


@dataclass(frozen=True, slots=True)
class Depletion:
    """Kill a share of immune cells within some days; reconstitution is the body's own.

    Attributes
    ----------
    t_cells_left, b_cells_left : Declaration
        Share left at the end, 0 to 1.
    days : Declaration
        How long it takes.
    """

    t_cells_left: Declaration
    b_cells_left: Declaration
    days: Declaration


@dataclass(frozen=True, slots=True)
class ToleranceReset:
    """Return regulation to its healthy strength, with a probability that is drawn for each person."""

    probability: Declaration


@dataclass(frozen=True, slots=True)
class TraffickingBlock:
    """Keep lymphocytes out of the nervous system by repeated doses of an antibody.

    Attributes
    ----------
    rise : Declaration
        Concentration that one dose adds, mg/L.
    elimination : Declaration
        1/day.
    interval : Declaration
        Days between doses.
    half_occupancy : Declaration
        Concentration at which half the receptors are occupied, mg/L.
    steepness : Declaration
        Passage left = (1 - occupancy) to this power.
    """

    rise: Declaration
    elimination: Declaration
    interval: Declaration
    half_occupancy: Declaration
    steepness: Declaration


@dataclass(frozen=True, slots=True)
class CytokineModulation:
    """Dampen the activation of effector cells and add type I interferon activity."""

    activation_left: Declaration
    type1_interferon: Declaration


@dataclass(frozen=True, slots=True)
class AcuteSuppression:
    """Dampen the activation of effector cells for some days, whatever else dampens it."""

    activation_left: Declaration
    days: Declaration


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

    sessions_per_week: Declaration
    minutes: Declaration
    intensity_met: Declaration
    weeks: Declaration
    contact: Declaration
    resolve: Declaration


@dataclass(frozen=True, slots=True)
class ResistanceTraining:
    """Train strength, session by session, for some weeks; fields as of :class:`Training`."""

    sessions_per_week: Declaration
    minutes: Declaration
    intensity_met: Declaration
    weeks: Declaration
    contact: Declaration
    resolve: Declaration


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

    sessions_per_week: Declaration
    minutes: Declaration
    weeks: Declaration
    contact: Declaration
    resolve: Declaration
    height: Declaration
    composure: Declaration


@dataclass(frozen=True, slots=True)
class Contact:
    """Give attention without content, session by session, for some weeks; it lifts mood a little."""

    sessions_per_week: Declaration
    minutes: Declaration
    weeks: Declaration
    resolve: Declaration


@dataclass(frozen=True, slots=True)
class SymptomaticDrug:
    """Relieve fatigue by exposure to a drug that is titrated and taken every day.

    Attributes
    ----------
    daily_mg : Declaration
        Dose after titration, mg/day.
    doses_per_day : Declaration
        Into how many it is divided.
    titration : Declaration
        Weeks in which the dose rises evenly from nothing.
    clearance : Declaration
        Apparent clearance, L/day; the daily dose over it is the exposure.
    half_exposure : Declaration
        Exposure of half the ceiling, mg/L.
    ceiling : Declaration
        Relief at the highest exposure, in SD of fatigue.
    turnover : Declaration
        Speed at which the effect follows exposure and ends after the last dose, 1/day.
    resolve : Declaration
        Log odds that a dose is taken by a person whom nothing burdens.
    """

    daily_mg: Declaration
    doses_per_day: Declaration
    titration: Declaration
    clearance: Declaration
    half_exposure: Declaration
    ceiling: Declaration
    turnover: Declaration
    resolve: Declaration


@dataclass(frozen=True, slots=True)
class Antidepressant:
    """Lift mood by a drug that is taken every day; how slowly is the body's own turnover of mood."""

    lift: Declaration
    doses_per_day: Declaration
    resolve: Declaration


@dataclass(frozen=True, slots=True)
class Toxicity:
    """Make a person ill for a while: units of toxicity that build up within some days."""

    amount: Declaration
    days: Declaration


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
        1/day.
    """

    height: Declaration
    spread: Declaration
    blinded: Declaration
    attention: Declaration
    waning: Declaration


Mechanism: TypeAlias = (
    Depletion
    | ToleranceReset
    | TraffickingBlock
    | CytokineModulation
    | AcuteSuppression
    | Training
    | ResistanceTraining
    | SkillsProgram
    | Contact
    | SymptomaticDrug
    | Antidepressant
    | Toxicity
    | Expectation
    | Challenge
)


def kill_rate(left: Any, days: Any) -> Any:
    """Return the death rate that leaves a share after some days, 1/day.

    Examples
    --------
    >>> round(float(kill_rate(0.5, 1.0)), 4)
    0.6931
    """
    return -np.log(left) / days
