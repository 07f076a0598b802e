"""What can be seen of a body: the named signals, filled from its states and their averages."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from lassitude.engine.maths import maximum
from lassitude.physiology import (
    blood_counts,
    brain_volume,
    central_conduction,
    conduction,
    disability,
    energy,
    hourly_fatigue,
    hpa_axis,
    innate,
    muscle,
    pain,
    sickness,
    viruses,
)
from lassitude.physiology.beside import BESIDE, QUASI_STEADY, in_order
from lassitude.physiology.inputs import Levers
from lassitude.physiology.organism import named_levers
from lassitude.physiology.parameters import BodyParameters, body_parameters
from lassitude.physiology.systems import SYSTEMS

TOTALS_SEEN = {"new_lesions": "lesions_born", "relapses": "relapses_had"}
"""Signals that count since the previous reading, and the running total of each."""

TIME_OF_DAY = "time_of_day"
"""How the share of the day that is gone is told of people who live by the hour."""

_RECALLED = {
    "fatigue_physical": "fatigue_physical",
    "fatigue_cognitive": "fatigue_cognitive",
    "mood": "mood",
    "sleep_disturbance": "sleep",
    "malaise": "malaise",
    "daily_steps": "daily_steps",
}
"""Signals that are means over days, and the mean of each."""


def signals(
    state: Mapping[str, Any],
    averages: Mapping[str, Any],
    before: Mapping[str, Any],
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """Return every named signal of :data:`lassitude.quantities.signals.SIGNALS`.

    Parameters
    ----------
    state : mapping of str to array, [person]
        States on the day of the reading, and covariates; by the hour or not: what they lack is in balance;
        by the hour also :data:`TIME_OF_DAY`, else it is morning; and levers that act at once.
    averages : mapping of str to array, [person]
        Means over the days before it, as the integrator returns them.
    before : mapping of str to array, [person]
        Running totals at the previous reading.
    parameters : mapping of str to array [person] or float
        By parameter name, all of them.

    Returns
    -------
    dict of str to array, [person]
        By signal name, in the signal's unit.

    Examples
    --------
    >>> from lassitude.physiology.organism import averaged
    >>> from lassitude.physiology.parameters import all_declarations, declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> rest, declared = at_rest(), {one.name: one.value for one in all_declarations()}
    >>> seen = signals(vars(rest), averaged(rest, declared_parameters()), vars(rest), declared)
    >>> round(float(seen["tnf"]), 2), seen["new_lesions"]
    (13.87, 0.0)
    """
    p = body_parameters(parameters)
    s = SimpleNamespace(**{**named_levers(Levers()), TIME_OF_DAY: hpa_axis.MORNING, **state})
    s = SimpleNamespace(**{**in_order(QUASI_STEADY, s, p), **vars(s)})
    s = SimpleNamespace(**{**in_order(BESIDE, s, p), **vars(s)})
    s = SimpleNamespace(**{**hourly_fatigue.balanced(s, p.hourly_fatigue, p.energy), **vars(s)})
    conduction_left = {f"{system}_conduction": getattr(s, f"{system}_conduction") for system in SYSTEMS}
    motor, degrees = s.pyramidal_conduction, s.temperature
    strength = muscle.strength(s, motor, p.muscle)
    counted = {name: state[total] - before[total] for name, total in TOTALS_SEEN.items()}
    return {
        **{name: averages[mean] for name, mean in _RECALLED.items()},
        **hourly_fatigue.seen(s, p.hourly_fatigue, p.energy, sickness.fatigue_at_once(s, p.sickness)),
        "disability": disability.disability(conduction_left, p.disability),
        **disability.latents(conduction_left, strength, p.disability),
        **conduction_left,
        **_of_effort(s, motor, degrees, p),
        "strength": strength,
        "sickness": s.sickness,
        "enhancing_lesions": maximum(s.enhancing, 0.0),
        **counted,
        "nfl": s.nfl,
        "brain_volume_change": brain_volume.change(s, p.brain_volume, p.systems),
        **_of_immunity(s, p),
        "fitness": s.fitness,
        "belief": s.belief,
        "exertional_fatigue": s.training_fatigue,
        "fatigue_lasting": s.fatigue_lasting,
        "energy_capacity": energy.capacity(s, p.energy),
        "drug_effect": s.drug_effect,
        "skills": s.skills,
        "temperature": degrees,
        "pain": pain.pain_now(s, p.pain),
        "pain_threshold": s.pain_threshold,
    }


def _of_effort(s: Any, motor: Any, degrees: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what movement rests on: how late and how lastingly commands arrive, muscle and tone.

    Acute block takes axons of every kind, so it leaves what is said of those that are left.
    """
    blocked = conduction.blocked_share(degrees, p.conduction, s.conduction_aid)
    lasting = conduction.conducted(s.pyramidal_demyelinated, s.pyramidal_lost, blocked)
    return {
        "central_motor_conduction_time": central_conduction.central_motor_conduction_time(
            s, lasting, degrees, p.central_conduction, p.conduction
        ),
        "sustained_drive": central_conduction.sustained_drive(
            s.pyramidal_demyelinated, lasting, blocked, p.central_conduction
        ),
        "central_drive": muscle.drive(s, motor, p.muscle),
        "muscle_capacity": muscle.capacity(s, p.muscle),
        "spasticity": s.spasticity,
    }


def _of_immunity(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what blood, stool and airways tell of immunity."""
    return {
        "ifn_gamma": s.ifn_gamma,
        "il17": s.il17,
        "il10": s.il10 + s.monocyte_il10 - p.innate.il10_basal,
        "tnf": s.tnf,
        "il6": s.il6,
        "il8": s.il8,
        "il1b": s.il1b,
        "cortisol": s.cortisol,
        "cortisol_now": hpa_axis.cortisol_now(s, s.time_of_day, p.axis),
        "immune_readiness": innate.readiness(s, p.innate),
        "type1_interferon_activity": s.type1_interferon,
        **blood_counts.lymphocyte_counts(s, p.counts, p.reconstitution),
        **viruses.seen(s, p.viruses),
        "dysbiosis": s.dysbiosis,
        "airway_symptoms": maximum(s.airway_symptoms, 0.0),
    }
