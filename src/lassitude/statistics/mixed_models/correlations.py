"""Correlations of one person's visits, with first and second derivatives by their parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NEAR_ONE = 0.95


@cache
def lag_of(visits: int) -> NDArray[np.int64]:
    """Count how many visits apart each two visits are.

    Parameters
    ----------
    visits : int
        How many visits there are.

    Returns
    -------
    array of int64 [visit, visit]
        Shared by all who ask, so it cannot be written to.

    Examples
    --------
    >>> lag_of(2).tolist()
    [[0, 1], [1, 0]]
    """
    place = np.arange(visits)
    lag = np.abs(np.subtract.outer(place, place))
    lag.flags.writeable = False
    return lag


class Derived(NamedTuple):
    """A matrix of visits with its derivatives.

    Attributes
    ----------
    value : array of float64 [..., visit, visit]
        The matrix.
    first : array of float64 [..., parameter, visit, visit]
        Derivative by each parameter.
    second : array of float64 [..., parameter, parameter, visit, visit], optional
        Derivatives by each two; None where all are 0.
    """

    value: Array
    first: Array
    second: Array | None


class Correlation(Protocol):
    """A family of correlation matrices of visits."""

    def count(self, visits: int) -> int:
        """Return the number of parameters for so many visits."""
        ...

    def start(self, rough: Array, distance: Array) -> Array:
        """Return parameters near rough correlations [..., visit, visit], array [..., parameter]."""
        ...

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the matrix from parameters [..., parameter] and distances [..., visit, visit]."""
        ...


@dataclass(frozen=True)
class Equal:
    """The same correlation between any two visits."""

    def count(self, visits: int) -> int:
        """Return 1."""
        return 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean correlation, kept where the matrix is positive definite."""
        visits = rough.shape[-1]
        lowest = -_NEAR_ONE / max(visits - 1, 1)
        return np.clip(_mean_at(rough, ~np.eye(visits, dtype=bool)), lowest, _NEAR_ONE)[..., None]

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute 1 on the diagonal and the parameter elsewhere."""
        visits = distance.shape[-1]
        off = 1.0 - np.eye(visits)
        value = np.eye(visits) + parameters[..., None] * off
        return Derived(value, np.broadcast_to(off, (*value.shape[:-2], 1, visits, visits)), None)


@dataclass(frozen=True)
class Autoregressive:
    """Correlation to the power of the number of visits between."""

    def count(self, visits: int) -> int:
        """Return 1."""
        return 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean correlation of neighbors."""
        return np.clip(_mean_at(rough, lag_of(rough.shape[-1]) == 1), -_NEAR_ONE, _NEAR_ONE)[..., None]

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the powers."""
        lag = lag_of(distance.shape[-1])
        rho = parameters[..., None]
        first = lag * rho ** np.maximum(lag - 1, 0)
        second = lag * (lag - 1) * rho ** np.maximum(lag - 2, 0)
        return Derived(rho**lag, first[..., None, :, :], second[..., None, None, :, :])


@dataclass(frozen=True)
class Banded:
    """One correlation for each number of visits between (Toeplitz)."""

    def count(self, visits: int) -> int:
        """Return one less than the number of visits."""
        return visits - 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean of each band, drawn toward 0 so that the matrix stays positive definite."""
        lag = lag_of(rough.shape[-1])
        bands = np.stack([_mean_at(rough, lag == k) for k in range(1, rough.shape[-1])], axis=-1)
        return _until_definite(self, bands, distance)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the bands."""
        visits = distance.shape[-1]
        lag = lag_of(visits)
        bands = np.stack([(lag == k).astype(float) for k in range(1, visits)])
        value = np.eye(visits) + np.einsum("...k,kst->...st", parameters, bands)
        return Derived(value, np.broadcast_to(bands, (*value.shape[:-2], *bands.shape)), None)


@dataclass(frozen=True)
class AnteDependence:
    """The product of the correlations of neighbors from one visit to the other (first order)."""

    def count(self, visits: int) -> int:
        """Return one less than the number of visits."""
        return visits - 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the correlations of neighbors."""
        return np.clip(np.diagonal(rough, offset=1, axis1=-2, axis2=-1), -_NEAR_ONE, _NEAR_ONE)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the products."""
        visits = distance.shape[-1]
        place, step = np.arange(visits), np.arange(visits - 1)[:, None, None]
        low, high = np.minimum.outer(place, place), np.maximum.outer(place, place)
        between = (low <= step) & (step < high)
        factors = np.where(between, parameters[..., None, None], 1.0)

        def product(without: tuple[int, ...]) -> Array:
            kept = [k for k in range(visits - 1) if k not in without]
            return factors[..., kept, :, :].prod(axis=-3) * between[list(without)].all(axis=0)

        steps = range(visits - 1)
        first = np.stack([product((k,)) for k in steps], axis=-3)
        nothing = np.zeros_like(first[..., 0, :, :])
        rows = [np.stack([product((k, j)) if k != j else nothing for j in steps], axis=-3) for k in steps]
        return Derived(factors.prod(axis=-3), first, np.stack(rows, axis=-4))


@dataclass(frozen=True)
class Exponential:
    """exp(-distance / range)."""

    def count(self, visits: int) -> int:
        """Return 1."""
        return 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the range at which the mean distance has the mean correlation."""
        return _start_of_range(rough, distance)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the decay with distance."""
        reach = parameters[..., None]
        value = np.exp(-distance / reach)
        first = value * distance / reach**2
        second = value * (distance**2 / reach**4 - 2 * distance / reach**3)
        return Derived(value, first[..., None, :, :], second[..., None, None, :, :])


@dataclass(frozen=True)
class Gaussian:
    """exp(-(distance / range)^2)."""

    def count(self, visits: int) -> int:
        """Return 1."""
        return 1

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the range at which the mean distance has about the mean correlation."""
        return _start_of_range(rough, distance)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the decay with squared distance."""
        reach = parameters[..., None]
        square = distance**2
        value = np.exp(-square / reach**2)
        first = value * 2 * square / reach**3
        second = value * (4 * square**2 / reach**6 - 6 * square / reach**4)
        return Derived(value, first[..., None, :, :], second[..., None, None, :, :])


def _mean_at(matrix: Array, chosen: NDArray[np.bool_]) -> Array:
    """Average chosen entries of each matrix, in one order of summation whatever the batch."""
    if not chosen.any():
        return np.zeros(matrix.shape[:-2])
    return np.ascontiguousarray(matrix[..., chosen]).sum(axis=-1) / chosen.sum()


def _start_of_range(rough: Array, distance: Array) -> Array:
    off = ~np.eye(rough.shape[-1], dtype=bool)
    typical = _mean_at(np.broadcast_to(distance, rough.shape), off)
    near = np.clip(_mean_at(rough, off), 0.1, 0.9)
    return (np.where(typical > 0, typical, 1.0) / -np.log(near))[..., None]


def _until_definite(family: Banded, parameters: Array, distance: Array) -> Array:
    """Halve the parameters of each matrix until it is safely positive definite."""
    for _ in range(20):
        lowest = np.linalg.eigvalsh(family.derive(parameters, distance).value)[..., 0]
        bad = lowest < 1 - _NEAR_ONE
        if not bad.any():
            break
        parameters = np.where(bad[..., None], parameters / 2, parameters)
    return parameters
