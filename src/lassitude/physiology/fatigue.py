"""Perceived fatigue, physical and cognitive: every link from biology to it is a hypothesis."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Normal, Parameters, PerPatient, Shared, hypothesis, parameter

SHARES = (
    "shares of variance are supposed: mood 25-35%, conduction 5-10%, sleep 5-10%, inflammation at most 10%"
)


class FatigueParameters(Parameters):
    """Weights of what tires; 1 = SD of perceived fatigue in untreated relapsing MS."""

    person_physical: PerPatient = parameter(
        -0.5,
        "1",
        bounds=(-6.0, 6.0),
        varies=Normal(0.65),
        meaning="a person's own level of physical fatigue",
        source=hypothesis("what nothing else in the model explains"),
    )
    person_cognitive: PerPatient = parameter(
        -0.5,
        "1",
        bounds=(-6.0, 6.0),
        varies=Normal(0.65),
        meaning="a person's own level of cognitive fatigue",
        source=hypothesis("what nothing else in the model explains"),
    )
    by_mood: Shared = parameter(
        0.5, "1", bounds=(0.2, 0.65), meaning="fatigue per SD of depression", source=hypothesis(SHARES)
    )
    by_sleep: Shared = parameter(
        0.2, "1", bounds=(0.0, 0.35), meaning="fatigue per SD of sleep disturbance", source=hypothesis(SHARES)
    )
    by_pain: Shared = parameter(
        0.05, "1", bounds=(0.0, 0.08), meaning="fatigue per SD of pain", source=hypothesis(SHARES)
    )
    by_sickness: Shared = parameter(
        0.4, "1", bounds=(0.0, 1.0), meaning="fatigue per unit of sickness", source=hypothesis(SHARES)
    )
    by_microglia: Shared = parameter(
        0.6,
        "1",
        bounds=(0.0, 1.2),
        meaning="fatigue per unit of microglial priming",
        source=hypothesis(SHARES),
    )
    by_conduction: Shared = parameter(
        2.0,
        "1",
        bounds=(0.0, 5.0),
        meaning="fatigue per fraction of conduction lost",
        source=hypothesis(SHARES),
    )
    by_fitness: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.5),
        meaning="fatigue relieved at full training effect",
        source=hypothesis("training trials, size supposed", "heine2015_cochrane_exercise"),
    )
    fitness_on_cognition: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="effect of fitness on cognitive fatigue, that on physical fatigue = 1",
        source=hypothesis("training trials move the physical subscale more"),
    )
    by_resistance: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.4),
        meaning="physical fatigue relieved at the full effect of resistance training",
        source=hypothesis(
            "effects of 0.41 in trials of resistance and 0.61 of aerobic training, at the weight of fitness",
            "taulmadsen2021_at_vs_rt",
        ),
    )
    by_training: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="fatigue per unit of training fatigue",
        source=hypothesis("training tires for days"),
    )
    by_malaise: Shared = parameter(
        1.0,
        "1",
        bounds=(1.0, 1.0),
        meaning="physical fatigue per unit of malaise",
        source=hypothesis("sets the unit of malaise"),
    )
    malaise_on_cognition: Shared = parameter(
        0.8,
        "1",
        bounds=(0.0, 1.0),
        meaning="effect of malaise on cognitive fatigue, that on physical fatigue = 1",
        source=hypothesis("thinking suffers too after exertion; size supposed"),
    )
    by_belief: Shared = parameter(
        1.0,
        "1",
        bounds=(1.0, 1.0),
        meaning="fatigue relieved per unit of belief",
        source=hypothesis("sets the unit of belief"),
    )
    turnover: Shared = parameter(
        0.5,
        "1/day",
        bounds=(0.2, 2.0),
        meaning="speed at which fatigue follows its causes",
        source=hypothesis("days"),
    )
    look_back: Shared = parameter(
        0.011,
        "1/day",
        bounds=(0.006, 0.02),
        meaning="how fast fatigue of the past is forgotten when half a year is asked about",
        source=hypothesis("three months on average, so that half a year counts"),
    )
    swing: Shared = parameter(
        0.2,
        "1",
        bounds=(0.1, 0.6),
        meaning="SD of slow unexplained swings within a person",
        source=hypothesis(
            "set so that MFIS has its ICC and SEM over six months", "learmonth2013_psychometrics"
        ),
    )
    swing_turnover: Shared = parameter(
        0.02, "1/day", bounds=(0.005, 0.1), meaning="return of those swings", source=hypothesis("50 days")
    )


def sources(kind: str, s: Any, p: FatigueParameters) -> dict[str, Any]:
    """Return what tires, by cause, in latent units: the fatigue that a person tends to is their sum.

    Parameters
    ----------
    kind : {"physical", "cognitive"}
        Body or mind.
    s : namespace
        States and conduction.
    p : FatigueParameters
        Weights; setting one sets the share of its cause.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.mood, s.pyramidal_conduction, s.association_conduction = 1.0, 0.9, 1.0
    >>> found = sources("physical", s, FatigueParameters())
    >>> found["mood"], round(found["conduction"], 6), found["own level"]
    (0.5, 0.2, -0.5)
    """
    shared = {
        "mood": p.by_mood * s.mood,
        "sleep": p.by_sleep * s.sleep,
        "pain": p.by_pain * s.pain,
        "sickness": p.by_sickness * s.sickness,
        "microglia": p.by_microglia * s.microglia,
        "belief": -(p.by_belief * s.belief),
        "skills": -s.skills,
        "drug": -s.drug_effect,
    }
    return {**shared, **(_of_mind(s, p) if kind == "cognitive" else _of_body(s, p))}


def _of_body(s: Any, p: FatigueParameters) -> dict[str, Any]:
    return {
        "own level": p.person_physical,
        "unexplained swing": s.swing_physical,
        "conduction": p.by_conduction * (1.0 - s.pyramidal_conduction),
        "training": p.by_training * s.training_fatigue,
        "fitness": -(p.by_fitness * s.fitness + p.by_resistance * s.resistance),
        "malaise": p.by_malaise * s.malaise,
    }


def _of_mind(s: Any, p: FatigueParameters) -> dict[str, Any]:
    return {
        "own level": p.person_cognitive,
        "unexplained swing": s.swing_cognitive,
        "conduction": p.by_conduction * (1.0 - s.association_conduction),
        "fitness": -(p.fitness_on_cognition * p.by_fitness * s.fitness),
        "malaise": p.malaise_on_cognition * p.by_malaise * s.malaise,
    }


def _sum(parts: dict[str, Any]) -> Any:
    first, *others = parts.values()
    return reduce(add, others, first)


def physical(s: Any, p: FatigueParameters) -> Relaxation:
    """Return the course of perceived physical fatigue.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.fitness, s.pyramidal_conduction = 1.0, 0.9
    >>> round(physical(s, FatigueParameters(person_physical=-0.4)).target, 6)
    -0.5
    """
    return Relaxation("fatigue_physical", _sum(sources("physical", s, p)), p.turnover)


def cognitive(s: Any, p: FatigueParameters) -> Relaxation:
    """Return the course of perceived cognitive fatigue.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.association_conduction = 0.9
    >>> round(cognitive(s, FatigueParameters(person_cognitive=-0.4)).target, 6)
    -0.2
    """
    return Relaxation("fatigue_cognitive", _sum(sources("cognitive", s, p)), p.turnover)


def lasting(s: Any, p: FatigueParameters) -> Relaxation:
    """Return the course of fatigue as people know it of the last half year; nothing else reads it.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> lasting(SimpleNamespace(fatigue_physical=1.0, fatigue_cognitive=0.0), FatigueParameters()).target
    0.5
    """
    return Relaxation("fatigue_lasting", 0.5 * (s.fatigue_physical + s.fatigue_cognitive), p.look_back)


def swing(kind: str, p: FatigueParameters) -> Relaxation:
    """Return the slow unexplained swings of one kind of fatigue.

    Parameters
    ----------
    kind : {"physical", "cognitive"}
        Body or mind.
    p : FatigueParameters
        Their SD and their return.

    Examples
    --------
    >>> swing("physical", FatigueParameters()).target
    0.0
    """
    return Relaxation(f"swing_{kind}", 0.0, p.swing_turnover, p.swing)
