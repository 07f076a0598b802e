"""Protects: the parts of a change add up, and each part carries what it is defined to carry."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lassitude.prediction.attribution import LABELS, NOTES, attribution, parts_of_change
from lassitude.prediction.prior_only import prior_only_parts
from lassitude.trial.treated import PARTS, Part, Switch

REMOVABLE: list[tuple[Part, ...]] = [
    (),
    ("therapy",),
    ("therapy", "expectation"),
    ("therapy", "contact"),
    PARTS,
]
NOT_ADDED = ("interaction", "total")


def switches(removable: tuple[Part, ...]) -> list[Switch]:
    return list(chain.from_iterable(combinations(removable, count) for count in range(len(removable) + 1)))


def means(replicates: int) -> st.SearchStrategy[np.ndarray]:
    scores = st.lists(st.integers(0, 160), min_size=replicates, max_size=replicates)
    return scores.map(lambda one: np.array(one, float))


def added(parts: dict[str, np.ndarray]) -> np.ndarray:
    return np.sum([value for name, value in parts.items() if name not in NOT_ADDED], axis=0)


@given(st.data(), st.sampled_from(REMOVABLE))
def test_the_parts_add_up_whatever_was_measured(data, removable) -> None:
    first, again = data.draw(means(2)), data.draw(means(2))
    last = {switch: data.draw(means(2)) for switch in switches(removable)}
    parts = parts_of_change(first, again, last, removable)
    np.testing.assert_allclose(added(parts), parts["total"], atol=1e-11)
    np.testing.assert_allclose(parts["total"], last[()] - first, atol=1e-11)
    assert set(parts) == {*removable, "natural_course", "regression_to_the_mean", *NOT_ADDED}


def parts(removable: tuple[Part, ...] = PARTS, drift=0.0, noise=0.0, together=None, **alone: float):
    """Return the parts of a change to which each part adds what it does alone, and some together."""
    first = np.full(2, 50.0)
    again = first + noise
    last = {}
    for switch in switches(removable):
        left = [one for one in removable if one not in switch]
        value = again + drift + sum(alone.get(one, 0.0) for one in left)
        for group, more in (together or {}).items():
            value = value + (more if set(group) <= set(left) else 0.0)
        last[switch] = value
    told = parts_of_change(first, again, last, removable)
    return {name: float(value[0]) for name, value in told.items()}


@pytest.mark.parametrize(
    ("cause", "part"),
    [
        ("drift", "natural_course"),
        ("noise", "regression_to_the_mean"),
        ("therapy", "therapy"),
        ("expectation", "expectation"),
        ("contact", "contact"),
    ],
)
def test_each_cause_shows_in_its_own_part_only(cause: str, part: str) -> None:
    found = parts(**{cause: -6.0})  # type: ignore[arg-type]
    assert found.pop(part) == pytest.approx(-6.0, abs=1e-12)
    assert found.pop("total") == -6.0
    assert list(found.values()) == pytest.approx([0.0] * len(found), abs=1e-12)


def test_an_interaction_of_two_is_shared_equally_and_shown() -> None:
    found = parts(("therapy", "expectation"), therapy=-4.0, expectation=-2.0, together={PARTS[:2]: 1.0})
    assert (found["therapy"], found["expectation"], found["interaction"]) == (-3.5, -1.5, 1.0)


def test_of_three_parts_only_those_that_interact_share() -> None:
    found = parts(therapy=-4.0, together={("therapy", "contact"): 1.0})
    assert found["therapy"] == pytest.approx(-3.5)
    assert found["contact"] == pytest.approx(0.5)
    assert found["expectation"] == pytest.approx(0.0, abs=1e-12)


def test_what_only_all_three_do_together_is_shared_in_thirds() -> None:
    found = parts(together={PARTS: -3.0})
    assert [found[one] for one in PARTS] == pytest.approx([-1.0] * 3)
    assert found["interaction"] == -3.0


def test_where_nothing_is_given_all_is_course_and_regression() -> None:
    found = parts((), drift=-2.0, noise=-1.0)
    assert found == {
        "natural_course": -2.0,
        "regression_to_the_mean": -1.0,
        "interaction": 0.0,
        "total": -3.0,
    }


def test_every_part_has_a_label_and_a_note_and_priors_are_marked() -> None:
    zero = np.zeros(3)
    told = parts_of_change(zero, zero, dict.fromkeys(switches(PARTS), zero), PARTS)
    alone = prior_only_parts((), ("ahsct",), told)
    found = list(attribution("FIS.total", "M36", "ahsct", told, alone))
    assert {one.part for one in found} == set(LABELS) == set(NOTES)
    assert {one.part for one in found if one.prior_only} == set(LABELS) - {"regression_to_the_mean"}


def test_a_part_is_prior_only_until_a_number_of_its_own_is_narrowed() -> None:
    told = ("natural_course", "regression_to_the_mean", "expectation", "contact", "therapy", "total")
    nothing = prior_only_parts((), {"ahsct"}, told)
    assert nothing == set(told) - {"regression_to_the_mean"}
    assert "expectation" not in prior_only_parts({"expectation.height"}, {"ahsct"}, told)
    assert "contact" not in prior_only_parts({"mood.by_contact"}, {"ahsct"}, told)
    assert "therapy" not in prior_only_parts({"ahsct.kill"}, {"ahsct"}, told)
    assert prior_only_parts({"natalizumab.steepness"}, {"ahsct"}, told) == nothing, "of another arm"
    everything = {"expectation.height", "mood.by_contact:sd", "ahsct.kill", "fatigue.swing"}
    assert prior_only_parts(everything, {"ahsct"}, told) == set()
