"""Minimization: everyone is sent, more often than not, where the factors become most even."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, uniforms


def minimized(
    factors: Sequence[NDArray[np.int64]], places: int, probability: float, keys: Keys
) -> NDArray[np.int64]:
    """Send everyone to one of several places of equal size by Pocock and Simon's biased coin.

    For every place the imbalance that would follow is the range of the numbers of people over the places,
    at the person's own level of each factor, summed over the factors. The place of the least imbalance is
    taken with `probability`, each of the others with an equal share of the rest; among several least ones
    chance decides.

    Parameters
    ----------
    factors : sequence of int array, [replicate, slot]
        Level of each factor for each person, from 0, people in order of entry.
    places : int
        How many. An arm of twice the size of another has two: since the places are alike, each has the
        same chance at every entry, and so every arm has its share from the first person to the last.
    probability : float
        Of taking the place of the least imbalance.
    keys : Keys
        [replicate, slot] or [replicate, 1]; the slot is the occasion of the draws.

    Returns
    -------
    int array, [replicate, slot]
        The number of a place, from 0.

    References
    ----------
    Pocock S.J., Simon R. Biometrics 1975;31:103, doi:10.2307/2529712. Unequal arms as several equal places:
    Kuznetsova O.M., Tymofyeyev Y. Stat Med 2012;31:701, doi:10.1002/sim.4447.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> sex = np.array([[0, 0, 1, 1, 0, 0]])
    >>> chosen = minimized([sex], 2, 1.0, person_keys(1, [[0]], [[0]]))
    >>> np.bincount(chosen[sex == 0]).tolist(), np.bincount(chosen[sex == 1]).tolist()
    ([2, 2], [1, 1])
    """
    cells = _cells(factors)
    replicates, slots, _ = cells.shape
    tie, coin, other = (
        uniforms(keys, f"allocation: {draw}", np.arange(slots)) for draw in ("tie", "coin", "other place")
    )
    kept = coin < probability
    shifted = 1 + (other * (places - 1)).astype(np.int64)
    people = np.zeros((replicates, cells.max(initial=0) + 1, places), np.int64)
    rows = np.arange(replicates)[:, None]
    chosen = np.empty((replicates, slots), np.int64)
    for slot in range(slots):
        own = cells[:, slot]
        best = _best(people[rows, own], tie[:, slot])
        chosen[:, slot] = np.where(kept[:, slot], best, (best + shifted[:, slot]) % places)
        people[rows, own, chosen[:, slot, None]] += 1
    return chosen


def _cells(factors: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Count the levels of all factors through, [replicate, slot, factor]."""
    levels = [int(codes.max(initial=0)) + 1 for codes in factors]
    return np.stack(factors, axis=-1) + np.cumsum([0, *levels[:-1]])


def _best(people: NDArray[np.int64], tie: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the place of the least imbalance, [replicate], from numbers [replicate, factor, place]."""
    after = people[:, :, None, :] + np.eye(people.shape[-1], dtype=np.int64)
    imbalance = (after.max(axis=-1) - after.min(axis=-1)).sum(axis=1)
    least = imbalance == imbalance.min(axis=1, keepdims=True)
    nth = (tie * least.sum(axis=1)).astype(np.int64)
    return (np.cumsum(least, axis=1) > nth[:, None]).argmax(axis=1)
