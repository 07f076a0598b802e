"""Covariance structures of one person's visits, by their natural parameters as SAS reports them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.correlations import (
    AnteDependence,
    Autoregressive,
    Banded,
    Correlation,
    Derived,
    Equal,
    Exponential,
    Gaussian,
    lag_of,
)

Array = NDArray[np.float64]


class Structure(Protocol):
    """A family of covariance matrices of visits."""

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits."""
        ...

    def count(self, visits: int) -> int:
        """Return the number of parameters."""
        ...

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name each parameter."""
        ...

    def start(self, rough: Array, distance: Array) -> Array:
        """Return parameters near a rough covariance [..., visit, visit]."""
        ...

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Compute the matrix from parameters [..., parameter] and distances [..., visit, visit]."""
        ...


@dataclass(frozen=True)
class Unstructured:
    """A variance for each visit and a covariance for each two.

    Examples
    --------
    >>> Unstructured().count(4)
    10
    """

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits: no."""
        return False

    def count(self, visits: int) -> int:
        """Return the number of parameters."""
        return visits * (visits + 1) // 2

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name each variance and covariance, row by row of the lower triangle."""
        rows, columns = np.tril_indices(len(visits))
        pairs = zip(rows, columns, strict=True)
        return tuple(
            f"variance {visits[row]}" if row == column else f"covariance {visits[row]}, {visits[column]}"
            for row, column in pairs
        )

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the lower triangle of the rough covariance."""
        rows, columns = np.tril_indices(rough.shape[-1])
        return rough[..., rows, columns]

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Fill the matrix; it is linear in its parameters."""
        visits = distance.shape[-1]
        rows, columns = np.tril_indices(visits)
        parts = np.zeros((len(rows), visits, visits))
        each = np.arange(len(rows))
        parts[each, rows, columns] = parts[each, columns, rows] = 1.0
        value = np.empty((*parameters.shape[:-1], visits, visits))
        value[..., rows, columns] = value[..., columns, rows] = parameters
        return Derived(value, np.broadcast_to(parts, (*value.shape[:-2], *parts.shape)), None)


@dataclass(frozen=True)
class BandedCovariance:
    """One variance, and one covariance for each number of visits between (Toeplitz)."""

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits: no."""
        return False

    def count(self, visits: int) -> int:
        """Return the number of parameters."""
        return visits

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name the variance and each band."""
        return ("variance", *(f"covariance {lag} apart" for lag in range(1, len(visits))))

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean variance and bands near the rough ones."""
        variance, correlation = _spread(rough)
        bands = Banded().start(correlation, distance)
        common = variance.mean(axis=-1, keepdims=True)
        return np.concatenate([common, common * bands], axis=-1)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Fill the bands; the matrix is linear in its parameters."""
        visits = distance.shape[-1]
        lag = lag_of(visits)
        parts = np.stack([(lag == k).astype(float) for k in range(visits)])
        value = parameters[..., lag]
        return Derived(value, np.broadcast_to(parts, (*value.shape[:-2], *parts.shape)), None)


@dataclass(frozen=True)
class CommonCovariance:
    """One covariance between any two visits, and a residual variance besides (compound symmetry)."""

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits: no."""
        return False

    def count(self, visits: int) -> int:
        """Return 2."""
        return 2

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name the covariance and the residual variance."""
        return ("covariance", "residual variance")

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean covariance and what it leaves of the mean variance."""
        variance, correlation = _spread(rough)
        common = variance.mean(axis=-1)
        shared = common * Equal().start(correlation, distance)[..., 0]
        return np.stack([shared, common - shared], axis=-1)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Add the two; the matrix is linear in its parameters."""
        visits = distance.shape[-1]
        parts = np.stack([np.ones((visits, visits)), np.eye(visits)])
        value = np.einsum("...k,kst->...st", parameters, parts)
        return Derived(value, np.broadcast_to(parts, (*value.shape[:-2], *parts.shape)), None)


@dataclass(frozen=True)
class OneVariance:
    """The same variance at every visit, with a correlation of visits."""

    correlation: Correlation

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits."""
        return isinstance(self.correlation, Exponential | Gaussian)

    def count(self, visits: int) -> int:
        """Return the number of parameters."""
        return 1 + self.correlation.count(visits)

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name the variance and the parameters of the correlation."""
        return ("variance", *_correlation_names(self.correlation, visits))

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the mean variance and the correlation near the rough one."""
        variance, correlation = _spread(rough)
        return np.concatenate(
            [variance.mean(axis=-1, keepdims=True), self.correlation.start(correlation, distance)], axis=-1
        )

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Multiply the correlation by the variance."""
        variance = parameters[..., 0, None, None]
        found = self.correlation.derive(parameters[..., 1:], distance)
        first = np.concatenate([found.value[..., None, :, :], variance[..., None] * found.first], axis=-3)
        count = first.shape[-3]
        second = np.zeros((*first.shape[:-2], count, *first.shape[-2:]))
        second[..., 0, 1:, :, :] = second[..., 1:, 0, :, :] = found.first
        if found.second is not None:
            second[..., 1:, 1:, :, :] = variance[..., None, None] * found.second
        return Derived(variance * found.value, first, second)


