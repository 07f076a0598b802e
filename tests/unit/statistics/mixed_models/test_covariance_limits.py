"""Protects: limits of covariance parameters are the classical ones where those exist."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, norm

from lassitude.statistics.mixed_models.covariance_limits import covariance_limits
from lassitude.statistics.mixed_models.fit import fit_mixed_model
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.unit.statistics.mixed_models.trials import trial


def test_a_variance_of_complete_data_has_the_chi_square_interval() -> None:
    """With all outcomes there, REML's variance of a visit is the pooled sample variance on n - 2."""
    data = trial(people=40, missing=0.0)
    fit = fit_mixed_model(data, STRUCTURES["unstructured"])
    limits = covariance_limits(fit)
    outcome = data.outcome[0]
    arm = np.arange(40) % 2
    squares = sum(((outcome[arm == k] - outcome[arm == k].mean(axis=0)) ** 2).sum(axis=0) for k in (0, 1))
    diagonal = [0, 2, 5, 9]
    assert fit.parameters[0, 0, diagonal] == pytest.approx(squares / 38, rel=1e-6)
    assert limits.low[0, 0, diagonal] == pytest.approx(squares / chi2.ppf(0.975, 38), rel=1e-5)
    assert limits.high[0, 0, diagonal] == pytest.approx(squares / chi2.ppf(0.025, 38), rel=1e-5)


def test_covariances_and_correlations_have_normal_limits() -> None:
    fit = fit_mixed_model(trial(), STRUCTURES["heterogeneous-compound-symmetry"])
    limits = covariance_limits(fit)
    se = np.sqrt(np.diag(fit.parameter_covariance[0]))[-1]
    value = fit.parameters[0, 0, -1]
    assert limits.low[0, 0, -1] == pytest.approx(value - norm.ppf(0.975) * se)
    assert limits.high[0, 0, -1] == pytest.approx(value + norm.ppf(0.975) * se)
    assert limits.high[0, 0, 0] - fit.parameters[0, 0, 0] > fit.parameters[0, 0, 0] - limits.low[0, 0, 0]
