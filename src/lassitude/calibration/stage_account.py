"""What is told of a fitted stage, for people and for the parameter set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.identifiability import PRIOR_ONLY, spread_left
from lassitude.calibration.misfit import emulated_numbers, misfit_rows
from lassitude.calibration.recovery import Recovery, ranks, recover, uniformity
from lassitude.calibration.stage_fit import FittedStage
from lassitude.randomness.streams import person_keys, uniforms

Floats = NDArray[np.float64]


def account(fitted: FittedStage, fingerprint: str, refused: Mapping[str, str]) -> dict[str, Any]:
    """Tell what a stage was given, what it found, and whether it can be believed.

    Parameters
    ----------
    fitted : FittedStage
        The stage.
    fingerprint : str
        Of all that decides its draws.
    refused : mapping of str to str
        Targets that could not be run, with the reason.

    Returns
    -------
    dict
        Without clocks, paths or machines.
    """
    work = fitted.work
    told = emulated_numbers(fitted.emulator, fitted.own, _earlier(fitted), work.seed)
    return {
        "stage": work.name,
        "fingerprint": fingerprint,
        "seed": work.seed,
        "points": [len(one.own) for one in fitted.waves],
        "points_refused": [one.refused for one in fitted.waves],
        "people": work.sizes.people,
        "rows": work.sizes.rows,
        "rows_moved": fitted.moved,
        "parameters": _parameters(fitted),
        "refused_targets": dict(refused),
        "not_emulated": [
            one.name
            for one, error in zip(work.observations, fitted.emulator.error, strict=True)
            if not np.isfinite(error)
        ],
        "sampler": {
            "acceptance": round(fitted.posterior.acceptance, 3),
            "divergent": round(fitted.posterior.divergent, 5),
            "largest_r_hat": _round(fitted.r_hat.max()),
            "effective_draws": int(fitted.effective_draws.min()),
        },
        "recovery": _recovery(fitted),
        "misfit": [
            {**row, "points_missing": _round(missing)}
            for row, missing in zip(
                misfit_rows(work.observations, fitted.emulator.error, told), fitted.missing, strict=True
            )
        ],
    }


def _earlier(fitted: FittedStage) -> Floats:
    work = fitted.work
    if not work.earlier:
        return np.zeros((len(fitted.own), 0))
    return work.earlier_prior.standard({name: fitted.draws[name] for name in work.earlier})


def _parameters(fitted: FittedStage) -> list[dict[str, Any]]:
    prior = fitted.work.prior
    left = spread_left(prior, fitted.draws)
    return [
        {
            "name": one.name,
            "declared": one.value,
            "bounds": list(one.bounds),
            "grade": one.source.grade,
            "median": _round(np.median(fitted.draws[one.name])),
            "90%": [_round(edge) for edge in np.quantile(fitted.draws[one.name], (0.05, 0.95))],
            "spread_left": _round(left[column]),
            "prior_only": bool(left[column] > PRIOR_ONLY),
            "r_hat": _round(fitted.r_hat[column]),
            "effective_draws": int(fitted.effective_draws[column]),
            "smoother_off_by": _round(
                (fitted.ensemble.mean[column] - fitted.alike.draws[..., column].mean())
                / fitted.alike.draws[..., column].std()
            ),
        }
        for column, one in enumerate(prior.declared)
    ]


def _recovery(fitted: FittedStage) -> dict[str, Any]:
    earlier = _earlier(fitted)
    # Rows that took over another one stand twice; truths are drawn given all of them in a random order.
    order = np.argsort(uniforms(person_keys(fitted.work.seed, 4, np.arange(len(earlier))), "order", 0))
    given = (fitted.emulator, fitted.likelihood, earlier[order], fitted.work.seed)
    found: Recovery = recover(*given)
    even = uniformity(ranks(*given))
    off = np.abs(found.mean - found.truth) / found.sd
    return {
        "truths": len(found.truth),
        "inside_90%": _round(found.inside.mean()),
        "farthest_in_sd": _round(off.max()),
        "ranks": len(earlier),
        "smallest_p_of_uniform_ranks": _round(even.min()),
        "parameters": len(even),
    }


def _round(number: float) -> float:
    return float(f"{float(number):.5g}")
