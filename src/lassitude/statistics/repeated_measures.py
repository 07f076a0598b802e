"""Repeated-measures analysis of variance within subjects, corrected for lack of sphericity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.sphericity import univariate_test


@dataclass(frozen=True, eq=False)
class WithinEffect:
    """One within-subject effect in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    f : array of float64
        F statistic of the univariate analysis.
    df_effect, df_error : array of float64
        Degrees of freedom before correction.
    epsilon_gg, epsilon_hf : array of float64
        Greenhouse-Geisser and Huynh-Feldt epsilon. The second may exceed 1, as it does in R; it is
        taken as 1 where it is used.
    mauchly_w, mauchly_p : array of float64
        Mauchly's test of sphericity; NaN for one degree of freedom and where the covariance matrix is
        singular because there are too few people.
    p, p_gg, p_hf : array of float64
        Upper tail of F: uncorrected, and with both degrees of freedom times epsilon.
    n : array of int64
        Complete cases.
    left_out : array of bool [replicate, subject]
        Enrolled people who miss at least one visit.
    converged : array of bool
        False where there is no F.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    f: NDArray[np.float64]
    df_effect: NDArray[np.float64]
    df_error: NDArray[np.float64]
    epsilon_gg: NDArray[np.float64]
    epsilon_hf: NDArray[np.float64]
    mauchly_w: NDArray[np.float64]
    mauchly_p: NDArray[np.float64]
    p: NDArray[np.float64]
    p_gg: NDArray[np.float64]
    p_hf: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def repeated_measures(values: NDArray[np.float64], enrolled: NDArray[np.bool_] | None = None) -> WithinEffect:
    """Test whether the mean differs between visits, within subjects.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        Any unit; NaN is missing. Subtracting each person's first value changes nothing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    WithinEffect
        From the people measured at every visit; the others are in `left_out`.

    Examples
    --------
    >>> values = np.array([[[1.0, 2, 4], [2, 3, 4], [2, 4, 5], [1, 3, 3]]])
    >>> effect = repeated_measures(values)
    >>> round(float(effect.f[0]), 2), int(effect.df_error[0])
    (28.5, 6)
    """
    return within_effect(values, factorial_contrasts((values.shape[2],), (True,)), enrolled)


def factorial_contrasts(levels: Sequence[int], varies: Sequence[bool]) -> NDArray[np.float64]:
    """Make orthonormal contrasts of one effect in a fully crossed within-subject design.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each factor; the last factor varies fastest along the measurements.
    varies : sequence of bool
        Which factors the effect contains: one for a main effect, several for an interaction. The
        measurements are averaged over the others.

    Returns
    -------
    array of float64 [contrast, measurement]
        Orthonormal rows that sum to 0.

    Examples
    --------
    >>> factorial_contrasts((2, 3), (False, True)).shape
    (2, 6)
    """
    parts = [
        _helmert(count) if inside else np.full((1, count), 1 / np.sqrt(count))
        for count, inside in zip(levels, varies, strict=True)
    ]
    return reduce(np.kron, parts)


def within_effect(
    values: NDArray[np.float64],
    contrasts: NDArray[np.float64],
    enrolled: NDArray[np.bool_] | None = None,
) -> WithinEffect:
    """Test that the means of several contrasts within subjects are all 0.

    With y the contrasts of n complete cases, d of them, F = (n |mean y|^2 / d) / (SS / (d (n - 1))), where
    SS is the sum of squares of y about its mean; epsilon comes from the covariance matrix of y.

    Parameters
    ----------
    values : array of float64 [replicate, subject, measurement]
        NaN is missing.
    contrasts : array of float64 [contrast, measurement]
        Orthonormal rows, as of :func:`factorial_contrasts`.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    WithinEffect

    Raises
    ------
    ValueError
        If the contrasts are not orthonormal.

    References
    ----------
    Greenhouse S.W., Geisser S. Psychometrika 1959;24:95-112. Huynh H., Feldt L.S. J Educ Stat 1976;1:69-82.

    Examples
    --------
    >>> values = np.array([[[1.0, 2, 4], [2, 3, 4], [2, 4, 5], [1, 3, 3]]])
    >>> round(float(within_effect(values, factorial_contrasts((3,), (True,))).epsilon_gg[0]), 3)
    0.8
    """
    d = contrasts.shape[0]
    if not np.allclose(contrasts @ contrasts.T, np.eye(d)):
        raise ValueError("The contrasts of a within-subject effect must be orthonormal rows.")
    enrolled = everyone(values, enrolled)
    used = enrolled & np.isfinite(values).all(axis=2)
    n = used.sum(axis=1)
    mean, products = _mean_and_products(values, used, contrasts)
    error = np.trace(products, axis1=1, axis2=2)
    converged, notes = _usable(n, d, error, largest(values, used))
    explained = n * (mean**2).sum(axis=1)
    test = univariate_test(explained, 1, products, np.where(converged, n - 1.0, np.nan))
    return WithinEffect(*test, n=n, left_out=enrolled & ~used, converged=converged, notes=notes)


def _usable(
    n: NDArray[np.int64], d: int, error: NDArray[np.float64], size: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    return judge(
        {
            "an effect of visit needs at least two visits": np.full(n.shape, d == 0),
            "fewer than two people were measured at every visit": n < 2,
            "the differences between visits do not vary between people": negligible(
                error, n * max(d, 1), size
            ),
        }
    )


def _mean_and_products(
    values: NDArray[np.float64], used: NDArray[np.bool_], contrasts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean [replicate, contrast] and sums of products [replicate, contrast, contrast] of complete cases."""
    y = np.einsum("rsv,dv->rsd", np.where(used[..., None], values, 0.0), contrasts)
    mean = y.sum(axis=1) / np.maximum(used.sum(axis=1), 1)[:, None]
    centered = np.where(used[..., None], y - mean[:, None, :], 0.0)
    return mean, np.swapaxes(centered, 1, 2) @ centered


def _helmert(count: int) -> NDArray[np.float64]:
    rows = np.tril(np.ones((count, count))) - np.diag(np.arange(1.0, count), 1)
    rows = rows[: max(count - 1, 0)]
    return rows / np.sqrt((rows**2).sum(axis=1, keepdims=True))
