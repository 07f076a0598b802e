"""SAS's own search, step by step, for the structures whose first point is known.

It starts at MIVQUE0 (a scoring step from independent outcomes of variance 1) or, for spatial structures, at a
range of 1; takes Newton steps with the observed information, halved while the deviance grows; and stops where
Newton's decrement over the objective without its constant is at most 1e-8. Where it says that it profiles the
residual variance, it steps in ratios to that variance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import Cells, cells_of
from lassitude.statistics.mixed_models.likelihood import Evaluation, evaluate
from lassitude.statistics.mixed_models.measurements import scaled
from lassitude.statistics.mixed_models.structures import CommonCovariance, Unstructured
from tests.reference.mmrm.runs import Run

Array = NDArray[np.float64]


class Iteration(NamedTuple):
    """A row of the iteration history.

    Attributes
    ----------
    deviance, criterion : float
        Minus twice the log-likelihood, and Newton's decrement over it.
    parameters : array of float64 [parameter]
        Covariance parameters there.
    """

    deviance: float
    criterion: float
    parameters: Array


class _Search(NamedTuple):
    run: Run
    cells: Cells
    shift: float
    free: int

    def at(self, parameters: Array) -> Evaluation:
        restricted = self.run.likelihood == "REML"
        return evaluate(self.cells, self.run.structure, parameters[None, None], restricted)

    def residual(self) -> int | None:
        """Place of the variance that is profiled out."""
        if not self.run.profiled:
            return None
        return 1 if isinstance(self.run.structure, CommonCovariance) else 0


def replayed(run: Run) -> list[Iteration]:
    """Search as SAS does, from the first point to where it stops."""
    made = scaled(run.data)
    restricted = run.likelihood == "REML"
    free = int(made.used.sum()) - (len(run.columns) if restricted else 0)
    shift = 2 * float(np.log(made.size).sum()) if restricted else 0.0
    search = _Search(run, cells_of(made, 1), shift, free)
    point = _settled(search, _start(search))
    history: list[Iteration] = []
    for _ in range(20):
        deviance, step, criterion = _newton(search, point)
        if history:
            history[-1] = Iteration(deviance, criterion, point)
            if criterion <= 1e-8:
                break
        point = _stepped(search, point, step, deviance)
        history.append(Iteration(np.nan, np.nan, point))
    return history


def _start(search: _Search) -> Array:
    structure = search.run.structure
    if structure.spatial:
        return np.array([1.0, 1.0])
    independent = (
        np.eye(4)[np.tril_indices(4)] if isinstance(structure, Unstructured) else np.array([0.0, 1.0])
    )
    at = search.at(independent)
    return independent - np.linalg.solve(at.expected[0], at.gradient[0])


def _settled(search: _Search, point: Array) -> Array:
    """Give the profiled variance its best value, ratios kept."""
    place = search.residual()
    if place is None:
        return point
    scales = np.ones(2) if not search.run.structure.spatial else np.arange(2) == place
    one = np.where(scales, point / point[place], point)
    by_logarithm = float(search.at(one).gradient[0] @ (one * scales))
    return np.where(scales, one * (search.free - by_logarithm) / search.free, one)


def _newton(search: _Search, point: Array) -> tuple[float, Array, float]:
    at = search.at(point)
    deviance = float(at.deviance[0]) + search.shift
    gradient, information = at.gradient[0], at.observed[0]
    place = search.residual()
    if place is None:
        step = -np.linalg.solve(information, gradient)
    else:
        other = 1 - place
        slope, bend = np.eye(2), np.zeros((2, 2))
        if not search.run.structure.spatial:
            slope[other, other] = point[place]
            slope[other, place] = point[other] / point[place]
            bend[other, place] = bend[place, other] = gradient[other]
        turned = slope.T @ information @ slope + bend
        pull = (slope.T @ gradient)[other]
        curvature = turned[other, other] - turned[other, place] ** 2 / turned[place, place]
        step = np.zeros(2)
        step[other] = -pull / curvature
        gradient = np.where(np.arange(2) == other, pull, 0.0)
    objective = abs(deviance - search.free * np.log(2 * np.pi))
    return deviance, step, float(-gradient @ step / objective)


def _stepped(search: _Search, point: Array, step: Array, deviance: float) -> Array:
    place = search.residual()
    for halvings in range(30):
        moved = step / 2.0**halvings
        if place is None or search.run.structure.spatial:
            new = point + moved
        else:
            new = (point / point[place] + moved) * point[place]
        at = search.at(new)
        if at.valid[0]:
            new = _settled(search, new)
            if float(search.at(new).deviance[0]) + search.shift <= deviance:
                return new
    raise ArithmeticError("no step lowers the deviance")
