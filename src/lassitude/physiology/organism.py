"""The body as a whole: which subsystem reads which, and in what order a day goes.

1. The day opens: infections and antigen pulses arrive.
2. Immune cells, cytokines and barrier, many steps a day, with the noise of counts.
3. Inflammation, cortisol, temperature, conduction of the day, then repair, reconstitution and axon pools.
4. Sickness, mood, sleep, pain, belief, fitness, muscle, drugs, skills, fatigue, activity.
5. The day closes: lesions are born; the largest are relapses.

What therapies plan becomes what people do by :mod:`lassitude.physiology.adherence`, once a slow step.

Acute inflammation, cortisol and temperature have two clocks and one set of equations: :func:`organism` has
them in balance once a day, :mod:`lassitude.physiology.by_hour` as states.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.model import Model
from lassitude.physiology import (
    activity,
    adaptive_immunity,
    adherence,
    axons,
    barrier,
    belief,
    brain_volume,
    cytokines,
    daily_events,
    drug_effect,
    energy,
    fatigue,
    fitness,
    gut,
    hpa_axis,
    lesions,
    mood,
    muscle,
    nervous_system,
    neurofilament,
    pain,
    receptors,
    reconstitution,
    relapses,
    sickness,
    skills,
    sleep,
    spasticity,
    stress,
    triggers,
    viruses,
)
from lassitude.physiology.beside import derived
from lassitude.physiology.inputs import Levers
from lassitude.physiology.parameters import BodyParameters, body_parameters
from lassitude.physiology.systems import FUNCTIONAL, SYSTEMS

Course = Callable[[Any, BodyParameters], Relaxation]

FAST = (
    "antigen", "effectors", "memory", "regulators", "ifn_gamma", "il17", "il10", "barrier",
    "waiting_effectors", "cns_effectors", "waiting_regulators", "cns_regulators",
)  # fmt: skip
COUNTED = (("effectors", "cns_effectors"), ("regulators", "memory"))
SLOW = (
    "infection", "stress", "naive", "memory_pool", "regulator_pool", "cd8", "killers", "b_cells", "b_tissue",
    "tolerance", "toxicity", "enhancing",
    *(f"{system}_flux" for system in SYSTEMS), *(f"{system}_block" for system in FUNCTIONAL),
    "nfl", "brain_loss",
    "sessions_due", "sessions_kept", "doses_due", "doses_taken",
    "purine_deficit", "strain", "overexertion", "malaise",
    "pituitary", "adrenal",
)  # fmt: skip
CLOSED = tuple(tuple(f"{system}_{pool}" for pool in axons.POOLS) for system in SYSTEMS)
COURSES: dict[str, Course] = {
    "type1_interferon": lambda s, p: cytokines.type1_interferon(s, p.cytokines),
    "ebv": lambda s, p: viruses.ebv(s, p.viruses),
    "ebna1": lambda s, p: viruses.antibody(s, p.viruses),
    "dysbiosis": lambda _, p: gut.dysbiosis(p.gut),
    "airway_symptoms": lambda s, p: triggers.airway_symptoms(s, p.triggers),
    "glucocorticoid": lambda s, p: hpa_axis.glucocorticoid(s, p.axis),
    "receptors": lambda s, p: receptors.receptors(s, p.receptors),
    "sickness": lambda s, p: sickness.sickness(s, p.sickness, p.innate),
    "microglia": lambda s, p: sickness.microglia(s, p.sickness, p.innate),
    "belief": lambda s, p: belief.belief(s, p.belief),
    "fitness": lambda s, p: fitness.fitness(s, p.fitness),
    "training_fatigue": lambda s, p: fitness.training_fatigue(s, p.fitness),
    "muscle": lambda s, p: muscle.muscle(s, p.muscle),
    "resistance": lambda s, p: muscle.resistance(s, p.muscle),
    "spasticity": lambda s, p: spasticity.spasticity(s, p.spasticity),
    "drug_effect": lambda s, p: drug_effect.drug_effect(s),
    "skills": lambda s, p: skills.skills(s, p.skills),
    "composure": lambda s, p: skills.composure(s, p.skills),
    "mood": lambda s, p: mood.mood(s, p.mood),
    "sleep": lambda s, p: sleep.sleep(s, p.sleep),
    "pain": lambda s, p: pain.pain(s, p.pain),
    "swing_physical": lambda _, p: fatigue.swing("physical", p.fatigue),
    "swing_cognitive": lambda _, p: fatigue.swing("cognitive", p.fatigue),
    "fatigue_physical": lambda s, p: fatigue.physical(s, p.fatigue),
    "fatigue_cognitive": lambda s, p: fatigue.cognitive(s, p.fatigue),
    "activity": lambda s, p: activity.activity(s, p.activity),
    "fatigue_lasting": lambda s, p: fatigue.lasting(s, p.fatigue),
}
"""Of every signed state, in an order in which causes stand before what they cause, as far as there is one."""
SIGNED = tuple(COURSES)
SWINGING = (
    ("mood", "sleep"), ("swing_physical", "swing_cognitive"), ("activity", "type1_interferon"),
    ("ebv", "dysbiosis"),
)  # fmt: skip
OPTIONAL = ("receptors",)
"""States that stand still in every condition but a named one."""
TOTALS = ("pending_births", "lesions_born", "relapses_had", "last_relapse_day", "earlier_relapse_day")

AVERAGES = ("fatigue_physical", "fatigue_cognitive", "mood", "sleep", "daily_steps", "malaise")


def fast_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of immune cells, their cytokines and the barrier.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> fast_flows(at_rest(), declared_parameters())[-1].name
    'barrier closing'
    """
    return (
        *adaptive_immunity.blood_flows(s, p.immunity),
        *nervous_system.nervous_system_flows(s, p.nervous_system, p.immunity),
        *cytokines.blood_cytokine_flows(s, p.cytokines, p.immunity, p.gut),
        *hpa_axis.cell_flows(s, p.axis),
        *barrier.barrier_flows(s, p.barrier),
    )


