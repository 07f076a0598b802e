"""The body as a whole: which subsystem reads which, and in what order a day goes.

1. The day opens: infections and antigen pulses arrive.
2. Immune cells, cytokines and barrier, many steps a day, with the noise of counts.
3. Conduction, cytokines of the day, then repair, reconstitution and axon pools.
4. Sickness, mood, sleep, belief, fitness, muscle, fatigue, activity.
5. The day closes: lesions are born; the largest are relapses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import jax.numpy as jnp

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.maths import exp
from lassitude.engine.model import Model
from lassitude.physiology import (
    activity,
    adaptive_immunity,
    barrier,
    belief,
    conduction,
    cytokines,
    fatigue,
    fitness,
    lesions,
    mood,
    muscle,
    nervous_system,
    reconstitution,
    sickness,
    sleep,
    triggers,
)
from lassitude.physiology.inputs import Levers
from lassitude.quantities.parameters import Declaration, Parameters, declarations, with_values

FAST = (
    "antigen", "effectors", "memory", "regulators", "ifn_gamma", "il17", "il10", "barrier",
    "waiting_effectors", "cns_effectors", "waiting_regulators", "cns_regulators",
)  # fmt: skip
COUNTED = (("effectors", "cns_effectors"), ("regulators", "memory"))
SLOW = (
    "infection", "naive", "b_cells", "tolerance", "toxicity", "enhancing", "motor_flux", "association_flux",
)  # fmt: skip
CLOSED = tuple(tuple(f"{tract}_{pool}" for pool in lesions.POOLS) for tract in lesions.TRACTS)
SIGNED = (
    "type1_interferon", "sickness", "microglia", "belief", "fitness", "training_fatigue", "muscle",
    "mood", "sleep", "swing_physical", "swing_cognitive", "fatigue_physical", "fatigue_cognitive", "activity",
)  # fmt: skip
SWINGING = (("mood", "sleep"), ("swing_physical", "swing_cognitive"), ("activity", "type1_interferon"))
TOTALS = ("pending_births", "lesions_born", "relapses_had")


@dataclass(frozen=True, slots=True)
class BodyParameters:
    """The parameters of all subsystems; the field names are the prefixes of parameter names."""

    triggers: triggers.TriggerParameters
    immunity: adaptive_immunity.ImmunityParameters
    nervous_system: nervous_system.NervousSystemParameters
    reconstitution: reconstitution.ReconstitutionParameters
    cytokines: cytokines.CytokineParameters
    barrier: barrier.BarrierParameters
    lesions: lesions.LesionParameters
    conduction: conduction.ConductionParameters
    disability: conduction.DisabilityParameters
    muscle: muscle.MuscleParameters
    fitness: fitness.FitnessParameters
    mood: mood.MoodParameters
    sleep: sleep.SleepParameters
    sickness: sickness.SicknessParameters
    belief: belief.BeliefParameters
    fatigue: fatigue.FatigueParameters
    activity: activity.ActivityParameters


_OWNERS: dict[str, type[Parameters]] = {
    "triggers": triggers.TriggerParameters,
    "immunity": adaptive_immunity.ImmunityParameters,
    "nervous_system": nervous_system.NervousSystemParameters,
    "reconstitution": reconstitution.ReconstitutionParameters,
    "cytokines": cytokines.CytokineParameters,
    "barrier": barrier.BarrierParameters,
    "lesions": lesions.LesionParameters,
    "conduction": conduction.ConductionParameters,
    "disability": conduction.DisabilityParameters,
    "muscle": muscle.MuscleParameters,
    "fitness": fitness.FitnessParameters,
    "mood": mood.MoodParameters,
    "sleep": sleep.SleepParameters,
    "sickness": sickness.SicknessParameters,
    "belief": belief.BeliefParameters,
    "fatigue": fatigue.FatigueParameters,
    "activity": activity.ActivityParameters,
}


def all_declarations() -> Iterator[Declaration]:
    """List every parameter of the body.

    Examples
    --------
    >>> next(all_declarations()).name
    'triggers.infections_per_year'
    """
    for prefix, owner in _OWNERS.items():
        yield from declarations(owner, prefix)


def body_parameters(values: Mapping[str, Any]) -> BodyParameters:
    """Build the parameters of a body from flat values, one for each declared name.

    Examples
    --------
    >>> flat = {one.name: one.value for one in all_declarations()}
    >>> body_parameters(flat).barrier.opening
    0.276
    """
    return BodyParameters(**{name: with_values(owner, name, values) for name, owner in _OWNERS.items()})  # type: ignore[arg-type]


def fast_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of immune cells, their cytokines and the barrier."""
    return (
        *adaptive_immunity.blood_flows(s, p.immunity),
        *nervous_system.nervous_system_flows(s, p.nervous_system, p.immunity),
        *cytokines.blood_cytokine_flows(s, p.cytokines, p.immunity),
        *barrier.barrier_flows(s, p.barrier),
    )


