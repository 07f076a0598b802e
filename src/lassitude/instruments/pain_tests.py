"""Pain as people rate it, and the pressure at which it begins."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

HIGHEST_RATING = 10.0


class PainRatingParameters(Parameters):
    """How pain becomes a number from 0 to 10."""

    middle: float = parameter(
        2.6,
        "1",
        bounds=(1.0, 4.5),
        source=hypothesis("people with relapsing MS rate mild pain on average, and many none"),
        meaning="rating at average pain of untreated relapsing MS",
    )
    slope: float = parameter(
        1.9,
        "1",
        bounds=(1.0, 3.0),
        source=hypothesis("SD near 2 of 10 points between people"),
        meaning="points per SD of pain",
    )
    spread: float = parameter(
        1.0,
        "1",
        bounds=(0.4, 2.0),
        source=hypothesis("people rate the same pain differently, and days differ"),
        meaning="SD of points between ratings of one pain",
    )
    lasting_share: float = parameter(
        0.4,
        "1",
        bounds=(0.1, 0.8),
        source=hypothesis("pain varies more from day to day than its rater does"),
        meaning="share of that variance that belongs to the person",
    )


class PressureParameters(Parameters):
    """How the threshold becomes a pressure."""

    typical: float = parameter(
        400.0,
        "kPa",
        bounds=(200.0, 700.0),
        source=hypothesis("usual order of magnitude at the forearm; sites and devices differ"),
        meaning="median pressure at which pain begins at rest",
    )
    own_variation: float = parameter(
        0.35,
        "1",
        bounds=(0.15, 0.6),
        source=hypothesis("healthy people differ much in their threshold"),
        meaning="SD of the log of a person's own threshold",
    )
    error: float = parameter(
        0.12,
        "1",
        bounds=(0.05, 0.3),
        source=hypothesis("two tests of one person agree within a quarter"),
        meaning="coefficient of variation between tests of one person",
    )


def rate_pain(
    chosen: PainRatingParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Ask how strong pain is now, 0 to 10.

    Parameters
    ----------
    chosen : PainRatingParameters
        How pain becomes a rating.
    signals : mapping of str to array of float, shape [...]
        ``pain``, in SD of relapsing MS.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        When; it decides the chance of the rating.

    Returns
    -------
    dict of str to Observed
        ``rating``, whole points; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> worst = {"pain": np.array([9.0])}
    >>> rate_pain(PainRatingParameters(), worst, person_keys(1, 0, [0]), 0)["rating"].value
    array([10.])
    """
    around = chosen.spread * lasting_normals(keys, "pain rating", occasion, 0, chosen.lasting_share)
    felt = chosen.middle + chosen.slope * np.asarray(signals["pain"], np.float64) + around
    return {"rating": Observed(np.round(np.clip(felt, 0.0, HIGHEST_RATING)))}


def press(
    chosen: PressureParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Press on a muscle with rising force until it hurts.

    Parameters
    ----------
    chosen : PressureParameters
        Typical threshold and its spreads.
    signals : mapping of str to array of float, shape [...]
        ``pain_threshold``; 1 = own rest.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        When; it decides the chance of the test.

    Returns
    -------
    dict of str to Observed
        ``threshold`` in kPa; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> exact = PressureParameters(own_variation=0.0, error=0.0)
    >>> press(exact, {"pain_threshold": np.array([0.8])}, person_keys(1, 0, [0]), 0)["threshold"].value
    array([320.])
    """
    own = np.exp(chosen.own_variation * normals(keys, "pressure threshold (lasting)", 0))
    error = log_normal_factor(chosen.error, normals(keys, "pressure threshold", occasion))
    left = np.maximum(np.asarray(signals["pain_threshold"], np.float64), 0.0)
    return {"threshold": Observed(chosen.typical * left * own * error)}


PAIN_TESTS = (
    Instrument(
        name="pain-NRS",
        label="Pain, numeric rating",
        version="0 none to 10 worst, now",
        parts={
            "rating": PartSpec(
                (0.0, HIGHEST_RATING), "points", "higher_worse", 1.0, "pain now, 0 none to 10 worst"
            )
        },
        reads=("pain",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("all numbers; pain itself is a hypothesis of the model",),
        parameters=central(PainRatingParameters),
        respond=rate_pain,
    ),
    Instrument(
        name="pressure-pain-threshold",
        label="Pressure algometry",
        version="pressure at which pain begins, one site",
        parts={
            "threshold": PartSpec(
                (0.0, math.inf), "kPa", "higher_better", None, "pressure at which pain begins"
            )
        },
        reads=("pain_threshold",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("all numbers; the course after endotoxin is that of one published model",),
        parameters=central(PressureParameters),
        respond=press,
    ),
)
