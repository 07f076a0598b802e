"""What is to be imputed: values over visits with gaps, whose they are, and by what draws are keyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, person_keys

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Incomplete:
    """Values of people over visits, some missing.

    Attributes
    ----------
    values : array of float64 [replicate, subject, visit]
        After the baseline, in order of time; NaN is missing. The last visit is the one analyzed.
    covariates : array of float64 [replicate, subject, covariate]
        The baseline first, in the unit of the values; no NaN where `arm` is not negative.
    arm : array of int64 [replicate, subject]
        Position of the arm; -1 for who is not in the analysis.
    after : array of bool [replicate, subject, visit]
        Visits after an event from which on a person's values follow another law than before; once True, True
        at all later visits.
    arms : tuple of str
        Names.
    reference : int
        Position of the reference arm.
    replicate : array of int64 [replicate]
        Numbers by which draws are keyed.
    people : tuple of str
        Identifiers of subjects, by which draws are keyed.
    chain : array of int64 [replicate]
        Number of the first imputation, by which draws are keyed too.
    by_arm : bool
        Whether each arm has slopes and spreads of its own, besides means.
    """

    values: Floats
    covariates: Floats
    arm: Integers
    after: Booleans
    arms: tuple[str, ...]
    reference: int
    replicate: Integers
    people: tuple[str, ...]
    chain: Integers
    by_arm: bool = False


@dataclass(frozen=True, eq=False)
class Flat:
    """The same with people in one list, sorted by group: an arm of a replicate.

    Attributes
    ----------
    values, observed : array [person, visit]
        Values in units of the spread at baseline, with 0 where missing; where there is one.
    early : array of bool [person, visit]
        Values that are observed and no later than a person's event: those that the model is fitted to.
    after : array of bool [person, visit]
        See `Incomplete`.
    fixed : array of float64 [person, 1 + covariate]
        One, then standardized covariates.
    replicate, subject, group : array of int64 [person]
        Where a person stands in `Incomplete`; replicate times number of arms plus arm.
    groups, arms, reference : int
        How many, and position of the reference arm.
    center, scale : array of float64 [person]
        What was taken off each value, and what it was then divided by.
    keys, group_keys : Keys
        Of people, and of groups.
    chain : array of int64 [group]
        See `Incomplete`.
    by_arm : bool
        See `Incomplete`.
    """

    values: Floats
    observed: Booleans
    early: Booleans
    after: Booleans
    fixed: Floats
    replicate: Integers
    subject: Integers
    group: Integers
    groups: int
    arms: int
    reference: int
    center: Floats
    scale: Floats
    keys: Keys
    group_keys: Keys
    chain: Integers
    by_arm: bool


def named_number(name: str) -> int:
    """Make a number of a name, by which its draws are keyed whatever stands beside it.

    Examples
    --------
    >>> named_number("P-001") == named_number("P-001"), named_number("P-001") < 2**32
    (True, True)
    """
    return crc32(name.encode())


def flatten(given: Incomplete, seed: int) -> Flat:
    """List the people of an analysis by group, on a scale on which sums of squares are well conditioned.

    Parameters
    ----------
    given : Incomplete
        Values with gaps.
    seed : int
        Of all draws.

    Returns
    -------
    Flat
        Sorted by replicate, arm and subject. The baseline's mean and standard deviation in a replicate are
        taken off every value and divide it.

    Examples
    --------
    >>> values, before = np.array([[[3.0], [np.nan]]]), np.array([[[1.0], [3.0]]])
    >>> one = Incomplete(values, before, np.array([[1, 0]]), np.zeros((1, 2, 1), bool), ("a", "b"), 0,
    ...                  np.array([0]), ("P-1", "P-2"), np.array([0]))
    >>> flat = flatten(one, 1)
    >>> flat.subject.tolist(), flat.values[:, 0].tolist(), flat.fixed[:, 1].tolist()
    ([1, 0], [0.0, 1.0], [1.0, -1.0])
    """
    count = len(given.arms)
    replicate, subject = np.nonzero(given.arm >= 0)
    group = replicate * count + given.arm[replicate, subject]
    order = np.lexsort((subject, group))
    replicate, subject, group = replicate[order], subject[order], group[order]
    mean, spread = _spread(given.covariates, given.arm >= 0)
    center, scale = mean[replicate, 0], spread[replicate, 0]
    fixed = (given.covariates[replicate, subject] - mean[replicate]) / spread[replicate]
    raw, after = given.values[replicate, subject], given.after[replicate, subject]
    observed = np.isfinite(raw)
    return Flat(
        values=np.where(observed, (raw - center[:, None]) / scale[:, None], 0.0),
        observed=observed,
        early=observed & ~after,
        after=after,
        fixed=np.concatenate([np.ones((len(group), 1)), fixed], axis=1),
        replicate=replicate,
        subject=subject,
        group=group,
        groups=count * len(given.replicate),
        arms=count,
        reference=given.reference,
        center=center,
        scale=scale,
        keys=_keys(seed, given.replicate[replicate], given.people, subject),
        group_keys=_keys(
            seed,
            np.repeat(given.replicate, count),
            [f"arm {name}" for name in given.arms],
            np.tile(np.arange(count), len(given.replicate)),
        ),
        chain=np.repeat(given.chain, count),
        by_arm=given.by_arm,
    )


def _keys(seed: int, replicate: Integers, names: Sequence[str], place: Integers) -> Keys:
    numbers = np.array([named_number(name) for name in names], dtype=np.int64)
    return person_keys(seed, replicate, numbers[place])


def _spread(covariates: Floats, used: Booleans) -> tuple[Floats, Floats]:
    n = np.maximum(used.sum(axis=1), 1)[:, None]
    known = np.where(used[..., None], covariates, 0.0)
    mean = known.sum(axis=1) / n
    squares = np.where(used[..., None], (known - mean[:, None]) ** 2, 0.0).sum(axis=1) / n
    spread = np.sqrt(squares)
    return mean, np.where(spread > 0, spread, 1.0)


def last_seen(seen: Booleans) -> Integers:
    """Return how many visits pass until a person's last value, 0 for who has none.

    Parameters
    ----------
    seen : array of bool [person, visit]
        Where there is a value.

    Examples
    --------
    >>> last_seen(np.array([[True, False, True, False], [False] * 4])).tolist()
    [3, 0]
    """
    visits = seen.shape[1]
    return np.where(seen.any(axis=1), visits - np.argmax(seen[:, ::-1], axis=1), 0)
