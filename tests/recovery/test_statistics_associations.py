"""Protects: intervals of correlations, effect sizes and reliability hold the truth as often as they say.

Draws are keyed, so these tests either always pass or always fail. With 2000 replicates a coverage of 0.95
lies within 0.95 +- 0.0160 except once in a thousand (3.29 standard errors of a share). Where an interval is
exact only in the limit, what is added to the bound is said with it.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.clustered import clustered_mean, clustered_share
from lassitude.statistics.correlation import pearson, spearman
from lassitude.statistics.effect_sizes import (
    hedges_g,
    ratio_of_means,
    ratio_of_paired_means,
    standardized_change,
)
from lassitude.statistics.estimates import Intervals
from lassitude.statistics.reliability import reliability

REPLICATES, PEOPLE = 2000, 60
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
KEYS = person_keys(505, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
TREATED = np.broadcast_to(np.arange(PEOPLE) % 2 == 1, (REPLICATES, PEOPLE))


def drawn(purpose: str, occasion: int = 0) -> NDArray[np.float64]:
    return normals(KEYS, purpose, occasion)


def holds(interval: Intervals, truth: float) -> float:
    assert np.isfinite(interval.low).all() and np.isfinite(interval.high).all()
    return float(((interval.low <= truth) & (truth <= interval.high)).mean())


def misses(p: NDArray[np.float64] | None) -> float:
    assert p is not None
    return float((p < 0.05).mean())


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_correlations_hold_the_truth(rho: float) -> None:
    """Of normal values, whose correlation of ranks is 6 / pi arcsin(rho / 2); the null keeps its level."""
    x = drawn("x")
    y = rho * x + np.sqrt(1 - rho**2) * drawn("y")
    of_values, of_ranks = pearson(x, y), spearman(x, y)
    assert holds(of_values.interval, rho) == pytest.approx(0.95, abs=BOUND)
    by_rank = 6 / np.pi * np.arcsin(rho / 2)
    assert holds(of_ranks.interval, by_rank) == pytest.approx(0.95, abs=BOUND)
    if rho == 0:
        assert misses(of_values.p) == pytest.approx(0.05, abs=BOUND)
        assert misses(of_ranks.p) == pytest.approx(0.05, abs=BOUND)


def test_a_correlation_that_others_explain_vanishes_when_they_are_held_constant() -> None:
    cause = [drawn("cause", i) for i in range(3)]
    x, y = (sum(cause) + drawn(name) for name in ("x", "y"))
    plain, partial = pearson(x, y), pearson(x, y, np.stack(cause, axis=2))
    assert float(plain.r.mean()) == pytest.approx(0.75, abs=0.01)
    assert holds(partial.interval, 0.0) == pytest.approx(0.95, abs=BOUND)
    assert misses(partial.p) == pytest.approx(0.05, abs=BOUND)


def test_effect_sizes_hold_the_truth() -> None:
    """Standard errors are those of large samples: 0.01 is added, for 30 people in each group."""
    values = drawn("value") + 0.5 * TREATED
    groups = np.where(TREATED, values, np.nan), np.where(TREATED, np.nan, values)
    found = hedges_g(*groups)
    assert float(found.value.mean()) == pytest.approx(0.5, abs=0.02)
    assert holds(found.interval, 0.5) == pytest.approx(0.95, abs=BOUND + 0.01)
    before = drawn("before")
    after = 0.7 * before - 0.4 + np.sqrt(1 - 0.49) * drawn("after")
    by_baseline = standardized_change(before, after)
    assert float(by_baseline.value.mean()) == pytest.approx(-0.4, abs=0.01)
    assert holds(by_baseline.interval, -0.4) == pytest.approx(0.95, abs=BOUND + 0.01)
    by_change = standardized_change(before, after, spread="change")
    truth = -0.4 / np.sqrt(2 - 1.4)
    assert holds(by_change.interval, truth) == pytest.approx(0.95, abs=BOUND + 0.01)


def test_ratios_of_means_hold_the_truth() -> None:
    """A normal interval of the logarithm with estimated errors: 0.01 is added, for 30 people a group."""
    values = 40 + 10 * TREATED + 12 * drawn("value")
    found = ratio_of_means(np.where(TREATED, values, np.nan), np.where(TREATED, np.nan, values))
    assert holds(found.interval, 1.25) == pytest.approx(0.95, abs=BOUND + 0.01)
    before = 40 + 12 * drawn("before")
    paired = ratio_of_paired_means(before, 10 + 0.5 * before + 8 * drawn("after"))
    assert holds(paired.interval, 0.75) == pytest.approx(0.95, abs=BOUND + 0.01)


def test_reliability_is_found_again() -> None:
    """Variances 100 of people, 20 of error and none of visits: ICC 5/6, error sqrt(20)."""
    values = 10 * drawn("level")[..., None] + np.sqrt(20) * np.stack(
        [drawn("error", visit) for visit in range(2)], axis=2
    )
    found = reliability(values)
    assert holds(found.interval, 100 / 120) == pytest.approx(0.95, abs=BOUND + 0.01)
    assert float(np.mean(found.sem**2)) == pytest.approx(20, abs=0.5)


def test_what_people_have_several_of_counts_by_person() -> None:
    """One to four things a person that share half of their variance; 0.01 is added, as for any ratio."""
    count = 1.0 + np.floor(4 * uniforms(KEYS, "count", 0))
    things = np.stack([drawn("thing", i) for i in range(4)], axis=2)
    values = 1.0 + np.sqrt(0.5) * (drawn("person")[..., None] + things)
    there = np.arange(4) < count[..., None]
    found = clustered_mean(np.where(there, values, 0.0).sum(axis=2), count)
    assert holds(found.interval, 1.0) == pytest.approx(0.95, abs=BOUND + 0.01)
    share = clustered_share((there & (values > 1.0)).sum(axis=2), count)
    assert holds(share.interval, 0.5) == pytest.approx(0.95, abs=BOUND + 0.01)
