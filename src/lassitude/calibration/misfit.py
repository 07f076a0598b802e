"""What the calibrated model makes of every number that it was fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.emulator import Emulator, emulate
from lassitude.calibration.likelihood import Observation
from lassitude.randomness.streams import Keys, normals, person_keys

Floats = NDArray[np.float64]

_EDGES = {"90%": (0.05, 0.95), "50%": (0.25, 0.75)}
_DIGITS = 5


def emulated_numbers(emulator: Emulator, own: Floats, earlier: Floats, seed: int) -> Floats:
    """Return what the emulator, with what it gets wrong, makes of the numbers at every draw, [row, number].

    NaN for numbers that it cannot tell.
    """
    keys = person_keys(seed, 3, np.arange(len(own)))
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    noise = normals(each, "emulator error", 0, np.arange(len(emulator.error)))
    told = emulate(emulator, own, earlier) + noise * np.where(
        np.isfinite(emulator.error), emulator.error, 0.0
    )
    return np.where(np.isfinite(emulator.error), told, np.nan)


def misfit_rows(
    observations: Sequence[Observation], emulator_error: Floats, told: Floats
) -> list[dict[str, Any]]:
    """Set every published number beside what the emulator makes of it over the draws.

    Parameters
    ----------
    observations : sequence of Observation
        Published numbers.
    emulator_error : array, [number]
        What the emulator gets wrong, on the scale of each.
    told : array, [draw, number]
        Its predictions, on those scales.

    Returns
    -------
    list of dict
        In canonical units; ``z`` is published less predicted, on the scale of the number, over the spread
        of both.
    """
    return [
        {
            "target": one.target,
            "estimate": one.estimate,
            "pointer": one.pointer,
            "published": _short(one.published),
            "scale": type(one.scale).__name__.lower(),
            "standard_error": _short(one.standard_error),
            "between_studies": _short(one.between),
            "emulator_error": _short(float(emulator_error[column])),
            "emulated": predicted(one, told[:, column]),
        }
        for column, one in enumerate(observations)
    ]


def predicted(one: Observation, told: Floats) -> dict[str, Any] | None:
    """Summarize draws of a number: median, 50% and 90% interval, and how far off the published one is.

    Parameters
    ----------
    one : Observation
        The published number.
    told : array, [draw]
        Predictions on its scale; NaN where there is none.

    Returns
    -------
    dict or None
        None where fewer than four draws gave a number.
    """
    known = told[np.isfinite(told)]
    if len(known) < 4:
        return None
    off = one.told - float(np.median(known))
    return {
        "median": _short(float(one.scale.back(np.median(known)))),
        **{
            level: [_short(float(one.scale.back(np.quantile(known, edge)))) for edge in edges]
            for level, edges in _EDGES.items()
        },
        "z": _short(off / float(np.hypot(one.spread, known.std(ddof=1)))),
        "draws": len(known),
    }


def _short(number: float) -> float | None:
    return float(f"{number:.{_DIGITS}g}") if np.isfinite(number) else None
