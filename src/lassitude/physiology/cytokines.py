"""Interferon gamma, IL-17 and IL-10 from T cells; type I interferon apart. Monocytes are in `innate`."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.maths import maximum, saturating
from lassitude.physiology.adaptive_immunity import ImmunityParameters, natural_killer_count
from lassitude.physiology.gut import GutParameters, il10_lowered, il17_raised
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
    published,
)

PERNICE = "doi:10.1186/s12859-020-03823-9"


class CytokineParameters(Parameters):
    """Production and clearance of cytokines in blood."""

    ifn_production: Shared = parameter(
        1.118518,
        "pg/mL*mm**3/day",
        bounds=(0.5, 2.0),
        meaning="interferon gamma made by an effector cell",
        source=published(PERNICE, "0.0466049/h"),
    )
    ifn_by_killers: Shared = parameter(
        0.72,
        "pg/mL*mm**3/day",
        bounds=(0.3, 1.5),
        meaning="interferon gamma made by a natural killer cell",
        source=published(PERNICE, "0.03/h"),
    )
    ifn_clearance: Shared = parameter(
        1.2,
        "1/day",
        bounds=(0.6, 2.4),
        meaning="clearance of interferon gamma",
        source=published(PERNICE, "0.05/h"),
    )
    il17_production: Shared = parameter(
        0.2148144,
        "pg/mL*mm**3/day",
        bounds=(0.1, 0.4),
        meaning="IL-17 made by an effector cell",
        source=published(PERNICE, "0.0089506/h"),
    )
    il17_clearance: Shared = parameter(
        0.72,
        "1/day",
        bounds=(0.4, 1.4),
        meaning="clearance of IL-17",
        source=published(PERNICE, "0.03/h"),
    )
    il10_production: Shared = parameter(
        1.333334,
        "pg/mL*mm**3/day",
        bounds=(0.6, 2.6),
        meaning="IL-10 made by a regulatory cell",
        source=published(PERNICE, "0.0555556/h"),
    )
    il10_by_killers: Shared = parameter(
        1.08,
        "pg/mL*mm**3/day",
        bounds=(0.5, 2.0),
        meaning="IL-10 made beside a natural killer cell",
        source=published(PERNICE, "0.045/h"),
    )
    il10_clearance: Shared = parameter(
        2.16,
        "1/day",
        bounds=(1.0, 4.0),
        meaning="clearance of IL-10",
        source=published(PERNICE, "0.09/h"),
    )
    type1_setpoint: PerPatient = parameter(
        1.0,
        "1",
        bounds=(0.3, 6.0),
        varies=LogNormal(0.3),
        meaning="type I interferon activity at rest",
        source=hypothesis("a minority of untreated patients have a high interferon-gene score"),
    )
    type1_by_infection: Shared = parameter(
        4.0,
        "1",
        bounds=(1.0, 10.0),
        meaning="rise of type I interferon activity at the onset of an infection",
        source=hypothesis("viral infections switch interferon genes on"),
    )
    type1_by_fitness: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.25),
        meaning="fall of type I interferon activity at full training effect",
        source=hypothesis("regular training calms inflammation; direction and size supposed"),
    )
    type1_turnover: Shared = parameter(
        0.4,
        "1/day",
        bounds=(0.2, 1.0),
        meaning="turnover of interferon-stimulated genes",
        source=hypothesis("days"),
    )


def blood_cytokine_flows(
    s: Any, p: CytokineParameters, immunity: ImmunityParameters, gut: GutParameters
) -> tuple[Flow, ...]:
    """Return production and clearance of interferon gamma, IL-17 and IL-10 in blood, pg/mL a day.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(effectors=0.0, regulators=0.0, killers=1.0, dysbiosis=0.3)
    >>> flows = blood_cytokine_flows(s, CytokineParameters(), ImmunityParameters(), GutParameters())
    >>> {flow.name: flow.rate for flow in flows}["IFN-gamma by killers"]
    21.599999999999998
    """
    killers, calming = natural_killer_count(s, immunity), il10_lowered(s, gut)
    return (
        Flow("IFN-gamma by effectors", OUTSIDE, "ifn_gamma", p.ifn_production * s.effectors),
        Flow("IFN-gamma by killers", OUTSIDE, "ifn_gamma", p.ifn_by_killers * killers),
        Flow("IFN-gamma clearance", "ifn_gamma", OUTSIDE, p.ifn_clearance),
        Flow("IL-17 by effectors", OUTSIDE, "il17", p.il17_production * il17_raised(s, gut) * s.effectors),
        Flow("IL-17 clearance", "il17", OUTSIDE, p.il17_clearance),
        Flow("IL-10 by regulators", OUTSIDE, "il10", p.il10_production * calming * s.regulators),
        Flow("IL-10 by killers", OUTSIDE, "il10", p.il10_by_killers * calming * killers),
        Flow("IL-10 clearance", "il10", OUTSIDE, p.il10_clearance),
    )


def type1_interferon(s: Any, p: CytokineParameters) -> Relaxation:
    """Return the course of type I interferon activity (1 = healthy mean), kept apart from IFN-gamma.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(fitness=0.0, infection=0.0, type1_interferon_drive=2.0)
    >>> float(type1_interferon(s, CytokineParameters()).target)
    3.0
    """
    calmed = 1.0 - p.type1_by_fitness * saturating(maximum(s.fitness, 0.0), 1.0)
    target = p.type1_setpoint * calmed + p.type1_by_infection * s.infection + s.type1_interferon_drive
    return Relaxation("type1_interferon", target, p.type1_turnover)
