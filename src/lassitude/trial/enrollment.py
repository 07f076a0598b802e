"""Enrollment: every replicate screens the pool in an order of its own until its places are full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.population.draws import AS_DECLARED, Draws
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
    drawn : Draws
        Under which parameter values people live.
    draws : array of int, [replicate]
        Under which draw the people of each replicate live; 0 where everything is as declared.
    """

    persons: NDArray[np.int64]
    screened: NDArray[np.int64]
    removed: NDArray[np.int64]
    reasons: tuple[str, ...]
    order: NDArray[np.int64]
    failed: NDArray[np.int64]
    drawn: Draws
    draws: NDArray[np.int64]


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


def enough(eligible: NDArray[np.bool_], slots: int, drawn: Draws) -> NDArray[np.bool_]:
    """Tell under which draws enough people may enter.

    Parameters
    ----------
    eligible : array of bool, [person]
        By place in the pool.
    slots : int
        How many are needed.
    drawn : Draws
        Under which draw who lives; one for all where everything is as declared.

    Returns
    -------
    array of bool, [draw]

    Examples
    --------
    >>> enough(np.array([True, True, True, False]), 2, Draws(count=2, share=2)).tolist()
    [True, False]
    """
    return eligible.reshape(max(drawn.count, 1), -1).sum(axis=1) >= slots


def draws_lived(enough: NDArray[np.bool_], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each replicate its draw, or the next one under which enough people may enter.

    Parameters
    ----------
    enough : array of bool, [draw]
        At least one is true.
    numbers : array of int, [replicate]
        Numbers of the replicates.

    Examples
    --------
    >>> draws_lived(np.array([True, False, True]), np.arange(5)).tolist()
    [0, 2, 2, 0, 2]
    """
    good = np.flatnonzero(enough)
    wanted = numbers % len(enough)
    return good[np.searchsorted(good, wanted) % len(good)]


def enroll(
    population: str,
    everybody: NDArray[np.int64],
    hurdles: Sequence[Hurdle],
    slots: int,
    seed: int,
    replicates: int,
    first: int = 0,
    drawn: Draws = AS_DECLARED,
    draws: NDArray[np.int64] | None = None,
) -> Enrollment:
    """Fill the slots of every replicate from the pool.

    Each replicate sees the pool in an order drawn for it; more slots never change who fills the first. Where
    people live under draws of the parameters, it sees those of its own draw.

    Parameters
    ----------
    population : str
        Its name, for messages.
    everybody : array of int, [person]
        Numbers of the people in the pool, by place.
    hurdles : sequence of Hurdle
        What keeps them out, in order.
    slots, seed, replicates : int
        How many people, and which draws.
    first : int
        Number of the first replicate.
    drawn : Draws
        Under which draw who lives.
    draws : array of int, [replicate], optional
        From :func:`draws_lived`; needed where people live under draws.

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
    lived = np.zeros(replicates, np.int64) if draws is None else draws
    share = len(everybody) // max(drawn.count, 1)
    own = first_failed(hurdles, len(everybody)).reshape(-1, share)
    if any((own[draw] == len(hurdles)).sum() < slots for draw in np.unique(lived)):
        raise RequestError(_too_few(population, own, hurdles, slots))
    persons = np.empty((replicates, slots), np.int64)
    screened = np.empty(replicates, np.int64)
    removed = np.empty((replicates, len(hurdles)), np.int64)
    first_order = first_fate = np.empty(0, np.int64)
    for replicate, draw in enumerate(lived):
        people, fate = everybody[draw * share : (draw + 1) * share], own[draw]
        turn = uniforms(person_keys(seed, first + replicate, QUEUE), "enrollment", people)
        may = np.flatnonzero(fate == len(hurdles))
        ahead = may[np.argpartition(turn[may], slots - 1)[:slots]]
        taken = ahead[np.argsort(turn[ahead], kind="stable")]
        seen = turn <= turn[taken[-1]]
        persons[replicate] = people[taken]
        screened[replicate] = seen.sum()
        removed[replicate] = np.bincount(fate[seen], minlength=len(hurdles) + 1)[: len(hurdles)]
        if replicate == 0:
            order = np.flatnonzero(seen)
            order = order[np.argsort(turn[order], kind="stable")]
            first_order, first_fate = people[order], fate[order]
    reasons = tuple(f"{one.measure} not {one.told}" for one in hurdles)
    return Enrollment(persons, screened, removed, reasons, first_order, first_fate, drawn, lived)


def _too_few(population: str, failed: NDArray[np.int64], hurdles: Sequence[Hurdle], slots: int) -> str:
    """Say what kept people out, under the draw of parameters under which most may enter."""
    best = failed[np.argmax((failed == len(hurdles)).sum(axis=1))]
    counts = np.bincount(best, minlength=len(hurdles) + 1)
    told = "; ".join(
        f"{hurdle.measure} ({hurdle.told}) removed {count}"
        for hurdle, count in zip(hurdles, counts, strict=False)
    )
    under = f" under the best of {len(failed)} draws of the parameters" if len(failed) > 1 else ""
    return (
        f"{counts[len(hurdles)]} of {len(best)} people screened for population {population!r}{under} "
        f"may enter, but {slots} are needed. {told}. Widen a criterion, choose another condition, or raise "
        "simulation.pool."
    )
