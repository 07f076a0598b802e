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
from lassitude.statistics.mixed_models.structures import Structure
from lassitude.statistics.mixed_models.weights import Inverse, contracted, inverse

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
    count = cells.groups * both.shape[1]
    sums = moments.reshape(cells.replicates, count, cells.columns, cells.columns)
    slope = sums[:, :, :-1, :-1]
    pull = sums[:, :, :-1, -1] - np.einsum("rjab,rb->rja", slope, fit.coefficients)
    trace = cells.people[:, None] * np.einsum("kjss->kj", left)
    inner = fit.weighted_residuals + fit.spread if restricted else fit.weighted_residuals
    pulled = np.einsum("kjst,kst->kj", both, inner)
    gradient = cells.by_slot(trace - pulled).reshape(cells.replicates, count)
    return _First(gradient, slope, pull, left)


def _second_order(
    cells: Cells, found: Inverse, fit: _Fit, first: _First, restricted: bool
) -> tuple[Array, Array]:
    count = first.left.shape[1]
    flat = (*first.left.shape[:2], cells.visits**2)
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
        flat = (*scaled.shape[:2], scaled.shape[2] ** 2)
        left, right = scaled.reshape(flat), np.swapaxes(scaled, -1, -2).reshape(flat)
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
