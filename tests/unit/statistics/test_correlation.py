"""Protects: correlations between people are those of SciPy and of residuals by hand, in every replicate."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.correlation import pearson, spearman

KEYS = person_keys(31, np.arange(3)[:, None], np.arange(25)[None])
AGE = 40 + 10 * normals(KEYS, "age", 0)
EDSS = np.rint(6 + AGE / 20 + 2 * normals(KEYS, "edss", 0)) / 2
SCORE = 30 + 4 * EDSS + 0.3 * AGE + 12 * normals(KEYS, "score", 0)
EVERYBODY = np.ones(AGE.shape, dtype=bool)


def residual(y: NDArray[np.float64], *given: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.column_stack([np.ones(y.size), *given])
    return y - x @ np.linalg.lstsq(x, y, rcond=None)[0]


def with_gaps() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    score, edss = SCORE.copy(), EDSS.copy()
    score[0, 3], edss[0, 7], score[2, 1:4] = np.nan, np.nan, np.nan
    return score, edss, np.isfinite(score) & np.isfinite(edss)


def test_values_are_correlated_as_scipy_does_it() -> None:
    score, edss, both = with_gaps()
    found = pearson(score, edss)
    for i in range(3):
        own = stats.pearsonr(score[i, both[i]], edss[i, both[i]])
        ends = own.confidence_interval(0.95)
        assert found.r[i] == pytest.approx(own[0], abs=1e-12)
        assert found.p[i] == pytest.approx(own[1], rel=1e-9)
        assert (found.interval.low[i], found.interval.high[i]) == pytest.approx(tuple(ends), abs=1e-12)
    assert found.n.tolist() == [23, 25, 22]
    assert found.left_out.sum(axis=1).tolist() == [2, 0, 3]


def test_ranks_are_correlated_as_scipy_does_it() -> None:
    score, edss, both = with_gaps()
    found = spearman(score, edss)
    for i in range(3):
        own = stats.spearmanr(score[i, both[i]], edss[i, both[i]])
        assert found.r[i] == pytest.approx(own[0], abs=1e-12)
        assert found.p[i] == pytest.approx(own[1], rel=1e-9)
    margin = stats.norm.ppf(0.975) * np.sqrt((1 + found.r**2 / 2) / (found.n - 3))
    np.testing.assert_allclose(np.arctanh(found.interval.low), np.arctanh(found.r) - margin, atol=1e-12)


def test_a_partial_correlation_is_that_of_residuals_with_fewer_degrees_of_freedom() -> None:
    sex = np.broadcast_to(np.arange(25) % 2, AGE.shape).astype(np.float64)
    found = pearson(SCORE, EDSS, np.stack([AGE, sex], axis=2), EVERYBODY)
    for i in range(3):
        score, edss = (residual(one[i], AGE[i], sex[i]) for one in (SCORE, EDSS))
        r = np.corrcoef(score, edss)[0, 1]
        p = 2 * stats.t.sf(abs(r) * np.sqrt(21 / (1 - r**2)), 21)
        assert (found.r[i], found.p[i]) == pytest.approx((r, p), abs=1e-10)
        assert found.interval.high[i] == pytest.approx(
            np.tanh(np.arctanh(r) + stats.norm.ppf(0.975) / np.sqrt(20)), abs=1e-10
        )
    assert found.df.tolist() == [21, 21, 21]


def test_partial_ranks_are_residuals_of_ranks() -> None:
    found = spearman(SCORE, EDSS, AGE[..., None])
    ranks = [stats.rankdata(one[0]) for one in (SCORE, EDSS, AGE)]
    r = np.corrcoef(residual(ranks[0], ranks[2]), residual(ranks[1], ranks[2]))[0, 1]
    assert found.r[0] == pytest.approx(r, abs=1e-12)


def test_what_does_not_vary_or_says_the_same_twice_holds_nothing_more_constant() -> None:
    once = pearson(SCORE, EDSS, AGE[..., None])
    same = pearson(SCORE, EDSS, np.stack([AGE, 2 * AGE - 7, np.full_like(AGE, 3.0)], axis=2))
    np.testing.assert_allclose(same.r, once.r, atol=1e-10)
    assert same.df.tolist() == once.df.tolist()


def test_nothing_is_said_where_nothing_varies_or_too_few_are_left() -> None:
    constant = np.full_like(SCORE, 4.0)
    assert "the second measure does not vary" in pearson(SCORE, constant).notes[0]
    determined = pearson(SCORE, 3 * AGE + 1, AGE[..., None])
    assert not determined.converged.any()
    assert "determined by the measures held constant" in determined.notes[0]
    few = pearson(SCORE[:, :3], EDSS[:, :3], AGE[:, :3, None])
    assert not few.converged.any() and np.isnan(few.r).all()
    three = pearson(SCORE[:, :3], EDSS[:, :3])
    assert three.converged.all() and np.isnan(three.interval.low).all()
    assert not pearson(np.zeros((2, 0)), np.zeros((2, 0))).converged.any()