@dataclass(frozen=True)
class VarianceByVisit:
    """A variance for each visit, with a correlation of visits."""

    correlation: Correlation

    @property
    def spatial(self) -> bool:
        """Whether it needs the distance of visits: no."""
        return False

    def count(self, visits: int) -> int:
        """Return the number of parameters."""
        return visits + self.correlation.count(visits)

    def names(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """Name each variance and the parameters of the correlation."""
        return (
            *(f"variance {visit}" for visit in visits),
            *_correlation_names(self.correlation, visits),
        )

    def start(self, rough: Array, distance: Array) -> Array:
        """Return the variances and the correlation near the rough one."""
        variance, correlation = _spread(rough)
        return np.concatenate([variance, self.correlation.start(correlation, distance)], axis=-1)

    def derive(self, parameters: Array, distance: Array) -> Derived:
        """Scale the correlation on both sides by the standard deviations."""
        visits = distance.shape[-1]
        sd = np.sqrt(parameters[..., :visits])
        found = self.correlation.derive(parameters[..., visits:], distance)
        slope = np.eye(visits) * (0.5 / sd)[..., None]
        bend = np.eye(visits) * (-0.25 / sd**3)[..., None]
        sides = sd[..., :, None] * sd[..., None, :]
        by_sd = slope[..., :, None] * sd[..., None, None, :]
        by_sd = by_sd + np.swapaxes(by_sd, -1, -2)
        twice = slope[..., :, None, :, None] * slope[..., None, :, None, :]
        twice = twice + np.swapaxes(twice, -1, -2)
        bent = bend[..., :, None] * sd[..., None, None, :]
        twice = twice + np.eye(visits)[:, :, None, None] * (bent + np.swapaxes(bent, -1, -2))[..., None, :, :]
        matrix = found.value[..., None, :, :]
        first = np.concatenate([by_sd * matrix, sides[..., None, :, :] * found.first], axis=-3)
        count = first.shape[-3]
        second = np.zeros((*first.shape[:-2], count, *first.shape[-2:]))
        second[..., :visits, :visits, :, :] = twice * matrix[..., None, :, :]
        mixed = by_sd[..., :, None, :, :] * found.first[..., None, :, :, :]
        second[..., :visits, visits:, :, :] = mixed
        second[..., visits:, :visits, :, :] = np.swapaxes(mixed, -3, -4)
        if found.second is not None:
            second[..., visits:, visits:, :, :] = sides[..., None, None, :, :] * found.second
        return Derived(sides * found.value, first, second)


STRUCTURES: MappingProxyType[str, Structure] = MappingProxyType(
    {
        "unstructured": Unstructured(),
        "heterogeneous-toeplitz": VarianceByVisit(Banded()),
        "toeplitz": BandedCovariance(),
        "heterogeneous-autoregressive": VarianceByVisit(Autoregressive()),
        "autoregressive": OneVariance(Autoregressive()),
        "heterogeneous-compound-symmetry": VarianceByVisit(Equal()),
        "compound-symmetry": CommonCovariance(),
        "heterogeneous-ante-dependence": VarianceByVisit(AnteDependence()),
        "ante-dependence": OneVariance(AnteDependence()),
        "spatial-exponential": OneVariance(Exponential()),
        "spatial-gaussian": OneVariance(Gaussian()),
    }
)
"""Structures by the names that protocols use."""


def _spread(rough: Array) -> tuple[Array, Array]:
    """Split a covariance into variances and correlations."""
    variance = np.ascontiguousarray(np.diagonal(rough, axis1=-2, axis2=-1))
    sd = np.sqrt(variance)
    return variance, rough / (sd[..., :, None] * sd[..., None, :])


def _correlation_names(correlation: Correlation, visits: tuple[str, ...]) -> tuple[str, ...]:
    match correlation:
        case Banded():
            return tuple(f"correlation {lag} apart" for lag in range(1, len(visits)))
        case AnteDependence():
            return tuple(f"correlation {a}, {b}" for a, b in pairwise(visits))
        case Exponential() | Gaussian():
            return ("range",)
        case _:
            return ("correlation",)
