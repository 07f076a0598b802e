"""Likelihoods with few parameters, maximized in every replicate at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, chdtri

from lassitude.statistics.estimates import Intervals

_STEPS = 40
_HALVINGS = 12
_FLAT = 1e-10
_TRIALS = 20
_REACH = 8.0


class Likelihood(NamedTuple):
    """A log-likelihood at one place of some replicates, with its slope and its curvature.

    Attributes
    ----------
    value : array of float64 [replicate]
    gradient : array of float64 [replicate, parameter]
    information : array of float64 [replicate, parameter, parameter]
        Minus the second derivatives, or their expectation.
    """

    value: NDArray[np.float64]
    gradient: NDArray[np.float64]
    information: NDArray[np.float64]


Evaluate: TypeAlias = Callable[[NDArray[np.float64], NDArray[np.int64]], Likelihood]
"""From parameters [row, parameter] and the replicates of the rows to their likelihoods."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a likelihood is largest, in every replicate.

    Attributes
    ----------
    place : array of float64 [replicate, parameter]
    covariance : array of float64 [replicate, parameter, parameter]
        Inverse of the information there; NaN where it cannot be inverted.
    value : array of float64 [replicate]
        Log-likelihood.
    converged : array of bool [replicate]
        False where steps stayed long: the likelihood rises without end, or is flat in some direction.
    """

    place: NDArray[np.float64]
    covariance: NDArray[np.float64]
    value: NDArray[np.float64]
    converged: NDArray[np.bool_]


def maximize(evaluate: Evaluate, start: NDArray[np.float64], tolerance: float = 1e-7) -> Maximum:
    """Climb a likelihood by Newton's steps, halved wherever they would lead down.

    Parameters
    ----------
    evaluate : callable
        The likelihood of some replicates. It may be indefinite away from the maximum.
    start : array of float64 [replicate, parameter]
        Where to begin.
    tolerance : float
        Longest step, relative to 1 + the size of the parameter, after which a replicate is done; the error
        that remains is about its square.

    Returns
    -------
    Maximum
        Replicates that have not arrived after 40 steps have not converged.

    Examples
    --------
    >>> def poisson(at, rows):
    ...     rate = np.exp(at[:, 0])
    ...     return Likelihood(12 * at[:, 0] - 4 * rate, (12 - 4 * rate)[:, None], (4 * rate)[:, None, None])
    >>> round(float(np.exp(maximize(poisson, np.zeros((1, 1))).place[0, 0])), 6)
    3.0
    """
    place = start.astype(np.float64).copy()
    rows = np.arange(len(place))
    found = evaluate(place, rows)
    value, information = found.value.copy(), found.information.copy()
    converged = np.zeros(len(place), dtype=bool)
    for _ in range(_STEPS):
        step = uphill(found.information, found.gradient)
        length, moved, found = _halved(evaluate, place[rows], step, found, rows)
        place[rows], value[rows], information[rows] = moved, found.value, found.information
        done = length <= tolerance
        converged[rows[done]] = True
        left = ~done & np.isfinite(found.value)
        rows, found = rows[left], Likelihood(*(part[left] for part in found))
        if not rows.size:
            break
    covariance = inverses(information)
    usable = converged & np.isfinite(covariance).all(axis=(1, 2))
    return Maximum(place, covariance, value, usable)


def _halved(
    evaluate: Evaluate,
    place: NDArray[np.float64],
    step: NDArray[np.float64],
    before: Likelihood,
    rows: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], Likelihood]:
    """Take each step, halved until the likelihood no longer falls; return its wished length too."""
    wished = (np.abs(step) / (1 + np.abs(place))).max(axis=1, initial=0.0)
    share = np.ones(len(rows))
    slack = 1e-9 * (1 + np.abs(before.value))
    after = evaluate(place + step, rows)
    for _ in range(_HALVINGS):
        worse = np.logical_not(after.value >= before.value - slack)
        if not worse.any():
            break
        share[worse] /= 2
        again = evaluate(place[worse] + share[worse, None] * step[worse], rows[worse])
        for part, renewed in zip(after, again, strict=True):
            part[worse] = renewed
    return wished, place + share[:, None] * step, after


def uphill(information: NDArray[np.float64], gradient: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Newton's step, made to lead up where the likelihood is not concave, at most 5 a parameter."""
    finite = np.all(np.isfinite(information), axis=(1, 2)) & np.all(np.isfinite(gradient), axis=1)
    size = information.shape[1]
    values, vectors = np.linalg.eigh(np.where(finite[:, None, None], information, np.eye(size)))
    bent = np.maximum(np.abs(values), np.maximum(_FLAT * np.abs(values).max(axis=1, keepdims=True), 1e-300))
    along = np.einsum("rij,ri->rj", vectors, np.where(finite[:, None], gradient, 0.0))
    step = np.einsum("rij,rj->ri", vectors, along / bent)
    longest = np.abs(step).max(axis=1, keepdims=True, initial=0.0)
    return step * np.minimum(1.0, 5.0 / np.maximum(longest, 1e-300))


