"""Steps and work: errors of the declared size, and a week that was not worn is not a number."""

from __future__ import annotations

import dataclasses

import numpy as np

from lassitude.instruments import STATUSES, instrument, observe
from lassitude.instruments.daily_life import StepsParameters
from lassitude.randomness.streams import person_keys

N = 20_000
KEYS = person_keys(8, 0, np.arange(N))


def test_steps_are_unbiased():
    """Variation of one week is about 0.24 of the mean; five standard errors are allowed."""
    seen = observe("steps", {"daily_steps": np.full(N, 6000.0)}, KEYS, 7)["mean_day"].value
    assert abs(np.nanmean(seen) / 6000.0 - 1.0) < 5 * 0.25 / np.sqrt(N)


def test_the_error_of_a_device_lasts_and_that_of_days_does_not():
    """Between weeks only the device is shared: correlation 0.19^2 / (0.19^2 + 0.4^2 / 6.3) = 0.59."""
    signals = {"daily_steps": np.full(N, 6000.0)}
    one, two = (observe("steps", signals, KEYS, day)["mean_day"].value for day in (7, 14))
    both = ~np.isnan(one) & ~np.isnan(two)
    assert abs(np.corrcoef(one[both], two[both])[0, 1] - 0.59) < 0.04


def test_a_week_with_too_few_days_is_not_a_number():
    lazy = dataclasses.replace(instrument("steps"), parameters=StepsParameters(worn_share=0.5))
    one = observe(lazy, {"daily_steps": np.full(N, 6000.0)}, KEYS, 7)["mean_day"]
    assert abs((one.status == STATUSES.index("non_wear")).mean() - 0.5) < 0.02
    assert np.array_equal(np.isnan(one.value), one.status == STATUSES.index("non_wear"))


def test_work_seldom_changes_in_a_person_who_does_not():
    signals = {name: np.zeros(N) for name in ("fatigue_physical", "fatigue_cognitive", "disability", "mood")}
    one, two = (observe("work", signals, KEYS, day)["status"].value for day in (0, 182))
    assert 0.05 < (one != two).mean() < 0.15
