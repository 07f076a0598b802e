"""Events counted over each person's time: negative binomial regression in every replicate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.newton import (
    Evaluate,
    Likelihood,
    Maximum,
    likelihood_ratio_p,
    maximize,
    profile_interval,
)

_LEAST = 1e-6


@dataclass(frozen=True, eq=False)
class Rates:
    """Log rates by maximum likelihood; the variance of a count is mean + dispersion x mean squared.

    Attributes
    ----------
    coefficients, se : array of float64 [replicate, coefficient]
        Log rates or log rate ratios and their standard errors.
    covariance : array of float64 [replicate, coefficient, coefficient]
        From the observed information, in which the dispersion is estimated too.
    dispersion, dispersion_se : array of float64 [replicate]
        0 where counts spread no more than Poisson's law has them; the standard error is NaN there.
    value : array of float64 [replicate]
        Log-likelihood.
    n : array of int64 [replicate]
        People used.
    converged : array of bool [replicate]
        False where there is no maximum, as when a group has no event.
    """

    coefficients: NDArray[np.float64]
    se: NDArray[np.float64]
    covariance: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    dispersion_se: NDArray[np.float64]
    value: NDArray[np.float64]
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Counts:
    """Counts of people used; arrays [replicate, subject] and the counts' own histogram."""

    count: NDArray[np.float64]
    log_time: NDArray[np.float64]
    weight: NDArray[np.float64]
    columns: NDArray[np.float64]
    above: NDArray[np.float64]
    constant: NDArray[np.float64]

    def of(self, rows: NDArray[np.int64]) -> _Counts:
        parts = (self.count, self.log_time, self.weight, self.columns, self.above, self.constant)
        return _Counts(*(part[rows] for part in parts))


