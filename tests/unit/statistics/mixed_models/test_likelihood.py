"""The likelihood against its definition, and its derivatives against differences of itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.mixed_models.cells import cells_of
from lassitude.statistics.mixed_models.fit import fit_mixed_model, mixed_model_at
from lassitude.statistics.mixed_models.likelihood import evaluate
from lassitude.statistics.mixed_models.measurements import Measurements, scaled
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.unit.statistics.mixed_models.trials import trial


def defined_deviance(data: Measurements, sigma: np.ndarray, restricted: bool) -> float:
    """Compute minus twice the log-likelihood person by person, as textbooks write it."""
    information, products, people = 0.0, 0.0, []
    weight = np.ones_like(data.outcome) if data.weight is None else data.weight
    for person in range(data.outcome.shape[1]):
        seen = data.used[0, person]
        if not seen.any():
            continue
        root = np.sqrt(weight[0, person, seen])
        covariance = sigma[person][np.ix_(seen, seen)] / np.outer(root, root)
        x, y = data.regressors[0, person, seen], data.outcome[0, person, seen]
        inverse = np.linalg.inv(covariance)
        information, products = information + x.T @ inverse @ x, products + x.T @ inverse @ y
        people.append((x, y, covariance))
    beta = np.linalg.solve(information, products)
    found = -2 * sum(multivariate_normal.logpdf(y, x @ beta, covariance) for x, y, covariance in people)
    if not restricted:
        return found
    return found + np.linalg.slogdet(information)[1] - len(beta) * np.log(2 * np.pi)


@pytest.mark.parametrize("likelihood", ["REML", "ML"])
@pytest.mark.parametrize("name", STRUCTURES)
def test_deviance_is_the_density_of_the_data(name, likelihood):
    """Protects the sums over cells, scaling and constants; expected values are SciPy's normal density."""
    plain = trial(people=30)
    rng_weight = 0.5 + (np.arange(30 * 4).reshape(1, 30, 4) % 7) / 4
    data = Measurements(plain.outcome, plain.regressors, weight=rng_weight)
    fit = fit_mixed_model(data, STRUCTURES[name], likelihood)
    assert fit.converged[0], fit.reason
    lag = np.abs(np.subtract.outer(np.arange(4), np.arange(4))).astype(float)
    sigma = np.broadcast_to(fit.visit_covariance(lag)[0, 0], (30, 4, 4))
    expected = defined_deviance(data, sigma, likelihood == "REML")
    np.testing.assert_allclose(fit.deviance[0], expected, rtol=1e-10)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("name", STRUCTURES)
@pytest.mark.parametrize("groups", [1, 2])
def test_derivatives_are_differences_of_the_deviance(name, restricted, groups):
    """Protects gradient and observed information of every structure, one covariance a group included."""
    plain = trial(people=40)
    structure = STRUCTURES[name]
    group = (np.arange(40) % groups)[None]
    data = Measurements(plain.outcome, plain.regressors, group)
    cells = cells_of(scaled(data), groups)
    point = fit_mixed_model(data, structure, "ML").parameters * 1.07

    def deviance(flat: np.ndarray) -> np.ndarray:
        return evaluate(cells, structure, flat.reshape(point.shape), restricted).deviance

    def gradient(flat: np.ndarray) -> np.ndarray:
        return evaluate(cells, structure, flat.reshape(point.shape), restricted).gradient[0]

    at = evaluate(cells, structure, point, restricted)
    flat = point.ravel()
    for index in range(flat.size):
        step = np.zeros_like(flat)
        step[index] = 1e-5 * max(abs(flat[index]), 0.1)
        slope = (deviance(flat + step) - deviance(flat - step)) / (2 * step[index])
        np.testing.assert_allclose(at.gradient[0, index], slope[0], rtol=2e-5, atol=2e-5)
        bend = (gradient(flat + step) - gradient(flat - step)) / (2 * step[index])
        scale = np.abs(at.observed[0]).max()
        np.testing.assert_allclose(at.observed[0, index], bend, rtol=1e-4, atol=1e-7 * scale)


def test_expected_information_is_the_mean_of_the_observed():
    """Protects Fisher's scoring: the mean over 4,000 drawn trials lies within 4 of its standard errors."""
    structure = STRUCTURES["compound-symmetry"]
    drawn = Measurements(_compound(4000), trial(4000, people=20).regressors)
    truth = np.broadcast_to(np.array([25.0, 27.0]), (4000, 1, 2))
    cells = cells_of(scaled(drawn), 1)
    at = evaluate(cells, structure, truth, True)
    error = at.observed.std(axis=0) / np.sqrt(4000)
    assert (np.abs(at.observed.mean(axis=0) - at.expected.mean(axis=0)) < 4 * error + 1e-12).all()


def _compound(replicates: int) -> np.ndarray:
    keys = person_keys(5, np.arange(replicates)[:, None, None], np.arange(20)[:, None])
    noise = normals(keys, "test compound", 0, np.arange(5))
    return 5 * noise[..., :1] + np.sqrt(27) * noise[..., 1:]


def test_places_of_people_set_their_own_distances():
    """Protects spatial structures with visits on each person's own days, against the normal density."""
    plain = trial(people=30, missing=0.3)
    place = (np.arange(4) + 0.1 * (np.arange(30) % 5)[:, None] * np.arange(4))[None, :, :, None]
    data = Measurements(plain.outcome, plain.regressors, place=place)
    for name in ("spatial-exponential", "spatial-gaussian"):
        fit = mixed_model_at(data, STRUCTURES[name], np.array([[[40.0, 1.3]]]))
        apart = np.abs(place[0, :, :, None, 0] - place[0, :, None, :, 0])
        sigma = 40 * np.exp(-((apart / 1.3) ** (1 if name.endswith("exponential") else 2)))
        np.testing.assert_allclose(fit.deviance[0], defined_deviance(data, sigma, True), rtol=1e-10)


def test_a_covariance_that_is_not_positive_definite_is_not_valid():
    """Protects the search against matrices that are none."""
    cells = cells_of(scaled(trial()), 1)
    at = evaluate(cells, STRUCTURES["compound-symmetry"], np.array([[[-50.0, 10.0]]]), True)
    assert not at.valid[0]
    assert np.isnan(at.deviance[0])
