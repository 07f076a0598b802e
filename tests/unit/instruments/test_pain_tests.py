"""Pain is rated higher where it is stronger, and a lowered threshold is met at a lower pressure."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import observe
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(63, 0, np.arange(N))


def rating(pain: float, day: int = 0) -> np.ndarray:
    return observe("pain-NRS", {"pain": np.full(N, pain)}, KEYS, day)["rating"].value


def pressure(threshold: float, day: int = 0) -> np.ndarray:
    seen = observe("pressure-pain-threshold", {"pain_threshold": np.full(N, threshold)}, KEYS, day)
    return seen["threshold"].value


def test_ratings_rise_with_pain_and_people_rate_alike_only_in_part() -> None:
    assert rating(-1.0).mean() + 1.0 < rating(0.0).mean() < rating(1.0).mean() - 1.0
    assert 0.2 < np.corrcoef(rating(1.0, 0), rating(1.0, 7))[0, 1] < 0.6


def test_a_person_s_threshold_returns_at_the_next_test() -> None:
    """The own part has SD 0.35 of the log, the error 0.12: correlation 0.35^2 / (0.35^2 + 0.12^2) = 0.89."""
    first, second = (np.log(pressure(1.0, day)) for day in (0, 7))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.89, abs=0.02)


def test_pressure_is_in_proportion_to_what_is_left_of_the_threshold() -> None:
    np.testing.assert_allclose(pressure(0.7), 0.7 * pressure(1.0))
