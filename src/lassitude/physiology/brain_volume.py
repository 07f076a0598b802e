"""Brain volume: a slow loss from zero, and the edema of lesions, whose end reads as loss (pseudo-atrophy)."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp
from lassitude.physiology.axons import axon_loss
from lassitude.physiology.lesions import LesionParameters
from lassitude.physiology.systems import SYSTEMS, SystemParameters, weighted
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter
from lassitude.quantities.units import DAYS_A_YEAR


class BrainVolumeParameters(Parameters):
    """Loss with age and with axons, and swelling."""

    healthy_loss: Shared = parameter(
        0.0027,
        "1/year",
        bounds=(0.001, 0.004),
        meaning="brain volume that healthy people lose",
        source=derived("destefano2016_pbvc", "-0.27% a year"),
    )
    by_axon_loss: Shared = parameter(
        0.35,
        "1",
        bounds=(0.05, 0.8),
        meaning="brain volume lost with all axons of white matter, as a logarithm",
        source=hypothesis("untreated relapsing MS loses 0.61 to 0.68% a year", "temso_bvl_siena"),
    )
    edema: Shared = parameter(
        10.0,
        "day",
        bounds=(0.0, 40.0),
        meaning="relative swelling for each unit of demyelinating flux",
        source=hypothesis("volume falls fastest in the first year of natalizumab", "affirm_mri_2007"),
    )


def brain_volume_flows(
    s: Any, p: BrainVolumeParameters, lesions: LesionParameters, systems: SystemParameters
) -> tuple[Flow, ...]:
    """Return loss with age and loss with axons.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> flows = brain_volume_flows(at_rest(), BrainVolumeParameters(), LesionParameters(), SystemParameters())
    >>> [flow.name for flow in flows]
    ['brain volume loss with age', 'brain volume loss with axons']
    """
    lost = weighted({system: axon_loss(system, s, lesions) for system in SYSTEMS}, systems)
    return (
        Flow("brain volume loss with age", OUTSIDE, "brain_loss", p.healthy_loss / DAYS_A_YEAR),
        Flow("brain volume loss with axons", OUTSIDE, "brain_loss", p.by_axon_loss * lost),
    )


def change(s: Any, p: BrainVolumeParameters, systems: SystemParameters) -> Any:
    """Return brain volume against that before the lead-in without edema, as a fraction.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> rest = at_rest()
    >>> rest.brain_loss = 0.01
    >>> round(float(change(rest, BrainVolumeParameters(), SystemParameters())), 5)
    -0.00995
    """
    flux = weighted({system: getattr(s, f"{system}_flux") for system in SYSTEMS}, systems)
    return exp(-s.brain_loss) * (1.0 + p.edema * flux) - 1.0
