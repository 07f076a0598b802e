"""Different people in two groups: Welch's t test and its confidence interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from lassitude.statistics.completeness import judge, largest, negligible
from lassitude.statistics.descriptive import describe, student_quantile
from lassitude.statistics.estimates import Intervals


@dataclass(frozen=True, eq=False)
class Welch:
    """Welch's t test in every replicate; arrays [replicate].

    Attributes
    ----------
    difference, se : array of float64
        Mean of the group minus mean of the reference, and its standard error, in the unit of the values.
    interval : Intervals
        95% interval of the difference.
    t, df, p : array of float64
        Test statistic, Satterthwaite's degrees of freedom, two-sided p value.
    n : array of int64
        People of both groups with a value.
    converged : array of bool
        False where there is no test.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    difference: NDArray[np.float64]
    se: NDArray[np.float64]
    interval: Intervals
    t: NDArray[np.float64]
    df: NDArray[np.float64]
    p: NDArray[np.float64]
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def welch(group: NDArray[np.float64], reference: NDArray[np.float64]) -> Welch:
    """Test that two groups have the same mean, without assuming that they have the same variance.

    Parameters
    ----------
    group, reference : array of float64 [replicate, subject]
        One unit; NaN is missing, and everybody who does not belong to the group.

    Returns
    -------
    Welch
        From the people with a value.

    References
    ----------
    Welch B.L. Biometrika 1947;34:28-35; Satterthwaite F.E. Biometrics Bulletin 1946;2:110-114.

    Examples
    --------
    >>> result = welch(np.array([[20.0, 30.0, 25.0]]), np.array([[36.0, 40.0, 31.0]]))
    >>> round(float(result.difference[0]), 2), round(float(result.p[0]), 4)
    (-10.67, 0.0523)
    """
    one, other = describe(group[..., None]), describe(reference[..., None])
    n_one, n_other = one.n[:, 0], other.n[:, 0]
    own, its = one.se[:, 0] ** 2, other.se[:, 0] ** 2
    squares = (n_one - 1) * one.sd[:, 0] ** 2 + (n_other - 1) * other.sd[:, 0] ** 2
    size = np.maximum(largest(group, np.isfinite(group)), largest(reference, np.isfinite(reference)))
    converged, notes = judge(
        {
            "fewer than two people of the group have a value": n_one < 2,
            "fewer than two people of the reference have a value": n_other < 2,
            "the value does not vary between people of a group": negligible(squares, n_one + n_other, size),
        }
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.where(converged, np.sqrt(own + its), np.nan)
        df = (own + its) ** 2 / (own**2 / (n_one - 1) + its**2 / (n_other - 1))
        df = np.where(converged, df, np.nan)
        difference = one.mean[:, 0] - other.mean[:, 0]
        t = difference / se
    margin = student_quantile(df) * se
    return Welch(
        difference=np.where(converged, difference, np.nan),
        se=se,
        interval=Intervals(difference - margin, difference + margin),
        t=t,
        df=df,
        p=2 * stdtr(df, -np.abs(t)),
        n=n_one + n_other,
        converged=converged,
        notes=notes,
    )
