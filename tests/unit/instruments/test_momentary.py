"""Ratings at the moment: the diurnal rise is seen, and a week is steadier than a moment."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import observe
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(44, 0, np.arange(N))


def week(rise: float, level: float = 0.0) -> dict[str, np.ndarray]:
    body = {f"fatigue_{kind}": np.full(N, level) for kind in ("physical", "cognitive")}
    body |= {f"fatigue_rise_{kind}": np.full(N, rise) for kind in ("physical", "cognitive")}
    return {name: one.value for name, one in observe("EMA-fatigue", body, KEYS, 7).items()}


def test_without_a_rise_there_is_none_on_average():
    """SD of the difference of two means of seven is at most sqrt(2 / 7) points; four SE of 4000 people."""
    assert abs(week(0.0)["rise"].mean()) < 4 * np.sqrt(2 / 7 / N)


def test_a_rise_of_the_body_is_seen_in_points():
    """2.2 points per SD, less what rounding to 0 and 10 takes from the ends."""
    assert 0.85 < week(0.45)["rise"].mean() < 1.0


def test_a_rise_moves_the_mean_of_the_week_little():
    """It is as much below the mean in the morning as above it at night; a tenth of a point for the ends."""
    assert abs(week(0.45)["mean"].mean() - week(0.0)["mean"].mean()) < 0.1


def test_a_week_is_steadier_than_a_moment():
    moment = {f"fatigue_now_{kind}": np.zeros(N) for kind in ("physical", "cognitive")}
    now = [observe("fatigue-now", moment, KEYS, day)["now"].value for day in (7, 14)]
    assert np.std(now[1] - now[0]) > 1.2
    weeks = observe("EMA-fatigue", {f"fatigue{part}_{kind}": np.zeros(N) for part in ("", "_rise")
                                    for kind in ("physical", "cognitive")}, KEYS, 14)  # fmt: skip
    assert np.std(weeks["mean"].value - week(0.0)["mean"]) < 0.8
