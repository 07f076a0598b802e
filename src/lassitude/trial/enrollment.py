"""Enrollment: every replicate screens the pool in an order of its own until its arms are full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys, uniforms
from lassitude.study.arms import Criterion


@dataclass(frozen=True)
class Enrollment:
    """Who entered.

    Attributes
    ----------
    persons : array of int, [replicate, slot]
        Numbers of the people enrolled, in the order in which they were.
    screened : array of int, [replicate]
        How many were screened until the last slot was filled.
    removed : array of int, [replicate, criterion]
        How many of them the first criterion that they failed removed.
    order : array of int, [screened in replicate 0]
        The people screened in the first replicate, in order.
    failed : array of int, [screened in replicate 0]
        Number of the criterion that each of them failed first; the number of criteria for none.
    """

    persons: NDArray[np.int64]
    screened: NDArray[np.int64]
    removed: NDArray[np.int64]
    order: NDArray[np.int64]
    failed: NDArray[np.int64]


def first_failed(
    values: Mapping[str, NDArray[np.float64]], criteria: Sequence[Criterion]
) -> NDArray[np.int64]:
    """Return which criterion removes each person first; the number of criteria if none does.

    Parameters
    ----------
    values : mapping of str to array, [person]
        Measured values; a missing one fails its criterion.
    criteria : sequence of Criterion
        In order.

    Examples
    --------
    >>> rule = Criterion(measure="age_years", at_least=18.0)
    >>> first_failed({"age_years": np.array([17.0, 40.0])}, [rule])
    array([0, 1])
    """
    people = len(next(iter(values.values())))
    failed = np.full(people, len(criteria))
    for number, criterion in reversed(list(enumerate(criteria))):
        low, high = criterion.bounds
        value = values[criterion.measure]
        failed[~((value >= low) & (value <= high))] = number
    return failed


def enroll(
    population: str,
    everybody: NDArray[np.int64],
    failed: NDArray[np.int64],
    criteria: Sequence[Criterion],
    slots: int,
    seed: int,
    replicates: int,
) -> Enrollment:
    """Fill the slots of every replicate from the pool.

    Each replicate sees the pool in an order drawn for it; more slots never change who fills the first.

    Parameters
    ----------
    population : str
        Its name, for messages.
    everybody : array of int, [person]
        Numbers of the people in the pool.
    failed : array of int, [person]
        Made by :func:`first_failed` of them.
    criteria : sequence of Criterion
        For counting and messages.
    slots, seed, replicates : int
        How many people, and which draws.

    Returns
    -------
    Enrollment
        Who entered and who did not.

    Raises
    ------
    RequestError
        If too few of the pool are eligible, with the number that each criterion removed.

    Examples
    --------
    >>> fate = np.array([1, 0, 1, 1])
    >>> rule = Criterion(measure="EDSS.total", at_most=6)
    >>> entered = enroll("patients", np.arange(4), fate, [rule], slots=2, seed=1, replicates=3)
    >>> entered.persons.shape, bool(np.isin(entered.persons, [0, 2, 3]).all())
    ((3, 2), True)
    """
    eligible = failed == len(criteria)
    if eligible.sum() < slots:
        raise RequestError(_too_few(population, failed, criteria, slots))
    persons = np.empty((replicates, slots), np.int64)
    screened = np.empty(replicates, np.int64)
    removed = np.empty((replicates, len(criteria)), np.int64)
    first_order = first_fate = np.empty(0, np.int64)
    for replicate in range(replicates):
        order = np.argsort(uniforms(person_keys(seed, replicate, everybody), "enrollment", 0), kind="stable")
        taken = np.flatnonzero(eligible[order])[:slots]
        seen = order[: taken[-1] + 1]
        persons[replicate] = everybody[order[taken]]
        screened[replicate] = len(seen)
        removed[replicate] = np.bincount(failed[seen], minlength=len(criteria) + 1)[: len(criteria)]
        if replicate == 0:
            first_order, first_fate = everybody[seen], failed[seen]
    return Enrollment(persons, screened, removed, first_order, first_fate)


def _too_few(population: str, failed: NDArray[np.int64], criteria: Sequence[Criterion], slots: int) -> str:
    counts = np.bincount(failed, minlength=len(criteria) + 1)
    told = "; ".join(
        f"{criterion.measure} ({written(criterion)}) removed {count}"
        for criterion, count in zip(criteria, counts, strict=False)
    )
    return (
        f"{counts[len(criteria)]} of {len(failed)} people screened for population {population!r} may enter, "
        f"but {slots} are needed. {told}. Widen a criterion, choose another condition, or raise "
        "simulation.pool."
    )


def written(criterion: Criterion) -> str:
    """Write the bounds of a criterion for people.

    Examples
    --------
    >>> written(Criterion(measure="age_years", at_least=18.0))
    '18 or more'
    """
    low, high = criterion.bounds
    if low == high:
        return f"{low:g}"
    if np.isinf(high):
        return f"{low:g} or more"
    return f"{high:g} or less" if np.isinf(low) else f"{low:g} to {high:g}"
