"""The effect over draws of the declared parameters, and the power that it would give on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.design import Design
from lassitude.prediction.power.question import ALPHA, Question
from lassitude.prediction.power.truth import target_of
from lassitude.prediction.sensitivity import PriorTask, hypothesis_share, prior_tasks
from lassitude.prediction.spreads import spread
from lassitude.results import Spread
from lassitude.study.designs import PeriodicDesign
from lassitude.trial.assignment import Assignment

Blocks = Mapping[str, Mapping[str, NDArray[np.float64]]]
SIDES = ("arm", "comparator")


def effect_tasks(
    asked: Question, made: Design, parameters: ParameterSet = DECLARED
) -> list[tuple[str, PriorTask]]:
    """List the blocks in which the same people live under the same draws in both arms.

    Returns
    -------
    list of (str, PriorTask)
        ``arm-prior-nothing``, ``comparator-prior-nothing`` and so on; none where no order of periods begins
        with both arms.
    """
    days = made.schedule.days
    found = []
    for side, arm in zip(SIDES, (asked.arm, asked.comparator), strict=True):
        given = _given(made.assignments[asked.population], arm, asked)
        if given is None:
            return []
        treatments = (*made.backgrounds[asked.population], *given.treatments)
        condition = asked.protocol.populations[asked.population].condition
        last = days[target_of(asked, made)]
        whole = PriorTask(
            condition,
            made.seed,
            treatments,
            days[0],
            last,
            asked.endpoint,
            "nothing",
            made.clock,
            parameters,
            made.hours,
        )
        found += [(f"{side}-{name}", task) for name, task in prior_tasks(whole)]
    return found


def _given(chosen: Sequence[Assignment], arm: str, asked: Question) -> Assignment | None:
    if not isinstance(asked.protocol.design, PeriodicDesign):
        return next(one for one in chosen if one.arm == arm)
    found = next((one for one in chosen if one.given and one.given[0].arm == arm), None)
    if found is None:
        return None
    first = found.given[0].period
    return replace(found, given=tuple(one for one in found.given if one.period == first))


def effects(blocks: Blocks) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Subtract the comparator's change from the arm's under every draw.

    Examples
    --------
    >>> told = {f"{side}-prior-{one}": {"change": np.full(2, float(side == "arm"))}
    ...         for side in SIDES for one in ("nothing", "hypotheses")}
    >>> effects(told)["prior-nothing"]["change"].tolist()
    [1.0, 1.0]
    """
    return {
        name: {"change": blocks[f"arm-{name}"]["change"] - blocks[f"comparator-{name}"]["change"]}
        for name in ("prior-nothing", "prior-hypotheses")
    }


def shares_and_effects(blocks: Blocks, seed: int) -> tuple[Spread, Spread, NDArray[np.float64]]:
    """Return the share of the effect's prior variance on hypotheses, its spread, and all its draws."""
    apart = effects(blocks)
    drawn = apart["prior-nothing"]["change"]
    return hypothesis_share(apart, seed), spread(drawn), drawn


def averaged_power(drawn: NDArray[np.float64], standard_error: float, better: str) -> float:
    """Return power averaged over draws of the effect, the standard error of trials held.

    Parameters
    ----------
    drawn : array of float, [draw]
        Effects, in the endpoint's unit.
    standard_error : float
        Of the estimate in a trial.
    better : {"lower", "higher"}
        Direction that favors the arm.

    Examples
    --------
    >>> round(averaged_power(np.array([-2.8]), 1.0, "lower"), 2)
    0.8
    """
    favorable = (-drawn if better == "lower" else drawn)[np.isfinite(drawn)]
    return float(norm.sf(norm.isf(ALPHA / 2) - favorable / standard_error).mean())
