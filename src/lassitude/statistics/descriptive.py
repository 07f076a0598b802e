"""Means, spreads, medians and quartiles by visit, with 95% intervals, for every replicate at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from lassitude.statistics.estimates import Intervals

_TAIL = 0.025


@dataclass(frozen=True, eq=False)
class Description:
    """What was measured at each visit; arrays [replicate, visit] in the unit of the values.

    Attributes
    ----------
    n : array of int64
        People measured.
    mean, sd, se : array of float64
        Mean, standard deviation (n - 1), standard error of the mean.
    mean_interval : Intervals
        95% t interval of the mean; NaN for fewer than two people.
    median, q1, q3 : array of float64
        Median and quartiles, interpolated linearly between order statistics (Hyndman and Fan's type 7).
    median_interval : Intervals
        Exact distribution-free interval of at least 95%; NaN for fewer than six people, for whom no
        two order statistics reach 95%.
    """

    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    se: NDArray[np.float64]
    mean_interval: Intervals
    median: NDArray[np.float64]
    q1: NDArray[np.float64]
    q3: NDArray[np.float64]
    median_interval: Intervals


def describe(values: NDArray[np.float64]) -> Description:
    """Describe every visit of every replicate from the people measured at it.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        Any unit; NaN is missing.

    Returns
    -------
    Description
        NaN wherever too few people were measured; nothing is raised.

    References
    ----------
    The median's interval runs from the k-th to the (n + 1 - k)-th order statistic, with the largest k for
    which P(Binomial(n, 1/2) < k) <= 0.025: Conover W.J. Practical Nonparametric Statistics, 3rd ed., 3.2.

    Examples
    --------
    >>> described = describe(np.arange(1.0, 10.0).reshape(1, 9, 1))
    >>> float(described.median[0, 0]), float(described.mean[0, 0])
    (5.0, 5.0)
    >>> float(described.median_interval.low[0, 0]), float(described.median_interval.high[0, 0])
    (2.0, 8.0)
    """
    n = np.isfinite(values).sum(axis=1)
    mean, sd = _moments(values, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        se = sd / np.sqrt(n)
    margin = student_quantile(n - 1.0) * se
    ordered = np.sort(np.where(np.isfinite(values), values, np.nan), axis=1)
    return Description(
        n=n,
        mean=mean,
        sd=sd,
        se=se,
        mean_interval=Intervals(mean - margin, mean + margin),
        median=_quantile(ordered, n, 0.5),
        q1=_quantile(ordered, n, 0.25),
        q3=_quantile(ordered, n, 0.75),
        median_interval=_median_interval(ordered, n),
    )


def change_from(values: NDArray[np.float64], visit: int) -> NDArray[np.float64]:
    """Subtract each person's value at one visit from all of that person's values.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        NaN is missing; a change is missing when either value is.
    visit : int
        Index of the visit to subtract.

    Examples
    --------
    >>> change_from(np.array([[[36.0, 23.0]]]), 0).tolist()
    [[[0.0, -13.0]]]
    """
    return values - values[:, :, visit : visit + 1]


def percent_change_of_medians(median: NDArray[np.float64], visit: int) -> NDArray[np.float64]:
    """Return 100 (median - median at one visit) / median at that visit.

    This is the change *of medians*, each over the people measured at its visit; it is not the median of
    individual changes.

    Parameters
    ----------
    median : array of float64 [replicate, visit]
        Medians, as of :func:`describe`.
    visit : int
        Index of the visit to compare with.

    Returns
    -------
    array of float64 [replicate, visit]
        Percent; NaN where the median compared with is 0.

    Examples
    --------
    >>> round(float(percent_change_of_medians(np.array([[36.0, 23.0]]), 0)[0, 1]), 1)
    -36.1
    """
    start = median[:, visit : visit + 1]
    return 100.0 * (median - start) / np.where(start == 0, np.nan, start)


def student_quantile(df: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 97.5% quantile of Student's t distribution; NaN where `df` is not above 0.

    Parameters
    ----------
    df : array of float64
        Degrees of freedom.

    Examples
    --------
    >>> student_quantile(np.array([9.0])).round(3).tolist()
    [2.262]
    """
    return stdtrit(np.where(df > 0, df, np.nan), 1 - _TAIL)


def _moments(
    values: NDArray[np.float64], n: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    known = np.isfinite(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=1) / n
        centered = np.where(known, values - mean[:, None, :], 0.0)
        sd = np.sqrt((centered**2).sum(axis=1) / np.where(n > 1, n - 1, np.nan))
    return mean, sd


def _order_statistic(ordered: NDArray[np.float64], index: NDArray[np.int64]) -> NDArray[np.float64]:
    inside = np.clip(index, 0, max(ordered.shape[1] - 1, 0))
    return np.take_along_axis(ordered, inside[:, None, :], axis=1)[:, 0, :]


def _quantile(ordered: NDArray[np.float64], n: NDArray[np.int64], probability: float) -> NDArray[np.float64]:
    if ordered.shape[1] == 0:
        return np.full(n.shape, np.nan)
    position = np.maximum(n - 1, 0) * probability
    below = np.floor(position).astype(np.int64)
    low = _order_statistic(ordered, below)
    high = _order_statistic(ordered, np.minimum(below + 1, np.maximum(n - 1, 0)))
    return low + (position - below) * (high - low)


def _median_interval(ordered: NDArray[np.float64], n: NDArray[np.int64]) -> Intervals:
    from scipy.stats import binom

    if ordered.shape[1] == 0:
        return Intervals(np.full(n.shape, np.nan), np.full(n.shape, np.nan))
    rank = np.zeros(ordered.shape[1] + 1, dtype=np.int64)
    rank[1:] = binom.ppf(_TAIL, np.arange(1, rank.size), 0.5)
    k = rank[n]
    low, high = _order_statistic(ordered, k - 1), _order_statistic(ordered, n - k)
    return Intervals(np.where(k > 0, low, np.nan), np.where(k > 0, high, np.nan))
