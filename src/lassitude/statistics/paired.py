"""The same people at two visits: the paired t test and its confidence interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.descriptive import describe
from lassitude.statistics.estimates import Intervals


@dataclass(frozen=True, eq=False)
class PairedT:
    """The paired t test in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    mean_change, sd, se : array of float64
        Mean of (after - before), its standard deviation and standard error, in the unit of the values.
    interval : Intervals
        95% t interval of the mean change.
    t, df, p : array of float64
        Test statistic, degrees of freedom, two-sided p value.
    n : array of int64
        Pairs.
    left_out : array of bool [replicate, subject]
        Enrolled people without both values.
    converged : array of bool
        False where there is no test.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    mean_change: NDArray[np.float64]
    sd: NDArray[np.float64]
    se: NDArray[np.float64]
    interval: Intervals
    t: NDArray[np.float64]
    df: NDArray[np.float64]
    p: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def paired_t(
    before: NDArray[np.float64], after: NDArray[np.float64], enrolled: NDArray[np.bool_] | None = None
) -> PairedT:
    """Test that the mean change is 0, by Student's t on the individual changes.

    Parameters
    ----------
    before, after : array of float64 [replicate, subject]
        One unit; NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    PairedT
        From the people with both values. The mean change is given even where the test is not.

    Examples
    --------
    >>> result = paired_t(np.array([[36.0, 40.0, 31.0]]), np.array([[20.0, 30.0, 25.0]]))
    >>> round(float(result.t[0]), 3), round(float(result.p[0]), 4)
    (-3.671, 0.0669)
    """
    enrolled = everyone(before, enrolled)
    used = enrolled & np.isfinite(before) & np.isfinite(after)
    change = np.where(used, after - before, np.nan)
    described = describe(change[..., None])
    n, mean, sd, se = described.n[:, 0], described.mean[:, 0], described.sd[:, 0], described.se[:, 0]
    size = np.maximum(largest(before, used), largest(after, used))
    converged, notes = judge(
        {
            "fewer than two people have both values": n < 2,
            "the change does not vary between people": negligible((n - 1) * sd**2, n, size),
        }
    )
    df = np.where(converged, n - 1.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(converged, mean / se, np.nan)
    interval = Intervals(*(np.where(converged, end[:, 0], np.nan) for end in described.mean_interval))
    return PairedT(
        mean_change=mean,
        sd=sd,
        se=se,
        interval=interval,
        t=t,
        df=df,
        p=2 * stdtr(df, -np.abs(t)),
        n=n,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )
