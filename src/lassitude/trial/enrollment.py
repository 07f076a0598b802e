"""Enrollment: every replicate screens the pool in an order of its own until its places are full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys, uniforms
from lassitude.trial.screening import Hurdle

QUEUE = 0xFFFFFFFD
"""The person number under which a replicate draws the order in which it screens."""


@dataclass(frozen=True)
class Enrollment:
    """Who entered.

    Attributes
    ----------
    persons : array of int, [replicate, slot]
        Numbers of the people enrolled, in the order in which they were.
    screened : array of int, [replicate]
        How many were screened until the last slot was filled.
    removed : array of int, [replicate, hurdle]
        How many of them the first hurdle that they failed removed.
    reasons : tuple of str
        Each hurdle in words, as the reason of those whom it removed.
    order : array of int, [screened in replicate 0]
        The people screened in the first replicate, in order.
    failed : array of int, [screened in replicate 0]
        Number of the hurdle that each of them failed first; the number of hurdles for none.
    """

    persons: NDArray[np.int64]
    screened: NDArray[np.int64]
    removed: NDArray[np.int64]
    reasons: tuple[str, ...]
    order: NDArray[np.int64]
    failed: NDArray[np.int64]


def first_failed(hurdles: Sequence[Hurdle], people: int) -> NDArray[np.int64]:
    """Return which hurdle removes each person first; the number of hurdles if none does.

    Parameters
    ----------
    hurdles : sequence of Hurdle
        In order.
    people : int
        How many are judged.

    Examples
    --------
    >>> first_failed([Hurdle("age_years", "18 or more", np.array([False, True]))], 2)
    array([0, 1])
    """
    failed = np.full(people, len(hurdles))
    for number, hurdle in reversed(list(enumerate(hurdles))):
        failed[~hurdle.met] = number
    return failed


def enroll(
    population: str,
    everybody: NDArray[np.int64],
    hurdles: Sequence[Hurdle],
    slots: int,
    seed: int,
    replicates: int,
    first: int = 0,
) -> Enrollment:
    """Fill the slots of every replicate from the pool.

    Each replicate sees the pool in an order drawn for it; more slots never change who fills the first.

    Parameters
    ----------
    population : str
        Its name, for messages.
    everybody : array of int, [person]
        Numbers of the people in the pool.
    hurdles : sequence of Hurdle
        What keeps them out, in order.
    slots, seed, replicates : int
        How many people, and which draws.
    first : int
        Number of the first replicate.

    Returns
    -------
    Enrollment
        Who entered and who did not.

    Raises
    ------
    RequestError
        If too few of the pool may enter, with the number that each hurdle removed.

    Examples
    --------
    >>> fit = Hurdle("EDSS.total", "6 or less", np.array([True, False, True, True]))
    >>> entered = enroll("patients", np.arange(4), [fit], slots=2, seed=1, replicates=3)
    >>> entered.persons.shape, bool(np.isin(entered.persons, [0, 2, 3]).all())
    ((3, 2), True)
    """
    failed = first_failed(hurdles, len(everybody))
    eligible = failed == len(hurdles)
    if eligible.sum() < slots:
        raise RequestError(_too_few(population, failed, hurdles, slots))
    persons = np.empty((replicates, slots), np.int64)
    screened = np.empty(replicates, np.int64)
    removed = np.empty((replicates, len(hurdles)), np.int64)
    first_order = first_fate = np.empty(0, np.int64)
    may = np.flatnonzero(eligible)
    for replicate in range(replicates):
        queue = person_keys(seed, first + replicate, QUEUE)
        turn = uniforms(queue, "enrollment", everybody)
        ahead = may[np.argpartition(turn[may], slots - 1)[:slots]]
        taken = ahead[np.argsort(turn[ahead], kind="stable")]
        seen = turn <= turn[taken[-1]]
        persons[replicate] = everybody[taken]
        screened[replicate] = seen.sum()
        removed[replicate] = np.bincount(failed[seen], minlength=len(hurdles) + 1)[: len(hurdles)]
        if replicate == 0:
            order = np.flatnonzero(seen)
            order = order[np.argsort(turn[order], kind="stable")]
            first_order, first_fate = everybody[order], failed[order]
    reasons = tuple(f"{one.measure} not {one.told}" for one in hurdles)
    return Enrollment(persons, screened, removed, reasons, first_order, first_fate)


def _too_few(population: str, failed: NDArray[np.int64], hurdles: Sequence[Hurdle], slots: int) -> str:
    counts = np.bincount(failed, minlength=len(hurdles) + 1)
    told = "; ".join(
        f"{hurdle.measure} ({hurdle.told}) removed {count}"
        for hurdle, count in zip(hurdles, counts, strict=False)
    )
    return (
        f"{counts[len(hurdles)]} of {len(failed)} people screened for population {population!r} may enter, "
        f"but {slots} are needed. {told}. Widen a criterion, choose another condition, or raise "
        "simulation.pool."
    )
