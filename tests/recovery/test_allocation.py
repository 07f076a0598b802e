"""Protects: arms are given as often as the ratio says, and next assignments are as hard to guess as known.

Draws are keyed, so these tests either always pass or always fail; bounds of 3.29 standard errors are
crossed once in a thousand by chance, and the largest of many by five errors far less often.
"""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from lassitude.randomness.streams import person_keys, uniforms
from lassitude.study.designs import Allocation, Blocks, Minimization, Simple, StratifiedBlocks, Stratum
from lassitude.trial.allocation import allocate

REPLICATES, SLOTS = 2000, 48
NUMBERS = np.arange(REPLICATES)
SEX = (Stratum(measure="sex"),)
SIMPLE = Simple(type="simple")
FACTORS = tuple(
    (uniforms(person_keys(9, NUMBERS[:, None], np.arange(SLOTS)), "level", 0, factor) * levels).astype(
        np.int64
    )
    for factor, levels in enumerate((2, 3, 2))
)
ONE_LIST = np.zeros((REPLICATES, SLOTS), np.int64)
STRATA = FACTORS[0] * 3 + FACTORS[1]


def blocks(*sizes: int) -> Blocks:
    return Blocks(type="blocks", sizes=sizes)


def minimization(probability: float = 0.8) -> Minimization:
    return Minimization(type="minimization", factors=SEX, probability=probability)


def given(rule: Allocation, weights: tuple[int, ...] = (1, 1)) -> NDArray[np.int64]:
    strata = STRATA if isinstance(rule, StratifiedBlocks) else ONE_LIST
    return allocate(rule, weights, strata, FACTORS, 1, NUMBERS)


def guessed(arms: NDArray[np.int64], seen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share guessed right in each replicate by naming the arm behind; half of ties are.

    `seen` is +1 and -1 for the arms of those whom the guesser counts, 0 for the others.
    """
    ahead = np.cumsum(seen, axis=1) - seen
    right = np.where(ahead == 0, 0.5, (ahead < 0) == (arms == 1))
    return right.mean(axis=1)


def by_all(arms: NDArray[np.int64]) -> NDArray[np.float64]:
    return guessed(arms, 2 * arms - 1)


def error(shares: NDArray[np.float64]) -> float:
    return float(3.29 * shares.std() / np.sqrt(len(shares)))


def known_share(size: int) -> float:
    """Blackwell and Hodges 1957: (4**m / C(2m, m) - 1) / 2 more than half in a block of 2m."""
    half = size // 2
    return (half + (4**half / comb(size, half) - 1) / 2) / size


RULES = (
    SIMPLE,
    blocks(6),
    blocks(6, 12),
    StratifiedBlocks(type="stratified-blocks", sizes=(6,), strata=SEX),
    minimization(),
    minimization(1.0),
)


@pytest.mark.parametrize("weights", [(1, 1), (2, 1), (1, 2, 3)], ids=str)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.type)
def test_every_entry_has_each_arm_as_often_as_the_ratio_says(
    rule: Allocation, weights: tuple[int, ...]
) -> None:
    arms = given(rule, weights)
    for arm, weight in enumerate(weights):
        share = weight / sum(weights)
        assert np.abs((arms == arm).mean(axis=0) - share).max() < 5 * np.sqrt(
            share * (1 - share) / REPLICATES
        )


def test_all_orders_of_a_block_are_equally_likely() -> None:
    ways = sorted(set(permutations((0, 0, 1, 1))))
    drawn = given(blocks(4)).reshape(-1, 4)
    seen = np.array([(drawn == way).all(axis=1).sum() for way in ways])
    expected = len(drawn) / 6
    assert seen.sum() == len(drawn)
    assert ((seen - expected) ** 2 / expected).sum() < chi2.isf(0.001, 5)


def test_sizes_of_blocks_are_equally_likely() -> None:
    # With sizes 2 and 4 the first two entries differ in a block of 2 always, in one of 4 in two thirds.
    drawn = given(blocks(2, 4))
    differ = (drawn[:, 0] != drawn[:, 1]).mean()
    assert differ == pytest.approx(5 / 6, abs=3.29 * np.sqrt(5 / 36 / REPLICATES))


@pytest.mark.parametrize(("size", "share"), [(2, 3 / 4), (4, 17 / 24), (6, 41 / 60)])
def test_who_names_the_arm_behind_is_right_as_often_as_known(size: int, share: float) -> None:
    assert known_share(size) == pytest.approx(share, abs=1e-12)
    right = by_all(given(blocks(size)))
    assert right.mean() == pytest.approx(share, abs=error(right) + 1e-12)


def test_blocks_of_several_sizes_are_harder_to_guess_than_of_the_smallest() -> None:
    right = by_all(given(blocks(4, 8)))
    assert known_share(8) < right.mean() < known_share(4) - 3 * error(right)


def test_nobody_guesses_simple_allocation() -> None:
    right = by_all(given(SIMPLE))
    assert right.mean() == pytest.approx(0.5, abs=error(right))


def test_a_coin_bounds_what_can_be_guessed_of_minimization() -> None:
    right = by_all(given(minimization(0.8)))
    assert 0.5 + error(right) < right.mean() < 0.8


def test_a_stratum_tells_nothing_of_another() -> None:
    arms = given(StratifiedBlocks(type="stratified-blocks", sizes=(4,), strata=SEX))
    others = np.where(STRATA == 0, 0, 2 * arms - 1)
    ahead = np.cumsum(others, axis=1)
    own = STRATA == 0
    right = np.where(ahead == 0, 0.5, (ahead < 0) == (arms == 1))[own]
    assert right.mean() == pytest.approx(0.5, abs=3.29 * 0.5 / np.sqrt(len(right)))


def imbalance(arms: NDArray[np.int64]) -> float:
    """Return by how many people the arms are apart at the end, the mean over levels of factors."""
    signs = 2 * arms - 1
    return float(
        np.mean(
            [
                np.abs(np.where(codes == level, signs, 0).sum(axis=1)).mean()
                for codes in FACTORS
                for level in range(codes.max() + 1)
            ]
        )
    )


def test_minimization_leaves_factors_more_even_than_chance_does() -> None:
    # A fair coin thrown n times is sqrt(2 n / pi) apart: 3.91 at a level of 24 people, 3.19 at one of 16.
    simple, coin, sure = (imbalance(given(rule)) for rule in (SIMPLE, minimization(0.8), minimization(1.0)))
    assert simple == pytest.approx((4 * 3.91 + 3 * 3.19) / 7, rel=0.03)
    assert sure < coin < 0.6 * simple
