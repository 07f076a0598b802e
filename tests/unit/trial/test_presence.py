"""Protects: visits are missed and late as often as declared, each by a draw of its own, never the first.

All draws are keyed; a bound of 3.29 standard errors of a share is crossed once in a thousand by chance.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, person_keys, uniforms
from lassitude.study.simulation import IndependentMisses, Late, NoMissedVisits, OnTime
from lassitude.trial.attendance import lateness, presence

PLANNED = np.array([730, 758, 814])
MANY = 20_000
KEYS = person_keys(1, 0, np.arange(MANY))
STAYED = np.full(MANY, np.inf)
FAITHFUL = NoMissedVisits(type="none")
MISSES = IndependentMisses(type="independent", probability=0.1, source="hypothesis")
LATE = Late(type="late", probability=0.2, days=5, source="hypothesis")
BOUND = 3.29 * np.sqrt(0.2 * 0.8 / MANY)


def held(planned: NDArray[np.int64] = PLANNED, people: int = MANY) -> NDArray[np.float64]:
    return np.broadcast_to((planned - planned[0]).astype(float)[:, None], (len(planned), people))


def test_everybody_who_stays_and_misses_nothing_comes() -> None:
    assert presence(FAITHFUL, PLANNED, held(), STAYED, KEYS).all()


def test_the_first_visit_always_takes_place() -> None:
    assert presence(MISSES, PLANNED, held(), np.full(MANY, 0.0), KEYS)[0].all()


def test_a_visit_is_held_up_to_the_day_of_leaving() -> None:
    came = presence(
        FAITHFUL, PLANNED, held(people=3), np.array([27.9, 28.5, 84.0]), person_keys(1, 0, [0, 1, 2])
    )
    assert came.T.tolist() == [[True, False, False], [True, True, False], [True, True, False]]


def test_a_visit_that_is_late_can_come_too_late() -> None:
    late = held() + np.array([0.0, 5.0, 0.0])[:, None]
    came = presence(FAITHFUL, PLANNED, late, np.full(MANY, 30.0), KEYS)
    assert not came[1:].any()


def test_visits_are_missed_as_often_as_declared_and_each_by_itself() -> None:
    came = presence(MISSES, PLANNED, held(), STAYED, KEYS)
    for visit in (1, 2):
        assert (~came[visit]).mean() == pytest.approx(0.1, abs=BOUND)
    assert (~came[1] & ~came[2]).mean() == pytest.approx(0.01, abs=3.29 * np.sqrt(0.01 * 0.99 / MANY))


def test_misses_keep_the_numbers_they_have_always_drawn() -> None:
    drawn = np.stack([uniforms(KEYS, "missed visit", day) for day in (28, 84)])
    assert np.array_equal(presence(MISSES, PLANNED, held(), STAYED, KEYS)[1:], drawn >= 0.1)


def test_neither_leaving_nor_being_late_changes_what_is_missed() -> None:
    would = presence(MISSES, PLANNED, held(), STAYED, KEYS)
    left = np.where(np.arange(MANY) % 2, 40.0, np.inf)
    came = presence(MISSES, PLANNED, held() + lateness(LATE, PLANNED, KEYS), left, KEYS)
    assert np.array_equal(came[1], would[1])
    assert np.array_equal(came[2, ::2], would[2, ::2])
    assert not came[2, 1::2].any()


def test_without_lateness_every_visit_is_on_its_day() -> None:
    assert not lateness(OnTime(type="on-time"), PLANNED, KEYS).any()


def test_visits_are_late_as_often_and_as_much_as_declared() -> None:
    late = lateness(LATE, PLANNED, KEYS)
    assert not late[0].any()
    assert set(np.unique(late)) == {0, 5}
    for visit in (1, 2):
        assert (late[visit] == 5).mean() == pytest.approx(0.2, abs=BOUND)
    assert ((late[1] == 5) & (late[2] == 5)).mean() == pytest.approx(0.04, abs=BOUND)


def test_being_late_does_not_tell_who_misses() -> None:
    late, came = lateness(LATE, PLANNED, KEYS)[1] > 0, presence(MISSES, PLANNED, held(), STAYED, KEYS)[1]
    assert (~came[late]).mean() == pytest.approx(0.1, abs=3.29 * np.sqrt(0.09 / late.sum()))


def test_one_more_visit_or_person_changes_nothing_for_the_others() -> None:
    wider = np.array([730, 740, 758, 814])
    kept = [0, 2, 3]
    assert np.array_equal(lateness(LATE, wider, KEYS)[kept], lateness(LATE, PLANNED, KEYS))
    came = presence(MISSES, PLANNED, held(), STAYED, KEYS)
    assert np.array_equal(presence(MISSES, wider, held(wider), STAYED, KEYS)[kept], came)
    few = Keys(KEYS.word0[[9, 5]], KEYS.word1[[9, 5]])
    assert np.array_equal(presence(MISSES, PLANNED, held(people=2), STAYED[:2], few), came[:, [9, 5]])
    assert np.array_equal(lateness(LATE, PLANNED, few), lateness(LATE, PLANNED, KEYS)[:, [9, 5]])


def test_people_may_stand_in_many_replicates() -> None:
    keys = person_keys(1, np.arange(3)[:, None], np.arange(7))
    late = lateness(LATE, PLANNED, keys)
    days = (PLANNED - PLANNED[0])[:, None, None] + late
    assert late.shape == (3, 3, 7)
    assert presence(MISSES, PLANNED, days, np.full((3, 7), np.inf), keys).shape == (3, 3, 7)
