"""Values missing after an event, drawn like those of people of the same arm who were measured after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys
from lassitude.statistics.imputation.filling import noise_for
from lassitude.statistics.imputation.incomplete import Flat
from lassitude.statistics.imputation.regressions import cross_products, draw_regression
from lassitude.study.analyses.imputation import RetrievedDropout

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Retrieved:
    """The last visit of some people.

    Attributes
    ----------
    values : array of float64 [person, imputation]
        Drawn anew for those who had the event before it.
    failed : array of bool [replicate]
        Where too few people of an arm that needs them were measured after the event.
    reason : str
        Counts of the first of them.
    """

    values: Floats
    failed: Booleans
    reason: str


def retrieved_values(
    flat: Flat,
    who: Integers,
    values: Floats,
    occasion: Integers,
    method: RetrievedDropout,
    arms: Sequence[str],
) -> Retrieved:
    """Regress the last visit on covariates and the last value before the event, among those retrieved.

    Parameters
    ----------
    flat : Flat
        People by group.
    who : array of int64 [person]
        Everybody without a value at the last visit, and everybody who had the event before it.
    values : array of float64 [person, imputation, visit]
        Of `who`, missing ones and those after the event drawn as if nothing had happened.
    occasion : array of int64 [group, imputation]
        Numbers of the imputations.
    method : RetrievedDropout
        How many people it needs.
    arms : sequence of str
        Names.

    Returns
    -------
    Retrieved
        Coefficients and spread are drawn for each imputation, by arm.
    """
    had, observed = flat.after[who, -1], flat.observed[who, -1]
    source, needing = np.flatnonzero(had & observed), np.flatnonzero(had & ~observed)
    group = flat.group[who]
    n = np.bincount(group[source], minlength=flat.groups)
    needed = np.bincount(group[needing], minlength=flat.groups) > 0
    regressors = _regressors(flat, who, values)
    outcome = np.broadcast_to(flat.values[who, -1][:, None, None], (*regressors.shape[:2], 1))
    vectors = np.concatenate([regressors, outcome], axis=2)[source]
    products = cross_products(vectors, group[source], flat.groups)
    coefficients, spread, bad = draw_regression(
        products, n, flat.group_keys, occasion, 0, "retrieved dropout"
    )
    few = needed & ((n < method.at_least) | bad)
    people, own = who[needing], group[needing]
    keys = Keys(flat.keys.word0[people], flat.keys.word1[people])
    noise = noise_for(keys, "retrieved dropout", occasion[own], 1)[..., 0]
    found = values[:, :, -1].copy()
    found[needing] = np.einsum("pmk,pmk->pm", regressors[needing], coefficients[own]) + spread[own] * noise
    return Retrieved(
        found, np.logical_or.reduce(few.reshape(-1, flat.arms), axis=1), _reason(few, n, arms, method)
    )


def _regressors(flat: Flat, people: Integers, values: Floats) -> Floats:
    """Return the constant, the covariates and the change until the event, [person, imputation, number]."""
    fixed = np.broadcast_to(flat.fixed[people][:, None], (*values.shape[:2], flat.fixed.shape[1]))
    before = (~flat.after[people]).sum(axis=1)
    place = np.broadcast_to(np.maximum(before - 1, 0)[:, None, None], (*values.shape[:2], 1))
    last = np.take_along_axis(values, place, axis=2)
    change = np.where(before[:, None, None] > 0, last - fixed[..., 1:2], 0.0)
    return np.concatenate([fixed, change], axis=2)


def _reason(few: Booleans, n: Integers, arms: Sequence[str], method: RetrievedDropout) -> str:
    if not few.any():
        return ""
    group = int(np.argmax(few))
    arm = arms[group % len(arms)]
    count = "1 person" if n[group] == 1 else f"{n[group]} people"
    if n[group] < method.at_least:
        return (
            f"{count} of {arm} were measured at the last visit after the event, fewer than the "
            f"{method.at_least} that retrieved-dropout asks for; jump-to-reference or a hypothetical "
            "strategy does without them"
        )
    return f"the {count} of {arm} measured after the event do not determine its regression"
