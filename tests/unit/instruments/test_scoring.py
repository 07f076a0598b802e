"""Scoring real answers: structure of the forms, and messages that show the way out."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS, instrument, score
from lassitude.instruments.fatigue_impact import FIS_FORM, MFIS_FORM
from lassitude.quantities.errors import RequestError


@pytest.mark.parametrize(
    ("form", "items", "sizes"),
    [(FIS_FORM, 40, (10, 10, 20)), (MFIS_FORM, 21, (10, 9, 2))],
)
def test_each_item_belongs_to_one_subscale(form, items, sizes):
    assert sorted(form.items) == list(range(1, items + 1))
    assert tuple(len(scale.items) for scale in form.scales.values()) == sizes


@pytest.mark.parametrize(
    ("name", "ranges"),
    [
        ("FIS", {"total": 160, "cognitive": 40, "physical": 40, "psychosocial": 80}),
        ("MFIS", {"total": 84, "cognitive": 40, "physical": 36, "psychosocial": 8}),
    ],
)
def test_ranges_are_those_of_the_published_forms(name, ranges):
    found = {part: INSTRUMENTS[name].parts[part].range for part in ranges}
    assert found == {part: (0.0, float(highest)) for part, highest in ranges.items()}


def test_each_item_counts_where_the_form_says():
    for number in range(1, 22):
        answers = {item: np.array([4.0 if item == number else 0.0]) for item in range(1, 22)}
        scores = score("MFIS", answers)
        subscale = next(name for name, scale in MFIS_FORM.scales.items() if number in scale.items)
        assert {part for part, value in scores.items() if value[0] == 4.0} == {"total", subscale}


def test_scoring_works_on_any_shape():
    answers = {item: np.full((3, 2), 2.0) for item in range(1, 41)}
    assert np.array_equal(score("FIS", answers)["total"], np.full((3, 2), 80.0))


def test_examination_is_scored_by_kurtzke_rules():
    answers = {number: np.array([0.0, 2.0]) for number in range(1, 8)} | {8: np.array([6.0, 0.0])}
    assert np.array_equal(score("EDSS", answers)["total"], [6.0, 4.0])


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({7: np.array([1.0, 9.0, 9.0])}, r"2 of 3 answers to MFIS item 7 .* from 0 to 4"),
        ({7: np.array([1.0, 9.0, 9.0])}, r"first is 9 at position 2.*missing = \[9\]"),
        ({7: np.array([1.5])}, r"whole numbers"),
        ({22: np.array([1.0])}, r"no item 22; its items are 1 to 21"),
    ],
)
def test_impossible_answers_are_refused_with_the_first_case(answers, message):
    with pytest.raises(RequestError, match=message):
        score("MFIS", answers)


@pytest.mark.parametrize(("asked", "nearest"), [("MFSI", "MFIS"), ("edss", "EDSS"), ("step", "steps")])
def test_the_nearest_instrument_is_named(asked, nearest):
    with pytest.raises(RequestError, match=f"Did you mean '{nearest}'"):
        instrument(asked)