def slow_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of infection, reconstitution, toxicity and lesion activity."""
    return (
        *triggers.infection_flows(s, p.triggers),
        *reconstitution.reconstitution_flows(s, p.reconstitution),
        *sickness.toxicity_flows(s, p.sickness),
        *lesions.activity_flows(s, p.lesions),
    )


def closed_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows between the axon pools of every tract."""
    return tuple(flow for tract in lesions.TRACTS for flow in lesions.axon_flows(tract, s, p.lesions))


def relaxations(s: Any, p: BodyParameters) -> tuple[Relaxation, ...]:
    """Return the course of every signed state."""
    return (
        cytokines.type1_interferon(s, p.cytokines),
        sickness.sickness(s, p.sickness, p.cytokines),
        sickness.microglia(s, p.sickness),
        belief.belief(s, p.belief),
        fitness.fitness(s, p.fitness),
        fitness.training_fatigue(s, p.fitness),
        muscle.muscle(s, p.muscle),
        mood.mood(s, p.mood),
        sleep.sleep(s, p.sleep),
        *fatigue.swings(p.fatigue),
        fatigue.physical(s, p.fatigue),
        fatigue.cognitive(s, p.fatigue),
        activity.activity(s, p.activity),
    )


def exposures(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what of the fast block the rest of the body feels over a day."""
    return {
        "ifn_gamma": s.ifn_gamma,
        "cns_effectors": s.cns_effectors,
        "birth_hazard": lesions.birth_hazard(s, p.lesions),
    }


def derived(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return conduction of both tracts, given the temperature of the day."""
    blocked = conduction.blocked_share(conduction.temperature(s, p.conduction), p.conduction)
    return {
        f"{tract}_conduction": conduction.conducted(
            getattr(s, f"{tract}_demyelinated"), getattr(s, f"{tract}_lost"), blocked
        )
        for tract in lesions.TRACTS
    }


def open_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let infections and antigen pulses arrive; the same uniforms in every arm and at every step size."""
    caught = uniforms[0] < 1.0 - exp(-p.triggers.infections_per_year / triggers.DAYS_A_YEAR)
    infection = jnp.where(caught, 1.0, s.infection)
    s.infection = infection
    struck = uniforms[1] < 1.0 - exp(-triggers.pulse_intensity(s, p.triggers))
    mark = triggers.pulse_mark(p.triggers, uniforms[2], uniforms[3])
    return {
        "infection": infection,
        "antigen": s.antigen + jnp.where(struck, mark, 0.0),
    }


def close_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let lesions be born: a Poisson number, one size, one tract; the largest tenth are relapses."""
    hazard = s.pending_births + s.birth_hazard * s.day_share
    due = jnp.where(s.last_part, hazard, 0.0)
    none = exp(-due)
    number = sum(
        jnp.where(uniforms[0] > share, 1.0, 0.0)
        for share in (none, none * (1.0 + due), none * (1.0 + due * (1.0 + 0.5 * due)))
    )
    flux = number * lesions.lesion_size(uniforms[1], p.lesions)
    in_motor = uniforms[2] < p.lesions.motor_share
    relapsed = jnp.where(uniforms[1] < p.lesions.eloquent_share, 1.0, 0.0) * jnp.minimum(number, 1.0)
    return {
        "pending_births": jnp.where(s.last_part, 0.0, hazard),
        "lesions_born": s.lesions_born + number,
        "relapses_had": s.relapses_had + relapsed,
        "enhancing": s.enhancing + number,
        "motor_flux": s.motor_flux + jnp.where(in_motor, flux, 0.0),
        "association_flux": s.association_flux + jnp.where(in_motor, 0.0, flux),
    }


def averaged(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what instruments recall or wear over days: fatigue, mood, sleep and steps."""
    return {
        "fatigue_physical": s.fatigue_physical,
        "fatigue_cognitive": s.fatigue_cognitive,
        "mood": s.mood,
        "sleep": s.sleep,
        "daily_steps": activity.daily_steps(s.activity, p.activity),
    }


def named_levers(levers: Levers) -> dict[str, Any]:
    """Return levers under the names that the equations read."""
    told = {one.name: getattr(levers, one.name) for one in fields(levers)}
    told["passage_left"] = told.pop("passage")
    told["activation_left"] = told.pop("activation")
    return told


def organism(levers: Callable[[Any, Any], Levers]) -> Model:
    """Couple all subsystems into a model, given how a regimen pulls the levers on a day.

    Parameters
    ----------
    levers : callable
        ``(regimen, day) -> Levers``; the therapies room has it.
    """
    return Model(
        fast=FAST, counted=COUNTED, slow=SLOW, closed=CLOSED, signed=SIGNED, swinging=SWINGING, totals=TOTALS,
        fast_flows=fast_flows, slow_flows=slow_flows, closed_flows=closed_flows, relaxations=relaxations,
        exposures=exposures, derived=derived, open_day=open_day, close_day=close_day, uniforms=(4, 3),
        averaged=averaged, levers=lambda regimen, day: named_levers(levers(regimen, day)),
        parameters=body_parameters,
    )  # fmt: skip
