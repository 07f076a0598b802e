"""The prior of a parameter that has not been calibrated: a triangle between its bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.parameters import Declaration


def triangular(uniform: NDArray[np.float64], one: Declaration) -> NDArray[np.float64]:
    """Turn uniform numbers into draws between a parameter's bounds that peak at its value.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> flat = Declaration("x", 1.0, "1", (0.0, 2.0), hypothesis("an example"), "an example", None)
    >>> triangular(np.array([0.0, 0.5, 1.0]), flat).tolist()
    [0.0, 1.0, 2.0]
    """
    low, high = one.bounds
    if high == low:
        return np.full(uniform.shape, low)
    peak = (one.value - low) / (high - low)
    rising = np.sqrt(uniform * peak)
    falling = 1.0 - np.sqrt((1.0 - uniform) * (1.0 - peak))
    return low + (high - low) * np.where(uniform < peak, rising, falling)
