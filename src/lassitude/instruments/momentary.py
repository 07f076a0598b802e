"""Fatigue at the moment: a rating when a study asks, and a week of prompts spread over each day."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import by_item
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

DAYS, PROMPTS = 7, 5
HIGHEST = 10.0


class RatingParameters(Parameters):
    """How fatigue becomes a number from 0 to 10."""

    middle: float = parameter(
        4.2,
        "1",
        bounds=(3.0, 5.5),
        source=hypothesis("people with relapsing MS rate themselves a little below the middle"),
        meaning="rating at average fatigue of untreated relapsing MS",
    )
    slope: float = parameter(
        2.2,
        "1",
        bounds=(1.5, 3.0),
        source=hypothesis("SD near 2 of 10 points between people"),
        meaning="points per SD of fatigue",
    )
    own_sd: float = parameter(
        0.8, "1", bounds=(0.3, 1.5), source=hypothesis("people differ lastingly in how they use a scale"),
        meaning="SD of a person's own way of rating, in points",
    )  # fmt: skip
    day_sd: float = parameter(
        1.0, "1", bounds=(0.5, 1.5), source=hypothesis("days differ, size supposed", "kratz2017_ema"),
        meaning="SD of what moves all ratings of one day, in points",
    )  # fmt: skip
    moment_sd: float = parameter(
        1.0, "1", bounds=(0.5, 2.0), source=hypothesis("moments differ, size supposed", "kratz2017_ema"),
        meaning="SD of what moves a single rating, in points",
    )  # fmt: skip


def _rated(
    latent: NDArray[np.float64], chosen: RatingParameters, around: NDArray[np.float64]
) -> NDArray[np.float64]:
    middle, slope = (_aside(np.asarray(one), latent.ndim) for one in (chosen.middle, chosen.slope))
    return np.clip(np.round(middle + slope * latent + around), 0.0, HIGHEST)


def _aside(values: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    return values.reshape(*values.shape, *([1] * (dimensions - values.ndim))) if values.ndim else values


def _both(signals: Signals, name: str) -> NDArray[np.float64]:
    body, mind = (np.asarray(signals[f"{name}_{kind}"], np.float64) for kind in ("physical", "cognitive"))
    return 0.5 * (body + mind)


def rate_this_moment(
    chosen: RatingParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Rate the fatigue of this hour from 0 to 10.

    Parameters
    ----------
    chosen : RatingParameters
        Scale and errors.
    signals : mapping of str to array of float, shape [...]
        ``fatigue_now_physical`` and ``fatigue_now_cognitive``, which weigh the same.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        When; it decides the chance of the moment.

    Returns
    -------
    dict of str to Observed
        ``now``, a whole number; NaN where a signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> worn_out = {"fatigue_now_physical": np.array([9.0]), "fatigue_now_cognitive": np.array([9.0])}
    >>> rate_this_moment(RatingParameters(), worn_out, person_keys(1, 0, [0]), 0)["now"].value
    array([10.])
    """
    own = chosen.own_sd * normals(keys, "rating (lasting)", 0)
    passing = chosen.moment_sd * normals(keys, "rating of a moment", occasion)
    return {"now": Observed(_rated(_both(signals, "fatigue_now"), chosen, own + passing))}


def prompt_for_a_week(
    chosen: RatingParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Ask five times a day, evenly from waking to bedtime, for a week, and average.

    ``rating = middle + slope (fatigue + rise (share of the day gone - 1/2)) + own + day + moment``

    Parameters
    ----------
    chosen : RatingParameters
        Scale and errors.
    signals : mapping of str to array of float, shape [...]
        ``fatigue_physical`` and ``fatigue_cognitive``, means of the week, and ``fatigue_rise_physical`` and
        ``fatigue_rise_cognitive``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Last day of the week.

    Returns
    -------
    dict of str to Observed
        ``mean`` of all prompts, means at ``waking`` and ``bedtime``, and the ``rise`` between them; NaN where
        a signal is NaN.
    """
    level, rise = _both(signals, "fatigue"), _both(signals, "fatigue_rise")
    gone = np.arange(PROMPTS) / (PROMPTS - 1) - 0.5
    week = np.asarray(occasion)[..., None]
    own = chosen.own_sd * normals(keys, "rating (lasting)", 0)
    days = _aside(np.asarray(chosen.day_sd), level.ndim + 1) * normals(
        by_item(keys), "rating of a day", week, np.arange(DAYS)
    )
    number = np.arange(DAYS * PROMPTS)
    moments = _aside(np.asarray(chosen.moment_sd), level.ndim + 1) * normals(
        by_item(keys), "rating of a prompt", week, number
    )
    around = own[..., None, None] + days[..., None] + moments.reshape(*moments.shape[:-1], DAYS, PROMPTS)
    latent = level[..., None, None] + rise[..., None, None] * gone
    ratings = _rated(latent, chosen, around)
    at_waking, at_bedtime = ratings[..., 0].mean(axis=-1), ratings[..., -1].mean(axis=-1)
    return {
        "mean": Observed(ratings.mean(axis=(-2, -1))),
        "waking": Observed(at_waking),
        "bedtime": Observed(at_bedtime),
        "rise": Observed(at_bedtime - at_waking),
    }


def _part(meaning: str, step: float | None) -> PartSpec:
    return PartSpec((0.0, HIGHEST), "points", "higher_worse", step, meaning)


_ASSUMED = (
    "all numbers: level, slope and spreads; body and mind weigh the same",
    "prompts are never missed",
)

MOMENTARY = (
    Instrument(
        name="fatigue-now",
        label="Numeric rating of fatigue at the moment",
        version="one rating, 0 to 10",
        parts={"now": _part("fatigue at the moment, 0 none to 10 worst", 1.0)},
        reads=("fatigue_now_physical", "fatigue_now_cognitive"),
        recall_days=0,
        rights="free",
        source=("kratz2017_ema",),
        assumed=_ASSUMED,
        parameters=central(RatingParameters),
        respond=rate_this_moment,
    ),
    Instrument(
        name="EMA-fatigue",
        label="Momentary assessment of fatigue over a week",
        version="five prompts a day from waking to bedtime for seven days, 0 to 10 each",
        parts={
            "mean": _part("mean of all prompts of the week", None),
            "waking": _part("mean at waking", None),
            "bedtime": _part("mean at bedtime", None),
            "rise": PartSpec((-HIGHEST, HIGHEST), "points", "neutral", None, "bedtime less waking"),
        },
        reads=(
            "fatigue_physical",
            "fatigue_cognitive",
            "fatigue_rise_physical",
            "fatigue_rise_cognitive",
        ),
        recall_days=7,
        rights="free",
        source=("kratz2017_ema",),
        assumed=(*_ASSUMED, "within a day fatigue rises evenly"),
        parameters=central(RatingParameters),
        respond=prompt_for_a_week,
    ),
)
