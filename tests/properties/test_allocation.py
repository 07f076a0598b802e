"""For any ratio, sizes of blocks, seed and number of people: blocks are exact and lists only ever grow."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lassitude.study.designs import Allocation, Blocks, Minimization, Simple, Stratum
from lassitude.trial.allocation import allocate

RATIOS = st.lists(st.integers(1, 3), min_size=2, max_size=4).map(tuple)
SEEDS = st.integers(0, 2**64 - 1)


@settings(deadline=None, max_examples=60)
@given(ratio=RATIOS, multiple=st.integers(1, 3), seed=SEEDS, replicate=st.integers(0, 2**32 - 1))
def test_blocks_are_exact(ratio: tuple[int, ...], multiple: int, seed: int, replicate: int) -> None:
    divisor = np.gcd.reduce(ratio)
    size = multiple * sum(ratio) // divisor
    rule = Blocks(type="blocks", sizes=(int(size),))
    arms = allocate(rule, ratio, np.zeros((1, 3 * size), int), (), seed, [replicate])
    held = np.array([np.bincount(block, minlength=len(ratio)) for block in arms.reshape(3, size)])
    assert (held == multiple * np.array(ratio) // divisor).all()


@settings(deadline=None, max_examples=60)
@given(
    ratio=RATIOS,
    sizes=st.sets(st.integers(1, 3), min_size=1).map(sorted),
    seed=SEEDS,
    levels=st.lists(st.integers(0, 3), min_size=2, max_size=30),
    data=st.data(),
)
def test_lists_only_grow(
    ratio: tuple[int, ...], sizes: list[int], seed: int, levels: list[int], data: st.DataObject
) -> None:
    rules: tuple[Allocation, ...] = (
        Simple(type="simple"),
        Blocks(type="blocks", sizes=tuple(size * sum(ratio) for size in sizes)),
        Minimization(type="minimization", factors=(Stratum(measure="sex"),), probability=0.9),
    )
    people = data.draw(st.integers(1, len(levels)))
    groups = np.array([levels])
    for rule in rules:
        whole = allocate(rule, ratio, groups, (groups,), seed, [0])
        part = allocate(rule, ratio, groups[:, :people], (groups[:, :people],), seed, [0])
        assert np.array_equal(whole[:, :people], part)
        assert set(np.unique(whole)) <= set(range(len(ratio)))
