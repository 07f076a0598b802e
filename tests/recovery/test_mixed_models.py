"""Protects: mixed models err as often as they say, also where people leave because they got worse.

Draws are keyed, so these tests either always pass or always fail. With 1000 replicates a coverage whose truth
is 0.95 lies within 0.95 +- 0.0227 except once in a thousand (3.29 standard errors of a share); a mean over
replicates is off by more than 3.29 of its standard errors once in a thousand. Each test looks at one
interval, so of the 27 cases one would fail by chance in 37 sets of draws. Coverage of the true difference is
also the error of the first kind, since a shift of one arm moves the interval by that shift.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.mixed_models.inference import DegreesOfFreedom
from lassitude.statistics.mixed_models.structures import STRUCTURES
from lassitude.statistics.mixed_models.visit_means import Model, Settings, VisitMeans, visit_means
from lassitude.statistics.two_groups import welch

REPLICATES, PEOPLE, VISITS = 1000, 40, 3
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
ARM = np.arange(PEOPLE) % 2
MEANS = np.array([[0.0, -1.0, -1.0], [0.0, -4.0, -6.0]])
TRUTH = MEANS[1, -1] - MEANS[0, -1]
SIGMA = {
    "unstructured": [60.0, 30.0, 90.0, 50.0, 40.0, 120.0],
    "heterogeneous-toeplitz": [60.0, 90.0, 120.0, 0.6, 0.3],
    "toeplitz": [90.0, 50.0, 30.0],
    "heterogeneous-autoregressive": [60.0, 90.0, 120.0, 0.6],
    "autoregressive": [90.0, 0.6],
    "heterogeneous-compound-symmetry": [60.0, 90.0, 120.0, 0.5],
    "compound-symmetry": [45.0, 45.0],
    "heterogeneous-ante-dependence": [60.0, 90.0, 120.0, 0.7, 0.4],
    "ante-dependence": [90.0, 0.7, 0.4],
    "spatial-exponential": [90.0, 2.0],
    "spatial-gaussian": [90.0, 1.5],
}


def outcomes(name: str) -> NDArray[np.float64]:
    """Draw complete outcomes with the covariance of a structure."""
    lag = np.abs(np.subtract.outer(np.arange(VISITS), np.arange(VISITS))).astype(float)
    sigma = STRUCTURES[name].derive(np.array(SIGMA[name]), lag).value
    keys = person_keys(2024, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[:, None])
    noise = normals(keys, f"outcomes {name}", 0, np.arange(VISITS))
    return MEANS[ARM] + noise @ np.linalg.cholesky(sigma).T


def at_random(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let people leave after a visit the more probably the worse they were at it, and arms differ in that."""
    keys = person_keys(2024, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[:, None])
    drawn = uniforms(keys, "leaving", 0, np.arange(VISITS - 1))
    chance = expit(-2.2 + 0.12 * values[..., :-1] * (1 + ARM[:, None]))
    gone = np.logical_or.accumulate(drawn < chance, axis=2)
    return np.concatenate([values[..., :1], np.where(gone, np.nan, values[..., 1:])], axis=2)


def by_chance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lose a fifth of the values whatever they are."""
    keys = person_keys(2024, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[:, None])
    return np.where(uniforms(keys, "missed", 0, np.arange(VISITS)) < 0.2, np.nan, values)


def fitted(values: NDArray[np.float64], settings: Settings) -> VisitMeans:
    none = np.empty((REPLICATES, PEOPLE, 0))
    arm = np.broadcast_to(ARM, (REPLICATES, PEOPLE))
    days = np.arange(VISITS).astype(float)
    model = Model(values, arm, ("placebo", "drug"), ("V1", "V2", "V3"), days, none, none)
    return visit_means(model, 0, settings)


def check(found: VisitMeans, lost: float = 0.01) -> None:
    """Compare the last difference with the truth; few replicates may fail, and those say so."""
    good = found.converged
    assert (~good).mean() <= lost
    value, last = found.differences, -1
    estimate = value.value[good, last]
    assert abs(estimate.mean() - TRUTH) < 3.29 * estimate.std() / np.sqrt(good.sum())
    covered = (value.interval.low[good, last] <= TRUTH) & (value.interval.high[good, last] >= TRUTH)
    assert covered.mean() == pytest.approx(0.95, abs=BOUND)


@pytest.mark.parametrize("name", SIGMA)
def test_intervals_cover_where_people_leave_for_what_was_seen(name):
    """Missing at random given the values before: likelihood keeps its promise, with Satterthwaite's df."""
    found = fitted(at_random(outcomes(name)), Settings((name,), degrees_of_freedom="satterthwaite"))
    check(found, lost=0.03)


@pytest.mark.parametrize("name", SIGMA)
def test_intervals_cover_where_values_are_missed_by_chance(name):
    found = fitted(by_chance(outcomes(name)), Settings((name,), degrees_of_freedom="kenward-roger"))
    check(found)


@pytest.mark.parametrize("method", ["kenward-roger", "kenward-roger-linear", "between-within"])
def test_unstructured_intervals_cover_under_each_method(method: DegreesOfFreedom):
    found = fitted(at_random(outcomes("unstructured")), Settings(degrees_of_freedom=method))
    check(found, lost=0.03)


@pytest.mark.parametrize("errors", ["CR2", "CR3"])
def test_empirical_errors_cover_where_the_covariance_is_wrong(errors):
    """Fitted with compound symmetry, drawn without it; CR3 may cover too often, never too seldom."""
    settings = Settings(("compound-symmetry",), "REML", "satterthwaite", errors)
    found = fitted(by_chance(outcomes("heterogeneous-ante-dependence")), settings)
    good, value = found.converged, found.differences
    covered = (value.interval.low[good, -1] <= TRUTH) & (value.interval.high[good, -1] >= TRUTH)
    assert covered.mean() > 0.95 - BOUND
    if errors == "CR2":
        assert covered.mean() < 0.95 + BOUND


def test_a_wrong_covariance_without_empirical_errors_covers_too_seldom():
    """Shows that the tests above could fail: model-based errors of a wrong covariance miss the level."""
    settings = Settings(("compound-symmetry",), "REML", "satterthwaite")
    found = fitted(by_chance(outcomes("heterogeneous-ante-dependence")), settings)
    value = found.differences
    covered = (value.interval.low[:, -1] <= TRUTH) & (value.interval.high[:, -1] >= TRUTH)
    assert covered.mean() < 0.95 - BOUND


def test_comparing_those_who_stayed_is_biased_where_the_mixed_model_is_not():
    """Shows that the dropout drawn here matters: Welch's t test of the last visit misses the truth."""
    values = at_random(outcomes("unstructured"))[..., -1]
    treated = ARM == 1
    found = welch(np.where(treated, values, np.nan), np.where(~treated, values, np.nan))
    estimate = found.difference[np.isfinite(found.difference)]
    assert abs(estimate.mean() - TRUTH) > 5 * estimate.std() / np.sqrt(len(estimate))
