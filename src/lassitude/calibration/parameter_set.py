"""The parameter set that a finished calibration leaves: draws, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude import __version__
from lassitude.calibration.identifiability import PRIOR_ONLY
from lassitude.calibration.misfit import predicted
from lassitude.calibration.observing import observations_of
from lassitude.calibration.plan import Plan
from lassitude.calibration.stage_files import StageFiles
from lassitude.calibration.stage_fit import Simulated
from lassitude.runs.environment import program_sha256
from lassitude.trial.bodies import body_model

_SCHEMA = "lassitude.parameter-set/1"


def checked_rows(rows: int, checked: int) -> NDArray[np.int64]:
    """Return which draws are simulated once more, far apart.

    Examples
    --------
    >>> checked_rows(256, 4).tolist()
    [0, 64, 128, 192]
    """
    return np.arange(min(checked, rows)) * rows // min(checked, rows)


def about_set(plan: Plan, fitted: Sequence[StageFiles], simulated: Simulated) -> dict[str, Any]:
    """Tell what a parameter set is and how well it does, without clocks, paths or machines.

    Parameters
    ----------
    plan : Plan
        The calibration.
    fitted : sequence of StageFiles
        All stages.
    simulated : Simulated
        Every number of all stages, in order, under some of the final draws.
    """
    parameters = [one for stage in fitted for one in stage.told["parameters"]]
    return {
        "schema": _SCHEMA,
        "name": plan.name,
        "provenance": {
            "version": __version__,
            "program": program_sha256(),
            **plan.settings,
            "stages": {one.name: one.fingerprint for one in fitted},
            "pointers": [row["pointer"] for stage in fitted for row in stage.told["misfit"]],
        },
        "states": list(body_model().states),
        "effective_sample_size": min(one["effective_draws"] for one in parameters),
        "prior_only": [one["name"] for one in parameters if one["prior_only"]],
        "prior_only_above": PRIOR_ONLY,
        "stages": [
            {name: value for name, value in stage.told.items() if name != "misfit"} for stage in fitted
        ],
        "misfit": _misfit(plan, fitted, simulated),
    }


def _misfit(plan: Plan, fitted: Sequence[StageFiles], simulated: Simulated) -> list[dict[str, Any]]:
    """Add to what each stage's emulator said what the simulator says under the final draws."""
    told = [{"stage": stage.name, **row} for stage in fitted for row in stage.told["misfit"]]
    numbers = [one for own in plan.stages for one in observations_of(own.targets, plan.sizes.people)]
    return [
        {**row, "simulated": predicted(one, one.scale.forth(simulated.estimates[:, column]))}
        for column, (row, one) in enumerate(zip(told, numbers, strict=True))
    ]
