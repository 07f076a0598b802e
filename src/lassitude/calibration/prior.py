"""The prior of the parameters of a stage: independent triangles, written as standard normal numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.prediction.triangles import triangular
from lassitude.quantities.errors import RequestError
from lassitude.quantities.parameters import Declaration

Draws = dict[str, NDArray[np.float64]]
"""Values by parameter name, arrays [draw]."""

_NEAREST = 1e-9
"""How near a probability may come to 0 and 1, so that every value has a finite standard number."""


@dataclass(frozen=True)
class Prior:
    """Some parameters, each a triangle between its bounds that peaks at its declared value.

    Attributes
    ----------
    declared : tuple of Declaration
        One for each parameter; their order is the order of columns.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> one = Declaration("x", 1.0, "1", (0.0, 2.0), hypothesis("an example"), "an example", None)
    >>> prior = Prior((one,))
    >>> prior.values(np.zeros((1, 1)))["x"].tolist()
    [1.0]
    >>> round(float(prior.spread[0]), 3)
    0.408
    """

    declared: tuple[Declaration, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(one.name for one in self.declared)

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return len(self.declared)

    @property
    def spread(self) -> NDArray[np.float64]:
        """Standard deviation of every parameter, in its unit."""
        corners = np.array([(*one.bounds, one.value) for one in self.declared]).reshape(-1, 3)
        low, high, peak = corners.T
        squares = low**2 + high**2 + peak**2 - low * high - low * peak - high * peak
        return np.sqrt(squares / 18.0)

    def values(self, standard: NDArray[np.float64]) -> Draws:
        """Turn standard normal numbers into values.

        Parameters
        ----------
        standard : array of float, [draw, parameter]
            Independent standard normal numbers under the prior.
        """
        return {
            one.name: triangular(ndtr(standard[:, column]), one) for column, one in enumerate(self.declared)
        }

    def standard(self, values: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Turn values into the standard normal numbers, [draw, parameter], that stand for them."""
        columns = [ndtri(_probability(np.asarray(values[one.name]), one)) for one in self.declared]
        length = len(next(iter(values.values()))) if values else 0
        return np.stack(columns, axis=-1) if columns else np.zeros((length, 0))


def prior_of(declared: Sequence[Declaration]) -> Prior:
    """Return the prior of some parameters.

    Raises
    ------
    RequestError
        When the bounds of one leave no room.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> prior_of([Declaration("x", 1.0, "1", (1.0, 1.0), hypothesis("an example"), "an example", None)])
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: 'x' cannot be fitted: both its bounds are 1.0...
    """
    for one in declared:
        if one.bounds[0] == one.bounds[1]:
            raise RequestError(
                f"{one.name!r} cannot be fitted: both its bounds are {one.bounds[0]}. Declare wider bounds, "
                "or leave it out of the stage."
            )
    return Prior(tuple(declared))


def _probability(value: NDArray[np.float64], one: Declaration) -> NDArray[np.float64]:
    low, high = one.bounds
    share, peak = (value - low) / (high - low), (one.value - low) / (high - low)
    below = share**2 / max(peak, _NEAREST)
    above = 1.0 - (1.0 - share) ** 2 / max(1.0 - peak, _NEAREST)
    return np.clip(np.where(share < peak, below, above), _NEAREST, 1.0 - _NEAREST)
