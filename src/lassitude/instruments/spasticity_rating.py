"""Spasticity as people rate it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys

HIGHEST_RATING = 10.0


class SpasticityRatingParameters(Parameters):
    """How spasticity becomes a rating."""

    steepness: float = parameter(
        2.8,
        "1",
        bounds=(1.5, 4.5),
        source=hypothesis("few people with relapsing MS rate above six"),
        meaning="points per unit of spasticity",
    )
    unnoticed: float = parameter(
        1.2,
        "1",
        bounds=(0.0, 2.5),
        source=hypothesis("four in ten people with relapsing MS report none"),
        meaning="points that are not noticed",
    )
    spread: float = parameter(
        0.45,
        "1",
        bounds=(0.2, 0.8),
        source=hypothesis("people rate the same stiffness differently, and days differ"),
        meaning="SD of the log of points between ratings of one spasticity",
    )
    lasting_share: float = parameter(
        0.5,
        "1",
        bounds=(0.2, 0.8),
        source=hypothesis("half is the person, half the day"),
        meaning="share of that variance that belongs to the person",
    )


def rate_spasticity(
    chosen: SpasticityRatingParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Ask how stiff the legs were over the last day, 0 to 10.

    Parameters
    ----------
    chosen : SpasticityRatingParameters
        How spasticity becomes a rating.
    signals : mapping of str to array of float, shape [...]
        ``spasticity``, 0 in health.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the rating.

    Returns
    -------
    dict of str to Observed
        ``rating``, whole points; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> stiff = {"spasticity": np.array([30.0])}
    >>> rate_spasticity(SpasticityRatingParameters(), stiff, person_keys(1, 0, [0]), 0)["rating"].value
    array([10.])
    """
    stiff = np.maximum(np.asarray(signals["spasticity"], dtype=np.float64), 0.0)
    own = np.exp(
        chosen.spread * lasting_normals(keys, "spasticity rating", occasion, 0, chosen.lasting_share)
    )
    felt = chosen.steepness * stiff * own - chosen.unnoticed
    return {"rating": Observed(np.round(np.clip(felt, 0.0, HIGHEST_RATING)))}


SPASTICITY_RATING = (
    Instrument(
        name="spasticity-NRS",
        label="Spasticity, numeric rating",
        version="0 none to 10 worst, over the last 24 hours",
        parts={
            "rating": PartSpec(
                (0.0, HIGHEST_RATING), "points", "higher_worse", 1.0, "spasticity of the last day"
            )
        },
        reads=("spasticity",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("all numbers; spasticity itself is a hypothesis of the model",),
        parameters=central(SpasticityRatingParameters),
        respond=rate_spasticity,
    ),
)
