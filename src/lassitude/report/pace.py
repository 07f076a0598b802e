"""How time is drawn: in proportion, or closer together later on where most visits crowd at the beginning."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CROWDED = 0.15
"""Visits crowd if half of them lie within this share of the time shown."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time in proportion until some moment, and in proportion to its logarithm from there on.

    Attributes
    ----------
    until : float
        That moment, in the unit in which times are told; infinite where all is in proportion.
    """

    until: float = math.inf

    def drawn(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return where times are drawn.

        Examples
        --------
        >>> [round(float(one), 2) for one in Pace(4.0).drawn([0.0, 4.0, 24.0, 72.0])]
        [0.0, 4.0, 11.17, 15.56]
        """
        told = np.asarray(times, float)
        if math.isinf(self.until):
            return told
        return np.where(
            told <= self.until, told, self.until * (1.0 + np.log(np.maximum(told / self.until, 1.0)))
        )

    def told(self, places: ArrayLike) -> NDArray[np.float64]:
        """Return which time is drawn at a place.

        Examples
        --------
        >>> [round(float(one), 2) for one in Pace(4.0).told(Pace(4.0).drawn([0.0, 24.0, 72.0]))]
        [0.0, 24.0, 72.0]
        """
        drawn = np.asarray(places, float)
        if math.isinf(self.until):
            return drawn
        return np.where(
            drawn <= self.until, drawn, self.until * np.exp(np.maximum(drawn / self.until, 1.0) - 1.0)
        )


def pace_of(times: Collection[float]) -> Pace:
    """Return how the times of visits are drawn.

    Examples
    --------
    >>> pace_of([0, 6, 12, 24, 36]).until, pace_of([0, 1, 2, 3, 4, 6, 24, 72]).until
    (inf, 4)
    """
    inner = sorted(set(times))
    middle = inner[len(inner) // 2]
    crowd = middle > 0.0 and middle - inner[0] < CROWDED * (inner[-1] - inner[0])
    return Pace(middle) if crowd else Pace()
