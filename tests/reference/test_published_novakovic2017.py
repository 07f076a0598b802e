"""Hold the EDSS item response model to what its printed estimates imply."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference.published.novakovic2017 import (
    EFFECTS,
    ITEMS,
    Cladribine,
    Item,
    at_least,
    covariance,
    expected_grade,
    probabilities,
    treated,
    untreated,
)

DISABILITY = np.linspace(-6, 15, 400)
EACH_ITEM = pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)


@EACH_ITEM
def test_probabilities_are_a_distribution(item: Item) -> None:
    grades = probabilities(item, DISABILITY)
    assert grades.shape == (400, item.top + 1)
    assert grades.min() >= 0
    assert grades.sum(axis=-1) == pytest.approx(1, abs=1e-12)


@EACH_ITEM
def test_more_disability_means_higher_grades(item: Item) -> None:
    """P(grade >= j) rises with disability for every j, wherever it is not yet 1 to rounding."""
    steps = np.diff(at_least(item, DISABILITY), axis=0)
    assert (steps[at_least(item, DISABILITY)[1:] < 1 - 1e-12] > 0).all()


@EACH_ITEM
def test_thresholds_rise(item: Item) -> None:
    assert (np.diff(item.thresholds) > 0).all()


@EACH_ITEM
def test_mean_grade_agrees_with_the_distribution_and_spans_the_scale(item: Item) -> None:
    mean = probabilities(item, DISABILITY) @ np.arange(item.top + 1)
    assert expected_grade(item, DISABILITY) == pytest.approx(mean, abs=1e-12)
    assert expected_grade(item, np.array([-60.0, 90.0])) == pytest.approx([0, item.top], abs=1e-6)


@EACH_ITEM
def test_slope_at_a_threshold_is_a_quarter_of_the_discrimination(item: Item) -> None:
    around = item.thresholds[0] + np.array([-1e-5, 1e-5])
    low, high = at_least(item, around)[:, 0]
    assert (high - low) / 2e-5 == pytest.approx(item.slope / 4, rel=1e-6)


def test_scales_are_those_of_kurtzke_as_the_model_coded_them() -> None:
    tops = {name: item.top for name, item in ITEMS.items()}
    assert tops == {
        "pyramidal": 5, "cerebellar": 5, "brainstem": 4, "sensory": 6,
        "bowel_bladder": 5, "visual": 6, "mental": 4, "ambulation": 9,
    }  # fmt: skip


def test_walking_is_the_sharpest_item_and_sight_the_bluntest() -> None:
    by_slope = sorted(ITEMS, key=lambda name: ITEMS[name].slope)
    assert (by_slope[0], by_slope[-1]) == ("visual", "ambulation")


def test_the_typical_person_has_pyramidal_signs_and_walks() -> None:
    """By hand at disability 0: expit(3.16 * 1.57) for pyramidal, expit(-3.71 * 1.14) for ambulation."""
    assert at_least(ITEMS["pyramidal"], 0.0)[0] == pytest.approx(0.9930, abs=5e-4)
    assert at_least(ITEMS["ambulation"], 0.0)[0] == pytest.approx(0.0143, abs=5e-4)


def test_person_effects_have_a_positive_definite_covariance() -> None:
    matrix = covariance()
    assert matrix.shape == (len(EFFECTS), len(EFFECTS))
    assert np.linalg.eigvalsh(matrix).min() > 0
    # Covariances as transcribed from DDMODEL00000223 in nlmixr2lib, Novakovic_2017_cladribine.R.
    assert matrix[0, 2] == pytest.approx(2.6434, abs=1e-3)
    assert matrix[2, 3] == pytest.approx(33.48, abs=0.01)
    assert matrix[3, 4] == pytest.approx(-0.5383, abs=1e-3)


def test_time_since_diagnosis_reads_as_years() -> None:
    """Printed in months, mean 8.74 and SD 7.4, with a correlation of 0.46 with age: years (section 16)."""
    assert np.sqrt(covariance()[3, 3]) == pytest.approx(7.4, abs=0.05)


def test_progression_of_the_typical_person() -> None:
    assert untreated([0, 365, 730]) == pytest.approx([0, 0.0870, 0.0870 * 2**0.707])


def test_cladribine_slows_and_relieves() -> None:
    half = Cladribine(cumulative_dose=407)
    assert treated(0, half) == pytest.approx(-0.171 / 2)
    assert treated(365, Cladribine(0)) == pytest.approx(0.0870 * 0.772)
    assert treated(365, half) < treated(365, Cladribine(0)) < untreated(365)


def test_clearance_counts_up_to_150() -> None:
    assert Cladribine(300, 300).exposure == Cladribine(300, 150).exposure
    assert Cladribine(300, 60).exposure > Cladribine(300, 120).exposure
