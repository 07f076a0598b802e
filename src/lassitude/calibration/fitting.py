"""Fitting the emulator: ridge regression whose penalties are chosen by leaving out points.

All products of a dozen parameters outnumber the points that a calibration can afford, so products and earlier
parameters are held back more than the parameters of the stage; how much is chosen for every number by the
error at points that were left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.emulator import Emulator, products

Floats = NDArray[np.float64]

FOLDS = 8
"""Points are left out an eighth at a time."""
FEWEST_POINTS = 24
"""Below this many points a number is not emulated."""
LEAST_PART = 0.25
"""Of the squared error at points left out, this part stays whatever a study is said to scatter by itself.

Without it simulated truths lay outside the 90% intervals of the untreated course one time in three.
"""
FAR_WEIGHTS = (1.0, 0.2)
"""Weights of points of the first wave that are tried once there is a second, nearer to the answer."""
_PRODUCT_SCALES = (0.0, 0.1, 0.3, 1.0)
_EARLIER_SCALES = (0.0, 0.1, 0.4)
_PENALTIES = tuple(10.0**power for power in np.arange(-4.0, 2.1, 0.75))
_CONSTANT_SCALE = 100.0


@dataclass(frozen=True, eq=False)
class Points:
    """What was simulated.

    Attributes
    ----------
    own : array, [point, parameter]
        Standard numbers of the stage's parameters.
    earlier : array, [point, earlier parameter]
        And of those fitted before.
    told : array, [point, number]
        Estimates on the scales of the published numbers; NaN where there is none.
    noise : array, [point, number]
        Their standard errors as estimates, on the same scales; NaN where they are not known.
    near : array of bool, [point]
        Whether the point belongs to the second wave.
    """

    own: Floats
    earlier: Floats
    told: Floats
    noise: Floats
    near: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Fits:
    """Coefficients of some numbers, how wrong they are at points left out, and how much of a point they take.

    Attributes
    ----------
    coefficients : array, [feature, number]
        Of features as they are.
    square, leverage : array, [number]
        Mean squared error at points left out, and the mean leverage of a point.
    """

    coefficients: Floats
    square: Floats
    leverage: Floats

    def or_better(self, other: _Fits) -> _Fits:
        """Take for every number the fit with the smaller error."""
        better = other.square < self.square
        return _Fits(
            np.where(better, other.coefficients, self.coefficients),
            np.where(better, other.square, self.square),
            np.where(better, other.leverage, self.leverage),
        )


def fit_emulator(points: Points) -> Emulator:
    """Fit every number by itself.

    Returns
    -------
    Emulator
        Its error is infinite for a number with fewer than `FEWEST_POINTS` points.

    Examples
    --------
    >>> own = np.linspace(-2.0, 2.0, 40)[:, None]
    >>> told = 1.0 + 2.0 * own
    >>> nothing = np.full((40, 1), np.nan)
    >>> fitted = fit_emulator(Points(own, np.zeros((40, 0)), told, nothing, np.zeros(40, bool)))
    >>> fitted.linear.round(2).tolist(), bool(fitted.error[0] < 0.05)
    ([[2.0]], True)
    """
    parameters, numbers = points.own.shape[1], points.told.shape[1]
    features = _features(points)
    coefficients, errors = np.zeros((features.shape[1], numbers)), np.full(numbers, np.inf)
    for columns in _alike(np.isfinite(points.told)):
        known = np.isfinite(points.told[:, columns[0]])
        if known.sum() >= FEWEST_POINTS:
            some = np.ix_(known, columns)
            tried = _choices(points.near[known], features.shape[1], parameters, points.earlier.shape[1])
            best = _fitted(features[known], points.told[some], points.near[known], list(tried))
            coefficients[:, columns] = best.coefficients
            errors[columns] = np.sqrt(_own_error(best, points.noise[some]))
    split = np.cumsum([1, parameters, features.shape[1] - 1 - parameters - points.earlier.shape[1]])
    constant, linear, quadratic, earlier = np.split(coefficients, split)
    return Emulator(constant[0], linear, quadratic, earlier, errors)


def _features(points: Points) -> Floats:
    constant = np.ones((len(points.own), 1))
    return np.concatenate([constant, points.own, products(points.own), points.earlier], axis=1)


def _alike(known: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Give the columns that are known at the same points together."""
    _, pattern = np.unique(known, axis=1, return_inverse=True)
    for one in np.unique(pattern):
        yield np.flatnonzero(pattern == one)


