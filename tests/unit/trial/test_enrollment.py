"""Protects: who enters is decided by measured values and a keyed order, never by how many others enter."""

from __future__ import annotations

import numpy as np

from lassitude.trial.enrollment import Enrollment, enroll, first_failed
from lassitude.trial.screening import Hurdle

PERSONS = 1000 + np.arange(200)
FAILED = np.array([0, 2, 2, 1] * 50)


def barred(failed: np.ndarray) -> tuple[Hurdle, Hurdle]:
    """Return two hurdles at the first of which each person fails that is told; 2 fails at none."""
    return Hurdle("age_years", "18 to 50", failed != 0), Hurdle("EDSS.total", "6 or less", failed != 1)


def entered(slots: int = 20, replicates: int = 30, seed: int = 1) -> Enrollment:
    return enroll("patients", PERSONS, barred(FAILED), slots, seed, replicates)


def test_the_first_hurdle_that_is_failed_is_named() -> None:
    age, edss = np.array([False, True, True, False, True]), np.array([False, True, False, True, True])
    hurdles = Hurdle("age_years", "", age), Hurdle("EDSS.total", "", edss)
    assert first_failed(hurdles, 5).tolist() == [0, 2, 1, 0, 2]


def test_without_hurdles_everybody_may_enter() -> None:
    assert first_failed((), 2).tolist() == [0, 0]


def test_only_the_eligible_enter_and_nobody_twice_in_a_replicate() -> None:
    persons = entered().persons
    assert (FAILED[persons - 1000] == 2).all()
    assert all(len(set(one)) == len(one) for one in persons)


def test_more_slots_leave_the_first_slots_alone() -> None:
    assert np.array_equal(entered(slots=40).persons[:, :20], entered(slots=20).persons)


def test_more_replicates_leave_the_first_replicates_alone() -> None:
    assert np.array_equal(entered(replicates=60).persons[:30], entered(replicates=30).persons)


def test_more_people_in_the_pool_leave_the_order_of_the_others_alone() -> None:
    wider = np.concatenate([PERSONS, 5000 + np.arange(50)])
    more = enroll("patients", wider, barred(np.concatenate([FAILED, np.full(50, 2)])), 150, 1, 5)
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


def test_reasons_say_what_was_not_met() -> None:
    assert entered().reasons == ("age_years not 18 to 50", "EDSS.total not 6 or less")
