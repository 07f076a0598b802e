"""The scales on which published numbers are about normal: as they are, log, logit, and Fisher's z."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from lassitude.quantities.errors import RequestError, did_you_mean

_LABELS = ("identity", "log", "logit", "fisher")
_SMALLEST_PART = 0.02
"""A rate that a small virtual study never saw counts as this part of the published one."""


@dataclass(frozen=True)
class Identity:
    """Means, differences, standard deviations."""

    def forth(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return values on this scale."""
        return np.asarray(value, dtype=np.float64)

    def back(self, told: ArrayLike) -> NDArray[np.float64]:
        """Return values in their own unit."""
        return np.asarray(told, dtype=np.float64)

    def slope(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return how far the scale moves per unit."""
        return np.ones_like(np.asarray(value, dtype=np.float64))


@dataclass(frozen=True)
class Log:
    """Rates and ratios; what is smaller than `smallest` counts as that."""

    smallest: float

    def forth(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return values on this scale."""
        return np.log(np.maximum(value, self.smallest))

    def back(self, told: ArrayLike) -> NDArray[np.float64]:
        """Return values in their own unit."""
        return np.exp(told)

    def slope(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return how far the scale moves per unit."""
        return 1.0 / np.maximum(value, self.smallest)


@dataclass(frozen=True)
class Logit:
    """Shares; what is nearer to 0 or 1 than `nearest` counts as that."""

    nearest: float

    def forth(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return values on this scale."""
        return logit(self._within(value))

    def back(self, told: ArrayLike) -> NDArray[np.float64]:
        """Return values in their own unit."""
        return expit(np.asarray(told, dtype=np.float64))

    def slope(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return how far the scale moves per unit."""
        share = self._within(value)
        return 1.0 / (share * (1.0 - share))

    def _within(self, value: ArrayLike) -> NDArray[np.float64]:
        return np.clip(np.asarray(value, dtype=np.float64), self.nearest, 1.0 - self.nearest)


@dataclass(frozen=True)
class Fisher:
    """Correlations; what is nearer to -1 or 1 than `nearest` counts as that."""

    nearest: float = 0.005

    def forth(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return values on this scale."""
        return np.arctanh(self._within(value))

    def back(self, told: ArrayLike) -> NDArray[np.float64]:
        """Return values in their own unit."""
        return np.tanh(told)

    def slope(self, value: ArrayLike) -> NDArray[np.float64]:
        """Return how far the scale moves per unit."""
        return 1.0 / (1.0 - self._within(value) ** 2)

    def _within(self, value: ArrayLike) -> NDArray[np.float64]:
        return np.clip(np.asarray(value, dtype=np.float64), self.nearest - 1.0, 1.0 - self.nearest)


Scale: TypeAlias = Identity | Log | Logit | Fisher


def scale_of(label: str, published: float, people: int) -> Scale:
    """Return the scale of a published number.

    Parameters
    ----------
    label : {"identity", "log", "logit", "fisher"}
        Its name.
    published : float
        The number; a rate that a virtual study did not see counts as a fiftieth of it.
    people : int
        In a virtual study; a share of nobody counts as half a person.

    Raises
    ------
    RequestError
        When there is no such scale, or the number does not lie on it.

    Examples
    --------
    >>> scale_of("log", 0.5, 250).forth([0.0, 0.5]).round(2).tolist()
    [-4.61, -0.69]
    >>> scale_of("log", -0.5, 250)
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: -0.5 has no logarithm; ...
    """
    if label not in _LABELS:
        raise RequestError(f"There is no scale {label!r}.{did_you_mean(label, _LABELS)}")
    if label == "log":
        if not published > 0:
            raise RequestError(f"{published} has no logarithm; its scale should be 'identity'.")
        return Log(_SMALLEST_PART * published)
    if label == "logit":
        if not 0 <= published <= 1:
            raise RequestError(f"{published} is no share between 0 and 1; its scale should be 'identity'.")
        return Logit(0.5 / people)
    return Fisher() if label == "fisher" else Identity()
