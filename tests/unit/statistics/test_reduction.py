"""Protects: who counts as free of the symptom, among whom, and Wilson's interval around the share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lassitude.statistics.reduction import complete_reduction, wilson


def test_only_people_who_had_the_symptom_can_lose_it() -> None:
    before = np.array([[36.0, 40.0, 0.0, 12.0, np.nan, 5.0]])
    after = np.array([[0.0, 12.0, 0.0, np.nan, 0.0, 0.0]])
    found = complete_reduction(before, after)
    assert (found.count[0], found.n[0], found.unaffected[0]) == (2, 3, 1)
    np.testing.assert_array_equal(found.left_out, [[False, False, False, True, True, False]])
    assert found.share[0] == pytest.approx(2 / 3)


def test_a_part_of_the_score_may_be_enough() -> None:
    """Half of it is half of what each person had; a score that is not above 0 has no half to lose."""
    before, after = np.array([[36.0, 40.0, 0.0, 10.0, 0.3]]), np.array([[18.0, 20.5, 0.0, 0.0, 0.15]])
    found = complete_reduction(before, after, by_percent=50.0)
    assert (found.count[0], found.n[0]) == (3, 4)
    assert complete_reduction(before, after).count[0] == 1


@pytest.mark.parametrize(("count", "n"), [(4, 23), (0, 23), (23, 23), (1, 2), (117, 500)])
def test_wilson_agrees_with_scipy(count: int, n: int) -> None:
    expected = stats.binomtest(count, n).proportion_ci(method="wilson")
    found = wilson(np.array([count]), np.array([n]))
    assert found.low[0] == pytest.approx(expected.low, abs=1e-12)
    assert found.high[0] == pytest.approx(expected.high, abs=1e-12)


def test_wilson_without_trials_is_missing() -> None:
    assert np.isnan(wilson(np.array([0]), np.array([0]))).all()


def test_the_complement_mirrors_the_interval() -> None:
    count, n = np.arange(24), np.full(24, 23)
    found, mirrored = wilson(count, n), wilson(n - count, n)
    np.testing.assert_allclose(found.low, 1 - mirrored.high, atol=1e-12)


@pytest.mark.parametrize(
    ("before", "reason"), [(np.nan, "nobody has both values"), (0.0, "nobody scored above 0")]
)
def test_unusable_data_is_reported_and_not_raised(before: float, reason: str) -> None:
    found = complete_reduction(np.full((1, 4), before), np.zeros((1, 4)))
    assert not found.converged[0]
    assert np.isnan(found.share[0])
    assert reason in found.notes[0]
