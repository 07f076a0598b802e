"""Cortisol in serum and in saliva, at the hour of the sample."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys


class SerumCortisolParameters(Parameters):
    """Level and noise of cortisol in serum."""

    typical: float = parameter(
        280.0,
        "nmol/L",
        bounds=(180.0, 400.0),
        source=hypothesis("usual order of magnitude over a day; kits differ"),
        meaning="mean over a day at rest",
    )
    steepness: float = parameter(
        1.0,
        "1",
        bounds=(0.9, 1.1),
        source=hypothesis("total cortisol in proportion to what the model has"),
        meaning="log rise of what is measured per log rise of cortisol",
    )
    variation: float = parameter(
        0.35,
        "1",
        bounds=(0.2, 0.6),
        source=hypothesis("people differ, and secretion comes in pulses"),
        meaning="coefficient of variation between people and samples at one hour",
    )
    lasting_share: float = parameter(
        0.4,
        "1",
        bounds=(0.1, 0.8),
        source=hypothesis("the rest is pulses, the day and the kit"),
        meaning="share of that variance that belongs to the person",
    )


class SalivaCortisolParameters(SerumCortisolParameters):
    """Level and noise of cortisol in saliva, which is the free part."""

    typical: float = parameter(
        5.0,
        "nmol/L",
        bounds=(2.5, 9.0),
        source=hypothesis("usual order of magnitude over a day; kits differ"),
        meaning="mean over a day at rest",
    )
    steepness: float = parameter(
        1.3,
        "1",
        bounds=(1.0, 1.8),
        source=hypothesis("binding saturates, so that the free part rises more"),
        meaning="log rise of what is measured per log rise of cortisol",
    )
    variation: float = parameter(
        0.5,
        "1",
        bounds=(0.3, 0.8),
        source=hypothesis("saliva varies more than serum"),
        meaning="coefficient of variation between people and samples at one hour",
    )


def _assay(
    fluid: str, chosen: SerumCortisolParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    found = np.maximum(np.asarray(signals["cortisol_now"], np.float64), 0.0) ** chosen.steepness
    z = lasting_normals(keys, f"{fluid} cortisol", occasion, 0, chosen.lasting_share)
    return {"concentration": Observed(chosen.typical * found * log_normal_factor(chosen.variation, z))}


def assay_serum_cortisol(
    chosen: SerumCortisolParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure cortisol in serum.

    Parameters
    ----------
    chosen : SerumCortisolParameters
        Level and noise.
    signals : mapping of str to array of float, shape [...]
        ``cortisol_now``; 1 = mean of a resting day.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        When; it decides the chance of the sample.

    Returns
    -------
    dict of str to Observed
        ``concentration`` in nmol/L; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> morning = {"cortisol_now": np.array([1.5])}
    >>> exact = SerumCortisolParameters(variation=0.0)
    >>> assay_serum_cortisol(exact, morning, person_keys(1, 0, [0]), 0)["concentration"].value
    array([420.])
    """
    return _assay("serum", chosen, signals, keys, occasion)


def assay_saliva_cortisol(
    chosen: SalivaCortisolParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure cortisol in saliva; as :func:`assay_serum_cortisol`, of the free part."""
    return _assay("saliva", chosen, signals, keys, occasion)


_ASSUMED = (
    "all numbers; one amplitude and hour of the daily rhythm for everybody",
    "where people live by the day, samples are taken at eight in the morning",
)
_PARTS = {"concentration": PartSpec((0.0, math.inf), "nmol/L", "neutral", None, "cortisol of the hour")}

CORTISOL_ASSAYS = (
    Instrument(
        name="serum-cortisol",
        label="Cortisol in serum",
        version="immunoassay, at the hour of the visit",
        parts=_PARTS,
        reads=("cortisol_now",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=_ASSUMED,
        parameters=central(SerumCortisolParameters),
        respond=assay_serum_cortisol,
    ),
    Instrument(
        name="saliva-cortisol",
        label="Cortisol in saliva",
        version="immunoassay, at the hour of the visit",
        parts=_PARTS,
        reads=("cortisol_now",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=_ASSUMED,
        parameters=central(SalivaCortisolParameters),
        respond=assay_saliva_cortisol,
    ),
)
