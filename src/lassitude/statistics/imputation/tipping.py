"""How far imputed values must be shifted for a conclusion to change."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.imputation.comparison import Fits
from lassitude.statistics.imputation.pooling import Pooled, rubin

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

LEVEL = 0.05
_HALVINGS = 50


@dataclass(frozen=True, eq=False)
class Tipping:
    """The shift at which a difference is significant no more.

    Attributes
    ----------
    shift : array of float64 [replicate]
        In the unit of the outcome; NaN where there is none.
    nothing_to_tip : array of bool [replicate]
        The difference is not significant without a shift.
    never : array of bool [replicate]
        It is significant up to the largest shift.
    """

    shift: Floats
    nothing_to_tip: Booleans
    never: Booleans


def shifted(fits: Fits, by_one: Fits, delta: Floats) -> Fits:
    """Return the fits with every value that is shifted moved by `delta`.

    Least squares are linear in the outcome, so nothing is fitted again.

    Parameters
    ----------
    fits : Fits
        Of the completed outcomes.
    by_one : Fits
        Of the outcome that is 1 for values that are shifted and 0 for others, one imputation.
    delta : array of float64 [replicate]
        In the unit of the outcome.
    """
    moved = delta[:, None, None]
    return replace(
        fits, means=fits.means + moved * by_one.means, residual=fits.residual + moved * by_one.residual
    )


def shifted_difference(fits: Fits, by_one: Fits, arm: int, reference: int, delta: Floats) -> Pooled:
    """Pool the difference of two arms with values shifted by `delta`; see `shifted`."""
    return rubin(*shifted(fits, by_one, delta).difference(arm, reference), fits.df)


def tipping_point(fits: Fits, by_one: Fits, arm: int, reference: int, largest: float) -> Tipping:
    """Find by halving where between 0 and the largest shift the p value passes 0.05 upward.

    Parameters
    ----------
    fits, by_one : Fits
        See `shifted`.
    arm, reference : int
        Positions of the arms compared.
    largest : float
        In the unit of the outcome; its sign is the direction.

    Returns
    -------
    Tipping
        The difference without a shift is significant, and at the tipping point it is on the edge. An effect
        of the opposite sign, significant in turn at a larger shift, counts as tipped: what is compared with
        the level is the t statistic with the sign of the difference without a shift.
    """
    start = np.zeros(fits.df.shape)

    def excess(delta: Floats) -> Floats:
        found = shifted_difference(fits, by_one, arm, reference, delta)
        return np.where(np.sign(found.value) == sign, found.p, 1.0) - LEVEL

    sign = np.sign(shifted_difference(fits, by_one, arm, reference, start).value)
    with np.errstate(invalid="ignore"):
        nothing = excess(start) >= 0
        never = ~nothing & (excess(np.full_like(start, largest)) < 0)
        low, high = start, np.full_like(start, largest)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            tipped = excess(middle) >= 0
            low, high = np.where(tipped, low, middle), np.where(tipped, middle, high)
    there = fits.converged & ~nothing & ~never
    return Tipping(np.where(there, high, np.nan), nothing & fits.converged, never & fits.converged)
