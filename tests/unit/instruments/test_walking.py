"""Walking tests: what a time beyond the limit looks like, and that both tests see the same legs."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import STATUSES, observe
from lassitude.instruments.walking import TIME_LIMIT
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(41, 0, np.arange(N))


def walk(disability: float, day: int = 0) -> dict:
    return observe("T25FW", {"disability": np.full(N, disability)}, KEYS, day)


def test_no_time_is_given_for_a_walk_that_was_not_finished():
    seen = walk(3.5)
    finished = seen["completed"].value == 1.0
    assert 0 < finished.sum() < N
    assert (seen["seconds"].value[finished] <= TIME_LIMIT).all()
    assert np.isnan(seen["seconds"].value[~finished]).all()
    assert (seen["seconds"].status[~finished] == STATUSES.index("above_limit")).all()
    assert seen["seconds"].limit == TIME_LIMIT


def test_a_walk_that_was_not_attempted_was_not_completed():
    seen = walk(3.5)
    attempted, completed = seen["attempted"].value == 1.0, seen["completed"].value == 1.0
    assert (attempted >= completed).all() and (~attempted).any()


@pytest.mark.parametrize(("disability", "least"), [(-2.0, 0.999), (0.0, 0.999), (1.5, 0.99)])
def test_nearly_everybody_with_little_disability_finishes(disability, least):
    assert walk(disability)["completed"].value.mean() > least


def test_a_body_that_failed_is_neither_fast_nor_unable():
    seen = observe("T25FW", {"disability": np.array([np.nan])}, person_keys(1, 0, [0]), 0)
    assert np.isnan([one.value[0] for one in seen.values()]).all()
    assert seen["seconds"].status is not None and seen["seconds"].status[0] == STATUSES.index("invalid")


def test_slow_people_are_slow_in_both_tests_and_on_both_days():
    """Given disability, what is a person's own lasts and shows in both tests: r beyond five SE of 0.016."""
    legs = {"disability": np.zeros(N), "fatigue_physical": np.zeros(N)}
    seconds = [walk(0.0, day)["seconds"].value for day in (0, 365)]
    meters = observe("6MWT", legs, KEYS, 0)["meters"].value
    assert np.corrcoef(seconds[0], seconds[1])[0, 1] > 0.5
    assert np.corrcoef(seconds[0], meters)[0, 1] < -0.3
