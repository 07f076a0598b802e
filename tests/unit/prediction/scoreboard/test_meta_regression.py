"""Protects: the forecast from other studies, against closed forms, another program and its own coverage."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t

from lassitude.prediction.scoreboard.meta_regression import Arm, Moderators, heterogeneity, likeness, regress
from lassitude.randomness.streams import normals, person_keys

VALUES = np.array([0.1, 0.5, 0.9, 0.2, 1.4])
CHANCE = np.array([0.02, 0.1, 0.05, 0.2, 0.03])
UNKNOWN = 6.0
"""Parts of the variance between studies where nothing is known of an arm: its own, and five moderators."""


def test_with_equal_variances_heterogeneity_is_what_chance_leaves() -> None:
    found = heterogeneity(VALUES, np.full(5, 0.04), np.eye(5))
    assert found == pytest.approx(VALUES.var(ddof=1) - 0.04, rel=1e-6)


def test_no_more_scatter_than_chance_is_no_heterogeneity() -> None:
    assert heterogeneity(VALUES, np.full(5, 10.0), np.eye(5)) == 0.0


def test_with_unequal_variances_it_solves_the_restricted_likelihood() -> None:
    # Viechtbauer 2005, equation 10: the fixed point of restricted maximum likelihood.
    found = heterogeneity(VALUES, CHANCE, np.eye(5))
    weights = 1 / (CHANCE + found)
    mean = (weights * VALUES).sum() / weights.sum()
    again = (weights**2 * ((VALUES - mean) ** 2 - CHANCE)).sum() / (weights**2).sum() + 1 / weights.sum()
    assert found == pytest.approx(again, rel=1e-4)


def test_where_nothing_is_known_of_arms_it_is_the_weighted_mean_of_statsmodels() -> None:
    arms = [Arm(value, chance, Moderators()) for value, chance in zip(VALUES, CHANCE, strict=True)]
    found = regress(arms, Moderators(), 0.01)
    assert found is not None
    between = UNKNOWN * found.heterogeneity
    reference = sm.WLS(VALUES, np.ones(5), weights=1 / (CHANCE + between)).fit()
    assert found.center == pytest.approx(reference.params[0])
    # Scale 1: the variances are known. The further study adds its own heterogeneity and chance.
    unsure = 1 / (1 / (CHANCE + between)).sum()
    assert found.error == pytest.approx(np.sqrt(unsure + between + 0.01))
    assert found.freedom == 4.0


def test_a_study_is_predicted_nearer_to_those_that_are_like_it() -> None:
    opened, blinded = Moderators("MFIS", "", "open"), Moderators("MFIS", "placebo", "double")
    arms = [Arm(-9.0 + step, 0.25, opened) for step in (-1, 0, 1)]
    arms += [Arm(-3.0 + step, 0.25, blinded) for step in (-1, 0, 1)]
    first, second = regress(arms, opened, 0.25), regress(arms, blinded, 0.25)
    assert first is not None and second is not None
    assert first.center < -7.0 < -5.0 < second.center


def test_few_arms_make_no_forecast() -> None:
    assert regress([Arm(0.0, 1.0, Moderators())] * 2, Moderators(), 1.0) is None


def test_likeness_of_durations_falls_with_their_ratio() -> None:
    days = [Moderators(days=one) for one in (30.0, 60.0, 240.0)]
    assert likeness(days, days)[0].tolist() == pytest.approx([1.0, 0.79, 0.115], abs=0.01)


def test_ninety_per_cent_of_new_studies_lie_in_the_ninety_per_cent_interval() -> None:
    # 300 invented sets of 10 studies and one to come, by the model itself. With 90% coverage, fewer than 252
    # or more than 286 inside happen about once in 1,000 each (binomial).
    draws = normals(person_keys(11, 0, np.arange(300)[:, None]), "studies", np.arange(22))
    inside = 0
    for row in draws:
        truth = 1.0 + np.sqrt(UNKNOWN * 0.05) * row[:11]
        seen = truth + 0.2 * row[11:]
        arms = [Arm(float(value), 0.04, Moderators()) for value in seen[:10]]
        found = regress(arms, Moderators(), 0.04)
        assert found is not None
        inside += abs(seen[10] - found.center) <= found.error * t.ppf(0.95, found.freedom)
    assert 252 <= inside <= 286
