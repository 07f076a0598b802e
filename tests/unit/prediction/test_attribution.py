"""Protects: the parts of a change add up, and each part carries what it is defined to carry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lassitude.prediction.attribution import NOTES, PARTS, PRIOR_ONLY, attribution, parts_of_change
from lassitude.trial.conduct import SWITCHES

scores = st.lists(st.integers(0, 160), min_size=6, max_size=6).map(
    lambda one: np.array([one[:3], one[3:]], float)
)
ADDED = ("natural_course", "regression_to_the_mean", "expectation", "therapy")


@given(scores, scores, scores, scores, scores, scores)
def test_the_parts_add_up_whatever_was_measured(first, again, both, therapy, expectation, neither) -> None:
    last = dict(zip(SWITCHES, (both, therapy, expectation, neither), strict=True))
    parts = parts_of_change(first, again, last)
    np.testing.assert_allclose(sum(parts[name] for name in ADDED), parts["total"], atol=1e-11)
    np.testing.assert_allclose(parts["total"], (both - first).mean(axis=1), atol=1e-11)


def parts(drift: float = 0.0, noise: float = 0.0, drug: float = 0.0, hope: float = 0.0, both: float = 0.0):
    first = np.full((2, 4), 50.0)
    again, bare = first + noise, first + noise + drift
    last = {
        "as_planned": bare + drug + hope + both,
        "without_expectation": bare + drug,
        "without_therapy": bare + hope,
        "without_both": bare,
    }
    return {name: float(value[0]) for name, value in parts_of_change(first, again, last).items()}


@pytest.mark.parametrize(
    ("cause", "part"),
    [
        ("drift", "natural_course"),
        ("noise", "regression_to_the_mean"),
        ("drug", "therapy"),
        ("hope", "expectation"),
    ],
)
def test_each_cause_shows_in_its_own_part_only(cause: str, part: str) -> None:
    found = parts(**{cause: -6.0})
    assert found.pop(part) == -6.0
    assert found.pop("total") == -6.0
    assert not any(found.values())


def test_an_interaction_is_shared_equally_and_shown() -> None:
    found = parts(drug=-4.0, hope=-2.0, both=1.0)
    assert (found["therapy"], found["expectation"], found["interaction"]) == (-3.5, -1.5, 1.0)


def test_every_part_has_a_label_and_a_note_and_priors_are_marked() -> None:
    found = list(attribution("FIS.total", "M36", "ahsct", parts_of_change(*_zeros())))
    assert {one.part for one in found} == set(PARTS) == set(NOTES)
    assert {one.part for one in found if one.prior_only} == PRIOR_ONLY
    assert "regression_to_the_mean" not in PRIOR_ONLY


def _zeros():
    zero = np.zeros((3, 2))
    return zero, zero, dict.fromkeys(SWITCHES, zero)
