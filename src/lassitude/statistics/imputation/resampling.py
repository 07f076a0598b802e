"""People of each arm drawn again with replacement, for a variance that asks nothing of the imputation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import person_keys, uniforms
from lassitude.statistics.imputation.incomplete import Incomplete, named_number

Integers = NDArray[np.int64]


def drawn_again(given: Incomplete, samples: int, imputations: int, seed: int) -> tuple[Incomplete, Integers]:
    """Draw people of each arm again, as often as the arm has people.

    Parameters
    ----------
    given : Incomplete
        Values with gaps, of some replicates.
    samples : int
        How often everybody is drawn.
    imputations : int
        Imputations of each sample, which are numbered on from sample to sample.
    seed : int
        Of the draws.

    Returns
    -------
    Incomplete
        Replicates times samples, the samples of a replicate together.
    place : array of int64 [replicate * samples, subject]
        Who stands in each place; people outside the analysis stand for themselves.

    Examples
    --------
    >>> values, before = np.array([[[3.0], [4.0]]]), np.array([[[1.0], [3.0]]])
    >>> one = Incomplete(values, before, np.array([[0, 1]]), np.zeros((1, 2, 1), bool), ("a", "b"), 0,
    ...                  np.array([0]), ("P-1", "P-2"), np.array([0]))
    >>> drawn_again(one, 2, 2, 1)[1].tolist()
    [[0, 1], [0, 1]]
    """
    replicates, people = given.arm.shape
    numbers = np.array([named_number(name) for name in given.people], dtype=np.int64)
    keys = person_keys(seed, given.replicate[:, None, None], numbers)
    chance = uniforms(keys, "bootstrap", np.arange(samples)[:, None])
    place = np.broadcast_to(np.arange(people), (replicates, samples, people)).copy()
    for replicate in range(replicates):
        for arm in range(len(given.arms)):
            members = np.flatnonzero(given.arm[replicate] == arm)
            picked = (chance[replicate][:, members] * members.size).astype(np.int64)
            place[replicate][:, members] = members[picked]
    rows = np.repeat(np.arange(replicates), samples)
    place = place.reshape(-1, people)
    pick = (rows[:, None], place)
    again = replace(
        given,
        values=given.values[pick],
        covariates=given.covariates[pick],
        arm=given.arm[pick],
        after=given.after[pick],
        replicate=given.replicate[rows],
        chain=np.tile(np.arange(samples) * imputations, replicates),
    )
    return again, place
