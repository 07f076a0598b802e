"""Protects: blocks hold the arms in their ratio, lists are each their own, and one more person moves nobody.

All draws are keyed, so nothing here is left to chance; how often arms are given is in tests/recovery.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import person_keys, uniforms
from lassitude.study.designs import Allocation, Blocks, Minimization, Simple, StratifiedBlocks, Stratum
from lassitude.trial.allocation import allocate

REPLICATES, SLOTS = 40, 60
SEX = (Stratum(measure="sex"),)
RULES: tuple[Allocation, ...] = (
    Simple(type="simple"),
    Blocks(type="blocks", sizes=(6,)),
    StratifiedBlocks(type="stratified-blocks", sizes=(3, 6), strata=SEX),
    Minimization(type="minimization", factors=SEX, probability=0.8),
)
GROUPS = (uniforms(person_keys(5, np.arange(REPLICATES)[:, None], np.arange(SLOTS)), "group", 0) * 3).astype(
    np.int64
)
ONE_LIST = np.zeros_like(GROUPS)


def given(
    rule: Allocation,
    weights: tuple[int, ...] = (2, 1),
    groups: NDArray[np.int64] = GROUPS,
    seed: int = 1,
    first: int = 0,
) -> NDArray[np.int64]:
    strata = groups if isinstance(rule, StratifiedBlocks) else np.zeros_like(groups)
    return allocate(rule, weights, strata, (groups,), seed, np.arange(first, first + len(groups)))


def counts(arms: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """Return how many have each arm after each entry, [replicate, slot, arm]."""
    return np.cumsum(arms[..., None] == np.arange(number), axis=1)


@pytest.mark.parametrize(
    ("weights", "size"), [((1, 1), 4), ((1, 1), 2), ((2, 1), 6), ((2, 1), 3), ((1, 1, 1), 6), ((4, 2), 3)]
)
def test_every_block_holds_the_arms_in_their_ratio(weights: tuple[int, ...], size: int) -> None:
    arms = given(Blocks(type="blocks", sizes=(size,)), weights)
    ends = counts(arms, len(weights))[:, size - 1 :: size]
    share = np.array(weights) * size // sum(weights)
    assert np.array_equal(ends, np.broadcast_to(share * np.arange(1, 60 // size + 1)[:, None], ends.shape))


def test_within_a_block_no_arm_is_ahead_by_more_than_its_half() -> None:
    apart = np.diff(counts(given(Blocks(type="blocks", sizes=(4, 8)), (1, 1)), 2), axis=2)
    assert np.abs(apart).max() == 4


def test_sizes_of_blocks_are_drawn_for_each_block() -> None:
    # Two ahead means the middle of a block of 4. If all were of 4, every middle would be 2 after a multiple
    # of 4; a block of 2 between shifts those that follow, within one list.
    apart = np.diff(counts(given(Blocks(type="blocks", sizes=(2, 4)), (1, 1)), 2), axis=2)[..., 0]
    middle = np.abs(apart) == 2
    both = middle[:, 1::4].any(axis=1) & middle[:, 3::4].any(axis=1)
    assert both.sum() > REPLICATES / 2


def test_each_stratum_is_even_by_itself() -> None:
    arms = given(StratifiedBlocks(type="stratified-blocks", sizes=(2,), strata=SEX), (1, 1))
    for group in range(3):
        apart = np.cumsum((2 * arms - 1) * np.equal(GROUPS, group), axis=1)
        assert np.abs(apart).max() == 1


def test_a_list_does_not_depend_on_who_is_on_another() -> None:
    rule = RULES[2]
    moved = np.where(GROUPS == 2, 7, GROUPS)
    assert np.array_equal(given(rule)[GROUPS < 2], given(rule, groups=moved)[GROUPS < 2])


def test_two_lists_are_not_the_same() -> None:
    assert (given(RULES[1]) != allocate(RULES[1], (2, 1), ONE_LIST + 1, (), 1, np.arange(REPLICATES))).any()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_one_more_person_changes_nothing_for_those_before(rule: Allocation) -> None:
    for people in (1, 7, 31):
        assert np.array_equal(given(rule, groups=GROUPS[:, :people]), given(rule)[:, :people])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_replicates_are_allocated_alike_in_any_portion(rule: Allocation) -> None:
    portions = [given(rule, groups=GROUPS[a:b], first=a) for a, b in ((0, 1), (1, 13), (13, REPLICATES))]
    assert np.array_equal(np.concatenate(portions), given(rule))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_replicates_and_seeds_have_allocations_of_their_own(rule: Allocation) -> None:
    assert len({one.tobytes() for one in given(rule)}) == REPLICATES
    assert not np.array_equal(given(rule), given(rule, seed=2))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_a_ratio_counts_in_lowest_terms(rule: Allocation) -> None:
    assert np.array_equal(given(rule, (2, 1)), given(rule, (4, 2)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_a_single_arm_is_given_to_everyone(rule: Allocation) -> None:
    assert not given(rule, (1,)).any()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_a_trial_that_nobody_enters_gives_nothing(rule: Allocation) -> None:
    assert given(rule, groups=GROUPS[:, :0]).shape == (REPLICATES, 0)
