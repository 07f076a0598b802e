"""The extreme that each person reaches after a visit: how far, how many times as much, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

HOURS_A_DAY = 24.0


@dataclass(frozen=True, eq=False)
class Peaks:
    """Extremes in people; every statistic is over those with a value at the start and one after it.

    Attributes
    ----------
    peak, rise, fold, hours : array of float64 [replicate]
        Mean extreme, mean change to it, median ratio to the start, median hours until it is reached.
    rise_se : array of float64 [replicate]
        Standard error of the mean change.
    n : array of int64 [replicate]
        People.
    left_out : array of bool [replicate, subject]
        People of the arm without a value at the start or after it.
    """

    peak: NDArray[np.float64]
    rise: NDArray[np.float64]
    fold: NDArray[np.float64]
    hours: NDArray[np.float64]
    rise_se: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]


def peaks(
    values: NDArray[np.float64],
    days: Sequence[float],
    enrolled: NDArray[np.bool_],
    toward: Literal["highest", "lowest"] = "highest",
) -> Peaks:
    """Find the extreme that each person reaches.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        In order of time, the first visit being the start; NaN is missing.
    days : sequence of float
        When each visit is.
    enrolled : array of bool [replicate, subject]
        Who belongs to the arm.
    toward : {"highest", "lowest"}
        Which extreme, among the visits after the start. Of several alike the first counts.

    Examples
    --------
    >>> found = peaks(np.array([[[2.0, 6.0, 4.0]]]), [0.0, 0.125, 0.25], np.array([[True]]))
    >>> [float(one[0]) for one in (found.peak, found.rise, found.fold, found.hours)]
    [6.0, 4.0, 3.0, 3.0]
    """
    sign = 1.0 if toward == "highest" else -1.0
    start, later = values[..., 0], values[..., 1:]
    used = enrolled & ~np.isnan(start) & ~np.isnan(later).all(axis=-1)
    at = np.argmax(np.where(np.isnan(later), -np.inf, sign * later), axis=-1)
    extreme = np.where(used, np.take_along_axis(later, at[..., None], axis=-1)[..., 0], np.nan)
    since = HOURS_A_DAY * (np.asarray(days[1:], np.float64)[at] - days[0])
    n, rise = used.sum(axis=1), extreme - start
    ratio = np.where(start > 0.0, extreme / np.where(start > 0.0, start, 1.0), np.nan)
    mean = _mean(rise, n)
    spread = np.nansum(np.where(used, rise - mean[:, None], 0.0) ** 2, axis=1)
    few = n < 2
    return Peaks(
        _mean(extreme, n),
        mean,
        _median(ratio),
        _median(np.where(used, since, np.nan)),
        np.where(few, np.nan, np.sqrt(spread / np.maximum(n - 1, 1) / np.maximum(n, 1))),
        n,
        enrolled & ~used,
    )


def _mean(values: NDArray[np.float64], n: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(n > 0, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)


def _median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    there = ~np.isnan(values).all(axis=1)
    found = np.full(len(values), np.nan)
    found[there] = np.nanmedian(values[there], axis=1)
    return found
