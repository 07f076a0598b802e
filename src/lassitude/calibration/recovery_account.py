"""What is told of a recovery from simulated data, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from lassitude.calibration.known_truths import WITHIN, Recovered
from lassitude.calibration.stage_fit import StageWork

_FARTHEST = 5


def recovery_account(work: StageWork, found: Recovered, refused: Mapping[str, str]) -> dict[str, Any]:
    """Tell of every parameter what was known and what was found.

    Parameters
    ----------
    work : StageWork
        What the stage was given.
    found : Recovered
        From simulated data.
    refused : mapping of str to str
        Targets that could not be run, with the reason.

    Returns
    -------
    dict
        Without clocks, paths or machines.
    """
    near = found.truths.near
    return {
        "stage": work.name,
        "people": work.sizes.people,
        "near": near.tolist(),
        "rows": found.truths.rows.tolist(),
        "refused_targets": dict(refused),
        "inside_90%": {
            "near": counted(found.inside[near]),
            "far": counted(found.inside[~near]),
        },
        "emulator": {
            "near": _emulator(found.off[near]),
            "far": _emulator(found.off[~near]),
            "farthest": _farthest(work, found, near),
        },
        "parameters": [_parameter(work, found, column) for column in range(work.prior.count)],
    }


def counted(inside: NDArray[np.bool_]) -> dict[str, Any]:
    """Count intervals that hold the truth, with the binomial 95% interval of their share.

    Examples
    --------
    >>> counted(np.array([True] * 9 + [False]))
    {'inside': 9, 'of': 10, '95%': [0.555, 0.997]}
    """
    hits, tried = int(inside.sum()), int(inside.size)
    if not tried:
        return {"inside": 0, "of": 0, "95%": [0.0, 1.0]}
    interval = binomtest(hits, tried).proportion_ci()
    return {"inside": hits, "of": tried, "95%": [round(float(one), 3) for one in interval]}


def _parameter(work: StageWork, found: Recovered, column: int) -> dict[str, Any]:
    one, left = work.prior.declared[column], found.sd[:, column] / found.prior_sd[column]
    near = found.truths.near
    return {
        "name": one.name,
        "unit": one.unit,
        "inside_90%": {
            "near": counted(found.inside[near, column]),
            "far": counted(found.inside[~near, column]),
        },
        "spread_left": _number(left.mean()),
        "truths": [
            {
                "truth": _number(found.truth[row, column]),
                "mean": _number(found.mean[row, column]),
                "90%": [_number(found.low[row, column]), _number(found.high[row, column])],
                "inside": bool(found.inside[row, column]),
                "z": _number(found.z[row, column]),
                "spread_left": _number(left[row]),
            }
            for row in range(len(near))
        ],
    }


def _emulator(off: NDArray[np.float64]) -> dict[str, Any]:
    """Count numbers that lie within what the emulator claims to get wrong."""
    known = off[np.isfinite(off)]
    spread = float(np.sqrt((known**2).mean())) if known.size else 0.0
    return {**counted(np.abs(known) <= WITHIN), "root_mean_square": _number(spread)}


def _farthest(work: StageWork, found: Recovered, near: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Name the numbers that the emulator gets wrong by most near the posterior."""
    off = np.nanmax(np.abs(np.nan_to_num(found.off[near])), axis=0, initial=0.0)
    return [
        {"number": work.observations[column].name, "off": _number(off[column])}
        for column in np.argsort(-off, kind="stable")[:_FARTHEST]
    ]


def _number(value: float) -> float:
    return float(f"{float(value):.5g}")
