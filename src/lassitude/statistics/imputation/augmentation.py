"""Draw the law of every arm together with the values missing between others: monotone data augmentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys
from lassitude.statistics.imputation.filling import fill_gaps, noise_for
from lassitude.statistics.imputation.incomplete import Flat, last_seen
from lassitude.statistics.imputation.regressions import (
    Regressions,
    cross_products,
    draw_regressions,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

PASSES = 12
"""Passes of data augmentation before the draw that is used. The share of the start that is left falls with
each pass about by the share of information that lies in values missing between others: 0.3**12 is 5e-7."""


@dataclass(frozen=True, eq=False)
class Augmented:
    """One draw in every imputation.

    Attributes
    ----------
    law : Regressions
        Arrays [group, imputation, ...].
    values : array of float64 [person, imputation, visit]
        Complete up to each person's last early value.
    filled : array of bool [person, visit]
        Which of `values` are drawn.
    occasion : array of int64 [group, imputation]
        Numbers of the imputations.
    n : array of int64 [group, visit]
        People of each arm seen at a visit or later.
    failed : array of bool [group]
        Where a law could not be drawn.
    """

    law: Regressions
    values: Floats
    filled: Booleans
    occasion: Integers
    n: Integers
    failed: Booleans


def take(law: Regressions, place: Integers) -> Regressions:
    """Return the regressions at positions of the first axis."""
    return Regressions(law.coefficients[place], law.shift[place], law.sd[place])


def augment(flat: Flat, imputations: int) -> Augmented:
    """Draw each arm's law from the early values, filling those missing between others on the way.

    Arms share slopes and spreads and have means of their own, or share nothing.

    Every imputation has a chain of its own. A pass draws the regressions of each visit on those before from
    the people seen at it or later, then the missing values between others given all else. Where nobody has
    such values, one pass draws from the posterior exactly.

    Parameters
    ----------
    flat : Flat
        People by group.
    imputations : int
        How many chains.

    Returns
    -------
    Augmented

    References
    ----------
    Schafer J.L. Analysis of Incomplete Multivariate Data. Chapman and Hall 1997, section 6.5.4.
    """
    visits, pool = flat.values.shape[1], _pool(flat, imputations)
    seen = last_seen(flat.early)
    gaps = ~flat.early & (np.arange(visits) < seen[:, None])
    some = np.flatnonzero(gaps.any(axis=1))
    occasion = flat.chain[:, None] + np.arange(imputations)
    others = [np.flatnonzero(~gaps.any(axis=1) & (seen > v)) for v in range(visits)]
    rest = [_products(pool, who, flat.values[who][:, None], v) for v, who in enumerate(others)]
    n = np.stack([np.bincount(flat.group[seen > v], minlength=flat.groups) for v in range(visits)], axis=1)
    together = n.reshape(len(pool.occasion), -1, visits).sum(axis=1)
    values = np.repeat(flat.values[some][:, None], imputations, axis=1)
    law, failed = None, np.zeros(flat.groups, dtype=bool)
    for iteration in reversed(range(PASSES if some.size else 1)):
        products = [
            rest[v] + _products(pool, some[seen[some] > v], values[seen[some] > v], v) for v in range(visits)
        ]
        drawn, bad = draw_regressions(products, together, pool.keys, pool.occasion, iteration)
        law, failed = _of_arms(drawn, bad, flat)
        if some.size:
            keys = Keys(flat.keys.word0[some], flat.keys.word1[some])
            noise = noise_for(keys, "imputation gap", occasion[flat.group[some]], visits, iteration)
            own = take(law, flat.group[some])
            values = fill_gaps(values, gaps[some], seen[some], flat.fixed[some], own, noise)
    assert law is not None
    complete = np.repeat(flat.values[:, None], imputations, axis=1)
    complete[some] = values
    return Augmented(law, complete, gaps, occasion, n, failed | (n == 0).any(axis=1))


class _Pool(NamedTuple):
    """Whose values make one law: the people of an arm, or of all arms with a mean of each arm."""

    fixed: Floats
    group: Integers
    keys: Keys
    occasion: Integers


def _pool(flat: Flat, imputations: int) -> _Pool:
    numbers = np.arange(imputations)
    if flat.by_arm:
        return _Pool(flat.fixed, flat.group, flat.group_keys, flat.chain[:, None] + numbers)
    members = (flat.group[:, None] % flat.arms == np.arange(flat.arms)).astype(np.float64)
    fixed = np.concatenate([members, flat.fixed[:, 1:]], axis=1)
    keys = Keys(flat.group_keys.word0[:: flat.arms], flat.group_keys.word1[:: flat.arms])
    return _Pool(fixed, flat.replicate, keys, flat.chain[:: flat.arms, None] + numbers)


def _of_arms(drawn: Regressions, failed: Booleans, flat: Flat) -> tuple[Regressions, Booleans]:
    """Write a law with a constant for each arm as a law for each arm."""
    if flat.by_arm:
        return drawn, failed
    own = drawn.coefficients[..., : flat.arms]
    shared = drawn.coefficients[..., flat.arms :]
    each = [np.concatenate([own[..., arm : arm + 1], shared], axis=-1) for arm in range(flat.arms)]
    coefficients = np.stack(each, axis=1).reshape(-1, *each[0].shape[1:])
    shift, sd = (np.repeat(part, flat.arms, axis=0) for part in (drawn.shift, drawn.sd))
    return Regressions(coefficients, shift, sd), np.repeat(failed, flat.arms)


def _products(pool: _Pool, who: Integers, values: Floats, visit: int) -> Floats:
    """Sum cross products of constants, covariates and visits up to one, [group, 1 or imputation, ...]."""
    fixed = np.broadcast_to(pool.fixed[who][:, None], (*values.shape[:2], pool.fixed.shape[1]))
    vectors = np.concatenate([fixed, values[..., : visit + 1]], axis=2)
    return cross_products(vectors, pool.group[who], len(pool.occasion))


def shortage(found: Augmented, flat: Flat, arms: Sequence[str], visits: Sequence[str]) -> str:
    """Say which regression of a failed draw had too few people; empty where none failed.

    Parameters
    ----------
    found : Augmented
        A draw.
    flat : Flat
        What it was drawn for.
    arms, visits : sequence of str
        Names.
    """
    if not found.failed.any():
        return ""
    group = int(np.argmax(found.failed))
    own = (
        [group]
        if flat.by_arm
        else [*range(group // flat.arms * flat.arms, (group // flat.arms + 1) * flat.arms)]
    )
    who = " and ".join(arms[one % flat.arms] for one in own)
    numbers = len(own) - 1 + flat.fixed.shape[1] + np.arange(len(visits))
    n = found.n[own].sum(axis=0)
    short = np.flatnonzero(n < numbers + 1)
    if short.size:
        v = int(short[0])
        return (
            f"{n[v]} people of {who} were seen at {visits[v]} or later, and their regression on {numbers[v]} "
            f"numbers needs {numbers[v] + 1}"
        )
    nobody = np.argwhere(found.n[own] == 0)
    if nobody.size:
        place, v = nobody[0]
        return f"nobody of {arms[own[place] % flat.arms]} was seen at {visits[v]} or later"
    return f"the values of {who} do not vary, or those at one visit determine those at another"
