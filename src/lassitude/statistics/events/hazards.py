"""Times to an event compared between arms: the log-rank test and Cox's proportional hazards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from lassitude.statistics.events.risk_sets import RiskSets, risk_sets
from lassitude.statistics.newton import Evaluate, Likelihood, Maximum, inverses, maximize


@dataclass(frozen=True, eq=False)
class LogRank:
    """Test that several groups have the same hazard at all times; arrays [replicate].

    Attributes
    ----------
    chi_squared, p : array of float64
        NaN where there is no event or no group to compare.
    df : array of float64
        Groups with anybody at risk at an event, less one.
    observed, expected : array of float64 [replicate, group]
        Events seen, and expected if all hazards are the same.
    """

    chi_squared: NDArray[np.float64]
    df: NDArray[np.float64]
    p: NDArray[np.float64]
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]


def log_rank(
    time: NDArray[np.float64], event: NDArray[np.bool_], groups: Sequence[NDArray[np.bool_]]
) -> LogRank:
    """Compare the times of several groups.

    Parameters
    ----------
    time : array of float64 [replicate, subject]
        Time of the event, or until which the person was followed without one.
    event : array of bool [replicate, subject]
        Whether it happened.
    groups : sequence of array of bool [replicate, subject]
        Who belongs to each group; no person in two.

    References
    ----------
    Mantel N. Cancer Chemother Rep 1966;50:163-170; variance of ties as the hypergeometric one.

    Examples
    --------
    >>> times = np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])
    >>> early = times < 3.5
    >>> found = log_rank(times, np.ones((1, 6), dtype=bool), [early, ~early])
    >>> round(float(found.p[0]), 4)
    0.0246
    """
    used = np.logical_or.reduce(groups)
    sets = risk_sets(time, event, used)
    members = sets.sorted(np.stack(groups, axis=2)).astype(np.float64)
    dead = sets.event.astype(np.float64)
    everyone = np.isfinite(sets.time).astype(np.float64)
    at_risk, died = sets.at_risk(everyone), sets.tied(dead)
    opens = (sets.first == np.arange(sets.time.shape[1])) & (died > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(opens[..., None], sets.at_risk(members) / at_risk[..., None], 0.0)
        spread = np.where(opens & (at_risk > 1), died * (at_risk - died) / (at_risk - 1), 0.0)
    observed = (members * dead[..., None]).sum(axis=1)
    expected = (share * np.where(opens, died, 0.0)[..., None]).sum(axis=1)
    within = np.einsum("rt,rtg->rg", spread, share)
    between = np.einsum("rt,rtg,rth->rgh", spread, share, share)
    variance = np.eye(len(groups)) * within[:, :, None] - between
    chi_squared, df = _quadratic(observed - expected, variance, within > 0)
    with np.errstate(invalid="ignore"):
        p = np.where(df > 0, chdtrc(np.maximum(df, 1), chi_squared), np.nan)
    chi_squared = np.where(df > 0, chi_squared, np.nan)
    return LogRank(chi_squared, np.where(df > 0, df, np.nan), p, observed, expected)


def _quadratic(
    gap: NDArray[np.float64], variance: NDArray[np.float64], varies: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the squared length of the gap in its own spread, and how many directions it has."""
    inverse = np.linalg.pinv(variance, rcond=1e-10, hermitian=True)
    chi_squared = np.einsum("rg,rgh,rh->r", gap, inverse, gap)
    return chi_squared, np.maximum(varies.sum(axis=1) - 1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Cox:
    """Log hazard ratios by partial likelihood, Efron's treatment of ties.

    Attributes
    ----------
    coefficients, se : array of float64 [replicate, coefficient]
        Log hazard ratios and their standard errors.
    covariance : array of float64 [replicate, coefficient, coefficient]
    value, value_at_zero : array of float64 [replicate]
        Log partial likelihood at the estimate and at no effect.
    score : array of float64 [replicate]
        Score test of all coefficients, chi squared.
    converged : array of bool [replicate]
        False where the likelihood has no maximum, as when a group has no event.
    """

    coefficients: NDArray[np.float64]
    se: NDArray[np.float64]
    covariance: NDArray[np.float64]
    value: NDArray[np.float64]
    value_at_zero: NDArray[np.float64]
    score: NDArray[np.float64]
    converged: NDArray[np.bool_]


def cox(
    time: NDArray[np.float64], event: NDArray[np.bool_], x: NDArray[np.float64], used: NDArray[np.bool_]
) -> Cox:
    """Regress the hazard of an event on columns.

    Parameters
    ----------
    time : array of float64 [replicate, subject]
        Time of the event, or until which the person was followed without one.
    event : array of bool [replicate, subject]
        Whether it happened.
    x : array of float64 [replicate, subject, coefficient]
        Columns without one of ones.
    used : array of bool [replicate, subject]
        People without any missing value.

    References
    ----------
    Cox D.R. J R Stat Soc B 1972;34:187-220; Efron B. J Am Stat Assoc 1977;72:557-565.

    Examples
    --------
    >>> times, everyone = np.array([[1.0, 2.0, 3.0, 4.0]]), np.ones((1, 4), dtype=bool)
    >>> treated = np.array([[[1.0], [0.0], [1.0], [0.0]]])
    >>> round(float(cox(times, everyone, treated, everyone).coefficients[0, 0]), 4)
    0.9406
    """
    sets = risk_sets(time, event, used)
    mean = _mean(x, used)
    columns = np.where(used[..., None], x - mean[:, None, :], 0.0)
    evaluate = _partial_likelihood(sets, sets.sorted(columns))
    zero = np.zeros((len(x), x.shape[2]))
    begin = evaluate(zero, np.arange(len(x)))
    top: Maximum = maximize(evaluate, zero)
    score = np.einsum("rk,rkl,rl->r", begin.gradient, inverses(begin.information), begin.gradient)
    return Cox(
        coefficients=top.place,
        se=np.sqrt(np.diagonal(top.covariance, axis1=1, axis2=2)),
        covariance=top.covariance,
        value=top.value,
        value_at_zero=begin.value,
        score=score,
        converged=top.converged,
    )


def _mean(x: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(used[..., None], x, 0.0).sum(axis=1) / np.maximum(used.sum(axis=1), 1)[:, None]


def _partial_likelihood(sets: RiskSets, columns: NDArray[np.float64]) -> Evaluate:
    dead = sets.event.astype(np.float64)
    died = sets.tied(dead)
    # The first of d people with an event at one time meets the whole risk set, the last all but (d-1)/d.
    rank = np.cumsum(dead, axis=1) - dead
    rank = rank - np.take_along_axis(rank, sets.first, axis=1)
    share = np.where(sets.event, rank / np.maximum(died, 1), 0.0)
    present = np.isfinite(sets.time)

    def evaluate(at: NDArray[np.float64], rows: NDArray[np.int64]) -> Likelihood:
        own = sets.of(rows)
        x, here, less = columns[rows], dead[rows], share[rows]
        log_hazard = np.einsum("rtk,rk->rt", x, at)
        top = np.where(present[rows], log_hazard, -np.inf).max(axis=1, initial=-700.0)[:, None]
        hazard = np.where(present[rows], np.exp(np.minimum(log_hazard - top, 0.0)), 0.0)
        moments = _moments(hazard, x)
        kept = own.at_risk(moments) - less[..., None] * own.tied(moments * here[..., None])
        size = x.shape[2]
        total = np.where(own.event, kept[..., 0], 1.0)
        mean = kept[..., 1 : size + 1] / total[..., None]
        value = np.where(own.event, log_hazard - top - np.log(np.maximum(total, 1e-300)), 0.0).sum(axis=1)
        gradient = (here[..., None] * (x - mean)).sum(axis=1)
        second = (here / total)[..., None] * kept[..., size + 1 :]
        squares = second.sum(axis=1).reshape(-1, size, size)
        information = squares - np.einsum("rtk,rtl->rkl", here[..., None] * mean, mean)
        return Likelihood(value, gradient, information)

    return evaluate


def _moments(hazard: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the hazard, the hazard times x, and the hazard times x x', side by side."""
    first = hazard[..., None] * x
    second = first[..., :, None] * x[..., None, :]
    return np.concatenate([hazard[..., None], first, second.reshape(*x.shape[:2], -1)], axis=2)
