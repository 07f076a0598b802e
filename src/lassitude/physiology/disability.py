"""Disability: from what a system no longer conducts to the latents of the EDSS items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lassitude.engine.maths import log, maximum, minimum
from lassitude.physiology.systems import FUNCTIONAL
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter

SHARPNESS = {
    "pyramidal": 3.16,
    "cerebellar": 2.81,
    "brainstem": 1.02,
    "sensory": 0.98,
    "bowel_bladder": 1.25,
    "visual": 0.424,
    "mental": 0.907,
}
"""How sharply each system's score follows the latent (Novakovic 2017): its weight in the whole."""
_LEAST = 1e-4


class DisabilityParameters(Parameters):
    """The link from conduction to the latent of the EDSS items."""

    typical_loss: Shared = parameter(
        0.1,
        "1",
        bounds=(0.05, 0.3),
        meaning="conduction of a system lost at the mean of relapsing MS",
        source=hypothesis("places the scale; the scale's own units are arbitrary"),
    )
    loss_spread: Shared = parameter(
        0.8,
        "1",
        bounds=(0.4, 1.2),
        meaning="log spread of the loss across relapsing MS",
        source=hypothesis("makes one SD of the latent one SD of people"),
    )
    walking_by_strength: Shared = parameter(
        0.6,
        "1",
        bounds=(0.3, 1.0),
        meaning="share of strength in what walking loses; the rest is balance, of the cerebellar system",
        source=hypothesis("weakness and ataxia both shorten the walking range"),
    )


def latent(lost: Any, p: DisabilityParameters) -> Any:
    """Return the latent of an item: the log of what is lost, standardized to relapsing MS.

    Examples
    --------
    >>> round(float(latent(0.2, DisabilityParameters())), 3)
    0.866
    """
    return log(maximum(lost, _LEAST) / p.typical_loss) / p.loss_spread


def disability(conduction: Mapping[str, Any], p: DisabilityParameters) -> Any:
    """Return disability as a whole: the latent of the loss over all functional systems.

    Parameters
    ----------
    conduction : mapping of str to array, [person]
        ``<system>_conduction``, what is left of it.
    p : DisabilityParameters
        Parameters.

    Examples
    --------
    >>> left = dict.fromkeys((f"{system}_conduction" for system in FUNCTIONAL), 0.9)
    >>> abs(round(float(disability(left, DisabilityParameters())), 6))
    0.0
    """
    total = sum(SHARPNESS.values())
    lost = 0.0
    for system in FUNCTIONAL:
        lost = lost + SHARPNESS[system] / total * (1.0 - conduction[f"{system}_conduction"])
    return latent(lost, p)


def latents(conduction: Mapping[str, Any], strength: Any, p: DisabilityParameters) -> dict[str, Any]:
    """Return the latents of the seven functional systems and of walking.

    Walking loses strength and balance. Muscle above the person's own does not undo what the nervous system
    fails; wasted muscle adds to it.

    Parameters
    ----------
    conduction : mapping of str to array, [person]
        ``<system>_conduction``.
    strength : array, [person]
        As a fraction of the person's own healthy maximum.
    p : DisabilityParameters
        Parameters.

    Returns
    -------
    dict of str to array, [person]
        ``<system>_disability`` and ``walking_disability``.

    Examples
    --------
    >>> left = dict.fromkeys((f"{system}_conduction" for system in FUNCTIONAL), 0.9)
    >>> found = latents(left, 0.7, DisabilityParameters())
    >>> round(float(found["walking_disability"]), 3), abs(round(float(found["visual_disability"]), 6))
    (0.986, 0.0)
    """
    weak = 1.0 - minimum(strength, conduction["pyramidal_conduction"])
    unsteady = 1.0 - conduction["cerebellar_conduction"]
    lost = p.walking_by_strength * weak + (1.0 - p.walking_by_strength) * unsteady
    own = {f"{one}_disability": latent(1.0 - conduction[f"{one}_conduction"], p) for one in FUNCTIONAL}
    return {**own, "walking_disability": latent(lost, p)}
