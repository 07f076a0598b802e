"""Tests and intervals where the exact answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from lassitude.statistics.mixed_models.fit import fit_mixed_model
from lassitude.statistics.mixed_models.inference import contrasts, inference, joint_test
from lassitude.statistics.mixed_models.kenward_roger import adjusted_covariance
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.sandwich import sandwich
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.unit.statistics.mixed_models.trials import difference, trial

METHODS = ("kenward-roger", "kenward-roger-linear", "satterthwaite", "between-within")


@pytest.mark.parametrize("method", METHODS)
def test_complete_unstructured_data_give_the_t_test_of_each_visit(method):
    """Without missing values the comparison at a visit is Student's t test, with people less 2 df."""
    data = trial(missing=0.0, effect=2.0)
    found = contrasts(inference(fit_mixed_model(data, STRUCTURES["unstructured"]), method), difference())
    values = data.outcome[0]
    for visit in range(4):
        expected = ttest_ind(values[1::2, visit], values[::2, visit])
        np.testing.assert_allclose(found.value[0, visit] / found.se[0, visit], expected.statistic, rtol=1e-7)
        np.testing.assert_allclose(found.df[0, visit], 58, rtol=1e-6)
        np.testing.assert_allclose(found.p[0, visit], expected.pvalue, rtol=1e-5)


def test_complete_compound_symmetry_gives_the_split_plot():
    """Averaged over visits, arms are compared between people; the interaction within them, exactly."""
    data = trial(missing=0.0)
    fit = fit_mixed_model(data, STRUCTURES["compound-symmetry"])
    for method in METHODS[:3]:
        using = inference(fit, method)
        means = data.outcome[0].mean(axis=1)
        whole = contrasts(using, difference().mean(axis=0, keepdims=True))
        expected = ttest_ind(means[1::2], means[::2])
        np.testing.assert_allclose(whole.p[0, 0], expected.pvalue, rtol=1e-6)
        np.testing.assert_allclose(whole.df[0, 0], 58, rtol=1e-6)
        within = joint_test(using, difference()[1:] - difference()[0])
        np.testing.assert_allclose(within.df[0], 3 * 58, rtol=1e-6)
        np.testing.assert_allclose(within.f[0], _interaction_f(data.outcome[0]), rtol=1e-7)


def _interaction_f(values: np.ndarray) -> float:
    """F of arm by visit from sums of squares, of two arms of equal size."""
    arms = [values[::2], values[1::2]]
    cell = np.stack([arm.mean(axis=0) for arm in arms])
    effect = cell - cell.mean(axis=0) - cell.mean(axis=1, keepdims=True) + cell.mean()
    inside = [arm - arm.mean(axis=1, keepdims=True) - arm.mean(axis=0) + arm.mean() for arm in arms]
    error = sum((one**2).sum() for one in inside) / (58 * 3)
    return float(30 * (effect**2).sum() / 3 / error)


def test_kenward_roger_without_second_derivatives_is_the_linear_one():
    """Structures linear in their parameters have one Kenward-Roger covariance, others two."""
    data = trial()
    for name, structure in STRUCTURES.items():
        fit = fit_mixed_model(data, structure)
        full, linear = adjusted_covariance(fit), adjusted_covariance(fit, linear=True)
        same = np.allclose(full, linear, rtol=1e-12)
        assert same == (name in ("unstructured", "toeplitz", "compound-symmetry")), name
        assert (np.diagonal(linear[0]) > (1 - 1e-12) * np.diagonal(fit.covariance[0])).all()


def test_kenward_roger_needs_restricted_likelihood():
    fit = fit_mixed_model(trial(), STRUCTURES["unstructured"], "ML")
    with pytest.raises(ValueError, match="REML only"):
        inference(fit, "kenward-roger")
    with pytest.raises(ValueError, match="model-based"):
        inference(fit, "kenward-roger", "CR2")


