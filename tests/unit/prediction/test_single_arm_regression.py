"""Protects: regression to the mean in closed form is what happens to simulated people.

Statistical tests use a million keyed people and fail by chance less than once in 10 000 runs (4 standard
errors); the draws are keyed, so they either always pass or always fail.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from lassitude.prediction.single_arm_regression import (
    Window,
    kept_share,
    mean_on_whole_points,
    on_whole_points,
    population_mean,
    regression,
    spread_at_entry,
    spread_of_change,
    truncated_moments,
)
from lassitude.randomness.streams import normals, person_keys

MEAN, SD, ICC = 38.0, 19.7, 0.863
KEYS = person_keys(13, 0, np.arange(1_000_000))
LASTING = MEAN + SD * math.sqrt(ICC) * normals(KEYS, "lasting", 0)
WINDOWS = {
    "above": Window(low=33.0),
    "below": Window(high=30.0),
    "between": Window(low=33.0, high=60.0),
    "far above": Window(low=70.0),
    "mean of three above": Window(low=33.0, times=3),
    "mean of two between": Window(low=20.0, high=45.0, times=2),
}


def measured(occasion: int) -> np.ndarray:
    return LASTING + SD * math.sqrt(1.0 - ICC) * normals(KEYS, "passing", occasion)


def entered(window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Return baseline and outcome of simulated people whose baseline let them in."""
    baseline = np.mean([measured(day) for day in range(window.times)], axis=0)
    inside = (baseline > window.low) & (baseline < window.high)
    return baseline[inside], measured(100)[inside]


@pytest.mark.parametrize("case", WINDOWS)
def test_simulated_people_regress_as_far(case: str) -> None:
    window = WINDOWS[case]
    first, later = entered(window)
    change = later - first
    mean, between = truncated_moments(MEAN, spread_at_entry(SD, ICC, window.times), window)
    reckoned = regression(mean, MEAN, ICC, window.times).item()
    assert change.mean() == pytest.approx(reckoned, abs=4.0 * change.std() / math.sqrt(len(change)))
    assert first.mean() == pytest.approx(mean.item(), abs=4.0 * first.std() / math.sqrt(len(first)))
    # The standard error of an SD is SD / sqrt(2 n).
    spread = spread_of_change(SD, ICC, window.times, between).item()
    assert change.std() == pytest.approx(spread, rel=4.0 / math.sqrt(2.0 * len(change)))


@pytest.mark.parametrize("case", ["above", "between", "mean of two between"])
def test_simulated_whole_points_regress_as_far(case: str) -> None:
    window = WINDOWS[case]

    def rounded(occasion: int) -> np.ndarray:
        return np.clip(np.round(measured(occasion)), 0.0, 84.0)

    baseline = np.mean([rounded(day) for day in range(window.times)], axis=0)
    inside = (baseline > window.low) & (baseline < window.high)
    change = (rounded(100) - baseline)[inside]
    first, later = on_whole_points(MEAN, SD, ICC, window, (0.0, 84.0), 1.0)
    assert change.mean() == pytest.approx(later - first, abs=4.0 * change.std() / math.sqrt(len(change)))
    assert baseline[inside].mean() == pytest.approx(
        first, abs=4.0 * baseline[inside].std() / math.sqrt(len(change))
    )


@pytest.mark.parametrize("case", WINDOWS)
def test_the_population_is_found_again_from_the_mean_at_entry(case: str) -> None:
    window = WINDOWS[case]
    width = spread_at_entry(SD, ICC, window.times)
    mean, _ = truncated_moments(MEAN, width, window)
    assert population_mean(mean, width, window).item() == pytest.approx(MEAN, abs=1e-6)
    first, _ = on_whole_points(MEAN, SD, ICC, window, (0.0, 84.0), 1.0)
    assert mean_on_whole_points(first, SD, ICC, window, (0.0, 84.0), 1.0) == pytest.approx(MEAN, abs=1e-4)


def test_perfect_agreement_leaves_nothing_to_regress() -> None:
    assert regression(60.0, MEAN, 1.0, 1).item() == 0.0
    assert spread_of_change(SD, 1.0, 1, 12.0).item() == 0.0


def test_without_agreement_everything_regresses() -> None:
    assert regression(60.0, MEAN, 0.0, 1).item() == MEAN - 60.0


def test_who_enters_above_and_who_enters_below_are_mirror_images() -> None:
    above = regression(truncated_moments(0.0, 1.0, Window(low=0.7))[0], 0.0, 0.8, 1)
    below = regression(truncated_moments(0.0, 1.0, Window(high=-0.7))[0], 0.0, 0.8, 1)
    assert above.item() == pytest.approx(-below.item(), rel=1e-12)


def test_repeated_screening_regresses_less() -> None:
    kept = [kept_share(ICC, times).item() for times in (1, 2, 3, 5)]
    assert kept == sorted(kept) and kept[0] == pytest.approx(ICC) and kept[-1] < 1.0


def test_moments_far_from_the_mean_stay_exact() -> None:
    # phi(6) / Q(6) by Laplace's continued fraction 6 + 1/(6 + 2/(6 + 3/(6 + ...))) with 60 digits.
    mean, between = truncated_moments(0.0, 1.0, Window(low=6.0))
    assert mean.item() == pytest.approx(6.158482604544, abs=1e-10)
    assert 0.0 < between.item() < 1.0 / 6.0
