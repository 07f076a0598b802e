"""Spasticity: tone that rises over weeks where motor axons no longer hold it down."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import saturating
from lassitude.quantities.parameters import LogNormal, Parameters, PerPatient, Shared, hypothesis, parameter


class SpasticityParameters(Parameters):
    """How tone follows damage; 0 = none, 1 = about the mean of relapsing MS."""

    susceptibility: PerPatient = parameter(
        1.0,
        "1",
        bounds=(0.1, 6.0),
        varies=LogNormal(0.5),
        meaning="a person's own spasticity at a given damage, that of the typical person = 1",
        source=hypothesis("of two people with the same damage one is stiff and the other is not"),
    )
    by_loss: Shared = parameter(
        2.5,
        "1",
        bounds=(1.0, 5.0),
        meaning="spasticity where all motor conduction is lost",
        source=hypothesis("sets the unit: about 1 at the mean loss of relapsing MS"),
    )
    half_loss: Shared = parameter(
        0.15,
        "1",
        bounds=(0.05, 0.4),
        meaning="motor conduction lost at half of it",
        source=hypothesis("tone rises early and levels off"),
    )
    by_sickness: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.8),
        meaning="share of spasticity that a unit of sickness adds",
        source=hypothesis("infection and fever worsen spasticity; size supposed"),
    )
    turnover: Shared = parameter(
        0.05,
        "1/day",
        bounds=(0.02, 0.15),
        meaning="speed at which tone follows damage",
        source=hypothesis("weeks after a lesion of upper motor neurons"),
    )


def spasticity(s: Any, p: SpasticityParameters) -> Relaxation:
    """Return the course of spasticity.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(pyramidal_conduction=0.85, sickness=0.0, tone_left=1.0)
    >>> spasticity(s, SpasticityParameters()).target
    1.25
    """
    lost = saturating(1.0 - s.pyramidal_conduction, p.half_loss)
    target = s.tone_left * p.susceptibility * p.by_loss * lost * (1.0 + p.by_sickness * s.sickness)
    return Relaxation("spasticity", target, p.turnover)
