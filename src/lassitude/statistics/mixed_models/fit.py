"""Fit a mixed model for repeated measures in every replicate of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import Cells, cells_of, pairs
from lassitude.statistics.mixed_models.correlations import lag_of
from lassitude.statistics.mixed_models.likelihood import evaluate
from lassitude.statistics.mixed_models.measurements import Measurements, Scaled, scaled
from lassitude.statistics.mixed_models.newton import Optimum, maximize
from lassitude.statistics.mixed_models.structures import Structure

Array = NDArray[np.float64]
Likelihood = Literal["REML", "ML"]


@dataclass(frozen=True, eq=False)
class MixedFit:
    """A fitted mixed model, in every replicate.

    Attributes
    ----------
    structure : Structure
        Of the covariance of visits.
    likelihood : str
        ``REML`` or ``ML``.
    coefficients : array of float64 [replicate, regressor]
        Fixed effects; NaN where the model has not converged.
    covariance : array of float64 [replicate, regressor, regressor]
        Their model-based covariance.
    parameters : array of float64 [replicate, group, parameter]
        Covariance parameters, named by ``structure.names``.
    parameter_covariance : array of float64 [replicate, parameter of all groups, the same]
        From the observed information.
    slope : array of float64 [replicate, parameter of all groups, regressor, regressor]
        Minus the derivative of the inverse of `covariance` by each covariance parameter.
    deviance : array of float64 [replicate]
        Minus twice the (restricted) log-likelihood.
    rows, people : array of int64 [replicate]
        Outcomes used, and people with at least one.
    converged : array of bool [replicate]
        Where the fit may be used.
    reason : array of str [replicate]
        Why not; empty where it may.
    iterations : array of int64 [replicate]
        Evaluations of the likelihood.
    cells : Cells
        Sums of products that it was fitted to.
    made : Scaled
        Measurements as used in arithmetic.
    """

    structure: Structure
    likelihood: Likelihood
    coefficients: Array
    covariance: Array
    parameters: Array
    parameter_covariance: Array
    slope: Array
    deviance: Array
    rows: NDArray[np.int64]
    people: NDArray[np.int64]
    converged: NDArray[np.bool_]
    reason: NDArray[np.str_]
    iterations: NDArray[np.int64]
    cells: Cells
    made: Scaled

    def visit_covariance(self, distance: Array) -> Array:
        """Compute the covariance [replicate, group, visit, visit] of visits at distances [visit, visit]."""
        shape = (*self.parameters.shape[:2], *distance.shape)
        return self.structure.derive(self.parameters, np.broadcast_to(distance, shape)).value


def fit_mixed_model(data: Measurements, structure: Structure, likelihood: Likelihood = "REML") -> MixedFit:
    """Estimate fixed effects and the covariance of visits by (restricted) maximum likelihood.

    Parameters
    ----------
    data : Measurements
        Outcomes and regressors of any number of replicates; each is fitted on its own.
    structure : Structure
        Of the covariance of visits; one a group where the data have groups.
    likelihood : str
        ``REML`` or ``ML``.

    Returns
    -------
    MixedFit
        Where a replicate could not be fitted it has not converged, and `reason` says why.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, np.nan]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> fit.coefficients.round(4)
    array([[2.    , 3.6667]])
    """
    made = scaled(data)
    cells = cells_of(made, data.groups)
    visible = np.flatnonzero(made.full_rank & _enough(made, structure, data.groups))
    kept = cells.take(visible)
    start = _start(kept, structure)
    found = maximize(kept, structure, start, likelihood == "REML")
    return _assembled(data, structure, likelihood, cells, made, visible, found)


def mixed_model_at(
    data: Measurements, structure: Structure, parameters: Array, likelihood: Likelihood = "REML"
) -> MixedFit:
    """Take covariance parameters as given instead of searching for the best ones.

    Parameters
    ----------
    data, structure, likelihood
        As for `fit_mixed_model`.
    parameters : array of float64 [replicate, group, parameter]
        Natural parameters, such as those that other software ended at.

    Returns
    -------
    MixedFit
        Counted as converged where the covariance is positive definite.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.structures import CommonCovariance
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> data = Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1))
    >>> mixed_model_at(data, CommonCovariance(), np.array([[[1.0, 0.5]]])).deviance.round(3)
    array([24.069])
    """
    made = scaled(data)
    cells = cells_of(made, data.groups)
    at = evaluate(cells, structure, parameters, likelihood == "REML")
    reason = np.where(at.valid, "", "the covariance is not positive definite").astype("<U80")
    found = Optimum(parameters, at, at.valid, reason, np.ones(len(parameters), dtype=np.int64))
    return _assembled(data, structure, likelihood, cells, made, np.arange(len(parameters)), found)


def _enough(made: Scaled, structure: Structure, groups: int) -> NDArray[np.bool_]:
    """Tell which replicates have more outcomes than parameters, and somebody at each visit."""
    rows = made.used.sum(axis=(1, 2))
    visits, regressors = made.used.shape[2], made.size.shape[1]
    enough = rows > regressors + groups * structure.count(visits)
    for group in range(groups):
        mine = made.used & (made.group == group)[..., None]
        enough &= mine.any(axis=1).all(axis=1)
    return enough


def _start(cells: Cells, structure: Structure) -> Array:
    """Choose parameters near the covariance of what a rough fit leaves of the outcome."""
    s, t = pairs(cells.visits)
    last = len(pairs(cells.columns)[0]) - 1
    both = (cells.seen[:, s] & cells.seen[:, t]) * cells.people[:, None]
    squares = cells.products[:, :, last] * np.where(s == t, 1.0, 0.5)
    counts = cells.by_slot(both.astype(float))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = cells.by_slot(squares) / counts
    same = s == t
    variance = mean[..., same]
    positive = variance > 0
    seen = positive.sum(axis=-1, keepdims=True)
    total = np.where(positive, variance, 0.0).sum(axis=-1, keepdims=True)
    overall = np.where(seen > 0, total / np.maximum(seen, 1), 1.0)
    variance = np.where(variance > 1e-8 * overall, variance, overall)
    rough = np.zeros((*mean.shape[:2], cells.visits, cells.visits))
    rough[..., s, t] = rough[..., t, s] = np.nan_to_num(mean)
    place = np.arange(cells.visits)
    rough[..., place, place] = variance
    rough = _definite(rough)
    lag = lag_of(cells.visits).astype(float)
    if not structure.spatial:
        return structure.start(rough, np.broadcast_to(lag, rough.shape))
    people = cells.by_slot(cells.people.astype(float))[..., None, None]
    distance = cells.by_slot(cells.people[:, None, None] * cells.distance) / np.maximum(people, 1)
    return structure.start(rough, distance)


def _definite(rough: Array) -> Array:
    """Shrink covariances until each correlation matrix is safely positive definite."""
    variance = np.einsum("...ss->...s", rough)
    sd = np.sqrt(variance)
    correlation = rough / (sd[..., :, None] * sd[..., None, :])
    identity = np.eye(rough.shape[-1])
    for _ in range(30):
        bad = np.linalg.eigvalsh(correlation)[..., 0] < 0.02
        if not bad.any():
            break
        shrunk = 0.8 * correlation + 0.2 * identity
        correlation = np.where(bad[..., None, None], shrunk, correlation)
    return correlation * (sd[..., :, None] * sd[..., None, :])


def _assembled(
    data: Measurements, structure: Structure, likelihood: Likelihood, cells: Cells, made: Scaled,
    visible: NDArray[np.int64], found: Optimum,
) -> MixedFit:  # fmt: skip
    count = len(made.size)
    at = found.evaluation
    converged = np.zeros(count, dtype=bool)
    converged[visible] = found.converged
    reason = np.full(count, "more parameters than outcomes, or a visit that nobody had", dtype="<U80")
    reason[~made.full_rank] = "regressors are not linearly independent"
    reason[visible] = found.reason
    iterations = np.zeros(count, dtype=np.int64)
    iterations[visible] = found.iterations

    def spread(values: Array) -> Array:
        whole = np.full((count, *values.shape[1:]), np.nan)
        good = found.converged
        whole[visible[good]] = values[good]
        return whole

    size = made.size
    sides = size[:, :, None] * size[:, None, :]
    information = np.where(found.converged[:, None, None], at.observed, np.eye(at.observed.shape[-1]))
    shift = -made.log_weight[visible]
    return MixedFit(
        structure, likelihood,
        coefficients=(spread(at.coefficients) + made.rough) / size,
        covariance=spread(at.precision_inverse) / sides,
        parameters=spread(found.parameters),
        parameter_covariance=spread(2 * np.linalg.inv(information)),
        slope=spread(at.slope) * sides[:, None],
        deviance=spread(at.deviance + shift) + _restricted_scale(size, likelihood),
        rows=made.used.sum(axis=(1, 2)),
        people=made.used.any(axis=2).sum(axis=1),
        converged=converged, reason=reason, iterations=iterations, cells=cells, made=made,
    )  # fmt: skip


def _restricted_scale(size: Array, likelihood: Likelihood) -> Array | float:
    """Return how scaling the regressors changed the restricted deviance."""
    return 2 * np.log(size).sum(axis=1) if likelihood == "REML" else 0.0
