"""Inverse covariance matrices of cells, and sums of products weighted by them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import Cells, pairs, unpacked
from lassitude.statistics.mixed_models.correlations import Derived, lag_of
from lassitude.statistics.mixed_models.structures import Structure

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Inverse:
    """Covariance matrices of cells and what derives from them.

    Attributes
    ----------
    valid : array of bool [replicate]
        Whether all matrices of a replicate are positive definite.
    weight : array of float64 [cell, visit, visit]
        Inverse over the visits seen, 0 elsewhere.
    log_determinant : array of float64 [cell]
        Over the visits seen.
    derived : Derived
        Full covariance matrix of each cell and its derivatives.
    """

    valid: NDArray[np.bool_]
    weight: Array
    log_determinant: Array
    derived: Derived


def inverse(cells: Cells, structure: Structure, parameters: Array) -> Inverse:
    """Invert the covariance of each cell over the visits it was seen at.

    Parameters
    ----------
    cells : Cells
        Of any number of replicates.
    structure : Structure
        Of the covariance.
    parameters : array of float64 [replicate, group, parameter]
        Natural parameters.

    Returns
    -------
    Inverse
        With the identity for matrices that are not positive definite.
    """
    flat = parameters.reshape(-1, parameters.shape[-1])
    own = flat[cells.slot]
    if structure.spatial:
        positive = np.asarray((own > 0).all(axis=1))
        made = structure.derive(np.where(positive[:, None], own, 1.0), cells.distance)
    else:
        positive, by_slot = _by_slot(structure, flat, cells.visits)
        positive = positive[cells.slot]
        made = Derived(*(None if part is None else part[cells.slot] for part in by_slot))  # type: ignore[arg-type]
    both = cells.seen[:, :, None] & cells.seen[:, None, :]
    identity = np.eye(cells.visits)
    seen = np.where(both & positive[:, None, None], made.value, identity)
    definite = np.asarray(positive & (np.linalg.eigvalsh(seen)[:, 0] > 0))
    seen = np.where(definite[:, None, None], seen, identity)
    invalid = np.asarray(cells.by_slot((~definite).astype(float)).sum(axis=1) > 0)
    return Inverse(
        valid=~invalid,
        weight=np.where(both, np.linalg.inv(seen), 0.0),
        log_determinant=np.linalg.slogdet(seen)[1],
        derived=made,
    )


def _by_slot(structure: Structure, flat: Array, visits: int) -> tuple[NDArray[np.bool_], Derived]:
    """Compute one matrix a replicate and group; stand-in parameters where variances are not positive."""
    lag = lag_of(visits).astype(float)
    with np.errstate(invalid="ignore"):
        made = structure.derive(flat, np.broadcast_to(lag, (len(flat), visits, visits)))
    finite = np.logical_and.reduce(np.isfinite(made.value), axis=(1, 2))
    value = np.where(finite[:, None, None], made.value, np.eye(visits))
    positive = np.asarray(finite & (np.linalg.eigvalsh(value)[:, 0] > 0))
    if positive.all():
        return positive, made
    clean = [None if part is None else np.nan_to_num(part) for part in made]
    return positive, Derived(*clean)  # type: ignore[arg-type]


def contracted(cells: Cells, weights: Array) -> Array:
    """Sum products over people and visits under symmetric weights, giving matrices of columns.

    Parameters
    ----------
    cells : Cells
        Their products.
    weights : array of float64 [cell, k, visit, visit]
        Symmetric in visits.

    Returns
    -------
    array of float64 [replicate, group, k, column, column]
        ``sum Z' W Z``, with Z the columns at the visits of a person.
    """
    s, t = pairs(cells.visits)
    return unpacked(cells.by_slot(weights[:, :, s, t] @ cells.products), cells.columns)
