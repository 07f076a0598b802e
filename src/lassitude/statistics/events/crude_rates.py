"""All events of a group over all its time, which is a number also where nothing happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from lassitude.statistics.estimates import Intervals


def crude_rate(
    events: NDArray[np.float64], time: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Intervals]:
    """Divide events by time.

    Parameters
    ----------
    events : array of float64 [replicate]
        Whole numbers.
    time : array of float64 [replicate]
        Time in which they were counted; the rate is per unit of it.

    Returns
    -------
    rate : array of float64 [replicate]
        NaN where nobody was followed.
    interval : Intervals
        Exact 95% interval of a Poisson rate: it takes events to be independent, and is too short where some
        people have many.

    References
    ----------
    Garwood F. Biometrika 1936;28:437-442.

    Examples
    --------
    >>> rate, interval = crude_rate(np.array([0.0, 12.0]), np.array([20.0, 20.0]))
    >>> rate.tolist(), interval.low.round(3).tolist(), interval.high.round(3).tolist()
    ([0.0, 0.6], [0.0, 0.31], [0.184, 1.048])
    """
    known = np.where(time > 0, time, np.nan)
    low = np.where(events > 0, gammaincinv(np.maximum(events, 1.0), 0.025), 0.0)
    return events / known, Intervals(low / known, gammaincinv(events + 1, 0.975) / known)
