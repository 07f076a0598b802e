"""Protects: where classical theory is exact, the mixed model by Kenward and Roger agrees with it.

With every visit of everybody measured and an unstructured covariance, the test that visits have one mean is
Hotelling's T squared (Kenward and Roger, Biometrics 1997;53:983-997, chose their F so); two groups at one
visit are compared by Student's t.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.mixed_models.fit import fit_mixed_model
from lassitude.statistics.mixed_models.inference import contrasts, inference, joint_test
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import Unstructured

REPLICATES, PEOPLE = 40, 23


def made(visits: int) -> NDArray[np.float64]:
    keys = person_keys(3, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
    own = 60 + 6 * normals(keys, "own", 0)
    return np.stack([own + (3 + visit) * normals(keys, "visit", visit) for visit in range(visits)], axis=2)


@pytest.mark.parametrize("visits", [2, 4, 7])
def test_equal_visits_are_tested_by_hotelling(visits: int) -> None:
    values = made(visits)
    regressors = np.broadcast_to(np.eye(visits), (*values.shape, visits))
    using = inference(fit_mixed_model(Measurements(values, regressors), Unstructured()))
    found = joint_test(using, np.eye(visits)[1:] - np.eye(visits)[:1])
    changes = values[..., 1:] - values[..., :1]
    mean = changes.mean(axis=1)
    centered = changes - mean[:, None]
    covariance = np.swapaxes(centered, 1, 2) @ centered / (PEOPLE - 1)
    squared = PEOPLE * (mean * np.linalg.solve(covariance, mean[..., None])[..., 0]).sum(axis=1)
    d = visits - 1
    f = squared * (PEOPLE - d) / (d * (PEOPLE - 1))
    np.testing.assert_allclose(found.f, f, rtol=1e-5)
    np.testing.assert_allclose(found.df, PEOPLE - d, rtol=1e-6)
    np.testing.assert_allclose(found.p, stats.f.sf(f, d, PEOPLE - d), rtol=1e-5)


def test_two_groups_at_one_visit_are_compared_by_student() -> None:
    values = made(1)
    treated = np.arange(PEOPLE) < 9
    regressors = np.stack([np.ones(PEOPLE), treated.astype(float)], axis=1)[None, :, None]
    data = Measurements(values, np.broadcast_to(regressors, (*values.shape, 2)))
    found = contrasts(inference(fit_mixed_model(data, Unstructured())), np.array([[0.0, 1.0]]))
    t = stats.ttest_ind(values[:, treated, 0], values[:, ~treated, 0], axis=1)
    np.testing.assert_allclose(found.p[:, 0], t.pvalue, rtol=1e-5)
    np.testing.assert_allclose(found.df[:, 0], PEOPLE - 2, rtol=1e-6)
