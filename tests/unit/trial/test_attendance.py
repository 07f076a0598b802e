"""Protects: people leave and miss visits as often as declared, each by chance of their own."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import person_keys
from lassitude.trial.conduct import attendance, status_words
from lassitude.trial.schedule import schedule_of

KEYS = person_keys(1, 0, np.arange(20_000))


def test_everybody_comes_when_nobody_leaves_or_misses(plan) -> None:
    faithful = plan(("per_year = 0.2", "per_year = 0"), ("probability = 0.1", "probability = 0"))
    came, left = attendance(faithful.simulation, schedule_of(faithful), KEYS)
    assert came.all()
    assert np.isinf(left).all()


def test_the_first_visit_always_takes_place(plan) -> None:
    assert attendance(plan().simulation, schedule_of(plan()), KEYS)[0][0].all()


def test_leaving_follows_the_declared_rate(plan) -> None:
    # exp(-0.2) stay a year: 81.9%, error 0.27% in 20,000 people.
    _, left = attendance(plan().simulation, schedule_of(plan()), KEYS)
    assert np.mean(left > 365.25) == pytest.approx(np.exp(-0.2), abs=0.011)


def test_who_stays_misses_the_declared_share(plan) -> None:
    came, left = attendance(plan().simulation, schedule_of(plan()), KEYS)
    assert np.mean(~came[1][left > 400]) == pytest.approx(0.1, abs=0.01)


def test_nobody_comes_back_after_leaving(plan) -> None:
    came, left = attendance(plan().simulation, schedule_of(plan()), KEYS)
    assert not came[2][left < 365].any()


def test_one_more_visit_or_person_changes_nothing_for_the_others(plan) -> None:
    more = plan(('M6 = "6 mo"', 'M3 = "3 mo", M6 = "6 mo"'))
    came, left = attendance(plan().simulation, schedule_of(plan()), KEYS)
    wider, same_left = attendance(more.simulation, schedule_of(more), KEYS)
    assert np.array_equal(wider[[0, 2, 3]], came)
    assert np.array_equal(left, same_left)
    few, _ = attendance(plan().simulation, schedule_of(plan()), person_keys(1, 0, np.array([5, 9])))
    assert np.array_equal(few, came[:, [5, 9]])


def test_status_codes_have_words() -> None:
    assert status_words(np.array([0.0])).tolist() == ["observed"]
