"""Where the simulator is run: first all over the prior, then around what the first emulator believes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys, uniforms

Floats = NDArray[np.float64]

WIDENED = 1.5
"""Points of the second wave lie this much further from the middle than the draws they come from."""
_FARTHEST = 3.5
_TRIED = 8


@dataclass(frozen=True, eq=False)
class Wave:
    """Points at which the simulator is run.

    Attributes
    ----------
    own : array, [point, parameter]
        Standard numbers of the stage's parameters.
    rows : array of int, [point]
        Which draw of the earlier stages each point takes.
    refused : int
        Points that were passed over, for no body may live there.
    """

    own: Floats
    rows: NDArray[np.int64]
    refused: int


Allowed = Callable[[Floats, NDArray[np.int64]], NDArray[np.bool_]]
"""Tells which bodies are stable: standard numbers [point, parameter] and rows of earlier draws."""


def first_wave(parameters: int, count: int, rows: int, seed: int, allowed: Allowed) -> Wave:
    """Spread points over the prior (Sobol, shifted at random), each with another draw of the earlier stages.

    Raises
    ------
    RequestError
        When hardly any point of the prior is allowed.

    Examples
    --------
    >>> wave = first_wave(2, 8, 4, 2026, lambda own, rows: np.ones(len(own), bool))
    >>> wave.own.shape, sorted(set(wave.rows.tolist()))
    ((8, 2), [0, 1, 2, 3])
    """
    power = int(np.ceil(np.log2(_TRIED * count)))
    grid = qmc.Sobol(parameters, scramble=False).random_base2(power)
    shift = uniforms(person_keys(seed, 0, 0), "first wave", 0, np.arange(parameters))
    own = np.clip(norm.ppf((grid + shift) % 1.0), -_FARTHEST, _FARTHEST)
    return _chosen(own, _turns(len(own), rows), count, allowed)


def second_wave(draws: Floats, count: int, allowed: Allowed) -> Wave:
    """Spread points over a posterior that is made wider.

    Parameters
    ----------
    draws : array, [row, kept, parameter]
        Draws after the first wave; row r is given row r of the earlier stages.
    count : int
        Points wanted.
    allowed : callable
        Which bodies are stable.

    Examples
    --------
    >>> draws = np.linspace(-0.1, 0.1, 32).reshape(8, 4, 1)
    >>> wave = second_wave(draws, 6, lambda own, rows: np.ones(len(own), bool))
    >>> bool(wave.own.std() > draws[:, 0].std())
    True
    """
    rows, kept, parameters = draws.shape
    # Rows take turns, and a row that comes again gives another draw of its chain.
    own = draws.transpose(1, 0, 2).reshape(-1, parameters)
    middle, sd = own.mean(axis=0), own.std(axis=0)
    wider = np.clip(1.0 / np.maximum(sd, 1e-9), 1.0, WIDENED)
    spread = np.clip(middle + wider * (own - middle), -_FARTHEST, _FARTHEST)
    order = _turns(rows, rows)
    everywhere = np.concatenate([order + rows * number for number in range(kept)])
    return _chosen(spread[everywhere], everywhere % rows, count, allowed)


def _turns(points: int, rows: int) -> NDArray[np.int64]:
    """Give points rows far apart in turn, so that few points see all of the earlier draws."""
    stride = next(one for one in range(int(rows * 0.618) + 1, 2 * rows + 2) if np.gcd(one, rows) == 1)
    return (np.arange(points) * stride) % rows


def _chosen(own: Floats, rows: NDArray[np.int64], count: int, allowed: Allowed) -> Wave:
    """Take the first points that are allowed; as many as are wanted are judged at a time."""
    fine = np.zeros(0, np.int64)
    for first in range(0, len(own), count):
        some = slice(first, first + count)
        fine = np.concatenate([fine, first + np.flatnonzero(allowed(own[some], rows[some]))])
        if len(fine) >= count:
            return Wave(own[fine[:count]], rows[fine[:count]], int(fine[count - 1]) + 1 - count)
    raise RequestError(
        f"Only {len(fine)} of {len(own)} points lie within the limits of loop gains, {count} are needed. "
        "Narrow the bounds of the parameters that drive the loops (`lassitude audit` shows the gains)."
    )