def inverses(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Invert symmetric matrices; NaN where one is not positive definite to rounding.

    Examples
    --------
    >>> inverses(np.array([[[4.0]], [[0.0]]])).ravel().tolist()
    [0.25, nan]
    """
    size = matrices.shape[1]
    scale = np.sqrt(np.abs(np.diagonal(matrices, axis1=1, axis2=2)))
    scale = np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)
    scaled = matrices / scale[:, :, None] / scale[:, None, :]
    finite = np.all(np.isfinite(scaled), axis=(1, 2))
    values, vectors = np.linalg.eigh(np.where(finite[:, None, None], scaled, np.eye(size)))
    definite = finite & (values[:, 0] > _FLAT)
    inverted = np.einsum("rij,rj,rkj->rik", vectors, 1 / np.where(values > 0, values, 1.0), vectors)
    inverted = inverted / scale[:, :, None] / scale[:, None, :]
    return np.where(definite[:, None, None], inverted, np.nan)


def profile_interval(evaluate: Evaluate, top: Maximum, parameter: int) -> Intervals:
    """Find the values of one parameter that a likelihood-ratio test at 5% does not reject.

    Parameters
    ----------
    evaluate : callable
        The likelihood that was maximized.
    top : Maximum
        Its maximum.
    parameter : int
        Position of the parameter.

    Returns
    -------
    Intervals
        Ends, arrays [replicate]; an end further than 8 standard errors is infinite, NaN where the maximum
        was not found.

    Examples
    --------
    >>> def poisson(at, rows):
    ...     rate = np.exp(at[:, 0])
    ...     return Likelihood(12 * at[:, 0] - 4 * rate, (12 - 4 * rate)[:, None], (4 * rate)[:, None, None])
    >>> found = profile_interval(poisson, maximize(poisson, np.zeros((1, 1))), 0)
    >>> np.exp([found.low[0], found.high[0]]).round(3).tolist()
    [1.606, 5.031]
    """
    spread = np.sqrt(top.covariance[:, parameter, parameter])
    ends = [_end(evaluate, top, parameter, side * _REACH * spread) for side in (-1, 1)]
    return Intervals(*ends)


def likelihood_ratio_p(evaluate: Evaluate, top: Maximum, parameter: int) -> NDArray[np.float64]:
    """Test by the likelihood ratio that one parameter is 0.

    Parameters
    ----------
    evaluate, top, parameter
        See `profile_interval`.

    Returns
    -------
    array of float64 [replicate]
        NaN where the maximum was not found.

    Examples
    --------
    >>> def poisson(at, rows):
    ...     rate = np.exp(at[:, 0])
    ...     return Likelihood(12 * at[:, 0] - 4 * rate, (12 - 4 * rate)[:, None], (4 * rate)[:, None, None])
    >>> round(float(likelihood_ratio_p(poisson, maximize(poisson, np.zeros((1, 1))), 0)[0]), 4)
    0.0013
    """
    gained = 2 * (top.value - _held(evaluate, top, parameter, -top.place[:, parameter]))
    return np.where(top.converged, chdtrc(1, np.maximum(gained, 0.0)), np.nan)


def _end(evaluate: Evaluate, top: Maximum, parameter: int, reach: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find one end by false position on the root of the likelihood ratio, which is nearly a straight line."""
    size = np.sqrt(float(chdtri(1, 0.05)))

    def excess(shift: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.sqrt(np.maximum(2 * (top.value - _held(evaluate, top, parameter, shift)), 0.0)) - size

    near, far = np.zeros_like(reach), np.where(top.converged, reach, 0.0)
    low, high = np.full_like(reach, -size), excess(far)
    endless = top.converged & (high < 0)
    high, middle = np.where(high > 0, high, size), far
    before = np.zeros(reach.shape, dtype=bool)
    for trial in range(_TRIALS):
        middle = near - low * (far - near) / (high - low)
        found = excess(middle)
        inside = found < 0
        # An end kept twice in a row counts for half, or false position would creep (the Illinois rule).
        again = (inside == before) & (trial > 0)
        low, high = (
            np.where(inside, found, np.where(again, low / 2, low)),
            np.where(inside, np.where(again, high / 2, high), found),
        )
        near, far, before = np.where(inside, middle, near), np.where(inside, far, middle), inside
        if (np.abs(found[top.converged & ~endless]) < 1e-9).all():
            break
    place = top.place[:, parameter] + middle
    place = np.where(endless, np.sign(reach) * np.inf, place)
    return np.where(top.converged, place, np.nan)


def _held(
    evaluate: Evaluate, top: Maximum, parameter: int, shift: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the largest likelihood with one parameter held at a distance from its best value."""
    start = top.place.copy()
    start[:, parameter] += shift

    def without(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        found = evaluate(at, rows)
        gradient, information = found.gradient.copy(), found.information.copy()
        gradient[:, parameter] = 0.0
        information[:, parameter, :] = information[:, :, parameter] = 0.0
        information[:, parameter, parameter] = 1.0
        return Likelihood(found.value, gradient, information)

    return maximize(without, start, 1e-5).value
