"""Protects: effect sizes are those of their formulas, computed here from means and standard deviations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gamma
from scipy.stats import norm

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.effect_sizes import (
    hedges_g,
    ratio_of_means,
    ratio_of_paired_means,
    small_sample_factor,
    standardized_change,
)

KEYS = person_keys(12, np.arange(2)[:, None], np.arange(18)[None])
BEFORE = 40 + 10 * normals(KEYS, "before", 0)
AFTER = 10 + 0.6 * BEFORE + 6 * normals(KEYS, "after", 0)
TREATED = np.broadcast_to(np.arange(18) < 7, BEFORE.shape)
GROUP, REFERENCE = np.where(TREATED, AFTER, np.nan), np.where(TREATED, np.nan, AFTER)
Z = norm.ppf(0.975)


def factor(df: int) -> float:
    return gamma(df / 2) / (np.sqrt(df / 2) * gamma((df - 1) / 2))


def test_the_factor_for_small_samples_is_the_exact_one() -> None:
    """It is 1 / sqrt(pi) with two degrees of freedom, and about 1 - 3 / (4 df - 1) with many."""
    assert small_sample_factor(np.array([2]))[0] == pytest.approx(1 / np.sqrt(np.pi), rel=1e-12)
    assert small_sample_factor(np.array([200]))[0] == pytest.approx(1 - 3 / 799, abs=1e-6)
    assert np.isnan(small_sample_factor(np.array([1]))[0])


def test_hedges_g_is_the_difference_in_pooled_standard_deviations() -> None:
    found = hedges_g(GROUP, REFERENCE)
    for i in range(2):
        one, other = AFTER[i, :7], AFTER[i, 7:]
        pooled = np.sqrt((6 * one.var(ddof=1) + 10 * other.var(ddof=1)) / 16)
        g = factor(16) * (one.mean() - other.mean()) / pooled
        se = np.sqrt(1 / 7 + 1 / 11 + g**2 / 36)
        assert (found.value[i], found.se[i]) == pytest.approx((g, se), rel=1e-12)
        assert found.interval.low[i] == pytest.approx(g - Z * se, rel=1e-12)
    assert found.n.tolist() == [18, 18]


def test_a_change_is_told_in_either_standard_deviation() -> None:
    by_baseline = standardized_change(BEFORE, AFTER)
    by_change = standardized_change(BEFORE, AFTER, spread="change")
    for i in range(2):
        change, r = AFTER[i] - BEFORE[i], np.corrcoef(BEFORE[i], AFTER[i])[0, 1]
        d = factor(17) * change.mean() / BEFORE[i].std(ddof=1)
        assert by_baseline.value[i] == pytest.approx(d, rel=1e-12)
        assert by_baseline.se[i] == pytest.approx(np.sqrt(2 * (1 - r) / 18 + d**2 / 36), rel=1e-10)
        d = factor(17) * change.mean() / change.std(ddof=1)
        assert by_change.value[i] == pytest.approx(d, rel=1e-12)
        assert by_change.se[i] == pytest.approx(np.sqrt(1 / 18 + d**2 / 36), rel=1e-12)


def test_ratios_of_means_have_intervals_by_the_logarithm() -> None:
    found, paired = ratio_of_means(GROUP, REFERENCE), ratio_of_paired_means(BEFORE, AFTER)
    for i in range(2):
        one, other = AFTER[i, :7], AFTER[i, 7:]
        variance = one.var(ddof=1) / (7 * one.mean() ** 2) + other.var(ddof=1) / (11 * other.mean() ** 2)
        assert found.value[i] == pytest.approx(one.mean() / other.mean(), rel=1e-12)
        high = np.log(found.value[i]) + Z * np.sqrt(variance)
        assert np.log(found.interval.high[i]) == pytest.approx(high, rel=1e-10)
        ends = BEFORE[i].mean(), AFTER[i].mean()
        whole = np.cov(BEFORE[i], AFTER[i])
        variance = (
            whole[0, 0] / ends[0] ** 2 + whole[1, 1] / ends[1] ** 2 - 2 * whole[0, 1] / ends[0] / ends[1]
        )
        assert paired.se[i] / paired.value[i] == pytest.approx(np.sqrt(variance / 18), rel=1e-10)


def test_missing_values_leave_people_out_and_too_few_give_nothing() -> None:
    before = BEFORE.copy()
    before[0, 2:] = np.nan
    found = standardized_change(before, AFTER)
    assert found.converged.tolist() == [False, True]
    assert "fewer than three people have both values" in found.notes[0]
    assert found.n.tolist() == [2, 18]
    flat = hedges_g(np.where(TREATED, 3.0, np.nan), np.where(TREATED, np.nan, 2.0))
    assert not flat.converged.any() and "do not vary" in flat.notes[0]
    negative = ratio_of_means(-GROUP, REFERENCE)
    assert np.isnan(negative.value).all() and "not above 0" in negative.notes[0]
