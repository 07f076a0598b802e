"""Protects: pooled numbers are those of Rubin, of Barnard and Rubin, and of von Hippel and Bartlett."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.imputation.comparison import fit_completed
from lassitude.statistics.imputation.pooling import bootstrapped, rubin
from lassitude.statistics.imputation.tipping import shifted_difference, tipping_point


def test_published_example_of_rubins_rules() -> None:
    """Five fits of `chl ~ bmi` to R's nhanes imputed by mice, pooled by hand.

    Printed in a question on Cross Validated, "Calculating pooled p-values manually": mean 3.008602, total
    variance 5.363668, standard error 2.315959, degrees of freedom 15.68225; 25 people, two coefficients.
    """
    coefficients = np.array([2.195180, 4.231113, 3.470647, 2.937763, 2.208305])
    variances = np.array([5.467482, 3.603410, 5.475586, 4.776171, 2.972943])
    found = rubin(coefficients, variances, np.array(23.0))
    assert float(found.value) == pytest.approx(3.008602, abs=1e-6)
    assert float(found.se) == pytest.approx(2.315959, abs=1e-6)
    assert float(found.df) == pytest.approx(15.68225, abs=5e-5)
    assert float(found.p) == pytest.approx(2 * stats.t.sf(3.008602 / 2.315959, 15.68225), abs=1e-6)


def test_without_missing_values_the_pooled_result_is_that_of_complete_data() -> None:
    found = rubin(np.full((1, 4), 2.0), np.full((1, 4), 0.25), np.array([10.0]))
    assert (found.value[0], found.se[0], found.df[0]) == (2.0, 0.5, 10.0)


def test_barnard_and_rubin_never_give_more_than_complete_data() -> None:
    values = np.linspace(0, 1, 10) * np.geomspace(1e-6, 1e3, 30)[:, None]
    found = rubin(values, np.ones_like(values), np.full(30, 40.0))
    assert (found.df <= 40.0).all() and (np.diff(found.df) < 0).all()


def test_bootstrap_is_the_analysis_of_variance_of_von_hippel_and_bartlett() -> None:
    """With two imputations, computed from the one-way analysis of variance by its definition."""
    values = np.array([[1.0, 1.4], [2.0, 2.2], [0.3, 0.1], [1.1, 1.7]])
    samples, imputations = values.shape
    means = values.mean(axis=1)
    msb = imputations * ((means - means.mean()) ** 2).sum() / (samples - 1)
    msw = ((values - means[:, None]) ** 2).sum() / (samples * (imputations - 1))
    between = (msb - msw) / imputations
    variance = (1 + 1 / samples) * between + msw / (samples * imputations)
    found = bootstrapped(values)
    assert float(found.se) ** 2 == pytest.approx(variance)
    assert float(found.value) == pytest.approx(values.mean())


def test_a_bootstrap_without_variance_between_samples_gives_no_interval() -> None:
    found = bootstrapped(np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    assert np.isnan(found.se) and np.isnan(found.p)


@pytest.fixture
def people() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Twelve people of two arms, the last two of the first arm imputed, always alike."""
    baseline = np.array([[3.0, 5, 4, 6, 2, 5, 3, 4, 6, 5, 2, 4]])
    outcome = np.array([[1.0, 2.5, 1.9, 3.2, 0.4, 2.0, 5.1, 5.4, 7.9, 7.0, 4.2, 6.6]])
    arm = np.array([[0] * 6 + [1] * 6])
    imputed = np.zeros((1, 12))
    imputed[0, 4:6] = 1.0
    return baseline, outcome, arm, imputed


def test_fits_of_completed_data_are_the_analysis_of_covariance(
    people: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    baseline, outcome, arm, _ = people
    fits = fit_completed(np.repeat(outcome[..., None], 3, axis=2), baseline[..., None], arm, 2)
    known = analysis_of_covariance(outcome, baseline[..., None], [arm == 0, arm == 1], 1)
    found = rubin(*fits.difference(0, 1), fits.df)
    assert found.value == pytest.approx(known.differences[0].value)
    assert found.se == pytest.approx(known.differences[0].se)
    assert found.p == pytest.approx(known.differences[0].p)
    assert rubin(*fits.mean(1), fits.df).value == pytest.approx(known.means[1].value)


def test_the_tipping_point_is_where_a_new_analysis_gives_p_of_a_twentieth(
    people: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """The known answer: all imputations are alike, so the shifted data can be analyzed outright."""
    baseline, outcome, arm, imputed = people
    twice = np.repeat(outcome[..., None], 2, axis=2)
    fits = fit_completed(twice, baseline[..., None], arm, 2)
    by_one = fit_completed(imputed[..., None], baseline[..., None], arm, 2)
    found = tipping_point(fits, by_one, 0, 1, 30.0)
    shift = float(found.shift[0])
    anew = analysis_of_covariance(outcome + shift * imputed, baseline[..., None], [arm == 0, arm == 1], 1)
    assert float(anew.differences[0].p[0]) == pytest.approx(0.05, abs=1e-9)
    before = shifted_difference(fits, by_one, 0, 1, np.array([shift - 0.01]))
    assert before.p[0] < 0.05
    assert not found.never[0] and not found.nothing_to_tip[0]


def test_there_may_be_nothing_to_tip_or_no_tipping(
    people: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    baseline, outcome, arm, imputed = people
    both = np.concatenate([outcome, np.where(arm == 0, outcome + 4.0, outcome)])
    x, arms = np.concatenate([baseline, baseline])[..., None], np.concatenate([arm, arm])
    fits = fit_completed(np.repeat(both[..., None], 2, axis=2), x, arms, 2)
    by_one = fit_completed(np.concatenate([imputed, imputed])[..., None], x, arms, 2)
    found = tipping_point(fits, by_one, 0, 1, 0.5)
    assert found.never.tolist() == [True, False]
    assert found.nothing_to_tip.tolist() == [False, True]
    assert np.isnan(found.shift).all()
