"""Neurofilament light chain in blood: released by axons that are cut or stripped, cleared over months."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp
from lassitude.physiology.axons import axon_loss, stripping
from lassitude.physiology.lesions import LesionParameters
from lassitude.physiology.systems import SYSTEMS, SystemParameters, weighted
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
)


class NeurofilamentParameters(Parameters):
    """Level without disease, release and clearance."""

    baseline: PerPatient = parameter(
        14.5,
        "pg/mL",
        bounds=(4.0, 60.0),
        varies=LogNormal(0.35),
        meaning="neurofilament without disease at the reference age",
        source=derived("kuhle2019_nfl_fingolimod", "middle of people whose mean is 16.9"),
    )
    aging: Shared = parameter(
        0.0305,
        "1/year",
        bounds=(0.02, 0.04),
        meaning="rise of that level with age",
        source=derived("bornhorst2022_nfl_age", "3.1% a year, as a logarithm"),
    )
    reference_age: Shared = parameter(
        37.0,
        "year",
        bounds=(37.0, 37.0),
        meaning="age to which that level refers",
        source=derived("definition", "fixed, so that the level has a meaning"),
    )
    clearance: Shared = parameter(
        0.0068,
        "1/day",
        bounds=(0.004, 0.05),
        meaning="clearance",
        source=derived("kuhle2019_nfl_fingolimod", "from 0.73 at 6 to 0.628 at 24 months; an upper bound"),
    )
    by_axon_loss: Shared = parameter(
        1800.0,
        "pg/mL",
        bounds=(200.0, 4000.0),
        meaning="neurofilament that the loss of all axons of white matter would release",
        source=hypothesis("with release by stripping gives 27 to 31 pg/mL", "kuhle2019_nfl_fingolimod"),
    )
    by_stripping: Shared = parameter(
        600.0,
        "pg/mL",
        bounds=(0.0, 1000.0),
        meaning="neurofilament that stripping all of white matter of its myelin would release",
        source=hypothesis("axons leak where myelin is attacked: enhancing lesions", "disanto2017_snfl"),
    )


def level_without_disease(age_years: Any, p: NeurofilamentParameters) -> Any:
    """Return the level of a healthy person, pg/mL.

    Examples
    --------
    >>> float(level_without_disease(37.0, NeurofilamentParameters()))
    14.5
    """
    return p.baseline * exp(p.aging * (age_years - p.reference_age))


def neurofilament_flows(
    s: Any, p: NeurofilamentParameters, lesions: LesionParameters, systems: SystemParameters
) -> tuple[Flow, ...]:
    """Return turnover in health, release by lost and by stripped axons, and clearance.

    Parameters
    ----------
    s : namespace
        Reads the axon pools and fluxes of all systems, ``microglia`` and ``age_years``.
    p, lesions, systems : Parameters
        Of this file, of lesions and of the systems.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> flows = neurofilament_flows(
    ...     at_rest(), NeurofilamentParameters(), LesionParameters(), SystemParameters())
    >>> [flow.name for flow in flows][1:3]
    ['release by lost axons', 'release by stripped axons']
    """
    lost = weighted({system: axon_loss(system, s, lesions) for system in SYSTEMS}, systems)
    stripped = weighted({system: stripping(system, s, lesions) for system in SYSTEMS}, systems)
    usual = p.clearance * level_without_disease(s.age_years, p)
    return (
        Flow("neurofilament turnover", OUTSIDE, "nfl", usual),
        Flow("release by lost axons", OUTSIDE, "nfl", p.by_axon_loss * lost),
        Flow("release by stripped axons", OUTSIDE, "nfl", p.by_stripping * stripped),
        Flow("neurofilament clearance", "nfl", OUTSIDE, p.clearance),
    )
