r"""The (restricted) likelihood of a mixed model, with exact first and second derivatives.

With :math:`W_i = \Sigma_i^{-1}`, :math:`A = \sum X_i' W_i X_i` and residuals :math:`r_i`, minus twice the
restricted log-likelihood is

.. math:: (N - q) \ln 2\pi + \sum \ln|\Sigma_i| + \ln|A| + \sum r_i' W_i r_i .

Sums over people are sums over cells of people seen at the same visits, so an evaluation costs the same for
200 and for 2,000 people. Source: Jennrich and Schluchter 1986, doi:10.2307/2530695; Lindstrom and Bates 1988,
doi:10.1080/01621459.1988.10478693.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import Cells, pairs, unpacked
from lassitude.statistics.mixed_models.correlations import Derived
from lassitude.statistics.mixed_models.structures import Structure

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The likelihood at one point, in each replicate.

    Attributes
    ----------
    valid : array of bool [replicate]
        Whether every covariance matrix is positive definite; elsewhere the rest is NaN.
    deviance : array of float64 [replicate]
        Minus twice the (restricted) log-likelihood.
    coefficients : array of float64 [replicate, regressor]
        By generalized least squares.
    precision_inverse : array of float64 [replicate, regressor, regressor]
        Their covariance where the covariance of visits is known.
    gradient : array of float64 [replicate, parameter]
        Of the deviance.
    observed, expected : array of float64 [replicate, parameter, parameter]
        Second derivatives of the deviance, and their expectation.
    slope : array of float64 [replicate, parameter, regressor, regressor]
        ``X'W (dSigma) W X``: minus the derivative of the precision of coefficients.
    """

    valid: NDArray[np.bool_]
    deviance: Array
    coefficients: Array
    precision_inverse: Array
    gradient: Array
    observed: Array
    expected: Array
    slope: Array

    def where(self, chosen: NDArray[np.bool_], other: Evaluation) -> Evaluation:
        """Take this evaluation where chosen [replicate], the other elsewhere."""
        merged = {}
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            merged[field.name] = np.where(chosen.reshape(-1, *[1] * (mine.ndim - 1)), mine, theirs)
        return Evaluation(**merged)


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
        positive = (own > 0).all(axis=1)
        made = structure.derive(np.where(positive[:, None], own, 1.0), cells.distance)
    else:
        positive, by_slot = _by_slot(structure, flat, cells.visits)
        positive = positive[cells.slot]
        made = Derived(*(None if part is None else part[cells.slot] for part in by_slot))  # type: ignore[arg-type]
    both = cells.seen[:, :, None] & cells.seen[:, None, :]
    identity = np.eye(cells.visits)
    seen = np.where(both & positive[:, None, None], made.value, identity)
    definite = positive & (np.linalg.eigvalsh(seen)[:, 0] > 0)
    seen = np.where(definite[:, None, None], seen, identity)
    invalid = cells.by_slot((~definite).astype(float)).sum(axis=1) > 0
    return Inverse(
        valid=~invalid,
        weight=np.where(both, np.linalg.inv(seen), 0.0),
        log_determinant=np.linalg.slogdet(seen)[1],
        derived=made,
    )


def _by_slot(structure: Structure, flat: Array, visits: int) -> tuple[NDArray[np.bool_], Derived]:
    """Compute one matrix a replicate and group; stand-in parameters where variances are not positive."""
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits))).astype(float)
    with np.errstate(invalid="ignore"):
        made = structure.derive(flat, np.broadcast_to(lag, (len(flat), visits, visits)))
    finite = np.isfinite(made.value).all(axis=(1, 2))
    value = np.where(finite[:, None, None], made.value, np.eye(visits))
    positive = finite & (np.linalg.eigvalsh(value)[:, 0] > 0)
    if positive.all():
        return positive, made
    clean = [None if part is None else np.nan_to_num(part) for part in made]
    return positive, Derived(*clean)  # type: ignore[arg-type]


