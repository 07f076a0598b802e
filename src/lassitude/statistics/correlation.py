"""Correlations between people at one time, of values or of ranks, whole or with others held constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr
from scipy.stats import rankdata

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.estimates import Intervals

_RANK_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class Correlation:
    """A correlation in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    r : array of float64
        From -1 to 1.
    df : array of float64
        People - 2, less one for each measure held constant.
    p : array of float64
        Two-sided, that there is no correlation, by Student's t.
    interval : Intervals
        95% interval by Fisher's z; NaN below four people and one more for each measure held constant.
    n : array of int64
        People with all values.
    left_out : array of bool [replicate, subject]
        People of the study who lack one.
    converged : array of bool
        False where there is no correlation.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    r: NDArray[np.float64]
    df: NDArray[np.float64]
    p: NDArray[np.float64]
    interval: Intervals
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def pearson(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    given: NDArray[np.float64] | None = None,
    enrolled: NDArray[np.bool_] | None = None,
) -> Correlation:
    """Correlate two measures, or what of them is left when others are held constant.

    Parameters
    ----------
    one, other : array of float64 [replicate, subject]
        NaN is missing.
    given : array of float64 [replicate, subject, measure], optional
        Held constant by least squares; one that does not vary holds nothing and costs nothing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    Correlation
        Standard error of Fisher's z: 1 / sqrt(n - 3 - measures held constant).

    References
    ----------
    Fisher R.A. Metron 1921;1:3-32; 1924;3:329-332 (partial correlation: one person less for each measure).

    Examples
    --------
    >>> found = pearson(np.array([[1.0, 2, 3, 4, 5]]), np.array([[2.0, 1, 4, 3, 5]]))
    >>> round(float(found.r[0]), 3), round(float(found.p[0]), 3)
    (0.8, 0.104)
    """
    used = _used(one, other, given, enrolled)
    return _correlated(one, other, given, used, everyone(one, enrolled), by_rank=0.0)


def spearman(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    given: NDArray[np.float64] | None = None,
    enrolled: NDArray[np.bool_] | None = None,
) -> Correlation:
    """Correlate the ranks of two measures, or what of them is left when ranks of others are held constant.

    Parameters
    ----------
    one, other, given, enrolled
        See `pearson`. Ties have their mean rank.

    Returns
    -------
    Correlation
        Standard error of Fisher's z: sqrt((1 + r² / 2) / (n - 3 - measures held constant)).

    References
    ----------
    Bonett D.G., Wright T.A. Psychometrika 2000;65:23-28 (the standard error).

    Examples
    --------
    >>> found = spearman(np.array([[1.0, 2, 3, 4, 50]]), np.array([[2.0, 1, 4, 3, 500]]))
    >>> round(float(found.r[0]), 3)
    0.8
    """
    used = _used(one, other, given, enrolled)
    ranked = None if given is None else np.stack([_ranks(x, used) for x in np.moveaxis(given, 2, 0)], axis=2)
    return _correlated(
        _ranks(one, used), _ranks(other, used), ranked, used, everyone(one, enrolled), by_rank=0.5
    )


def _used(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    given: NDArray[np.float64] | None,
    enrolled: NDArray[np.bool_] | None,
) -> NDArray[np.bool_]:
    used = everyone(one, enrolled) & np.isfinite(one) & np.isfinite(other)
    return used if given is None else used & np.isfinite(given).all(axis=2)


def _ranks(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    if not values.size:
        return values
    return np.where(used, rankdata(np.where(used, values, np.inf), axis=1), np.nan)


def _correlated(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    given: NDArray[np.float64] | None,
    used: NDArray[np.bool_],
    enrolled: NDArray[np.bool_],
    by_rank: float,
) -> Correlation:
    n = used.sum(axis=1)
    basis, held = _basis(given, used)
    x, y = (_left(values, used, basis) for values in (one, other))
    squares = [(part**2).sum(axis=1) for part in (x, y)]
    df = n - 2.0 - held
    flat = [
        negligible(total, n, largest(values, used))
        for total, values in zip(squares, (one, other), strict=True)
    ]
    constant = " or is determined by the measures held constant" if given is not None else ""
    converged, notes = judge(
        {
            "fewer people with all values than measures + 1": df < 1,
            f"the first measure does not vary{constant}": flat[0],
            f"the second measure does not vary{constant}": flat[1],
        }
    )
    r, p, interval = _inferred(x, y, squares, df, by_rank)
    known = np.where(converged, 1.0, np.nan)
    return Correlation(
        r=r * known,
        df=df * known,
        p=p * known,
        interval=Intervals(*(end * known for end in interval)),
        n=n,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


def _inferred(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    squares: list[NDArray[np.float64]],
    df: NDArray[np.float64],
    by_rank: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], Intervals]:
    """Return the correlation of two centered measures, its p value and its interval."""
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.clip((x * y).sum(axis=1) / np.sqrt(squares[0] * squares[1]), -1, 1)
        t = r * np.sqrt(df / (1 - r**2))
        se = np.sqrt((1 + by_rank * r**2) / np.where(df > 1, df - 1, np.nan))
        low, high = (np.tanh(np.arctanh(r) + side * float(ndtri(0.975)) * se) for side in (-1, 1))
    return r, 2 * stdtr(np.maximum(df, 1), -np.abs(t)), Intervals(low, high)


def _centered(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    filled = np.where(used, values, 0.0)
    mean = filled.sum(axis=1, keepdims=True) / np.maximum(used.sum(axis=1, keepdims=True), 1)
    return np.where(used, filled - mean, 0.0)


def _basis(
    given: NDArray[np.float64] | None, used: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return orthonormal directions of what is held constant, in each replicate, and how many they are."""
    if given is None or given.shape[2] == 0 or used.shape[1] == 0:
        return np.zeros((*used.shape, 0)), np.zeros(used.shape[0], dtype=np.int64)
    columns = np.stack([_centered(values, used) for values in np.moveaxis(given, 2, 0)], axis=2)
    length = np.sqrt((columns**2).sum(axis=1))
    size = np.stack([largest(values, used) for values in np.moveaxis(given, 2, 0)], axis=1)
    varies = ~negligible(length**2, np.maximum(used.sum(axis=1), 1)[:, None], size)
    scaled = np.where(varies[:, None], columns / np.where(varies, length, 1.0)[:, None], 0.0)
    left, singular, _ = np.linalg.svd(scaled, full_matrices=False)
    kept = singular > _RANK_TOLERANCE
    return np.where(kept[:, None], left, 0.0), kept.sum(axis=1)


def _left(
    values: NDArray[np.float64], used: NDArray[np.bool_], basis: NDArray[np.float64]
) -> NDArray[np.float64]:
    centered = _centered(values, used)
    return centered - np.einsum("rsk,rk->rs", basis, np.einsum("rsk,rs->rk", basis, centered))
