"""Whether two measures change together within people: the repeated-measures correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.estimates import Intervals


@dataclass(frozen=True, eq=False)
class RepeatedCorrelation:
    """Correlation within people in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    r : array of float64
        Correlation of deviations from each person's own means.
    df : array of float64
        Pairs of values - people - 1.
    p : array of float64
        Two-sided.
    interval : Intervals
        95% interval by Fisher's z with standard error 1 / sqrt(df - 1).
    n : array of int64
        People with at least two pairs of values.
    left_out : array of bool [replicate, subject]
        People of the study who have fewer.
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


def repeated_correlation(
    one: NDArray[np.float64], other: NDArray[np.float64], enrolled: NDArray[np.bool_] | None = None
) -> RepeatedCorrelation:
    """Correlate two measures over visits within people, with one slope and a level for each person.

    Parameters
    ----------
    one, other : array of float64 [replicate, subject, visit]
        NaN is missing; visits at which only one was measured do not count.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    References
    ----------
    Bland J.M., Altman D.G. BMJ 1995;310:446; Bakdash J.Z., Marusich L.R. Front Psychol 2017;8:456.

    Examples
    --------
    >>> found = repeated_correlation(np.array([[[1.0, 2, 3], [11, 12, 13]]]),
    ...                              np.array([[[5.0, 4, 4], [9, 7, 6]]]))
    >>> round(float(found.r[0]), 3), float(found.df[0])
    (-0.866, 3.0)
    """
    enrolled = everyone(one, enrolled)
    both = np.isfinite(one) & np.isfinite(other) & enrolled[..., None]
    used = both.sum(axis=2) >= 2
    both &= used[..., None]
    people, pairs = used.sum(axis=1), both.sum(axis=(1, 2))
    x, y = _deviations(one, both), _deviations(other, both)
    squares = [(part**2).sum(axis=(1, 2)) for part in (x, y)]
    df = pairs - people - 1.0
    flat = [
        negligible(total, pairs, largest(np.where(both, part, 0.0), used))
        for total, part in zip(squares, (one, other), strict=True)
    ]
    converged, notes = judge(
        {
            "nobody has two visits with both values": people == 0,
            "fewer pairs of values than people + 2": df < 1,
            "the first measure does not vary within people": flat[0],
            "the second measure does not vary within people": flat[1],
        }
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.clip((x * y).sum(axis=(1, 2)) / np.sqrt(squares[0] * squares[1]), -1, 1)
        t = r * np.sqrt(df / (1 - r**2))
        margin = np.where(df > 1, float(ndtri(0.975)) / np.sqrt(df - 1), np.nan)
        ends = [np.tanh(np.arctanh(r) + side * margin) for side in (-1, 1)]
        p = 2 * stdtr(np.maximum(df, 1), -np.abs(t))
    known = np.where(converged, 1.0, np.nan)
    return RepeatedCorrelation(
        r=r * known,
        df=df * known,
        p=p * known,
        interval=Intervals(ends[0] * known, ends[1] * known),
        n=people,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


def _deviations(values: NDArray[np.float64], both: NDArray[np.bool_]) -> NDArray[np.float64]:
    filled = np.where(both, values, 0.0)
    mean = filled.sum(axis=2) / np.maximum(both.sum(axis=2), 1)
    return np.where(both, filled - mean[..., None], 0.0)