def slow_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows of infection, stress, reconstitution, toxicity, lesions, and of what is done.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> rest, p = at_rest(), declared_parameters()
    >>> vars(rest).update(derived(rest, p))
    >>> slow_flows(rest, p)[0].name
    'infection clearance'
    """
    return (
        *triggers.infection_flows(s, p.triggers),
        *stress.stress_flows(p.stress),
        *reconstitution.reconstitution_flows(s, p.reconstitution),
        *sickness.toxicity_flows(s, p.sickness),
        *lesions.activity_flows(s, p.lesions),
        *relapses.block_flows(p.relapses),
        *neurofilament.neurofilament_flows(s, p.neurofilament, p.lesions, p.systems),
        *brain_volume.brain_volume_flows(s, p.brain_volume, p.lesions, p.systems),
        *adherence.counting_flows(s),
        *energy.energy_flows(s, p.energy),
        *hpa_axis.gland_flows(s, p.axis, p.innate, receptors.feedback(s, p.receptors)),
    )


def closed_flows(s: Any, p: BodyParameters) -> tuple[Flow, ...]:
    """Return the flows between the axon pools of every system.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> len(closed_flows(at_rest(), declared_parameters()))
    48
    """
    return tuple(flow for system in SYSTEMS for flow in axons.axon_flows(system, s, p.lesions))


def relaxations(s: Any, p: BodyParameters) -> tuple[Relaxation, ...]:
    """Return the course of every signed state; conduction and what is done of plans are read beside states.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> rest, p = at_rest(), declared_parameters()
    >>> vars(rest).update(derived(rest, p))
    >>> len(relaxations(rest, p)) == len(SIGNED)
    True
    """
    return tuple(course(s, p) for course in COURSES.values())


def exposures(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what of the fast block the rest of the body feels over a day.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> sorted(exposures(at_rest(), declared_parameters()))
    ['birth_hazard', 'cns_effectors', 'ifn_gamma']
    """
    return {
        "ifn_gamma": s.ifn_gamma,
        "cns_effectors": s.cns_effectors,
        "birth_hazard": lesions.birth_hazard(s, p.lesions),
    }


def averaged(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what instruments recall or wear over days: fatigue, mood, sleep, steps and malaise.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> float(averaged(at_rest(), declared_parameters())["daily_steps"])
    7500.0
    """
    return {
        "fatigue_physical": s.fatigue_physical,
        "fatigue_cognitive": s.fatigue_cognitive,
        "mood": s.mood,
        "sleep": s.sleep,
        "daily_steps": activity.daily_steps(s.activity, p.activity),
        "malaise": s.malaise,
    }


def named_levers(levers: Levers) -> dict[str, Any]:
    """Return levers under the names that the equations read.

    Examples
    --------
    >>> named_levers(Levers(passage=0.2))["passage_left"]
    0.2
    """
    told = {one.name: getattr(levers, one.name) for one in fields(levers)}
    for what in ("passage", "activation", "tnf", "nocturia", "tone"):
        told[f"{what}_left"] = told.pop(what)
    return told


def organism(levers: Callable[[Any, Any], Levers]) -> Model:
    """Couple all subsystems into a model, given how a regimen pulls the levers on a day.

    Parameters
    ----------
    levers : callable
        ``(regimen, day) -> Levers``; the therapies room has it.

    Examples
    --------
    >>> organism(lambda regimen, day: Levers()).states[0]
    'antigen'
    """
    return Model(
        fast=FAST, counted=COUNTED, slow=SLOW, closed=CLOSED, signed=SIGNED, swinging=SWINGING, totals=TOTALS,
        fast_flows=fast_flows, slow_flows=slow_flows, closed_flows=closed_flows, exposures=exposures,
        courses=tuple(COURSES.items()), derived=derived,
        open_day=daily_events.open_day, close_day=daily_events.close_day, uniforms=(6, 3),
        averages=AVERAGES, averaged=averaged, levers=lambda regimen, day: named_levers(levers(regimen, day)),
        parameters=body_parameters,
    )  # fmt: skip
