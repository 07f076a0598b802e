"""Fits do not depend on their company, fail with a reason, and fall back as planned."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.mixed_models.fit import fit_mixed_model
from lassitude.statistics.mixed_models.ladder import fit_with_fallbacks
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.unit.statistics.mixed_models.trials import trial


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_replicate_alone_gives_the_same_bytes(name):
    """What other replicates a batch holds changes no bit of a result."""
    data = trial(replicates=7)
    together = fit_mixed_model(data, STRUCTURES[name])
    for place in (0, 3, 6):
        alone = fit_mixed_model(data.take(np.array([place])), STRUCTURES[name])
        for field in ("coefficients", "covariance", "parameters", "parameter_covariance", "deviance"):
            assert getattr(alone, field)[0].tobytes() == getattr(together, field)[place].tobytes(), field


@pytest.mark.parametrize("name", STRUCTURES)
def test_converged_means_a_maximum(name):
    """No small step in any direction gains likelihood where a fit says it converged."""
    from lassitude.statistics.mixed_models.fit import mixed_model_at

    data = trial(replicates=3)
    fit = fit_mixed_model(data, STRUCTURES[name])
    assert fit.converged.all(), fit.reason
    for index in range(fit.parameters.shape[2]):
        for size in (-1e-3, 1e-3):
            moved = fit.parameters.copy()
            moved[..., index] += size * np.maximum(np.abs(moved[..., index]), 0.1)
            there = mixed_model_at(data, STRUCTURES[name], moved)
            assert (there.deviance[there.converged] >= fit.deviance[there.converged] - 1e-9).all()


def test_dependent_regressors_are_a_reason():
    data = trial(replicates=2)
    regressors = data.regressors.copy()
    regressors[1, ..., 1] = 2 * regressors[1, ..., 0]
    fit = fit_mixed_model(Measurements(data.outcome, regressors), STRUCTURES["unstructured"])
    assert fit.converged.tolist() == [True, False]
    assert fit.reason[1] == "regressors are not linearly independent"
    assert np.isnan(fit.coefficients[1]).all()


def test_more_parameters_than_outcomes_is_a_reason():
    fit = fit_mixed_model(trial(people=4, missing=0.0), STRUCTURES["unstructured"])
    assert not fit.converged[0]
    assert "more parameters than outcomes" in fit.reason[0]


def test_equal_outcomes_have_no_covariance():
    """Values without any spread give no fit, never a tiny standard error."""
    data = trial()
    equal = Measurements(np.full_like(data.outcome, 3.0), data.regressors)
    fit = fit_mixed_model(equal, STRUCTURES["unstructured"])
    assert not fit.converged[0]
    assert fit.reason[0]


def test_the_ladder_steps_down_only_where_it_must():
    """Two visits that repeat each other exactly make the unstructured covariance singular."""
    data = trial(replicates=3)
    outcome = data.outcome.copy()
    outcome[1, :, 3] = outcome[1, :, 2]
    attempts = fit_with_fallbacks(
        Measurements(outcome, data.regressors), ("unstructured", "compound-symmetry")
    )
    assert [attempt.name for attempt in attempts] == ["unstructured", "compound-symmetry"]
    assert attempts[0].fit.converged.tolist() == [True, False, True]
    assert attempts[1].replicates.tolist() == [1]
    assert attempts[1].fit.converged.all()


def test_shapes_and_infinite_values_are_refused():
    with pytest.raises(ValueError, match="shape"):
        Measurements(np.zeros((1, 2, 3)), np.zeros((1, 2, 2, 1)))
    with pytest.raises(ValueError, match="finite"):
        Measurements(np.full((1, 2, 3), np.inf), np.zeros((1, 2, 3, 1)))
