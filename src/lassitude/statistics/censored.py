"""Values beyond limits of quantification, compared by likelihood and never filled in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from lassitude.statistics.newton import Evaluate, Likelihood, maximize

_ROOT_TWO_PI = float(np.log(2 * np.pi) / 2)


@dataclass(frozen=True, eq=False)
class CensoredNormal:
    """Coefficients of a normal outcome that was seen only between limits.

    Attributes
    ----------
    coefficients, se : array of float64 [replicate, coefficient]
        In the unit of the outcome.
    covariance : array of float64 [replicate, coefficient, coefficient]
    sd : array of float64 [replicate]
        Standard deviation around the fitted means, by maximum likelihood.
    value : array of float64 [replicate]
        Log-likelihood.
    below, above : array of int64 [replicate]
        People whose value lies below or above a limit.
    n : array of int64 [replicate]
        People used.
    converged : array of bool [replicate]
        False where there is no maximum, as when a group has only values beyond limits.
    """

    coefficients: NDArray[np.float64]
    se: NDArray[np.float64]
    covariance: NDArray[np.float64]
    sd: NDArray[np.float64]
    value: NDArray[np.float64]
    below: NDArray[np.int64]
    above: NDArray[np.int64]
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]


def censored_normal(
    values: NDArray[np.float64],
    below: NDArray[np.float64],
    above: NDArray[np.float64],
    x: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> CensoredNormal:
    """Regress a normal outcome on columns where some values are only known to lie beyond a limit.

    Parameters
    ----------
    values : array of float64 [replicate, subject]
        NaN where the value is not known; take logarithms of values and limits for a lognormal outcome.
    below, above : array of float64 [replicate, subject]
        The limit below or above which the value lies; NaN where it does not.
    x : array of float64 [replicate, subject, coefficient]
        Columns, that of ones included.
    used : array of bool [replicate, subject]
        People with all columns and a value or a limit.

    References
    ----------
    Tobin J. Econometrica 1958;26:24-36; in the form of Olsen R.J. Econometrica 1978;46:1211-1215, in which
    the log-likelihood has one maximum.

    Examples
    --------
    >>> seen = np.array([[2.0, 3.0, 4.0, np.nan, np.nan]])
    >>> limit = np.array([[np.nan, np.nan, np.nan, 1.5, 1.5]])
    >>> fit = censored_normal(seen, limit, np.full((1, 5), np.nan), np.ones((1, 5, 1)),
    ...                       np.ones((1, 5), dtype=bool))
    >>> round(float(fit.coefficients[0, 0]), 3), round(float(fit.sd[0]), 3), int(fit.below[0])
    (1.994, 1.475, 2)
    """
    center, scale = _standard(values, below, above, used)
    own, low, high = ((part - center[:, None]) / scale[:, None] for part in (values, below, above))
    columns = np.where(used[..., None], x, 0.0)
    size = x.shape[2]
    start = np.concatenate([np.zeros((len(x), size)), np.zeros((len(x), 1))], axis=1)
    top = maximize(_olsen(own, low, high, columns, used), start)
    spread = np.exp(-top.place[:, size])
    # In Olsen's form a coefficient is g = b / sd and the last parameter is log(1 / sd).
    b = top.place[:, :size] * spread[:, None]
    jacobian = np.concatenate([np.eye(size) * spread[:, None, None], -b[..., None]], axis=2)
    covariance = np.einsum("rij,rjk,rlk->ril", jacobian, top.covariance, jacobian) * scale[:, None, None] ** 2
    shift = np.einsum("rkl,rl->rk", _projector(columns), columns.sum(axis=1)) * center[:, None]
    return CensoredNormal(
        coefficients=b * scale[:, None] + shift,
        se=np.sqrt(np.diagonal(covariance, axis1=1, axis2=2)),
        covariance=covariance,
        sd=spread * scale,
        value=top.value - (np.isfinite(values) & used).sum(axis=1) * np.log(scale),
        below=(np.isfinite(below) & used).sum(axis=1),
        above=(np.isfinite(above) & used).sum(axis=1),
        n=used.sum(axis=1),
        converged=top.converged,
    )


def _standard(
    values: NDArray[np.float64],
    below: NDArray[np.float64],
    above: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a middle and a spread of what is known, so that Newton begins near."""
    known = np.where(np.isfinite(values), values, np.where(np.isfinite(below), below, above))
    counted = used & np.isfinite(known)
    n = np.maximum(counted.sum(axis=1), 1)
    center = np.where(counted, known, 0.0).sum(axis=1) / n
    spread = np.sqrt((np.where(counted, known - center[:, None], 0.0) ** 2).sum(axis=1) / n)
    return center, np.where(spread > 0, spread, 1.0)


def _projector(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what turns sums over people into the coefficients of a constant."""
    return np.linalg.pinv(np.einsum("rsk,rsl->rkl", columns, columns), hermitian=True)


def _olsen(
    values: NDArray[np.float64],
    below: NDArray[np.float64],
    above: NDArray[np.float64],
    columns: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> Evaluate:
    seen = np.isfinite(values) & used
    is_low, is_high = (np.isfinite(limit) & used & ~seen for limit in (below, above))
    sign = is_low.astype(np.float64) - is_high
    place = np.where(seen, values, np.where(sign > 0, below, np.where(sign < 0, above, 0.0)))
    place = np.where(np.isfinite(place), place, 0.0)

    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        x, y, s, whole = columns[rows], place[rows], sign[rows], seen[rows]
        size = x.shape[2]
        precision = np.exp(np.clip(at[:, size], -50, 50))[:, None]
        gap = precision * y - np.einsum("rsk,rk->rs", x, at[:, :size])
        beyond = s != 0
        tail = log_ndtr(np.where(beyond, s * gap, 0.0))
        ratio = np.where(beyond, np.exp(np.minimum(-(gap**2) / 2 - _ROOT_TWO_PI - tail, 700.0)), 0.0)
        density = np.where(whole, at[:, size, None] - gap**2 / 2 - _ROOT_TWO_PI, 0.0)
        value = (density + np.where(beyond, tail, 0.0)).sum(axis=1)
        # Slope and curvature of each person's term in its own gap.
        slope = np.where(whole, -gap, s * ratio)
        bend = np.where(whole, 1.0, np.where(beyond, ratio * (ratio + s * gap), 0.0))
        along = precision * y
        gradient = np.concatenate(
            [
                -np.einsum("rsk,rs->rk", x, slope),
                ((slope * along).sum(axis=1) + whole.sum(axis=1))[:, None],
            ],
            axis=1,
        )
        towards = np.concatenate([-x, along[..., None]], axis=2)
        information = np.einsum("rsk,rsl->rkl", towards * bend[..., None], towards)
        information[:, size, size] -= (slope * along).sum(axis=1)
        return Likelihood(value, gradient, information)

    return evaluate
