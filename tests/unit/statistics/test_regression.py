"""Protects: the batched regression is least squares replicate by replicate, diagnostics included."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.regression import Regression, linear_regression

REPLICATES, PEOPLE, COVARIATES = 25, 23, 3
Data = tuple[NDArray[np.float64], NDArray[np.float64]]


@pytest.fixture(scope="module")
def data() -> Data:
    """Change on age in years, EDSS in half points and a related third covariate, some values missing."""
    keys = person_keys(5, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
    age = 35 + 8 * normals(keys, "age", 0)
    edss = np.clip(np.rint(2 * (4.5 + normals(keys, "edss", 0))) / 2, 0, 10)
    third = 1000 + 0.5 * age + 5 * normals(keys, "third", 0)
    outcome = -20 + 0.4 * age + 1.5 * edss + 6 * normals(keys, "outcome", 0)
    outcome = np.where(uniforms(keys, "missing", 0) < 0.1, np.nan, outcome)
    edss = np.where(uniforms(keys, "missing", 1) < 0.05, np.nan, edss)
    return outcome, np.stack([age, edss, third], axis=2)


@pytest.fixture(scope="module")
def fit(data: Data) -> Regression:
    return linear_regression(*data)


def one(data: Data, replicate: int) -> Data:
    outcome, covariates = data[0][replicate], data[1][replicate]
    known = np.isfinite(outcome) & np.isfinite(covariates).all(axis=1)
    return outcome[known], covariates[known]


@pytest.mark.parametrize("replicate", range(0, REPLICATES, 3))
def test_estimates_agree_with_statsmodels(data: Data, fit: Regression, replicate: int) -> None:
    import statsmodels.api as sm

    outcome, covariates = one(data, replicate)
    expected = sm.OLS(outcome, sm.add_constant(covariates)).fit()
    found = fit.coefficients
    np.testing.assert_allclose(found.value[replicate], expected.params, rtol=1e-7)
    np.testing.assert_allclose(found.se[replicate], expected.bse, rtol=1e-7)
    np.testing.assert_allclose(found.p[replicate], expected.pvalues, rtol=1e-6)
    np.testing.assert_allclose(found.interval.low[replicate], expected.conf_int()[:, 0], rtol=1e-6)
    np.testing.assert_allclose(found.interval.high[replicate], expected.conf_int()[:, 1], rtol=1e-6)
    assert fit.n[replicate] == outcome.size
    assert fit.df[replicate] == expected.df_resid
    assert fit.r_squared[replicate] == pytest.approx(expected.rsquared, rel=1e-9)
    assert fit.adjusted_r_squared[replicate] == pytest.approx(expected.rsquared_adj, rel=1e-8)
    assert fit.f_p[replicate] == pytest.approx(expected.f_pvalue, rel=1e-7)


@pytest.mark.parametrize("replicate", range(0, REPLICATES, 3))
def test_diagnostics_agree_with_statsmodels_and_scipy(data: Data, fit: Regression, replicate: int) -> None:
    import statsmodels.api as sm
    from statsmodels.stats.diagnostic import het_breuschpagan
    from statsmodels.stats.outliers_influence import variance_inflation_factor

    outcome, covariates = one(data, replicate)
    design = sm.add_constant(covariates)
    expected = sm.OLS(outcome, design).fit()
    found = fit.diagnostics
    normality = stats.normaltest(expected.resid)
    assert found.normality[replicate] == pytest.approx(normality.statistic, rel=1e-7)
    assert found.normality_p[replicate] == pytest.approx(normality.pvalue, rel=1e-7)
    lagrange, p, *_ = het_breuschpagan(expected.resid, design)
    assert found.breusch_pagan[replicate] == pytest.approx(lagrange, rel=1e-7)
    assert found.breusch_pagan_p[replicate] == pytest.approx(p, rel=1e-7)
    cook = expected.get_influence().cooks_distance[0].max()
    assert found.largest_cook[replicate] == pytest.approx(cook, rel=1e-7)
    inflation = [variance_inflation_factor(design, column) for column in (1, 2, 3)]
    np.testing.assert_allclose(found.variance_inflation[replicate], inflation, rtol=1e-7)
    condition = np.linalg.cond(design / np.linalg.norm(design, axis=0))
    assert found.condition_number[replicate] == pytest.approx(condition, rel=1e-7)


def test_replicates_and_order_of_people_do_not_touch_each_other(data: Data, fit: Regression) -> None:
    turned = linear_regression(data[0][::-1, ::-1], data[1][::-1, ::-1])
    np.testing.assert_allclose(turned.coefficients.value[::-1], fit.coefficients.value, rtol=1e-8)
    np.testing.assert_allclose(turned.diagnostics.largest_cook[::-1], fit.diagnostics.largest_cook, rtol=1e-7)


def test_units_of_a_covariate_rescale_its_slope_and_nothing_else(data: Data, fit: Regression) -> None:
    months = linear_regression(data[0], data[1] * np.array([12.0, 1.0, 1.0]))
    scale = np.array([1.0, 12.0, 1.0, 1.0])
    np.testing.assert_allclose(months.coefficients.value * scale, fit.coefficients.value, rtol=1e-7)
    np.testing.assert_allclose(months.coefficients.p, fit.coefficients.p, rtol=1e-6)
    np.testing.assert_allclose(
        months.diagnostics.variance_inflation, fit.diagnostics.variance_inflation, rtol=1e-8
    )


def test_flipping_the_outcome_flips_every_coefficient(data: Data, fit: Regression) -> None:
    flipped = linear_regression(-data[0], data[1])
    np.testing.assert_allclose(flipped.coefficients.t, -fit.coefficients.t, rtol=1e-9)
    np.testing.assert_allclose(flipped.r_squared, fit.r_squared, rtol=1e-9)


def test_whoever_misses_a_value_is_left_out_and_told(data: Data, fit: Regression) -> None:
    lacking = ~(np.isfinite(data[0]) & np.isfinite(data[1]).all(axis=2))
    np.testing.assert_array_equal(fit.left_out, lacking)
    np.testing.assert_array_equal(fit.n, (~lacking).sum(axis=1))


def test_an_exact_line_with_one_disturbed_point_has_the_textbook_slope() -> None:
    # y = 2 + 3x at x = 0..4 with +5 at x = 4: slope 3 + 5*(4-2)/10 = 4, intercept 2 + 1 - 2*1 = 1.
    x = np.arange(5.0)
    y = 2 + 3 * x + np.array([0, 0, 0, 0, 5.0])
    found = linear_regression(y[None], x[None, :, None])
    np.testing.assert_allclose(found.coefficients.value, [[1.0, 4.0]], rtol=1e-12)


def unusable() -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64], str]]:
    x = np.arange(8.0)
    wave = np.sin(7 * x)
    ones = np.ones(8)
    return {
        "nobody": (np.empty(0), np.empty((0, 2)), "fewer than 4 complete people"),
        "one person": (np.array([1.0]), np.array([[1.0, 2.0]]), "fewer than 4 complete people"),
        "saturated": (wave[:3], np.stack([x, x**2], 1)[:3], "fewer than 4 complete people"),
        "all missing": (np.full(8, np.nan), np.stack([x, x**2], 1), "fewer than 4 complete people"),
        "constant covariate": (wave, np.stack([x, 0.1 * ones], 1), "does not vary"),
        "age in years and months": (wave, np.stack([x / 3, 12 * x / 3 + 0.1], 1), "determine one another"),
        "constant outcome": (0.1 * ones, np.stack([x, x**2], 1), "outcome does not vary"),
        "exact line": (0.3 * x + 0.1, np.stack([x, x**2], 1), "without remainder"),
    }


@pytest.mark.parametrize("case", unusable())
def test_unusable_data_is_reported_and_not_raised(case: str) -> None:
    outcome, covariates, reason = unusable()[case]
    found = linear_regression(outcome[None], covariates[None])
    assert not found.converged[0]
    assert reason in found.notes[0]
    assert np.isnan(found.coefficients.value).all() & np.isnan(found.coefficients.p).all()
    assert np.isnan(found.diagnostics.condition_number).all()


def test_one_rank_deficient_replicate_does_not_touch_the_others(data: Data, fit: Regression) -> None:
    covariates = data[1].copy()
    covariates[4, :, 2] = 2 * covariates[4, :, 0] - 7
    spoiled = linear_regression(data[0], covariates)
    others = np.arange(REPLICATES) != 4
    assert not spoiled.converged[4]
    np.testing.assert_array_equal(spoiled.coefficients.value[others], fit.coefficients.value[others])
    assert spoiled.notes == (
        f"1 of {REPLICATES} repetitions gives no estimate: the covariates determine one another.",
    )


def test_a_person_whom_the_fit_must_pass_through_does_not_break_influence() -> None:
    only_one = np.zeros((1, 9, 1))
    only_one[0, 4] = 1.0
    found = linear_regression(np.sin(np.arange(9.0))[None], only_one)
    assert found.converged[0]
    assert np.isfinite(found.diagnostics.largest_cook[0])