def test_cr3_is_the_jackknife_of_people():
    """Leaving out one person after another, the covariance held, gives the same matrix."""
    data = trial(people=24)
    fit = fit_mixed_model(data, STRUCTURES["heterogeneous-autoregressive"])
    sigma = fit.visit_covariance(np.zeros((4, 4)))[0, 0]
    parts = []
    for person in range(24):
        seen = data.used[0, person]
        inverse = np.linalg.inv(sigma[np.ix_(seen, seen)])
        x, y = data.regressors[0, person, seen], data.outcome[0, person, seen]
        parts.append((x.T @ inverse @ x, x.T @ inverse @ y))
    whole = sum(part[0] for part in parts), sum(part[1] for part in parts)
    without = [np.linalg.solve(whole[0] - one[0], whole[1] - one[1]) for one in parts]
    moved = np.stack(without) - fit.coefficients[0]
    np.testing.assert_allclose(sandwich(fit, "CR3").covariance[0], moved.T @ moved, rtol=1e-8, atol=1e-12)


def test_cr2_is_unbiased_where_the_covariance_is_right():
    """Residuals replaced by their covariance, the CR2 matrix is the model-based one exactly."""
    data = trial(people=24)
    fit = fit_mixed_model(data, STRUCTURES["unstructured"])
    sigma, phi = fit.visit_covariance(np.zeros((4, 4)))[0, 0], fit.covariance[0]
    middle = 0.0
    for person in range(24):
        seen = data.used[0, person]
        x = data.regressors[0, person, seen]
        values, vectors = np.linalg.eigh(np.linalg.inv(sigma[np.ix_(seen, seen)]))
        root = vectors * np.sqrt(values) @ vectors.T
        white = root @ x
        left = np.eye(len(x)) - white @ phi @ white.T
        values, vectors = np.linalg.eigh(left)
        half = vectors / np.sqrt(values) @ vectors.T
        middle = middle + white.T @ half @ left @ half @ white
    np.testing.assert_allclose(phi @ middle @ phi, phi, rtol=1e-8)
    robust = sandwich(fit, "CR2").covariance[0]
    assert 0.5 < np.sqrt(robust[0, 0] / phi[0, 0]) < 2


def test_cr2_of_two_equal_groups_has_the_degrees_of_freedom_of_the_t_test():
    """Bell and McCaffrey's degrees of freedom of two groups of 12 are 22."""
    data = trial(people=24, visits=1, missing=0.0)
    fit = fit_mixed_model(data, STRUCTURES["unstructured"])
    found = contrasts(inference(fit, "satterthwaite", "CR2"), np.array([[-1.0, 1.0]]))
    np.testing.assert_allclose(found.df, 22, rtol=1e-8)
    expected = ttest_ind(data.outcome[0, 1::2, 0], data.outcome[0, ::2, 0], equal_var=False)
    np.testing.assert_allclose(found.value / found.se, expected.statistic, rtol=1e-10)


def test_swapped_arms_swap_the_sign_and_nothing_else():
    data = trial(effect=3.0)
    swapped = Measurements(data.outcome, np.roll(data.regressors, 4, axis=3))
    for name in STRUCTURES:
        one, other = (
            contrasts(inference(fit_mixed_model(made, STRUCTURES[name]), "satterthwaite"), difference())
            for made in (data, swapped)
        )
        np.testing.assert_allclose(one.value, -other.value, rtol=1e-8)
        np.testing.assert_allclose(one.p, other.p, rtol=1e-6)


def test_units_scale_estimates_and_leave_p_values():
    """Points turned to tenths of points, and a covariate in another unit, change no conclusion."""
    data = trial(effect=3.0)
    scaled = Measurements(10 * data.outcome + 500, data.regressors * 1e4)
    for method in METHODS:
        one, other = (
            contrasts(inference(fit_mixed_model(made, STRUCTURES["unstructured"]), method), difference())
            for made in (data, scaled)
        )
        np.testing.assert_allclose(10 * one.value, 1e4 * other.value, rtol=1e-7)
        np.testing.assert_allclose(one.df, other.df, rtol=1e-6)
        np.testing.assert_allclose(one.p, other.p, rtol=1e-5)
