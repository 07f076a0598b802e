"""Sobol indices and the Morris screen before them, over any function of independent uniform numbers.

First index: the share of the variance that a factor decides alone. Total index: the share that is left when
all others are known (Saltelli 2010, doi:10.1016/j.cpc.2009.09.018). Designs and estimators are SALib's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys, uniforms
from lassitude.results import Interval

OTHERS = "others"
SENSITIVITY = 0xFFFFFFFD
"""The replicate number of designs for sensitivity."""
LEVELS = 4
_BOOTSTRAPS = 400

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Index:
    """Indices of one factor, or of several together.

    Attributes
    ----------
    name : str
        Of the factor.
    first, total : float
        Estimates.
    first90, total90 : Interval
        Bootstrap intervals over rows of the design.
    """

    name: str
    first: float
    first90: Interval
    total: float
    total90: Interval


def need_salib() -> None:
    """Make sure that SALib is installed.

    Raises
    ------
    RequestError
        If it is not, with the line that installs it.

    Examples
    --------
    >>> need_salib()
    """
    try:
        import SALib  # noqa: F401
    except ImportError:
        raise RequestError(
            "Sensitivity needs SALib, which is not installed: pip install 'lassitude[sensitivity]'"
        ) from None


def morris_design(factors: int, trajectories: int, seed: int) -> Floats:
    """Lay trajectories through the unit cube, each moving one factor after the other.

    Parameters
    ----------
    factors, trajectories : int
        How many of each.
    seed : int
        Of the study.

    Returns
    -------
    array of float, [draw, factor]
        ``trajectories * (factors + 1)`` draws.

    Examples
    --------
    >>> morris_design(3, 5, 1).shape
    (20, 3)
    """
    from SALib.sample import morris

    problem = _problem([str(one) for one in range(factors)])
    return np.asarray(morris.sample(problem, trajectories, num_levels=LEVELS, seed=_seed(seed, "morris")))


def morris_effects(design: Floats, outputs: Floats) -> Floats:
    """Return the mean absolute elementary effect of each factor; trajectories with a gap are left out.

    Parameters
    ----------
    design : array of float, [draw, factor]
        Of :func:`morris_design`.
    outputs : array of float, [draw]
        NaN where there is none.

    Returns
    -------
    array of float, [factor]
        In the unit of the outputs; NaN if no trajectory is whole.

    Examples
    --------
    >>> design = morris_design(2, 8, 1)
    >>> morris_effects(design, 3.0 * design[:, 0]).round(6).tolist()
    [3.0, 0.0]
    """
    from SALib.analyze import morris

    factors = design.shape[1]
    by_trajectory = outputs.reshape(-1, factors + 1)
    whole = np.isfinite(by_trajectory).all(axis=1)
    if not whole.any():
        return np.full(factors, np.nan)
    kept = design.reshape(-1, factors + 1, factors)[whole].reshape(-1, factors)
    problem = _problem([str(one) for one in range(factors)])
    found: Any = morris.analyze(
        problem, kept, by_trajectory[whole].ravel(), num_resamples=2, num_levels=LEVELS, seed=1
    )
    return np.asarray(found["mu_star"], np.float64)


def sobol_design(groups: Sequence[str], rows: int, seed: int) -> Floats:
    """Draw Saltelli's design from a scrambled Sobol sequence; factors of one group move together.

    Parameters
    ----------
    groups : sequence of str
        Group of each factor.
    rows : int
        A power of two; each row makes as many draws as there are groups, and two.
    seed : int
        Of the study.

    Returns
    -------
    array of float, [draw, factor]
        Between 0 and 1.

    Examples
    --------
    >>> sobol_design(["a", "b", "b"], 8, 1).shape
    (32, 3)
    """
    from SALib.sample import sobol

    drawn = sobol.sample(_problem(groups), rows, calc_second_order=False, seed=_seed(seed, "sobol"))
    return np.asarray(drawn, np.float64)


def sobol_indices(groups: Sequence[str], outputs: Floats, seed: int) -> tuple[Index, ...]:
    """Estimate first and total index of every group, with bootstrap intervals over rows.

    Parameters
    ----------
    groups : sequence of str
        As for :func:`sobol_design`.
    outputs : array of float, [draw]
        Of the design; rows with a gap (NaN) are left out.
    seed : int
        Of the study, for the bootstrap.

    Returns
    -------
    tuple of Index
        Largest total index first; none where the outputs do not differ.

    Examples
    --------
    >>> design = sobol_design(["a", "b"], 256, 1)
    >>> found = sobol_indices(["a", "b"], design[:, 0] + 2.0 * design[:, 1], 1)
    >>> [(one.name, round(one.total, 1)) for one in found]
    [('b', 0.8), ('a', 0.2)]
    """
    from SALib.analyze.sobol import first_order, total_order

    names = tuple(dict.fromkeys(groups))
    table = whole_rows(groups, outputs)
    if not len(table) or np.ptp(table) == 0.0:
        return ()
    scaled = (table - table.mean()) / table.std()
    first, last = scaled[:, 0], scaled[:, -1]
    picks = _picks(len(table), seed)
    found = []
    for place, name in enumerate(names, start=1):
        mixed = scaled[:, place]
        resampled = (first[picks], mixed[picks], last[picks])
        found.append(
            Index(
                name,
                float(first_order(first, mixed, last)),
                _interval(first_order(*resampled)),
                float(total_order(first, mixed, last)),
                _interval(total_order(*resampled)),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.total))


def whole_rows(groups: Sequence[str], outputs: Floats) -> Floats:
    """Put outputs into rows of the design, [row, draw in row], without the rows that have a gap.

    Examples
    --------
    >>> whole_rows(["a"], np.array([1.0, 2.0, 3.0, 4.0, np.nan, 6.0])).tolist()
    [[1.0, 2.0, 3.0]]
    """
    table = outputs.reshape(-1, len(set(groups)) + 2)
    return table[np.isfinite(table).all(axis=1)]


def _problem(groups: Sequence[str]) -> dict[str, Any]:
    names = [f"x{place}" for place in range(len(groups))]
    bounds = [[0.0, 1.0]] * len(groups)
    together = {"groups": list(groups)} if len(set(groups)) < len(groups) else {}
    return {"num_vars": len(groups), "names": names, "bounds": bounds, **together}


def _seed(seed: int, purpose: str) -> int:
    """Return a seed for SALib, which keeps its own generator; never 0, which it takes for none."""
    key = person_keys(seed, SENSITIVITY, np.arange(1))
    return 1 + int(uniforms(key, f"sensitivity: {purpose}", 0)[0] * (2**31 - 2))


def _picks(rows: int, seed: int) -> NDArray[np.int64]:
    """Draw rows with replacement, [row, bootstrap]."""
    keys = person_keys(seed, SENSITIVITY, np.arange(rows))
    drawn = [uniforms(keys, "sensitivity: bootstrap of rows", number) for number in range(_BOOTSTRAPS)]
    return (np.stack(drawn, axis=1) * rows).astype(np.int64)


def _interval(values: Floats) -> Interval:
    low, high = np.percentile(values, [5.0, 95.0])
    return Interval(float(low), float(high))