def evaluate(cells: Cells, structure: Structure, parameters: Array, restricted: bool) -> Evaluation:
    """Compute the likelihood and its derivatives.

    Parameters
    ----------
    cells : Cells
        Of any number of replicates.
    structure : Structure
        Of the covariance of visits.
    parameters : array of float64 [replicate, group, parameter]
        Natural parameters.
    restricted : bool
        Whether the likelihood is the restricted one (REML).

    Returns
    -------
    Evaluation
        NaN in replicates where a matrix is not positive definite.
    """
    found = inverse(cells, structure, parameters)
    fit = _fit(cells, found, restricted)
    first = _first_order(cells, found, fit, restricted)
    observed, expected = _second_order(cells, found, fit, first, restricted)
    blank = ~found.valid

    def kept(values: Array) -> Array:
        return np.where(blank.reshape(-1, *[1] * (values.ndim - 1)), np.nan, values)

    return Evaluation(
        found.valid, kept(fit.deviance), kept(fit.coefficients), kept(fit.inverse), kept(first.gradient),
        kept(observed), kept(expected), kept(first.slope),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Fit:
    """Generalized least squares at given covariances."""

    deviance: Array
    coefficients: Array
    inverse: Array
    weighted_residuals: Array
    spread: Array


@dataclass(frozen=True, eq=False)
class _First:
    """What the first derivatives leave for the second ones; arrays [replicate or cell, ...]."""

    gradient: Array
    slope: Array
    pull: Array
    left: Array


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


def _fit(cells: Cells, found: Inverse, restricted: bool) -> _Fit:
    moments = contracted(cells, found.weight[:, None])[:, :, 0].sum(axis=1)
    precision = moments[:, :-1, :-1]
    definite = np.linalg.eigvalsh(precision)[:, 0] > 0
    safe = np.where((definite & found.valid)[:, None, None], precision, np.eye(precision.shape[-1]))
    inverted = np.linalg.inv(safe)
    beta = (inverted @ moments[:, :-1, -1:])[..., 0]
    squares = moments[:, -1, -1] - (beta * moments[:, :-1, -1]).sum(axis=1)
    rows = cells.by_slot((cells.people * cells.seen.sum(axis=1)).astype(float)).sum(axis=1)
    logs = cells.by_slot(cells.people * found.log_determinant).sum(axis=1)
    free = rows - beta.shape[1] if restricted else rows
    deviance = free * math.log(2 * math.pi) + logs + squares
    if restricted:
        deviance = deviance + np.linalg.slogdet(safe)[1]
    residual = np.concatenate([-beta, np.ones((len(beta), 1))], axis=1)
    return _Fit(
        deviance, beta, inverted,
        _by_visits(cells, residual[:, :, None] * residual[:, None, :]),
        _by_visits(cells, np.pad(inverted, ((0, 0), (0, 1), (0, 1)))),
    )  # fmt: skip


def _by_visits(cells: Cells, columns: Array) -> Array:
    """Sum products over people and columns under symmetric weights [replicate, column, column]."""
    a, b = pairs(cells.columns)
    s, t = pairs(cells.visits)
    weights = columns[:, a, b] * np.where(a == b, 1.0, 2.0)
    found = (cells.products @ weights[cells.slot // cells.groups][..., None])[..., 0]
    return unpacked(found * np.where(s == t, 1.0, 0.5), cells.visits)


def _first_order(cells: Cells, found: Inverse, fit: _Fit, restricted: bool) -> _First:
    weight = found.weight[:, None]
    left = weight @ found.derived.first
    both = left @ weight
    moments = contracted(cells, both)
    sums = moments.reshape(cells.replicates, -1, cells.columns, cells.columns)
    slope = sums[:, :, :-1, :-1]
    pull = sums[:, :, :-1, -1] - np.einsum("rjab,rb->rja", slope, fit.coefficients)
    trace = cells.people[:, None] * np.einsum("kjss->kj", left)
    inner = fit.weighted_residuals + fit.spread if restricted else fit.weighted_residuals
    pulled = np.einsum("kjst,kst->kj", both, inner)
    gradient = cells.by_slot(trace - pulled).reshape(cells.replicates, -1)
    return _First(gradient, slope, pull, left)


def _second_order(
    cells: Cells, found: Inverse, fit: _Fit, first: _First, restricted: bool
) -> tuple[Array, Array]:
    count = first.left.shape[1]
    flat = (*first.left.shape[:2], -1)
    turned = np.swapaxes(np.swapaxes(first.left, -1, -2).reshape(flat), 1, 2)

    def crossed(middle: Array) -> Array:
        """Return ``trace(middle L_j L_k)`` for each cell, symmetric in j and k."""
        made = (middle[:, None] @ first.left).reshape(flat) @ turned
        return (made + np.swapaxes(made, 1, 2)) / 2

    own = cells.people[:, None, None] * (first.left.reshape(flat) @ turned)
    around = crossed(found.weight @ fit.weighted_residuals)
    expected, observed = own, 2 * around - own
    if restricted:
        spread = crossed(found.weight @ fit.spread)
        expected, observed = own - 2 * spread, observed + 2 * spread
    if found.derived.second is not None:
        inner = fit.weighted_residuals + fit.spread if restricted else fit.weighted_residuals
        bend = cells.people[:, None, None] * found.weight - found.weight @ inner @ found.weight
        observed = observed + np.einsum("kjlst,kst->kjl", found.derived.second, bend)
    observed, expected = (_blocks(cells.by_slot(one), count) for one in (observed, expected))
    observed = observed - 2 * np.einsum("rja,rab,rkb->rjk", first.pull, fit.inverse, first.pull)
    if restricted:
        scaled = first.slope @ fit.inverse[:, None]
        total = scaled.shape[1]
        left = scaled.reshape(len(scaled), total, -1)
        right = np.swapaxes(scaled, -1, -2).reshape(len(scaled), total, -1)
        both = left @ np.swapaxes(right, 1, 2)
        observed, expected = observed - both, expected + both
    return observed, expected


def _blocks(values: Array, count: int) -> Array:
    """Place matrices [replicate, group, j, k] on the diagonal of one matrix a replicate."""
    replicates, groups = values.shape[:2]
    if groups == 1:
        return values[:, 0]
    made = np.zeros((replicates, groups, count, groups, count))
    for group in range(groups):
        made[:, group, :, group, :] = values[:, group]
    return made.reshape(replicates, groups * count, groups * count)
