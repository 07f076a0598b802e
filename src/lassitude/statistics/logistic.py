"""Logistic regression in every replicate, by maximum likelihood or with Firth's penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit, ndtr, ndtri

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.newton import (
    Evaluate,
    Likelihood,
    Maximum,
    likelihood_ratio_p,
    maximize,
    profile_interval,
)


@dataclass(frozen=True, eq=False)
class Logistic:
    """Log odds by maximum likelihood, penalized or not.

    Attributes
    ----------
    coefficients, se : array of float64 [replicate, coefficient]
        Log odds ratios and their standard errors.
    covariance : array of float64 [replicate, coefficient, coefficient]
    value : array of float64 [replicate]
        Log-likelihood, with the penalty where there is one.
    interval : Intervals
        95% intervals [replicate, coefficient]: Wald's, or of the penalized profile likelihood.
    p : array of float64 [replicate, coefficient]
        Two-sided, of the same kind as the interval.
    n : array of int64 [replicate]
        People used.
    converged : array of bool [replicate]
        False where there is no finite estimate.
    """

    coefficients: NDArray[np.float64]
    se: NDArray[np.float64]
    covariance: NDArray[np.float64]
    value: NDArray[np.float64]
    interval: Intervals
    p: NDArray[np.float64]
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]


def logistic(outcome: NDArray[np.float64], x: NDArray[np.float64], used: NDArray[np.bool_]) -> Logistic:
    """Regress the log odds of an outcome on columns, by maximum likelihood.

    Parameters
    ----------
    outcome : array of float64 [replicate, subject]
        1 or 0; anything where `used` is False.
    x : array of float64 [replicate, subject, coefficient]
        Columns, that of ones included.
    used : array of bool [replicate, subject]
        People without any missing value.

    Returns
    -------
    Logistic
        With Wald's intervals. Where columns separate the outcomes the likelihood has no maximum, and
        `converged` is False.

    Examples
    --------
    >>> treated = np.repeat([0.0, 1.0], 10)[None]
    >>> better = np.array([[1.0] * 2 + [0.0] * 8 + [1.0] * 6 + [0.0] * 4])
    >>> x = np.stack([np.ones_like(treated), treated], axis=2)
    >>> fit = logistic(better, x, np.ones(better.shape, dtype=bool))
    >>> round(float(np.exp(fit.coefficients[0, 1])), 3)
    6.0
    """
    top = maximize(_likelihood(outcome, x, used), np.zeros((len(x), x.shape[2])))
    errors = _errors(top)
    margin = float(ndtri(0.975)) * errors
    p = 2 * ndtr(-np.abs(top.place / errors))
    return _finished(top, Intervals(top.place - margin, top.place + margin), p, used)


def firth(
    outcome: NDArray[np.float64],
    x: NDArray[np.float64],
    used: NDArray[np.bool_],
    wanted: Sequence[int] | None = None,
) -> Logistic:
    """Regress the log odds of an outcome on columns, with Jeffreys' prior as a penalty.

    The estimates are finite also where columns separate the outcomes; intervals are those of the penalized
    profile likelihood.

    Parameters
    ----------
    outcome, x, used
        See `logistic`.
    wanted : sequence of int, optional
        Coefficients whose interval and p are computed, the others being NaN; None for all.

    References
    ----------
    Firth D. Biometrika 1993;80:27-38; Heinze G., Schemper M. Stat Med 2002;21:2409-2419.

    Examples
    --------
    >>> treated = np.repeat([0.0, 1.0], 10)[None]
    >>> better = np.array([[1.0] * 2 + [0.0] * 8 + [1.0] * 10])
    >>> x = np.stack([np.ones_like(treated), treated], axis=2)
    >>> fit = firth(better, x, np.ones(better.shape, dtype=bool))
    >>> round(float(np.exp(fit.coefficients[0, 1])), 3) == round(10.5 / 0.5 * 8.5 / 2.5, 3)
    True
    """
    evaluate = _penalized(outcome, x, used)
    top = maximize(evaluate, np.zeros((len(x), x.shape[2])))
    low, high, p = (np.full_like(top.place, np.nan) for _ in range(3))
    for index in range(x.shape[2]) if wanted is None else wanted:
        low[:, index], high[:, index] = profile_interval(evaluate, top, index)
        p[:, index] = likelihood_ratio_p(evaluate, top, index)
    return _finished(top, Intervals(low, high), p, used)


def _finished(top: Maximum, interval: Intervals, p: NDArray[np.float64], used: NDArray[np.bool_]) -> Logistic:
    return Logistic(
        coefficients=top.place,
        se=_errors(top),
        covariance=top.covariance,
        value=top.value,
        interval=interval,
        p=p,
        n=used.sum(axis=1),
        converged=top.converged,
    )


def _errors(top: Maximum) -> NDArray[np.float64]:
    return np.sqrt(np.diagonal(top.covariance, axis1=1, axis2=2))


def _likelihood(outcome: NDArray[np.float64], x: NDArray[np.float64], used: NDArray[np.bool_]) -> Evaluate:
    columns = np.where(used[..., None], x, 0.0)
    weight, happened = used.astype(np.float64), np.where(used, outcome, 0.0)

    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        own, counts, y = columns[rows], weight[rows], happened[rows]
        odds = np.einsum("rsk,rk->rs", own, at)
        share = expit(odds)
        value = (counts * (y * log_expit(odds) + (1 - y) * log_expit(-odds))).sum(axis=1)
        gradient = np.einsum("rsk,rs->rk", own, counts * (y - share))
        information = np.einsum("rsk,rs,rsl->rkl", own, counts * share * (1 - share), own, optimize=True)
        return Likelihood(value, gradient, information)

    return evaluate


def _penalized(outcome: NDArray[np.float64], x: NDArray[np.float64], used: NDArray[np.bool_]) -> Evaluate:
    plain = _likelihood(outcome, x, used)
    columns = np.where(used[..., None], x, 0.0)

    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        found, own = plain(at, rows), columns[rows]
        share = expit(np.einsum("rsk,rk->rs", own, at))
        sign, volume = np.linalg.slogdet(found.information)
        spread = np.where(sign[:, None, None] > 0, found.information, np.eye(own.shape[2]))
        solved = np.linalg.solve(spread, np.swapaxes(own, 1, 2))
        leverage = share * (1 - share) * np.einsum("rsk,rks->rs", own, solved)
        pull = np.einsum("rsk,rs->rk", own, leverage * (0.5 - share))
        value = np.where(sign > 0, found.value + volume / 2, -np.inf)
        return Likelihood(value, found.gradient + pull, found.information)

    return evaluate