def negative_binomial(
    count: NDArray[np.float64],
    time: NDArray[np.float64],
    x: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> Rates:
    """Regress the log rate of events on columns.

    Parameters
    ----------
    count : array of float64 [replicate, subject]
        Whole numbers.
    time : array of float64 [replicate, subject]
        Time in which they were counted, above 0; the rate is per unit of it.
    x : array of float64 [replicate, subject, coefficient]
        Columns, that of ones included.
    used : array of bool [replicate, subject]
        People without any missing value.

    Returns
    -------
    Rates
        By maximum likelihood of the coefficients and the dispersion together. Where that of the dispersion
        is at 0, Poisson's law is what is left.

    References
    ----------
    Lawless J.F. Can J Stat 1987;15:209-225 (the variance grows with the square of the mean).

    Examples
    --------
    >>> counts, years = np.array([[0.0, 4.0, 2.0, 0.0, 6.0, 0.0]]), np.full((1, 6), 2.0)
    >>> fit = negative_binomial(counts, years, np.ones((1, 6, 1)), np.ones((1, 6), dtype=bool))
    >>> round(float(np.exp(fit.coefficients[0, 0])), 3), round(float(fit.dispersion[0]), 2)
    (1.0, 1.89)
    """
    given = _prepared(count, time, x, used)
    plain = maximize(_poisson(given), _start(given))
    spread = _excess(given, plain.place) > 0
    rows = np.flatnonzero(spread & plain.converged)
    begin = np.concatenate([plain.place[rows], _first_guess(given, plain.place)[rows, None]], axis=1)
    both = maximize(_negative_binomial(given.of(rows)), begin)
    return _joined(plain, both, rows, used)


def rate_profile(
    count: NDArray[np.float64],
    time: NDArray[np.float64],
    x: NDArray[np.float64],
    used: NDArray[np.bool_],
    fit: Rates,
    coefficient: int,
) -> tuple[Intervals, NDArray[np.float64]]:
    """Find the 95% profile likelihood interval of one coefficient, and the test that it is 0.

    Parameters
    ----------
    count, time, x, used
        As for `negative_binomial`.
    fit : Rates
        What it gave.
    coefficient : int
        Position of the coefficient.

    Returns
    -------
    interval : Intervals
        On the scale of the coefficient; the dispersion is estimated anew at every place, or stays at 0 where
        it was.
    p : array of float64 [replicate]
        Of the likelihood ratio, below 0.05 exactly where the interval leaves 0 out.
    """
    given = _prepared(count, time, x, used)
    ends, p = np.full((2, len(x)), np.nan), np.full(len(x), np.nan)
    for spread in (True, False):
        rows = np.flatnonzero(fit.converged & ((fit.dispersion > 0) == spread))
        if not rows.size:
            continue
        start = fit.coefficients[rows]
        if spread:
            start = np.concatenate([start, np.log(fit.dispersion[rows])[:, None]], axis=1)
        evaluate = (_negative_binomial if spread else _poisson)(given.of(rows))
        top = maximize(evaluate, start)
        ends[:, rows] = np.stack(profile_interval(evaluate, top, coefficient))
        p[rows] = likelihood_ratio_p(evaluate, top, coefficient)
    return Intervals(ends[0], ends[1]), p


def _joined(plain: Maximum, both: Maximum, rows: NDArray[np.int64], used: NDArray[np.bool_]) -> Rates:
    size = plain.place.shape[1]
    place, covariance = plain.place.copy(), plain.covariance.copy()
    value, converged = plain.value.copy(), plain.converged.copy()
    dispersion, spread = np.zeros(len(place)), np.full(len(place), np.nan)
    place[rows], covariance[rows] = both.place[:, :size], both.covariance[:, :size, :size]
    value[rows], converged[rows] = both.value, both.converged
    dispersion[rows] = np.exp(both.place[:, size])
    spread[rows] = dispersion[rows] * np.sqrt(both.covariance[:, size, size])
    return Rates(
        coefficients=place,
        se=np.sqrt(np.diagonal(covariance, axis1=1, axis2=2)),
        covariance=covariance,
        dispersion=dispersion,
        dispersion_se=spread,
        value=value,
        n=used.sum(axis=1),
        converged=converged,
    )


def _prepared(
    count: NDArray[np.float64], time: NDArray[np.float64], x: NDArray[np.float64], used: NDArray[np.bool_]
) -> _Counts:
    own = np.where(used, count, 0.0)
    steps = np.arange(max(int(own.max(initial=0.0)), 1))
    above = np.stack([(own > step).sum(axis=1) for step in steps], axis=1)
    return _Counts(
        count=own,
        log_time=np.log(np.where(used, time, 1.0)),
        weight=used.astype(np.float64),
        columns=np.where(used[..., None], x, 0.0),
        above=above.astype(np.float64),
        constant=gammaln(own + 1).sum(axis=1),
    )


def _start(given: _Counts) -> NDArray[np.float64]:
    """Begin at the pooled rate: the coefficients that come nearest to its logarithm for everybody."""
    people = np.maximum(given.weight.sum(axis=1), 1)
    total = np.maximum(given.count.sum(axis=1), 0.5)
    rate = np.log(total / np.maximum((np.exp(given.log_time) * given.weight).sum(axis=1), 1e-12))
    squares = np.einsum("rsk,rsl->rkl", given.columns, given.columns) / people[:, None, None]
    sums = given.columns.sum(axis=1) / people[:, None]
    return np.einsum("rkl,rl->rk", np.linalg.pinv(squares, hermitian=True), sums) * rate[:, None]


def _means(given: _Counts, at: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    log_mean = np.clip(np.einsum("rsk,rk->rs", given.columns, at) + given.log_time, -700, 50)
    return log_mean, np.exp(log_mean) * given.weight


def _excess(given: _Counts, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the slope of the likelihood in the dispersion at 0."""
    _, mean = _means(given, at)
    return ((given.count - mean) ** 2 - given.count).sum(axis=1) / 2


def _first_guess(given: _Counts, at: NDArray[np.float64]) -> NDArray[np.float64]:
    _, mean = _means(given, at)
    squares = np.maximum((mean**2).sum(axis=1), 1e-12)
    return np.log(np.clip(2 * _excess(given, at) / squares, 1e-3, 20.0))


def _poisson(given: _Counts) -> Evaluate:
    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        own = given.of(rows)
        log_mean, mean = _means(own, at)
        value = (own.count * log_mean - mean).sum(axis=1) - own.constant
        gradient = np.einsum("rsk,rs->rk", own.columns, own.count - mean)
        return Likelihood(value, gradient, _squared(own.columns, mean))

    return evaluate


def _negative_binomial(given: _Counts) -> Evaluate:
    """Return the likelihood of the coefficients and the logarithm of the dispersion."""

    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        own, size = given.of(rows), at.shape[1] - 1
        a = np.maximum(np.exp(np.clip(at[:, size], -700, 20)), _LEAST)[:, None]
        log_mean, mean = _means(own, at[:, :size])
        y, whole = own.count, 1 + a * mean
        steps = np.arange(own.above.shape[1])
        value = (own.above * np.log1p(a * steps)).sum(axis=1) - own.constant
        value = value + (y * log_mean - (y + 1 / a) * np.log(whole)).sum(axis=1)
        slope, bend = _in_dispersion(own, a, mean, whole, steps)
        gradient = np.einsum("rsk,rs->rk", own.columns, (y - mean) / whole)
        information = np.empty((len(rows), size + 1, size + 1))
        information[:, :size, :size] = _squared(own.columns, mean * (1 + a * y) / whole**2)
        cross = np.einsum("rsk,rs->rk", own.columns, (y - mean) * mean / whole**2) * a
        information[:, :size, size] = information[:, size, :size] = cross
        information[:, size, size] = -(a[:, 0] ** 2 * bend + a[:, 0] * slope)
        return Likelihood(value, np.concatenate([gradient, (a[:, 0] * slope)[:, None]], axis=1), information)

    return evaluate


def _in_dispersion(
    own: _Counts,
    a: NDArray[np.float64],
    mean: NDArray[np.float64],
    whole: NDArray[np.float64],
    steps: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return first and second derivative of the log-likelihood in the dispersion."""
    y, log_whole = own.count, np.log(whole)
    slope = (own.above * steps / (1 + a * steps)).sum(axis=1)
    slope = slope + (log_whole / a**2 - (y + 1 / a) * mean / whole).sum(axis=1)
    bend = -(own.above * steps**2 / (1 + a * steps) ** 2).sum(axis=1)
    rest = -2 * log_whole / a**3 + 2 * mean / (a**2 * whole) + (y + 1 / a) * mean**2 / whole**2
    return slope, bend + rest.sum(axis=1)


def _squared(columns: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.einsum("rsk,rsl->rkl", columns * weight[..., None], columns)
