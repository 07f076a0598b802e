"""Newton's method with step halving, for every replicate at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import Cells
from lassitude.statistics.mixed_models.likelihood import Evaluation, evaluate
from lassitude.statistics.mixed_models.structures import Structure

Array = NDArray[np.float64]

ITERATIONS = 200
DECREMENT = 1e-10
_SMALLEST_STEP = 2.0**-30


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the search ended in each replicate.

    Attributes
    ----------
    parameters : array of float64 [replicate, group, parameter]
        The last point.
    evaluation : Evaluation
        The likelihood there.
    converged : array of bool [replicate]
        Whether it is a minimum of the deviance.
    reason : array of str [replicate]
        Why not; empty where it is.
    iterations : array of int64 [replicate]
        Evaluations of the likelihood.
    """

    parameters: Array
    evaluation: Evaluation
    converged: NDArray[np.bool_]
    reason: NDArray[np.str_]
    iterations: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Search:
    """Points under way of the replicates still searching."""

    active: NDArray[np.int64]
    cells: Cells
    point: Array
    at: Evaluation
    direction: Array
    step: Array


def maximize(cells: Cells, structure: Structure, start: Array, restricted: bool) -> Optimum:
    """Find the covariance parameters of highest likelihood.

    Parameters
    ----------
    cells : Cells
        Of any number of replicates.
    structure : Structure
        Of the covariance of visits.
    start : array of float64 [replicate, group, parameter]
        Where the search starts; its matrices are positive definite.
    restricted : bool
        Whether the likelihood is the restricted one.

    Returns
    -------
    Optimum
        Converged where the Newton decrement, twice what a step could still gain in log-likelihood, is below
        1e-10 and second derivatives are positive definite. What happens in one replicate does not depend on
        the others.
    """
    shape, count = start.shape, len(start)
    at = evaluate(cells, structure, start, restricted)
    point = start.reshape(count, shape[1] * shape[2])
    direction, decrement, curved = _direction(at)
    reason = np.where(at.valid, "", "no starting covariance").astype("<U80")
    done = _arrived(decrement, curved)
    final, final_at, iterations = point.copy(), at, np.ones(count, dtype=np.int64)
    active = np.flatnonzero(~done & at.valid)
    search = _Search(
        active, cells.take(active), point[active], _take(at, active), direction[active], np.ones(len(active))
    )
    for _ in range(ITERATIONS):
        if not len(search.active):
            break
        search, ended, lost = _advance(search, structure, shape, restricted)
        iterations[search.active] += 1
        final[search.active] = search.point
        final_at = _put(final_at, search.active, search.at)
        done[search.active[ended]] = True
        reason[search.active[lost]] = "the likelihood has no maximum with a positive definite covariance"
        search = _keep(search, ~(ended | lost))
    reason[search.active] = f"no maximum after {ITERATIONS} iterations"
    return Optimum(final.reshape(shape), final_at, done, reason, iterations)


def _advance(
    search: _Search, structure: Structure, shape: tuple[int, ...], restricted: bool
) -> tuple[_Search, NDArray[np.bool_], NDArray[np.bool_]]:
    """Try the next step of every replicate; tell who has arrived and who is lost."""
    tried = search.point + search.step[:, None] * search.direction
    there = evaluate(search.cells, structure, tried.reshape(len(tried), *shape[1:]), restricted)
    slack = 1e-12 * np.abs(search.at.deviance)
    with np.errstate(invalid="ignore"):
        better = there.valid & (there.deviance <= search.at.deviance + slack)
    point = np.where(better[:, None], tried, search.point)
    at = there.where(better, search.at)
    direction, decrement, curved = _direction(at)
    step = np.where(better, 1.0, search.step / 2)
    ended = better & _arrived(decrement, curved)
    lost = ~better & (step < _SMALLEST_STEP)
    moved = _Search(search.active, search.cells, point, at, direction, step)
    return moved, ended, lost


def _direction(at: Evaluation) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Choose Newton's step where the deviance curves upward, Fisher's scoring step elsewhere."""
    scale = np.sqrt(np.abs(np.einsum("rjj->rj", np.nan_to_num(at.expected))))
    scale = np.where(scale > 0, scale, 1.0)
    sides = scale[:, :, None] * scale[:, None, :]
    count = scale.shape[1]
    observed = np.nan_to_num(at.observed) / sides
    expected = np.nan_to_num(at.expected) / sides
    curved = np.linalg.eigvalsh(observed)[:, 0] > 1e-9
    ridge = np.maximum(1e-9 - np.linalg.eigvalsh(expected)[:, 0], 0.0) + 1e-12
    fisher = expected + ridge[:, None, None] * np.eye(count)
    matrix = np.where(curved[:, None, None], observed, fisher)
    gradient = np.nan_to_num(at.gradient) / scale
    step = np.linalg.solve(matrix, gradient[..., None])[..., 0]
    return -step / scale, (step * gradient).sum(axis=1), curved


def _arrived(decrement: Array, curved: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return curved & (np.abs(decrement) < DECREMENT)


def _take(at: Evaluation, kept: NDArray[np.int64] | NDArray[np.bool_]) -> Evaluation:
    return Evaluation(**{name: value[kept] for name, value in vars(at).items()})


def _put(whole: Evaluation, place: NDArray[np.int64], part: Evaluation) -> Evaluation:
    made = {}
    for name, value in vars(whole).items():
        copy = value.copy()
        copy[place] = getattr(part, name)
        made[name] = copy
    return Evaluation(**made)


def _keep(search: _Search, kept: NDArray[np.bool_]) -> _Search:
    if kept.all():
        return search
    return _Search(
        search.active[kept], search.cells.take(np.flatnonzero(kept)), search.point[kept],
        _take(search.at, kept), search.direction[kept], search.step[kept],
    )  # fmt: skip
