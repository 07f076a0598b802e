"""Core temperature, as a thermometer in the ear canal or the gut shows it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals


class ThermometerParameters(Parameters):
    """How people differ, and the error of one reading."""

    own_sd: float = parameter(
        0.2,
        "delta_degC",
        bounds=(0.1, 0.4),
        source=hypothesis("healthy people differ by a few tenths of a degree"),
        meaning="SD between people of one state",
    )
    error: float = parameter(
        0.1,
        "delta_degC",
        bounds=(0.02, 0.3),
        source=hypothesis("stated accuracy of clinical thermometers"),
        meaning="SD of one reading",
    )


def take_temperature(
    chosen: ThermometerParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Read core temperature.

    Parameters
    ----------
    chosen : ThermometerParameters
        Differences between people, and the error.
    signals : mapping of str to array of float, shape [...]
        ``temperature``, degC.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        When.

    Returns
    -------
    dict of str to Observed
        ``core`` in degC; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> same = person_keys(1, 0, [0, 0])
    >>> core = take_temperature(ThermometerParameters(), {"temperature": np.array([37.0, 38.5])}, same, 0)
    >>> np.diff(core["core"].value).round(2)
    array([1.5])
    """
    own = chosen.own_sd * normals(keys, "thermometer (lasting)", 0)
    passing = chosen.error * normals(keys, "thermometer", occasion)
    return {"core": Observed(np.asarray(signals["temperature"], dtype=np.float64) + own + passing)}


THERMOMETER = (
    Instrument(
        name="thermometer",
        label="Thermometer",
        version="core temperature, one reading",
        parts={"core": PartSpec((-math.inf, math.inf), "degC", "neutral", None, "core temperature")},
        reads=("temperature",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("both numbers", "the time of the day moves nothing"),
        parameters=central(ThermometerParameters),
        respond=take_temperature,
    ),
)
