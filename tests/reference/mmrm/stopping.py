"""Where SAS stopped: it ends its search short of the maximum, and prints the numbers of that point.

The search takes minutes, so its result is kept in ``stopping_points.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares, linprog

from lassitude.statistics.mixed_models.fit import MixedFit, fit_mixed_model, mixed_model_at
from lassitude.statistics.mixed_models.likelihood import evaluate
from lassitude.statistics.mixed_models.structures import BandedCovariance, CommonCovariance
from tests.reference.mmrm.compared import Number, numbers
from tests.reference.mmrm.listings import Listing, read_listings
from tests.reference.mmrm.runs import Run, listing_files, run_of
from tests.reference.mmrm.tables import table_numbers

Array = NDArray[np.float64]
Compute = Callable[[Array], list[Number]]
POINTS = Path(__file__).with_name("stopping_points.json")
"""Covariance parameters [run, group, parameter] by file, from ``python -m tests.reference.mmrm.stopping``."""


def at_point(run: Run, parameters: Array) -> MixedFit:
    """Evaluate the model at covariance parameters [group, parameter] as SAS does there.

    Short of the maximum the observed information depends on the parameters it is taken by. SAS takes it by
    ratios to the residual variance where it profiles that variance out, and carries it over linearly.
    """
    fit = mixed_model_at(run.data, run.structure, parameters[None], run.likelihood)
    if run.profiled and isinstance(run.structure, BandedCovariance | CommonCovariance):
        fit = replace(fit, parameter_covariance=_by_ratios(run, fit)[None])
    return fit


def _by_ratios(run: Run, fit: MixedFit) -> Array:
    values = fit.parameters[0, 0]
    residual = 0 if isinstance(run.structure, BandedCovariance) else 1
    others = np.delete(np.arange(len(values)), residual)
    at = evaluate(fit.cells, run.structure, fit.parameters, run.likelihood == "REML")
    slope = np.eye(len(values))
    slope[others, others] = values[residual]
    slope[others, residual] = values[others] / values[residual]
    bend = np.zeros_like(slope)
    bend[others, residual] = bend[residual, others] = at.gradient[0][others]
    return 2 * slope @ np.linalg.inv(slope.T @ at.observed[0] @ slope + bend) @ slope.T


def worst(found: list[Number]) -> Array:
    """Difference of each number from the printed one, in units of what rounding allows."""
    ratio = []
    for number in found:
        assert number.printed is not None, number.where
        if number.printed.below:
            ratio.append(0.0 if number.printed.agrees(number.computed) else 1e3)
        else:
            ratio.append((number.computed - number.printed.value) / number.printed.slack)
    return np.array(ratio)


def stopping_point(compute: Compute, starts: list[Array], scale: Array) -> tuple[Array, float]:
    """Find covariance parameters from which all numbers would be printed as they are.

    Parameters
    ----------
    compute : callable
        From parameters [parameter] to all numbers.
    starts : list of array of float64 [parameter]
        Near the printed parameters.
    scale : array of float64 [parameter]
        Standard errors; a step is small against them.

    Returns
    -------
    point : array of float64 [parameter]
        Where the largest difference is small: least squares first, then linear programs.
    largest : float
        The largest difference there, in units of what rounding allows.
    """
    best, least = starts[0], np.inf
    for start in starts:
        close = np.abs(worst(compute(start))).max() <= 1
        point = start if close else _searched(compute, start, scale)
        largest = float(np.abs(worst(compute(point))).max())
        if largest < least:
            best, least = point, largest
        if least <= 1:
            break
    return best, least


def _searched(compute: Compute, start: Array, scale: Array) -> Array:
    def ratio_at(move: Array) -> Array:
        return worst(compute(start + scale * move))

    def slopes_at(move: Array) -> Array:
        steps = 1e-6 * np.eye(len(move))
        return np.stack([(ratio_at(move + one) - ratio_at(move - one)) / 2e-6 for one in steps], axis=1)

    zero = np.zeros(len(start))
    move = least_squares(ratio_at, zero, jac=slopes_at, method="lm", max_nfev=25).x  # type: ignore[arg-type]
    ratio, reach = ratio_at(move), 1e-3
    for _ in range(12):
        if np.abs(ratio).max() <= 0.98:
            break
        tried = move + _minimax(ratio, slopes_at(move), reach)
        found = ratio_at(tried)
        if np.abs(found).max() < np.abs(ratio).max():
            move, ratio = tried, found
        else:
            reach /= 4
    return start + scale * move


def _minimax(ratio: Array, slopes: Array, reach: float) -> Array:
    """Step to the least largest difference, were the numbers linear."""
    count = slopes.shape[1]
    one = np.ones((len(ratio), 1))
    done = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.block([[slopes, -one], [-slopes, -one]]),
        b_ub=np.concatenate([-ratio, ratio]),
        bounds=[(-reach, reach)] * count + [(0, None)],
        method="highs",
    )
    return done.x[:count] if done.status == 0 else np.zeros(count)


def printed_points(listing: Listing, run: Run) -> list[Array]:
    """Return the printed covariance parameters, and points near them, in the structure's order."""
    count = len(run.order)
    shape = (len(listing.parameters) // count, count)
    value, unit = np.empty(shape), np.empty(shape)
    for k, (_, _, row) in enumerate(listing.parameters):
        assert row[0] is not None
        place = (k // count, run.order[k % count])
        value[place], unit[place] = row[0].value, row[0].unit
    shifts = np.array([[0.0, 0.0], [0.4, 0.4], [-0.4, 0.4], [0.4, -0.4], [-0.4, -0.4]])
    return [(value + unit * np.resize(shift, count)).ravel() for shift in shifts]


def search_all() -> dict[str, list[object]]:
    """Search the point of every run, by file: lists [run, group, parameter]."""
    points: dict[str, list[object]] = {}
    kept = json.loads(POINTS.read_text(encoding="utf-8")) if POINTS.exists() else {}
    for path in listing_files():
        for index, listing in enumerate(read_listings(path)):
            run = run_of(listing, path.name)
            fit = fit_mixed_model(run.data, run.structure, run.likelihood)
            shape = fit.parameters.shape[1:]

            def compute(
                point: Array, listing: Listing = listing, run: Run = run, path: Path = path,
                shape: tuple[int, ...] = shape,
            ) -> list[Number]:  # fmt: skip
                at = at_point(run, point.reshape(shape))
                return [*numbers(listing, run, at), *table_numbers(path, run, at)]

            scale = np.sqrt(np.diag(fit.parameter_covariance[0]))
            starts = [np.ravel(one[index]) for one in [kept.get(path.name)] if one]
            point, largest = stopping_point(compute, [*starts, *printed_points(listing, run)], scale)
            print(f"{path.name}: {largest:.3f}", file=sys.stderr, flush=True)
            points[path.name] = [*points.get(path.name, []), point.reshape(shape).tolist()]
    return points


if __name__ == "__main__":
    POINTS.write_text(
        json.dumps(search_all(), indent=1).replace("\n   ", "").replace("\n  ]", "]"), encoding="utf-8"
    )
