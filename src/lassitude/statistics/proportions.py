"""Shares of people in two groups: their difference, by the score method of Miettinen and Nurminen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.statistics.completeness import judge
from lassitude.statistics.estimates import Intervals

_BISECTIONS = 60


@dataclass(frozen=True, eq=False)
class RiskDifference:
    """A difference of two shares in every replicate; arrays [replicate].

    Attributes
    ----------
    value : array of float64
        Share of the group minus share of the reference.
    interval : Intervals
        95% score interval.
    z, p : array of float64
        Score test that the shares are equal, two-sided; the interval holds 0 exactly where p > 0.05.
    converged : array of bool
        False where a group is empty.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    value: NDArray[np.float64]
    interval: Intervals
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def risk_difference(
    count: NDArray[np.int64],
    n: NDArray[np.int64],
    reference_count: NDArray[np.int64],
    reference_n: NDArray[np.int64],
) -> RiskDifference:
    """Compare two shares.

    Parameters
    ----------
    count, n : array of int64 [replicate]
        People with the outcome, and all, in the group.
    reference_count, reference_n : array of int64 [replicate]
        The same in the reference.

    Returns
    -------
    RiskDifference
        Also where a share is 0 or 1; then the interval is still of use, unlike Wald's.

    References
    ----------
    Miettinen O., Nurminen M. Stat Med 1985;4:213-226; Farrington C.P., Manning G. Stat Med 1990;9:1447-1454
    (closed form); compared with ten others in Newcombe R.G. Stat Med 1998;17:873-890.

    Examples
    --------
    >>> found = risk_difference(*(np.array([number]) for number in (56, 70, 48, 80)))
    >>> round(float(found.interval.low[0]), 4), round(float(found.interval.high[0]), 4)
    (0.0528, 0.3382)
    """
    converged, notes = judge(
        {
            "nobody of the group has the values": n == 0,
            "nobody of the reference has the values": reference_n == 0,
        }
    )
    sizes = np.maximum(n, 1), np.maximum(reference_n, 1)
    shares = count / sizes[0], reference_count / sizes[1]
    difference = shares[0] - shares[1]
    z = _score(shares, sizes, np.zeros_like(difference))
    ends = [
        _crossing(shares, sizes, difference, side, bound)
        for side, bound in ((ndtri(0.975), -1.0), (ndtri(0.025), 1.0))
    ]
    known = np.where(converged, 1.0, np.nan)
    return RiskDifference(
        value=difference * known,
        interval=Intervals(ends[0] * known, ends[1] * known),
        z=z * known,
        p=2 * ndtr(-np.abs(z)) * known,
        converged=converged,
        notes=notes,
    )


_Pair = tuple[NDArray, NDArray]


def _crossing(
    shares: _Pair, sizes: _Pair, difference: NDArray[np.float64], wanted: float, bound: float
) -> NDArray[np.float64]:
    """Find the difference at which the score, which falls as it grows, has a value."""
    inside, outside = difference.copy(), np.full_like(difference, bound)
    for _ in range(_BISECTIONS):
        middle = (inside + outside) / 2
        within = np.abs(_score(shares, sizes, middle)) < abs(wanted)
        inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
    return (inside + outside) / 2


def _score(shares: _Pair, sizes: _Pair, difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the observed difference lies from a supposed one, in its standard errors there."""
    one, other = _constrained(shares, sizes, difference)
    total = sizes[0] + sizes[1]
    variance = one * (1 - one) / sizes[0] + other * (1 - other) / sizes[1]
    variance = variance * total / np.maximum(total - 1, 1)
    gap = shares[0] - shares[1] - difference
    with np.errstate(divide="ignore", invalid="ignore"):
        score = gap / np.sqrt(variance)
    return np.where(np.abs(gap) < 1e-12, 0.0, score)


def _constrained(shares: _Pair, sizes: _Pair, difference: NDArray[np.float64]) -> _Pair:
    """Return the likeliest shares that differ by a given amount: the middle root of a cubic."""
    ratio = sizes[1] / sizes[0]
    a = 1 + ratio
    b = -(1 + ratio + shares[0] + ratio * shares[1] + difference * (ratio + 2))
    c = difference**2 + difference * (2 * shares[0] + ratio + 1) + shares[0] + ratio * shares[1]
    d = -shares[0] * difference * (1 + difference)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = np.where(v < 0, -1.0, 1.0) * np.sqrt(np.maximum((b / (3 * a)) ** 2 - c / (3 * a), 0.0))
    cubed = np.where(u == 0, 1.0, u**3)
    angle = (np.pi + np.arccos(np.clip(np.where(u == 0, 0.0, v / cubed), -1, 1))) / 3
    one = np.clip(
        2 * u * np.cos(angle) - b / (3 * a), np.maximum(difference, 0.0), np.minimum(1 + difference, 1)
    )
    return one, one - difference
