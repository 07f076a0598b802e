"""How many people lost the symptom, altogether or in part: counts, shares and Wilson's interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from lassitude.statistics.completeness import everyone, judge
from lassitude.statistics.estimates import Intervals

_PERCENT, _ROUNDING = 100.0, 1e-9


@dataclass(frozen=True, eq=False)
class CompleteReduction:
    """People whose score fell from above 0 by the part asked for; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    count : array of int64
        People with such a reduction.
    share : array of float64
        `count` / `n`.
    interval : Intervals
        95% interval of the share by Wilson's score method.
    n : array of int64
        People with both values and a score above 0 at the start.
    unaffected : array of int64
        People with both values whose score was 0 or less at the start; they cannot fall to 0.
    left_out : array of bool [replicate, subject]
        Enrolled people without both values.
    converged : array of bool
        False where nobody could have a complete reduction.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    count: NDArray[np.int64]
    share: NDArray[np.float64]
    interval: Intervals
    n: NDArray[np.int64]
    unaffected: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def complete_reduction(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    enrolled: NDArray[np.bool_] | None = None,
    by_percent: float = 100.0,
) -> CompleteReduction:
    """Count the people whose score is 0 after having been above 0, or has lost a part of itself.

    Parameters
    ----------
    before, after : array of float64 [replicate, subject]
        Scores whose 0 means no symptom; NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.
    by_percent : float
        Least part of the score that has to go; above 0, at most 100.

    Returns
    -------
    CompleteReduction
        From the people with both values.

    Examples
    --------
    >>> result = complete_reduction(np.array([[36.0, 40.0, 0.0]]), np.array([[0.0, 12.0, 0.0]]))
    >>> int(result.count[0]), int(result.n[0]), int(result.unaffected[0])
    (1, 2, 1)
    >>> int(complete_reduction(np.array([[36.0, 40.0]]), np.array([[18.0, 21.0]]), by_percent=50.0).count[0])
    1
    """
    enrolled = everyone(before, enrolled)
    used = enrolled & np.isfinite(before) & np.isfinite(after)
    at_risk = used & (np.where(used, before, 0.0) > 0)
    left = before * (1.0 - by_percent / _PERCENT)
    fallen = np.where(at_risk, after, np.inf) <= np.where(at_risk, left, 0.0) + _ROUNDING
    count, n = fallen.sum(axis=1), at_risk.sum(axis=1)
    converged, notes = judge(
        {"nobody has both values": used.sum(axis=1) == 0, "nobody scored above 0 at the start": n == 0}
    )
    return CompleteReduction(
        count=count,
        share=count / np.where(n > 0, n, np.nan),
        interval=wilson(count, n),
        n=n,
        unaffected=used.sum(axis=1) - n,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


def wilson(count: NDArray[np.int64], n: NDArray[np.int64]) -> Intervals:
    """Return Wilson's 95% score interval of a share, without continuity correction.

    Parameters
    ----------
    count, n : array of int64
        Successes and trials; NaN is returned where there are no trials.

    References
    ----------
    Wilson E.B. J Am Stat Assoc 1927;22:209-212.

    Examples
    --------
    >>> low, high = wilson(np.array([4]), np.array([23]))
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.07, 0.371)
    """
    trials = np.where(n > 0, n, np.nan)
    z = ndtri(0.975)
    share = count / trials
    center = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    margin = z / (1 + z * z / trials) * np.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    return Intervals(np.maximum(center - margin, 0.0), np.minimum(center + margin, 1.0))
