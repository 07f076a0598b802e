"""Means of things of which a person may have several: people are independent, what one person has is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from lassitude.statistics.descriptive import student_quantile
from lassitude.statistics.estimates import Intervals


@dataclass(frozen=True, eq=False)
class ClusteredMean:
    """A mean in every replicate; arrays [replicate].

    Attributes
    ----------
    value, se : array of float64
        Mean over things, and its standard error, robust to what things of one person share.
    interval : Intervals
        95% t interval with people - 1 degrees of freedom; NaN below two people.
    things, people : array of int64
        How many were averaged, and of how many people.
    """

    value: NDArray[np.float64]
    se: NDArray[np.float64]
    interval: Intervals
    things: NDArray[np.int64]
    people: NDArray[np.int64]


def clustered_mean(total: NDArray[np.float64], count: NDArray[np.float64]) -> ClusteredMean:
    """Average over all things of all people.

    Parameters
    ----------
    total : array of float64 [replicate, subject]
        Sum over the things of a person; any value for a person without one.
    count : array of float64 [replicate, subject]
        How many things the person has.

    References
    ----------
    Cochran W.G. Sampling Techniques, 3rd ed., 1977, 6.3: a ratio of two totals, with people as the sample.

    Examples
    --------
    >>> found = clustered_mean(np.array([[1.0, 3.0, 2.0]]), np.array([[1.0, 2.0, 1.0]]))
    >>> float(found.value[0]), round(float(found.se[0]), 3)
    (1.5, 0.217)
    """
    there = count > 0
    things, people = count.sum(axis=1), there.sum(axis=1)
    value = np.where(there, total, 0.0).sum(axis=1) / np.where(things > 0, things, np.nan)
    left = np.where(there, total - value[:, None] * count, 0.0)
    several = np.where(people > 1, people, np.nan)
    se = np.sqrt(several / (several - 1) * (left**2).sum(axis=1)) / np.where(things > 0, things, np.nan)
    margin = student_quantile(several - 1.0) * se
    interval = Intervals(value - margin, value + margin)
    return ClusteredMean(value, se, interval, things.astype(np.int64), people)


def clustered_share(count: NDArray[np.float64], trials: NDArray[np.float64]) -> ClusteredMean:
    """Average what is either so or not over all things of all people.

    Parameters
    ----------
    count, trials : array of float64 [replicate, subject]
        How many of a person's things are so, and how many there are.

    Returns
    -------
    ClusteredMean
        With Wilson's interval of a sample that is smaller by the design effect, which is never below 1 and
        is 1 where each person has one thing.

    References
    ----------
    Korn E.L., Graubard B.I. Survey Methodology 1998;24:193-201 (effective sample size).

    Examples
    --------
    >>> found = clustered_share(np.array([[1.0, 0.0, 1.0]]), np.ones((1, 3)))
    >>> round(float(found.interval.low[0]), 3), round(float(found.interval.high[0]), 3)
    (0.208, 0.939)
    """
    found = clustered_mean(count, trials)
    n, share, z = np.where(found.things > 0, found.things, np.nan), found.value, float(ndtri(0.975))
    plain = share * (1 - share) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(plain > 0, found.se**2 * (found.people - 1) / found.people / plain, 1.0)
    effective = n / np.maximum(np.nan_to_num(effect, nan=1.0), 1.0)
    center = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    spread = share * (1 - share) / effective + (z / (2 * effective)) ** 2
    margin = z / (1 + z * z / effective) * np.sqrt(spread)
    interval = Intervals(np.maximum(center - margin, 0.0), np.minimum(center + margin, 1.0))
    return ClusteredMean(share, found.se, interval, found.things, found.people)
