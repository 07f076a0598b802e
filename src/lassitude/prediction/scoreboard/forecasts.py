"""Forecasts of one number as equally likely values, and how they are scored."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit
from scoringrules import crps_ensemble

from lassitude.results import Interval

QUANTILES = 999
"""Values by which a forecast with a formula is written."""

Forecast = NDArray[np.float64]
"""Equally likely values, [value]; all finite, at least one."""


def around(
    center: float,
    error: float,
    freedom: float = np.inf,
    back: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
) -> Forecast:
    """Write Student's t distribution around a center as equally likely values.

    Parameters
    ----------
    center, error : float
        Center and scale, on the scale on which the forecast was made.
    freedom : float
        Degrees of freedom; infinite for the normal distribution.
    back : callable, optional
        From that scale to the unit of the printed number.

    Returns
    -------
    array of float, [value]
        The quantiles in the middle of 999 equal shares.

    Examples
    --------
    >>> around(2.0, 1.0)[499].item(), around(0.0, 1.0, back=np.exp)[499].item()
    (2.0, 1.0)
    """
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    scores = ndtri(shares) if np.isinf(freedom) else stdtrit(freedom, shares)
    # The middle is zero, which rounding would miss.
    scores[QUANTILES // 2] = 0.0
    values = center + error * scores
    return values if back is None else back(values)


def crps(forecast: Forecast, value: float) -> float:
    """Return the continuous ranked probability score: 0 is best, and it is in the unit of the number.

    Of a forecast by one value it is the distance from it.

    Examples
    --------
    >>> crps(np.array([2.0]), 5.0)
    3.0
    """
    return float(np.asarray(crps_ensemble(value, forecast), dtype=np.float64))


def central(forecast: Forecast, share: float) -> Interval:
    """Return the interval that leaves equal shares of a forecast on both sides.

    Examples
    --------
    >>> central(np.arange(101.0), 0.9)
    Interval(lower=5.0, upper=95.0)
    """
    # In per cent, rounded, so that the ends of 90% are the 5th and the 95th percentile and not nearly so.
    tail = round(50.0 * (1.0 - share), 9)
    low, high = np.percentile(forecast, [tail, 100.0 - tail])
    return Interval(float(low), float(high))


def normal_score(forecast: Forecast, value: float) -> float:
    """Return where a number lies in a forecast, as a standard normal score.

    The share of values below, half of the equal ones counted, through the normal quantile function; beyond
    all values the share is half a value, so that 200 values never give more than 2.8.

    Parameters
    ----------
    forecast : array of float, [value]
        Equally likely values.
    value : float
        The printed number.

    Returns
    -------
    float
        Positive where the number is higher than predicted.

    Examples
    --------
    >>> normal_score(np.arange(101.0), 50.0)
    0.0
    >>> round(normal_score(np.zeros(200), 7.0), 2)
    2.81
    """
    count = len(forecast)
    below = float((forecast < value).sum()) + 0.5 * float((forecast == value).sum())
    share = min(max(below, 0.5), count - 0.5) / count
    return float(ndtri(share))


def beyond(forecast: Forecast, value: float) -> bool:
    """Return whether a number lies outside of all values of a forecast.

    Examples
    --------
    >>> beyond(np.arange(3.0), 2.5), beyond(np.arange(3.0), 2.0)
    (True, False)
    """
    return bool(value < forecast.min() or value > forecast.max())
