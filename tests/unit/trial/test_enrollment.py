"""Protects: who enters is decided by measured values and a keyed order, never by how many others enter."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.study.arms import Criterion
from lassitude.trial.enrollment import Enrollment, enroll, first_failed, written

RULES = (Criterion(measure="age_years", between=(18, 50)), Criterion(measure="EDSS.total", at_most=6.0))
PERSONS = 1000 + np.arange(200)
FAILED = np.array([0, 2, 2, 1] * 50)


def entered(slots: int = 20, replicates: int = 30, seed: int = 1) -> Enrollment:
    return enroll("patients", PERSONS, FAILED, RULES, slots, seed, replicates)


def test_the_first_criterion_that_fails_is_named() -> None:
    values = {
        "age_years": np.array([17.0, 18.0, 50.0, 51.0, 30.0]),
        "EDSS.total": np.array([9.0, 6.0, 6.5, 9, 0]),
    }
    assert first_failed(values, RULES).tolist() == [0, 2, 1, 0, 2]


def test_a_missing_value_does_not_meet_a_criterion() -> None:
    assert first_failed({"EDSS.total": np.array([np.nan, 1.0])}, RULES[1:]).tolist() == [0, 1]


def test_without_criteria_everybody_may_enter() -> None:
    assert first_failed({"age_years": np.array([3.0, 99.0])}, ()).tolist() == [0, 0]


def test_only_the_eligible_enter_and_nobody_twice_in_a_replicate() -> None:
    persons = entered().persons
    assert (FAILED[persons - 1000] == len(RULES)).all()
    assert all(len(set(one)) == len(one) for one in persons)


def test_more_slots_leave_the_first_slots_alone() -> None:
    assert np.array_equal(entered(slots=40).persons[:, :20], entered(slots=20).persons)


def test_more_replicates_leave_the_first_replicates_alone() -> None:
    assert np.array_equal(entered(replicates=60).persons[:30], entered(replicates=30).persons)


def test_more_people_in_the_pool_leave_the_order_of_the_others_alone() -> None:
    wider = np.concatenate([PERSONS, 5000 + np.arange(50)])
    more = enroll("patients", wider, np.concatenate([FAILED, np.full(50, 2)]), RULES, 150, 1, 5)
    for many, few in zip(more.persons, entered(slots=100, replicates=5).persons, strict=True):
        known = [one for one in many if one < 5000]
        assert known == few[: len(known)].tolist()


def test_replicates_and_seeds_draw_different_people() -> None:
    persons = entered().persons
    assert not np.array_equal(persons[0], persons[1])
    assert not np.array_equal(persons, entered(seed=2).persons)


def test_everybody_eligible_is_equally_likely_to_enter() -> None:
    # 100 eligible, 20 slots: each enters in 20% of 2000 replicates, error 0.9%; five errors for the worst.
    persons = entered(replicates=2000).persons
    shares = np.array([(persons == one).any(axis=1).mean() for one in PERSONS[FAILED == 2]])
    assert np.abs(shares - 0.2).max() < 0.045


def test_those_screened_are_those_removed_and_those_who_entered() -> None:
    one = entered()
    assert np.array_equal(one.screened, one.removed.sum(axis=1) + 20)
    assert len(one.order) == one.screened[0]
    assert np.bincount(one.failed, minlength=3)[:2].tolist() == one.removed[0].tolist()
    assert one.order[one.failed == 2].tolist() == one.persons[0].tolist()


@pytest.mark.parametrize(
    ("bounds", "words"),
    [({"between": (18, 50)}, "18 to 50"), ({"at_most": 6.5}, "6.5 or less"), ({"equals": 2}, "2")],
)
def test_bounds_are_written_for_people(bounds: dict, words: str) -> None:
    assert written(Criterion(measure="EDSS.total", **bounds)) == words
