"""Protects: an analysis of covariance is that of statsmodels, whichever arm is the reference."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.covariance import analysis_of_covariance

PEOPLE = 36
KEYS = person_keys(12, np.arange(4)[:, None], np.arange(PEOPLE)[None])
ARM = np.arange(PEOPLE) % 3
GROUPS = [np.broadcast_to(arm == ARM, (4, PEOPLE)) for arm in range(3)]
BASELINE = 45 + 10 * normals(KEYS, "baseline", 0)
AGE = 40 + 8 * normals(KEYS, "age", 0)
AFTER = 10 + 0.7 * BASELINE + 0.2 * AGE - 4.0 * (ARM == 1) + 6 * normals(KEYS, "after", 0)
AFTER = np.where(uniforms(KEYS, "missing", 0) < 0.1, np.nan, AFTER)
COVARIATES = np.stack([BASELINE, AGE], axis=2)


def test_estimates_are_those_of_statsmodels() -> None:
    found = analysis_of_covariance(AFTER, COVARIATES, GROUPS, 0)
    for replicate in range(4):
        known = np.isfinite(AFTER[replicate])
        x = COVARIATES[replicate][known]
        groups = np.stack([ARM[known] == 1, ARM[known] == 2], axis=1).astype(float)
        full = sm.OLS(AFTER[replicate][known], np.column_stack([np.ones(known.sum()), groups, x])).fit()
        without = sm.OLS(AFTER[replicate][known], sm.add_constant(x)).fit()
        for arm in (1, 2):
            own = found.differences[arm]
            assert own.value[replicate] == pytest.approx(full.params[arm], rel=1e-8)
            assert own.se[replicate] == pytest.approx(full.bse[arm], rel=1e-8)
            assert own.p[replicate] == pytest.approx(full.pvalues[arm], rel=1e-7)
        f, p, _ = full.compare_f_test(without)
        assert found.f[replicate] == pytest.approx(float(f), rel=1e-7)
        assert found.p[replicate] == pytest.approx(float(p), rel=1e-7)
        for arm in range(3):
            at = np.array([[1.0, arm == 1, arm == 2, *x.mean(axis=0)]], dtype=float)
            expected = full.get_prediction(at)
            assert found.means[arm].value[replicate] == pytest.approx(expected.predicted_mean[0], rel=1e-8)
            assert found.means[arm].se[replicate] == pytest.approx(expected.se_mean[0], rel=1e-8)


def test_another_reference_turns_the_sign() -> None:
    plain, turned = (analysis_of_covariance(AFTER, COVARIATES, GROUPS, arm) for arm in (0, 1))
    np.testing.assert_allclose(turned.differences[0].value, -plain.differences[1].value, rtol=1e-9)
    np.testing.assert_allclose(turned.p, plain.p, rtol=1e-9)
    assert 1 not in turned.differences


def test_a_replicate_without_an_arm_gives_nothing_and_stops_nothing() -> None:
    without = AFTER.copy()
    without[1, ARM == 2] = np.nan
    found = analysis_of_covariance(without, COVARIATES, GROUPS, 0)
    assert found.fit.converged.tolist() == [True, False, True, True]
    assert np.isnan(found.differences[1].value[1]) and np.isnan(found.p[1])
