"""The parts of an instrument: what it reports, in which range, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Direction = Literal["higher_worse", "higher_better", "count", "neutral"]
Signals = Mapping[str, NDArray[np.float64]]
Answers = Mapping[int, NDArray[np.float64]]

STATUSES = ("observed", "missed", "below_limit", "above_limit", "non_wear", "invalid")
"""What a status code means: the code is the position in this tuple."""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One thing that an instrument reports.

    Attributes
    ----------
    range : tuple of float
        Lowest and highest possible value.
    unit : str
        Unit that Pint reads, or ``"points"``.
    direction : {"higher_worse", "higher_better", "count", "neutral"}
        What a higher value says about the person.
    step : float or None
        Distance between possible values; None for a continuous part.
    meaning : str
        One sentence fragment for people.
    """

    range: tuple[float, float]
    unit: str
    direction: Direction
    step: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Observed:
    """What one part read.

    Attributes
    ----------
    value : array of float64, one value a person
        NaN where no number was obtained.
    status : array of int8 of the same shape, or None
        Positions in :data:`STATUSES`; None when everything was observed.
    limit : float or None
        The limit that a status ``below_limit`` refers to.
    """

    value: NDArray[np.float64]
    status: NDArray[np.int8] | None = None
    limit: float | None = None