def _own_error(best: _Fits, noise: Floats) -> Floats:
    """Take off what a left-out estimate itself scatters, as far as the regression averages it away.

    Half the error stays at least: errors of studies are estimates too, and taking them off where they
    are too large by chance leaves an emulator that claims to know.
    """
    known = np.isfinite(noise)
    scatter = np.where(known, noise, 0.0) ** 2
    mean = scatter.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.maximum(
        best.square - mean * (1.0 - best.leverage), best.square * np.maximum(best.leverage, LEAST_PART)
    )


def _fitted(
    features: Floats, told: Floats, near: NDArray[np.bool_], tried: list[tuple[Floats, Floats]]
) -> _Fits:
    middle, width = told.mean(axis=0), told.std(axis=0)
    scaled = (told - middle) / np.where(width > 0.0, width, 1.0)
    best = _Fits(np.zeros((features.shape[1], told.shape[1])), *np.full((2, told.shape[1]), np.inf))
    for weights, scales in tried:
        best = _best_ridge(features, scaled, weights, scales, near, best)
    coefficients = best.coefficients * width
    coefficients[0] += middle
    return _Fits(coefficients, best.square * width**2, best.leverage)


def _choices(
    near: NDArray[np.bool_], count: int, parameters: int, earlier: int
) -> Iterator[tuple[Floats, Floats]]:
    """Give the weights of points and the scales of features that are tried."""
    far_weights = FAR_WEIGHTS if near.any() and not near.all() else (1.0,)
    earlier_scales = _EARLIER_SCALES if earlier else (0.0,)
    for far, by_products, by_earlier in product(far_weights, _PRODUCT_SCALES, earlier_scales):
        scales = np.full(count, by_products)
        scales[0] = _CONSTANT_SCALE
        scales[1 : 1 + parameters] = 1.0
        scales[count - earlier :] = by_earlier
        yield np.where(near, 1.0, far), scales


def _best_ridge(
    features: Floats, told: Floats, weights: Floats, scales: Floats, near: NDArray[np.bool_], best: _Fits
) -> _Fits:
    """Try every penalty; the error is that at points left out, mostly of the second wave if there is one."""
    root = np.sqrt(weights)[:, None]
    left, sizes, right = np.linalg.svd(features * scales * root, full_matrices=False)
    along = left.T @ (told * root)
    counted = np.where(near, 1.0, FAR_WEIGHTS[-1]) if near.any() else np.ones(len(told))
    for penalty in _PENALTIES:
        kept = sizes**2 / (sizes**2 + penalty)
        hat = (left * kept) @ left.T
        missed = _left_out(hat, told * root - (left * kept) @ along) / root
        square = (counted[:, None] * missed**2).sum(axis=0) / counted.sum()
        inner = (sizes / (sizes**2 + penalty))[:, None] * along
        leverage = np.full(told.shape[1], kept.sum() / len(told))
        best = best.or_better(_Fits(scales[:, None] * (right.T @ inner), square, leverage))
    return best


def _left_out(hat: Floats, residual: Floats) -> Floats:
    """Return the residuals that points would have if the fold of each had not been fitted."""
    missed = np.empty_like(residual)
    for fold in range(FOLDS):
        rows = np.arange(fold, len(residual), FOLDS)
        rest = np.eye(len(rows)) - hat[np.ix_(rows, rows)]
        missed[rows] = np.linalg.solve(rest, residual[rows])
    return missed
