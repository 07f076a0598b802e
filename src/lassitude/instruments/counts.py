"""Counts: lesions that a reader finds on a scan, and relapses."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, uniforms

_NEARLY_ALL = 1.0 - 1e-12


class ScanParameters(Parameters):
    """How well a reader finds lesions; a reader never counts a lesion that is not there."""

    enhancing_sensitivity: float = parameter(
        0.95,
        "1",
        bounds=(0.8, 1.0),
        source=hypothesis("single-dose gadolinium, trained reader"),
        meaning="share of enhancing lesions that the reader counts",
    )
    new_sensitivity: float = parameter(
        0.9,
        "1",
        bounds=(0.7, 1.0),
        source=hypothesis("new lesions near old ones are overlooked"),
        meaning="share of new T2 lesions that the reader counts",
    )


class RelapseParameters(Parameters):
    """Nothing to set: relapses are reported as they happened."""


def found(
    present: NDArray[np.float64],
    sensitivity: ArrayLike,
    rounding: NDArray[np.float64],
    luck: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Count what a reader finds of what is there.

    A fractional number is rounded up with a probability equal to its fraction; of the whole number
    each lesion is found independently (binomial). Zero stays zero, and the mean is
    ``sensitivity * present``.

    Parameters
    ----------
    present : array of float, shape [...], 0 or more
        Lesions that are there.
    sensitivity : float or array of float in 0 to 1
        Share that is found.
    rounding, luck : array of float in (0, 1), same shape
        With the same two numbers, more lesions never give a lower count.

    Returns
    -------
    array of float, shape [...]
        Whole numbers; NaN where `present` is NaN.

    Examples
    --------
    >>> found(np.array([0.0, 3.0]), 1.0, np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    array([0., 3.])
    """
    whole = np.floor(np.nan_to_num(np.maximum(present, 0.0)) + rounding)
    seen = whole
    share = np.minimum(np.asarray(sensitivity, dtype=np.float64), _NEARLY_ALL)
    if np.any(np.asarray(sensitivity) < 1.0):
        seen = np.zeros_like(whole)
        chance = (1.0 - share) ** whole
        below = chance
        for count in range(int(whole.max(initial=0.0))):
            seen = seen + ((luck > below) & (count < whole))
            odds = share / (1.0 - share)
            chance = chance * np.maximum(whole - count, 0.0) / (count + 1) * odds
            below = below + chance
    return np.where(np.isnan(present), np.nan, seen)


def read_scan(
    chosen: ScanParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Read enhancing and new lesions off a scan.

    Parameters
    ----------
    chosen : ScanParameters
        Sensitivities.
    signals : mapping of str to array of float, shape [...]
        ``enhancing_lesions`` now, and ``new_lesions`` since the previous scan; counts, 0 or more.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the scan.

    Returns
    -------
    dict of str to Observed
        ``gd_count`` and ``new_t2_count``.
    """
    rows = (
        ("gd_count", "enhancing_lesions", chosen.enhancing_sensitivity),
        ("new_t2_count", "new_lesions", chosen.new_sensitivity),
    )
    readings = {}
    for part, signal, sensitivity in rows:
        present = np.asarray(signals[signal], dtype=np.float64)
        rounding, luck = (uniforms(keys, f"MRI {part}", occasion, index) for index in (0, 1))
        readings[part] = Observed(found(present, sensitivity, rounding, luck))
    return readings


def count_relapses(
    chosen: RelapseParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Pass on the clinical relapses since the previous visit, none forgotten and none added.

    Parameters
    ----------
    chosen : RelapseParameters
        Nothing.
    signals : mapping of str to array of float, shape [...]
        ``relapses``, a count.
    keys, occasion
        Not used: nothing is drawn.

    Returns
    -------
    dict of str to Observed
        ``count``.

    Examples
    --------
    >>> nobody = Keys(np.zeros(1, np.uint32), np.zeros(1, np.uint32))
    >>> count_relapses(RelapseParameters(), {"relapses": np.array([2.0])}, nobody, 0)["count"].value
    array([2.])
    """
    return {"count": Observed(np.asarray(signals["relapses"], dtype=np.float64))}


SCAN_PARTS = {
    "gd_count": PartSpec((0.0, math.inf), "1", "count", 1.0, "enhancing lesions on this scan"),
    "new_t2_count": PartSpec((0.0, math.inf), "1", "count", 1.0, "new T2 lesions since the previous scan"),
}
RELAPSE_PARTS = {"count": PartSpec((0.0, math.inf), "1", "count", 1.0, "relapses since the previous visit")}

COUNTS = (
    Instrument(
        name="relapses",
        label="Clinical relapses since the previous visit",
        version="as reported",
        parts=RELAPSE_PARTS,
        reads=("relapses",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("every relapse is reported and none is added",),
        parameters=central(RelapseParameters),
        respond=count_relapses,
    ),
    Instrument(
        name="MRI",
        label="Lesion counts on magnetic resonance images",
        version="one reader",
        parts=SCAN_PARTS,
        reads=("enhancing_lesions", "new_lesions"),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("sensitivity of the reader", "no lesion is counted that is not there"),
        parameters=central(ScanParameters),
        respond=read_scan,
    ),
)
