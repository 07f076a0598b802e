"""Multiple linear regression by least squares, for every replicate at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, stdtr

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.descriptive import student_quantile
from lassitude.statistics.estimates import Intervals
from lassitude.statistics.regression_diagnostics import RegressionDiagnostics, diagnose

_RANK_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Intercept and slopes, arrays [replicate, 1 + covariate], the intercept first.

    Attributes
    ----------
    value, se : array of float64
        Least-squares estimates and their classical standard errors, in the unit of the outcome per unit of
        the covariate.
    t, p : array of float64
        t statistics and two-sided p values of the hypothesis that a coefficient is 0.
    interval : Intervals
        95% t intervals.
    """

    value: NDArray[np.float64]
    se: NDArray[np.float64]
    t: NDArray[np.float64]
    p: NDArray[np.float64]
    interval: Intervals


@dataclass(frozen=True, eq=False)
class Regression:
    """A regression in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    coefficients : Coefficients
        Intercept and slopes.
    r_squared, adjusted_r_squared : array of float64
        Share of the outcome's variance; adjusted for the number of covariates.
    f, f_p : array of float64
        Test that all slopes are 0.
    df : array of float64
        Residual degrees of freedom.
    n : array of int64
        Complete cases.
    left_out : array of bool [replicate, subject]
        Enrolled people who miss the outcome or a covariate.
    diagnostics : RegressionDiagnostics
        Whether the assumptions look tenable.
    converged : array of bool
        False where there is no unique fit.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    coefficients: Coefficients
    r_squared: NDArray[np.float64]
    adjusted_r_squared: NDArray[np.float64]
    f: NDArray[np.float64]
    f_p: NDArray[np.float64]
    df: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    diagnostics: RegressionDiagnostics
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


class _Design(NamedTuple):
    """Covariates centered, scaled to unit length, and decomposed into singular values and vectors."""

    mean: NDArray[np.float64]
    length: NDArray[np.float64]
    left: NDArray[np.float64]
    singular: NDArray[np.float64]
    right: NDArray[np.float64]
    constant: NDArray[np.bool_]


class _Fit(NamedTuple):
    value: NDArray[np.float64]
    unscaled_variance: NDArray[np.float64]
    residual: NDArray[np.float64]
    total: NDArray[np.float64]


def linear_regression(
    outcome: NDArray[np.float64],
    covariates: NDArray[np.float64],
    enrolled: NDArray[np.bool_] | None = None,
) -> Regression:
    """Regress an outcome on covariates and an intercept, by ordinary least squares.

    Parameters
    ----------
    outcome : array of float64 [replicate, subject]
        NaN is missing.
    covariates : array of float64 [replicate, subject, covariate]
        NaN is missing; at least one covariate, no column of ones.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    Regression
        From the people without any missing value. Nothing is raised: where covariates determine one another
        (smallest singular value of the centered, unit-length covariates at most 1e-7, the tolerance of R's
        ``lm``), or residual degrees of freedom are lacking, `converged` is False and numbers are NaN.

    Examples
    --------
    >>> age = np.array([[20.0, 30.0, 40.0, 50.0]])
    >>> fit = linear_regression(np.array([[-20.0, -14.0, -11.0, -5.0]]), age[..., None])
    >>> fit.coefficients.value[0].round(3).tolist(), round(float(fit.r_squared[0]), 3)
    ([-29.3, 0.48], 0.985)
    """
    enrolled = everyone(outcome, enrolled)
    used = enrolled & np.isfinite(outcome) & np.isfinite(covariates).all(axis=2)
    n, count = used.sum(axis=1), covariates.shape[2]
    x, y = np.where(used[..., None], covariates, 0.0), np.where(used, outcome, 0.0)
    design = _decompose(x, used)
    fit = _solve(design, y, used)
    ss_residual = (fit.residual**2).sum(axis=1)
    size = largest(outcome, used)
    converged, notes = judge(
        {
            f"fewer than {count + 2} complete people for {count + 1} coefficients": n < count + 2,
            "a covariate does not vary": design.constant,
            "the covariates determine one another": design.singular[:, -1] <= _RANK_TOLERANCE,
            "the outcome does not vary": negligible(fit.total, n, size),
            "the covariates determine the outcome without remainder": negligible(ss_residual, n, size),
        }
    )
    df = np.where(converged, n - count - 1.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        r_squared = np.where(converged, 1 - ss_residual / fit.total, np.nan)
        f = (r_squared / count) / ((1 - r_squared) / df)
    return Regression(
        coefficients=_infer(fit, ss_residual / df, df),
        r_squared=r_squared,
        adjusted_r_squared=1 - (1 - r_squared) * (n - 1) / df,
        f=f,
        f_p=fdtrc(float(count), df, f),
        df=df,
        n=n,
        left_out=enrolled & ~used,
        diagnostics=diagnose(x, used, fit.residual, design.left, _inflation(design), converged),
        converged=converged,
        notes=notes,
    )


def _decompose(x: NDArray[np.float64], used: NDArray[np.bool_]) -> _Design:
    n = np.maximum(used.sum(axis=1), 1)[:, None]
    mean = x.sum(axis=1) / n
    centered = np.where(used[..., None], x - mean[:, None, :], 0.0)
    squares = (centered**2).sum(axis=1)
    varies = ~negligible(squares, n, np.abs(x).max(axis=1, initial=0.0))
    length = np.where(varies, np.sqrt(squares), 1.0)
    scaled = np.where(varies[:, None, :], centered / length[:, None, :], 0.0)
    missing_rows = max(x.shape[2] - x.shape[1], 0)
    padded = np.pad(scaled, ((0, 0), (0, missing_rows), (0, 0)))
    left, singular, right = np.linalg.svd(padded, full_matrices=False)
    return _Design(mean, length, left[:, : x.shape[1]], singular, right, (~varies).sum(axis=1) > 0)


def _inverted(design: _Design) -> NDArray[np.float64]:
    safe = np.where(design.singular > _RANK_TOLERANCE, design.singular, np.nan)
    return np.swapaxes(design.right, 1, 2) / safe[:, None, :]


def _inflation(design: _Design) -> NDArray[np.float64]:
    return (_inverted(design) ** 2).sum(axis=2)


def _solve(design: _Design, y: NDArray[np.float64], used: NDArray[np.bool_]) -> _Fit:
    n = np.maximum(used.sum(axis=1), 1)
    y_mean = y.sum(axis=1) / n
    centered = np.where(used, y - y_mean[:, None], 0.0)
    projected = np.einsum("rsk,rs->rk", design.left, centered)
    inverted = _inverted(design)
    slopes = np.einsum("rck,rk->rc", inverted, projected) / design.length
    residual = centered - np.einsum("rsk,rk->rs", design.left, projected)
    relative_mean = np.einsum("rc,rck->rk", design.mean / design.length, inverted)
    intercept = y_mean - (design.mean * slopes).sum(axis=1)
    intercept_variance = 1 / n + (relative_mean**2).sum(axis=1)
    return _Fit(
        value=np.concatenate([intercept[:, None], slopes], axis=1),
        unscaled_variance=np.concatenate(
            [intercept_variance[:, None], (inverted**2).sum(axis=2) / design.length**2], axis=1
        ),
        residual=np.where(used, residual, 0.0),
        total=(centered**2).sum(axis=1),
    )


def _infer(fit: _Fit, variance: NDArray[np.float64], df: NDArray[np.float64]) -> Coefficients:
    value = np.where(np.isfinite(df)[:, None], fit.value, np.nan)
    se = np.sqrt(fit.unscaled_variance * variance[:, None])
    t = value / se
    margin = student_quantile(df)[:, None] * se
    return Coefficients(
        value=value,
        se=se,
        t=t,
        p=2 * stdtr(df[:, None], -np.abs(t)),
        interval=Intervals(value - margin, value + margin),
    )
