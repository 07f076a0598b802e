"""Protects: tests err as often as they say, intervals cover as often as they say, a known truth comes back.

Draws are keyed, so these tests either always pass or always fail. With 4000 replicates a rejection rate
whose truth is 0.05 lies within 0.05 +- 0.0113 except once in a thousand (3.29 standard errors of a share);
a coverage whose truth is 0.95 likewise.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.descriptive import describe
from lassitude.statistics.paired import paired_t
from lassitude.statistics.reduction import wilson
from lassitude.statistics.regression import linear_regression
from lassitude.statistics.repeated_measures import repeated_measures
from lassitude.statistics.signed_rank import signed_rank

REPLICATES, PEOPLE, VISITS = 4000, 23, 7
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
KEYS = person_keys(2018, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])


def level(p: NDArray[np.float64]) -> float:
    assert np.isfinite(p).all()
    return float((p < 0.05).mean())


def draws(purpose: str) -> NDArray[np.float64]:
    keys = person_keys(2018, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[None, :, None])
    return normals(keys, purpose, np.arange(VISITS))


@pytest.fixture(scope="module")
def steady() -> NDArray[np.float64]:
    """Equal correlation between all visits: sphericity holds."""
    return 10 * normals(KEYS, "person", 0)[..., None] + 5 * draws("visit")


@pytest.fixture(scope="module")
def drifting() -> NDArray[np.float64]:
    """A random walk over the visits: sphericity is badly violated."""
    return np.cumsum(draws("drift"), axis=2)


def test_anova_keeps_its_level_where_sphericity_holds(steady: NDArray[np.float64]) -> None:
    effect = repeated_measures(steady)
    assert level(effect.p) == pytest.approx(0.05, abs=BOUND)
    assert level(effect.p_hf) == pytest.approx(0.05, abs=BOUND)
    # Greenhouse and Geisser's correction is known to be somewhat conservative here, never liberal.
    assert 0.025 < level(effect.p_gg) < 0.05 + BOUND
    assert level(effect.mauchly_p) == pytest.approx(0.05, abs=BOUND)


def test_anova_keeps_its_level_by_correction_where_sphericity_fails(drifting: NDArray[np.float64]) -> None:
    effect = repeated_measures(drifting)
    assert level(effect.p_gg) == pytest.approx(0.05, abs=BOUND)
    assert level(effect.p) > 0.05 + 3 * BOUND


def test_anova_on_complete_cases_keeps_its_level_when_visits_are_missed(
    drifting: NDArray[np.float64],
) -> None:
    keys = person_keys(7, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[None, :, None])
    missed = np.where(uniforms(keys, "missed", np.arange(VISITS)) < 0.05, np.nan, drifting)
    effect = repeated_measures(missed)
    assert effect.left_out.any(axis=1).mean() > 0.99
    assert level(effect.p_gg) == pytest.approx(0.05, abs=BOUND)


def test_paired_t_keeps_its_level_and_its_interval_covers(steady: NDArray[np.float64]) -> None:
    test = paired_t(steady[..., 0], steady[..., 6] - 3.0)
    assert level(paired_t(steady[..., 0], steady[..., 6]).p) == pytest.approx(0.05, abs=BOUND)
    covered = (test.interval.low <= -3.0) & (test.interval.high >= -3.0)
    assert covered.mean() == pytest.approx(0.95, abs=BOUND)


@pytest.mark.parametrize("whole", [False, True])
def test_signed_rank_keeps_its_level(steady: NDArray[np.float64], whole: bool) -> None:
    scores = np.rint(steady) if whole else steady
    test = signed_rank(scores[..., 0], scores[..., 6])
    assert test.exact.mean() == (0.0 if whole else 1.0)
    # The exact test of 23 people rejects at the largest attainable p below 0.05, which is 0.0484.
    assert level(test.p) == pytest.approx(0.05 if whole else 0.0484, abs=BOUND)


def test_regression_gets_its_slopes_back() -> None:
    age = 35 + 8 * normals(KEYS, "age", 0)
    edss = 4.5 + normals(KEYS, "edss", 0) + 0.05 * (age - 35)
    change = -13 + 0.4 * (age - 35) + 0.0 * edss + 8 * normals(KEYS, "residual", 0)
    fit = linear_regression(change, np.stack([age, edss], axis=2))
    assert fit.converged.all()
    interval = fit.coefficients.interval
    for index, truth in ((0, -27.0), (1, 0.4), (2, 0.0)):
        covered = (interval.low[:, index] <= truth) & (interval.high[:, index] >= truth)
        assert covered.mean() == pytest.approx(0.95, abs=BOUND)
    assert level(fit.coefficients.p[:, 2]) == pytest.approx(0.05, abs=BOUND)
    error = fit.coefficients.value[:, 1].std() / np.sqrt(REPLICATES)
    assert fit.coefficients.value[:, 1].mean() == pytest.approx(0.4, abs=3.29 * error)
    assert level(fit.diagnostics.breusch_pagan_p) < 0.05 + BOUND
    # K^2 is close to its level at 23 people, not exact: D'Agostino and Pearson's own range is 0.04 to 0.07.
    assert 0.03 < level(fit.diagnostics.normality_p) < 0.075


def test_intervals_of_mean_and_median_cover_as_often_as_they_say() -> None:
    skewed = np.exp(normals(KEYS, "skewed", 0))
    median = describe(skewed[..., None]).median_interval
    covered = (median.low[:, 0] <= 1.0) & (median.high[:, 0] >= 1.0)
    # Ranks 7 to 17 of 23: exactly 1 - 2 P(Bin(23, 1/2) <= 6) = 0.9653.
    assert covered.mean() == pytest.approx(0.9653, abs=BOUND)
    mean = describe(np.log(skewed)[..., None]).mean_interval
    covered = (mean.low[:, 0] <= 0.0) & (mean.high[:, 0] >= 0.0)
    assert covered.mean() == pytest.approx(0.95, abs=BOUND)


def test_wilsons_interval_covers_a_share_like_the_published_one() -> None:
    truth = 4 / 23
    count = (uniforms(KEYS, "remission", 0) < truth).sum(axis=1)
    low, high = wilson(count, np.full(REPLICATES, PEOPLE))
    # Exact coverage: the binomial probability of all counts whose interval holds the true share.
    from scipy.stats import binom

    ends = wilson(np.arange(24), np.full(24, PEOPLE))
    exact = binom.pmf(np.arange(24), PEOPLE, truth)[(ends.low <= truth) & (ends.high >= truth)].sum()
    assert 0.93 < exact < 0.98
    assert ((low <= truth) & (high >= truth)).mean() == pytest.approx(exact, abs=BOUND)
