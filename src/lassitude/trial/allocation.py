"""Allocation: which arm, or which sequence of arms, everyone who enters a randomized trial is given.

An allocation is a concealed list drawn before anyone enters: its draws are keyed by the list and the
position on it, so one more person changes nothing for those before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.randomness.streams import Keys, person_keys, uniforms
from lassitude.study.designs import Allocation, Minimization, Simple
from lassitude.trial.minimization import minimized

Draw = Callable[[Keys, int], NDArray[np.int64]]


def allocate(
    allocation: Allocation,
    weights: Sequence[int],
    strata: NDArray[np.int64],
    factors: Sequence[NDArray[np.int64]],
    seed: int,
    replicates: ArrayLike,
) -> NDArray[np.int64]:
    """Give everyone an arm.

    Parameters
    ----------
    allocation : Simple, Blocks, StratifiedBlocks or Minimization
        By which rule.
    weights : sequence of int
        The ratio of the arms; sizes of blocks are multiples of its sum once it is in lowest terms.
    strata : int array, [replicate, slot]
        Number of the list that each person is taken from, people in order of entry: all zero for one list,
        from :func:`~lassitude.trial.strata.strata_codes` for stratified blocks.
    factors : sequence of int array, [replicate, slot]
        Levels of what minimization keeps even, from :func:`~lassitude.trial.strata.factor_codes`; other
        rules do not look at them.
    seed : int
        Of the study.
    replicates : int array, [replicate]
        Numbers of the replicates, not how many there are.

    Returns
    -------
    int array, [replicate, slot]
        Position in `weights` of each person's arm.

    Examples
    --------
    >>> from lassitude.study.designs import Blocks
    >>> arms = allocate(Blocks(type="blocks", sizes=(4,)), (1, 1), np.zeros((1, 8), int), (), 1, [0])
    >>> arms.shape, arms[0, :4].sum(), arms[0, 4:].sum()
    ((1, 8), np.int64(2), np.int64(2))
    """
    divisor = gcd(*weights)
    places = np.repeat(np.arange(len(weights)), [weight // divisor for weight in weights])
    numbers = np.asarray(replicates, dtype=np.int64)[:, None]
    if isinstance(allocation, Minimization):
        keys = person_keys(seed, numbers, strata)
        return places[minimized(factors, len(places), allocation.probability, keys)]

    def listed(keys: Keys, length: int) -> NDArray[np.int64]:
        if isinstance(allocation, Simple):
            return _thrown(places, keys, length)
        return _in_blocks(allocation.sizes, places, keys, length)

    return _taken(listed, strata, seed, numbers)


def _taken(
    listed: Draw, strata: NDArray[np.int64], seed: int, replicates: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Hand out every list from its top, in order of entry."""
    arms = np.empty(strata.shape, np.int64)
    for number in np.unique(strata):
        own = strata == number
        position = np.maximum(np.cumsum(own, axis=1) - 1, 0)
        handed = listed(person_keys(seed, replicates, number), int(position.max()) + 1)
        arms[own] = np.take_along_axis(handed, position, axis=1)[own]
    return arms


def _thrown(places: NDArray[np.int64], keys: Keys, length: int) -> NDArray[np.int64]:
    """Draw a list, [replicate, position], each entry by itself; keys [replicate, 1]."""
    drawn = uniforms(keys, "allocation: throw", np.arange(length))
    return places[(drawn * len(places)).astype(np.int64)]


def _in_blocks(sizes: Sequence[int], places: NDArray[np.int64], keys: Keys, length: int) -> NDArray[np.int64]:
    """Draw a list, [replicate, position], of permuted blocks, each of a size drawn; keys [replicate, 1]."""
    blocks = np.arange(-(-length // min(sizes)))
    which = uniforms(keys, "allocation: block size", blocks) * len(sizes)
    size = np.array(sizes)[which.astype(np.int64)][..., None]
    seats = np.arange(max(sizes))
    deeper = Keys(keys.word0[..., None], keys.word1[..., None])
    drawn = uniforms(deeper, "allocation: order in block", blocks[:, None], seats)
    seated = seats < size
    order = np.argsort(np.where(seated, drawn, np.inf), axis=-1)
    arms = places[np.where(seated, order // (size // len(places)), 0)][seated]
    total = size.sum(axis=(1, 2))
    return arms[(np.cumsum(total) - total)[:, None] + np.arange(length)]
