"""Protects: numbers of one group count less than as many apart, tails are those of a t, and noise matches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest, multivariate_t

from lassitude.calibration.likelihood import (
    TAILS,
    TOGETHER,
    draw_deviations,
    likelihood_of,
    log_likelihood,
)
from lassitude.calibration.scales import Fisher
from lassitude.randomness.streams import person_keys
from tests.unit.calibration.numbers import ERRORS, answers, observations

MIDDLE = answers({name: np.ones(1) for name in ("strong", "weak", "idle")})[0]
APART = observations(MIDDLE)
TOGETHER_NOW = tuple(replace(one, group="one trial") for one in APART)
NO_ERROR = np.zeros(len(APART))


def test_one_group_is_a_multivariate_t() -> None:
    """SciPy's density is the reference; the two differ by a constant only."""
    found = likelihood_of(TOGETHER_NOW, NO_ERROR)
    points = found.told + np.outer([0.0, 1.0, -2.0], ERRORS)
    exact = multivariate_t(found.told, found.covariance, df=TAILS).logpdf(points)
    told = log_likelihood(found, points)
    np.testing.assert_allclose(told - told[0], exact - exact[0], atol=1e-10)


def test_numbers_of_one_trial_count_less() -> None:
    """With correlation r, the same deviation of m numbers weighs m / (1 + (m - 1) r) of one."""
    spreads = np.array([one.spread for one in APART])
    off = np.array([one.told for one in APART]) + 0.01 * spreads
    alone, together = (
        -2.0 * log_likelihood(likelihood_of(one, NO_ERROR), off[None])[0] for one in (APART, TOGETHER_NOW)
    )
    m = len(APART)
    weights = (TAILS + m) / (TAILS + 1.0)
    assert together / alone == pytest.approx(weights / (1.0 + (m - 1.0) * TOGETHER), rel=0.01)


def test_a_number_that_cannot_be_emulated_says_nothing() -> None:
    error = np.array([np.inf, 0.0, 0.0, 0.0, 0.0])
    found = likelihood_of(APART, error)
    near, far = found.told.copy(), found.told.copy()
    far[0] += 100.0
    assert log_likelihood(found, near[None]) == log_likelihood(found, far[None])


def test_deviations_are_drawn_from_the_likelihood() -> None:
    """Kolmogorov-Smirnov of each number against its t; keyed draws, five tests, error rate 0.5% in all."""
    found = likelihood_of(TOGETHER_NOW, ERRORS)
    drawn = draw_deviations(found, person_keys(3, 0, np.arange(4000)))
    scaled = drawn / np.sqrt(np.diag(found.covariance))
    assert min(kstest(scaled[:, column], "t", args=(TAILS,)).pvalue for column in range(5)) > 0.001
    correlation = np.corrcoef(drawn[:, :2].T)[0, 1]
    expected = found.covariance[0, 1] / np.sqrt(found.covariance[0, 0] * found.covariance[1, 1])
    assert correlation == pytest.approx(expected, abs=0.06)


def test_a_number_from_a_review_counts_less() -> None:
    again = replace(APART[0], factor=2.0)
    assert again.spread**2 - APART[0].spread ** 2 == pytest.approx(ERRORS[0] ** 2)


def test_correlations_of_opposite_sign_err_in_opposite_directions() -> None:
    """Fatigue with depression and with vitality, in one sample: both farther from zero, or both nearer."""
    plain = replace(APART[0], scale=Fisher(), group="one sample", published=0.5)
    turned = replace(plain, published=-0.5)
    found = likelihood_of([plain, turned], np.zeros(2)).covariance
    assert found[0, 1] == pytest.approx(-TOGETHER * plain.spread**2)
