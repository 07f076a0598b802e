"""Columns of a regression on arm and covariates: ones, arms but the reference, centered covariates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.planned.groups import reference_of

Covariates: TypeAlias = Mapping[str, tuple[str, NDArray[np.float64]]]


@dataclass(frozen=True, eq=False)
class ArmColumns:
    """A design that holds the arms of a study and covariates.

    Attributes
    ----------
    x : array of float64 [replicate, subject, coefficient]
        Ones first, then the arms but the reference, then covariates around the means of those used.
    used : array of bool [replicate, subject]
        Members of an arm with every covariate and an outcome.
    blocks : tuple of ArmBlock
        Arms, the reference first.
    covariates : tuple of str
        Names of the last columns.
    """

    x: NDArray[np.float64]
    used: NDArray[np.bool_]
    blocks: tuple[ArmBlock, ...]
    covariates: tuple[str, ...]

    @property
    def members(self) -> list[NDArray[np.bool_]]:
        """Who is used in each arm, the reference first."""
        return [block.enrolled & self.used for block in self.blocks]

    def arm(self, place: int) -> NDArray[np.float64]:
        """Return the weights that give one arm's mean at mean covariates, by its place in `blocks`."""
        weights = np.zeros(self.x.shape[2])
        weights[[0, place]] = 1.0
        return weights

    def against_reference(self, place: int) -> NDArray[np.float64]:
        """Return the weights that give one arm's difference from the reference."""
        return np.eye(self.x.shape[2])[place]

    def without_arms(self) -> NDArray[np.float64]:
        """Return the columns of the same regression if arms did not matter."""
        return np.delete(self.x, np.arange(1, len(self.blocks)), axis=2)


def arm_columns(
    blocks: Sequence[ArmBlock], reference: str, covariates: Covariates, known: NDArray[np.bool_]
) -> ArmColumns:
    """Build the columns of a regression on arm and covariates.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    reference : str
        Name of the arm that the others are compared with.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate to its unit and values.
    known : array of bool [replicate, subject]
        Who has an outcome.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    place = reference_of(blocks, reference)
    ordered = (blocks[place], *(block for i, block in enumerate(blocks) if i != place))
    enrolled = np.logical_or.reduce([block.enrolled for block in ordered])
    values = [values for _, values in covariates.values()]
    used = enrolled & known & np.logical_and.reduce([known, *(np.isfinite(one) for one in values)])
    count = np.maximum(used.sum(axis=1, keepdims=True), 1)
    centered = [
        np.where(used, one - np.where(used, one, 0.0).sum(axis=1, keepdims=True) / count, 0.0)
        for one in values
    ]
    arms = [block.enrolled.astype(np.float64) for block in ordered[1:]]
    x = np.stack([np.ones(used.shape), *arms, *centered], axis=2)
    return ArmColumns(x, used, ordered, tuple(covariates))


def arm_of(block: ArmBlock) -> str:
    """Name the arm of a block, without the subset that was chosen in it."""
    return block.arm.partition("/")[0]


def combined(
    weights: NDArray[np.float64], coefficients: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a weighted sum of coefficients and its standard error, arrays [replicate].

    Examples
    --------
    >>> value, se = combined(np.array([1.0, 1.0]), np.array([[1.0, 2.0]]), np.eye(2)[None])
    >>> float(value[0]), round(float(se[0]), 3)
    (3.0, 1.414)
    """
    variance = np.einsum("i,rij,j->r", weights, covariance, weights)
    with np.errstate(invalid="ignore"):
        return coefficients @ weights, np.sqrt(variance)
