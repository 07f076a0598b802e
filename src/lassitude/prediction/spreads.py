"""From values over replicates to medians and central intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.results import Interval, Predicted, Spread


def percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 5th, 25th, 50th, 75th and 95th percentile over replicates, NaN left out.

    Examples
    --------
    >>> percentiles(np.array([1.0, 2.0, 3.0, np.nan]))[2].item()
    2.0
    """
    known = values[np.isfinite(values)]
    return np.percentile(known, [5, 25, 50, 75, 95]) if len(known) else np.full(5, np.nan)


def spread(values: NDArray[np.float64]) -> Spread:
    """Summarize values over replicates.

    Parameters
    ----------
    values : array of float, [replicate]
        NaN where a replicate gave none.

    Examples
    --------
    >>> spread(np.arange(101.0)).interval90
    Interval(lower=5.0, upper=95.0)
    """
    low, quarter, middle, upper_quarter, high = (float(one) for one in percentiles(values))
    return Spread(middle, Interval(quarter, upper_quarter), Interval(low, high))


def predicted(values: NDArray[np.float64]) -> Predicted:
    """Summarize an estimate over replicates, with the Monte Carlo error of its median.

    The error is half the width of the order-statistic interval that holds the median with 68%.

    Parameters
    ----------
    values : array of float, [replicate]
        NaN where a replicate gave none.

    Examples
    --------
    >>> predicted(np.arange(101.0)).replicates
    101
    """
    told = spread(values)
    known = np.sort(values[np.isfinite(values)])
    error = None
    if len(known) > 1:
        reach = 0.5 / np.sqrt(len(known))
        low, high = np.quantile(known, [max(0.5 - reach, 0.0), min(0.5 + reach, 1.0)])
        error = float(high - low) / 2.0
    return Predicted(told.median, told.interval50, told.interval90, error, len(known))


def share(truth: NDArray[np.bool_]) -> Predicted:
    """Summarize how often something happened over replicates, with its Monte Carlo error.

    Examples
    --------
    >>> share(np.array([True, False])).median
    0.5
    """
    count = len(truth)
    part = float(np.mean(truth)) if count else float("nan")
    error = float(np.sqrt(part * (1.0 - part) / count)) if count else None
    return Predicted(part, None, None, error, count)
