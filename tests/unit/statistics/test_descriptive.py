"""Protects: a batch of replicates is described exactly as each would be alone by SciPy and NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.descriptive import change_from, describe, percent_change_of_medians


@pytest.fixture(scope="module")
def values() -> NDArray[np.float64]:
    """Forty replicates of 25 people at 4 visits, a fifth of the values missing, many tied."""
    keys = person_keys(7, np.arange(40)[:, None, None], np.arange(25)[None, :, None])
    scores = np.rint(36 + 12 * normals(keys, "score", np.arange(4)))
    return np.where(uniforms(keys, "missing", np.arange(4)) < 0.2, np.nan, scores)


def test_moments_and_quartiles_agree_with_numpy_in_every_replicate(values: NDArray[np.float64]) -> None:
    described = describe(values)
    np.testing.assert_array_equal(described.n, np.isfinite(values).sum(axis=1))
    np.testing.assert_allclose(described.mean, np.nanmean(values, axis=1), rtol=1e-13)
    np.testing.assert_allclose(described.sd, np.nanstd(values, axis=1, ddof=1), rtol=1e-12)
    for name, probability in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
        expected = np.nanquantile(values, probability, axis=1)
        np.testing.assert_allclose(getattr(described, name), expected, rtol=1e-13)


def test_intervals_agree_with_scipy_in_every_replicate(values: NDArray[np.float64]) -> None:
    described = describe(values)
    for replicate in range(values.shape[0]):
        known = values[replicate, np.isfinite(values[replicate, :, 2]), 2]
        mean = stats.ttest_1samp(known, 0).confidence_interval(0.95)
        assert described.mean_interval.low[replicate, 2] == pytest.approx(mean.low, rel=1e-12)
        assert described.mean_interval.high[replicate, 2] == pytest.approx(mean.high, rel=1e-12)
        median = stats.quantile_test(known, p=0.5).confidence_interval(0.95)
        assert described.median_interval.low[replicate, 2] == median.low
        assert described.median_interval.high[replicate, 2] == median.high


# Conover, Practical Nonparametric Statistics: with n = 16 the interval runs from the 4th to the 13th order
# statistic (P(Bin(16, 1/2) <= 3) = 0.0106, <= 4 is 0.0384); 5 people cannot give 95% (2 * 0.5**5 = 0.0625).
@pytest.mark.parametrize(
    ("n", "low", "high"), [(16, 4, 13), (6, 1, 6), (23, 7, 17), (5, np.nan, np.nan), (0, np.nan, np.nan)]
)
def test_the_median_interval_takes_the_tabulated_ranks(n: int, low: float, high: float) -> None:
    ranks = np.where(np.arange(30) < n, np.arange(1.0, 31.0), np.nan)[None, ::-1, None]
    interval = describe(ranks).median_interval
    np.testing.assert_array_equal([interval.low[0, 0], interval.high[0, 0]], [low, high])


def test_percent_change_is_of_medians_and_not_of_people() -> None:
    # Medians 36 and 23 are those of the published transplantation study: -36.1%; each person differs.
    values = np.array([[[30.0, 29.0], [36.0, 10.0], [60.0, 23.0]]])
    percent = percent_change_of_medians(describe(values).median, 0)
    assert percent[0, 1] == pytest.approx(100 * (23 - 36) / 36)
    individual = np.median(100 * change_from(values, 0)[0, :, 1] / values[0, :, 0])
    assert percent[0, 1] != pytest.approx(individual)


def test_percent_change_from_a_median_of_zero_is_missing() -> None:
    assert np.isnan(percent_change_of_medians(np.array([[0.0, 3.0]]), 0)[0, 1])


def test_a_change_is_missing_when_either_value_is() -> None:
    changed = change_from(np.array([[[36.0, 23.0, np.nan], [np.nan, 20.0, 21.0]]]), 0)
    np.testing.assert_array_equal(changed, [[[0.0, -13.0, np.nan], [np.nan, np.nan, np.nan]]])


def test_order_of_people_and_affine_scale_do_not_matter(values: NDArray[np.float64]) -> None:
    plain, turned = describe(values), describe(3.0 * values[:, ::-1] - 40.0)
    np.testing.assert_allclose(turned.median, 3.0 * plain.median - 40.0, rtol=1e-12)
    np.testing.assert_allclose(turned.mean, 3.0 * plain.mean - 40.0, rtol=1e-11)
    np.testing.assert_allclose(turned.sd, 3.0 * plain.sd, rtol=1e-12)
    np.testing.assert_allclose(turned.median_interval.low, 3.0 * plain.median_interval.low - 40.0, rtol=1e-12)


@pytest.mark.parametrize("shape", [(2, 0, 3), (0, 4, 3), (2, 1, 1), (2, 4, 0)])
def test_empty_and_tiny_studies_are_described_with_nan(shape: tuple[int, int, int]) -> None:
    described = describe(np.ones(shape))
    assert described.median.shape == (shape[0], shape[2])
    assert np.isnan(described.sd).all()
