"""When a study that found nothing counts as reproduced."""

from __future__ import annotations

import math

from lassitude.results import Interval


def reproduced(median: float, interval90: Interval, smallest: float) -> bool:
    """Return whether a prediction agrees with a study that found nothing.

    It does when the 90% interval contains 0 and the median is smaller than the smallest important change:
    neither an effect that is surely there nor a wide interval around a large one is a null.

    Parameters
    ----------
    median : float
        Predicted.
    interval90 : Interval
        Predicted.
    smallest : float
        Smallest important change, above 0, in the same unit.

    Examples
    --------
    >>> reproduced(-1.0, Interval(-4.0, 2.0), 4.0), reproduced(-5.0, Interval(-11.0, 1.0), 4.0)
    (True, False)
    """
    if not smallest > 0 or math.isinf(smallest):
        raise ValueError(f"a smallest important change is above 0, not {smallest}")
    return interval90.contains(0.0) and abs(median) < smallest
