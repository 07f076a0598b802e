"""Protects: a number is a person, whoever else is drawn; people differ as declared."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.population.cohort import draw_cohort
from lassitude.population.variability import CORRELATED, standard_draws
from lassitude.randomness.streams import person_keys

PEOPLE = np.arange(4000)


def test_a_person_is_the_same_in_any_company_and_order() -> None:
    many, few = draw_cohort("rrms", 1, PEOPLE), draw_cohort("rrms", 1, np.array([900, 3]))
    for mine, theirs in (
        (many.parameters, few.parameters),
        (many.state, few.state),
        (many.covariates, few.covariates),
    ):
        for name, value in mine.items():
            if np.ndim(value):
                assert np.array_equal(np.asarray(value)[[900, 3]], theirs[name]), name
    assert np.array_equal(many.female[[900, 3]], few.female)


def test_another_seed_makes_other_people() -> None:
    one, other = (draw_cohort("rrms", seed, PEOPLE).covariates["age_years"] for seed in (1, 2))
    # The correlation of 4000 independent pairs has an error of 0.016.
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05


def test_age_and_sex_are_as_declared() -> None:
    # Declared mean 36, SD 8.6 within 18 to 60, 70% women; errors 0.14 years and 0.7%.
    cohort = draw_cohort("rrms", 1, PEOPLE)
    assert cohort.covariates["age_years"].mean() == pytest.approx(36.0, abs=0.6)
    assert cohort.female.mean() == pytest.approx(0.7, abs=0.022)


def test_a_central_value_can_be_replaced_for_everybody_or_for_each() -> None:
    shifted = draw_cohort("rrms", 1, PEOPLE, {"mood.trait": 1.0}).parameters["mood.trait"]
    usual = draw_cohort("rrms", 1, PEOPLE).parameters["mood.trait"]
    np.testing.assert_allclose(np.mean(shifted) - np.mean(usual), 1.0, atol=0.02)
    each = draw_cohort("rrms", 1, PEOPLE[:2], {"mood.trait": np.array([0.0, 1.0])}).parameters["mood.trait"]
    np.testing.assert_allclose(each - np.asarray(usual)[:2], [0.0, 1.0], atol=1e-12)


def test_standard_draws_are_standard() -> None:
    # 4000 people: the error of the mean is 0.016, that of the SD 0.011.
    for name in ("mood.trait", *CORRELATED):
        z = standard_draws(name, person_keys(1, 0, PEOPLE))
        assert abs(z.mean()) < 0.05
        assert z.std() == pytest.approx(1.0, abs=0.035)


@pytest.mark.parametrize(
    ("one", "other", "correlation"),
    [
        ("fatigue.person_physical", "fatigue.person_cognitive", 0.45),
        ("pyramidal_lost", "association_lost", 0.75),
        ("mood.trait", "sleep.trait", 0.0),
    ],
)
def test_traits_go_together_as_declared(one: str, other: str, correlation: float) -> None:
    keys = person_keys(1, 0, PEOPLE)
    found = np.corrcoef(standard_draws(one, keys), standard_draws(other, keys))[0, 1]
    assert found == pytest.approx(correlation, abs=0.05)
