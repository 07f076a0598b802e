"""Protects: both paired tests agree with SciPy in every replicate, and mirror when the visits are swapped."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.paired import paired_t
from lassitude.statistics.signed_rank import average_ranks, signed_rank

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


def draw(people: int, spread: float, whole: bool, replicates: int = 30) -> Pair:
    """Draw scores before and after, a tenth missing; whole numbers give ties and people without change."""
    keys = person_keys(3, np.arange(replicates)[:, None, None], np.arange(people)[None, :, None])
    both = 36 + spread * normals(keys, "score", np.arange(2)) - np.array([0.0, 0.6 * spread])
    both = np.rint(both) if whole else both
    both = np.where(uniforms(keys, "missing", np.arange(2)) < 0.05, np.nan, both)
    return both[..., 0], both[..., 1]


def alone(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    change = after - before
    return change[np.isfinite(change)]


def test_t_agrees_with_scipy_in_every_replicate() -> None:
    before, after = draw(23, 10.0, whole=False)
    result = paired_t(before, after)
    for replicate in range(before.shape[0]):
        change = alone(before[replicate], after[replicate])
        expected: Any = stats.ttest_1samp(change, 0)
        interval = expected.confidence_interval()
        assert result.n[replicate] == change.size
        assert result.t[replicate] == pytest.approx(expected.statistic, rel=1e-11)
        assert result.p[replicate] == pytest.approx(expected.pvalue, rel=1e-10)
        assert result.interval.low[replicate] == pytest.approx(interval.low, rel=1e-11)
        assert result.interval.high[replicate] == pytest.approx(interval.high, rel=1e-11)


# Few people without ties, few with ties (all assignments of signs), middling without ties, with ties, and
# more than 50: every branch that SciPy's default takes.
@pytest.mark.parametrize(
    ("people", "spread", "whole", "exact"),
    [
        (9, 10.0, False, True),
        (12, 3.0, True, True),
        (23, 10.0, False, True),
        (50, 10.0, False, True),
        (23, 5.0, True, False),
        (70, 10.0, False, False),
        (70, 4.0, True, False),
    ],
)
def test_wilcoxon_agrees_with_scipy_in_every_replicate(
    people: int, spread: float, whole: bool, exact: bool
) -> None:
    before, after = draw(people, spread, whole, replicates=10)
    result = signed_rank(before, after)
    for replicate in range(before.shape[0]):
        expected: Any = stats.wilcoxon(alone(before[replicate], after[replicate]))
        assert result.w[replicate] == pytest.approx(expected.statistic, rel=1e-12)
        assert result.p[replicate] == pytest.approx(expected.pvalue, rel=1e-9)
    assert (result.exact == exact).all()


@settings(max_examples=30)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9).filter(any))
def test_wilcoxon_agrees_with_scipy_on_any_small_whole_changes(changes: list[int]) -> None:
    change = np.array(changes, dtype=float)
    result = signed_rank(np.zeros((1, change.size)), change[None])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected: Any = stats.wilcoxon(change)
    assert result.p[0] == pytest.approx(expected.pvalue, rel=1e-9)
    assert result.unchanged[0] == (change == 0).sum()


def test_exact_p_of_the_extreme_outcome_is_two_in_all_assignments() -> None:
    # Everybody falls: one assignment of 2^n in each tail, whatever the ties.
    for n in (4, 7, 13):
        after = -np.ones((1, n))
        assert signed_rank(np.zeros((1, n)), after).p[0] == pytest.approx(2 / 2**n, rel=1e-12)


def test_ranks_agree_with_scipy() -> None:
    before, after = draw(30, 3.0, whole=True)
    change = np.abs(after - before)
    ranks, ties = average_ranks(change)
    np.testing.assert_array_equal(ranks, stats.rankdata(change, axis=1, nan_policy="omit"))
    for replicate in range(change.shape[0]):
        _, size = np.unique(change[replicate][np.isfinite(change[replicate])], return_counts=True)
        assert ties[replicate] == (size**3 - size).sum()


@pytest.mark.parametrize("whole", [True, False])
def test_swapping_the_visits_flips_every_sign_and_no_p(whole: bool) -> None:
    before, after = draw(23, 6.0, whole)
    t, turned = paired_t(before, after), paired_t(after, before)
    np.testing.assert_allclose(turned.t, -t.t, rtol=1e-12)
    np.testing.assert_allclose(turned.interval.low, -t.interval.high, rtol=1e-12)
    np.testing.assert_allclose(turned.p, t.p, rtol=1e-12)
    w, turned_w = signed_rank(before, after), signed_rank(after, before)
    np.testing.assert_allclose(turned_w.rank_biserial, -w.rank_biserial, rtol=1e-12)
    np.testing.assert_allclose(turned_w.p, w.p, rtol=1e-12)


@given(power=st.integers(-3, 6), offset=st.integers(-500, 500), people=st.permutations(range(23)))
def test_scale_offset_and_order_of_people_change_no_p(power: int, offset: int, people: list[int]) -> None:
    before, after = draw(23, 6.0, whole=True, replicates=4)
    turned, moved = ((2.0**power * scores + offset)[:, people] for scores in (before, after))
    np.testing.assert_allclose(paired_t(turned, moved).p, paired_t(before, after).p, rtol=1e-9)
    np.testing.assert_allclose(signed_rank(turned, moved).p, signed_rank(before, after).p, rtol=1e-12)


def test_who_lacks_a_value_is_told() -> None:
    before, after = draw(23, 6.0, whole=True)
    lacking = ~np.isfinite(after - before)
    for result in (paired_t(before, after), signed_rank(before, after)):
        np.testing.assert_array_equal(result.left_out, lacking)
        np.testing.assert_array_equal(result.n, (~lacking).sum(axis=1))


UNUSABLE = {
    "one person": (np.array([[36.0]]), np.array([[23.0]])),
    "nobody": (np.empty((1, 0)), np.empty((1, 0))),
    "all missing": (np.full((1, 5), np.nan), np.zeros((1, 5))),
    "no change": (np.full((1, 5), 0.1), np.full((1, 5), 0.1)),
    "same change": (np.arange(5.0)[None] / 3, np.arange(5.0)[None] / 3 + 0.1),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_data_gives_no_t_test_but_a_note(case: str) -> None:
    result = paired_t(*UNUSABLE[case])
    assert not result.converged.any()
    assert np.isnan(result.p).all() & np.isnan(result.interval.low).all()
    assert result.notes


@pytest.mark.parametrize("case", ["nobody", "all missing", "no change"])
def test_unusable_data_gives_no_signed_rank_test_but_a_note(case: str) -> None:
    result = signed_rank(*UNUSABLE[case])
    assert not result.converged.any()
    assert np.isnan(result.p).all()
    assert result.notes
