"""Protects: comparisons of arms err as often as they say, and a crossover gives known effects back.

Draws are keyed, so these tests either always pass or always fail. With 4000 replicates a rejection rate
whose truth is 0.05 lies within 0.05 +- 0.0113 except once in a thousand (3.29 standard errors of a share);
a coverage whose truth is 0.95 likewise. A mean over replicates is off by more than 3.29 of its standard
errors once in a thousand.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.crossover import Effects, crossover, crossover_with_carryover
from lassitude.statistics.subsets import chosen
from lassitude.statistics.two_groups import welch
from lassitude.study.analyses.chosen import Subset

REPLICATES, PEOPLE, PERIODS = 4000, 24, 4
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
ORDERS = np.array([[1, 0, 2, 3], [0, 3, 1, 2], [2, 1, 3, 0], [3, 2, 0, 1]])
KEYS = person_keys(2021, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
ARM = np.arange(PEOPLE) % 2
TREATMENT, PERIOD, CARRYOVER = (
    np.array([0.0, -4.0, 2.0, 0.0]),
    np.array([0.0, -1.0, -1.5, -2.0]),
    np.array([0.0, 1.5, 0.0, -1.0]),
)


def level(p: NDArray[np.float64]) -> float:
    assert np.isfinite(p).all()
    return float((p < 0.05).mean())


def check_recovery(effects: Effects, truth: NDArray[np.float64]) -> None:
    error = effects.value.std(axis=0) / np.sqrt(REPLICATES)
    assert (np.abs(effects.value.mean(axis=0) - truth) < 3.29 * error).all()
    covered = (effects.interval.low <= truth) & (effects.interval.high >= truth)
    assert covered.mean(axis=0) == pytest.approx(np.full(truth.size, 0.95), abs=BOUND)


@pytest.fixture(scope="module")
def given() -> NDArray[np.int64]:
    return np.broadcast_to(ORDERS[np.arange(PEOPLE) % 4], (REPLICATES, PEOPLE, PERIODS))


@pytest.fixture(scope="module")
def noise() -> NDArray[np.float64]:
    """People differ by 12 points, occasions by 5; an eighth of the periods is missing at random."""
    keys = person_keys(2021, np.arange(REPLICATES)[:, None, None], np.arange(PEOPLE)[None, :, None])
    drawn = 12 * normals(keys, "person", 0) + 5 * normals(keys, "occasion", np.arange(PERIODS))
    return np.where(uniforms(keys, "missing", np.arange(PERIODS)) < 0.125, np.nan, drawn)


def test_a_crossover_keeps_its_level(noise: NDArray[np.float64], given: NDArray[np.int64]) -> None:
    found = crossover(noise, given, 4)
    assert level(found.treatments.f_p) == pytest.approx(0.05, abs=BOUND)
    assert level(found.treatments.p[:, 0]) == pytest.approx(0.05, abs=BOUND)
    assert level(found.periods.p[:, 2]) == pytest.approx(0.05, abs=BOUND)


def test_a_crossover_gives_treatments_and_periods_back(
    noise: NDArray[np.float64], given: NDArray[np.int64]
) -> None:
    found = crossover(noise + TREATMENT[given] + PERIOD, given, 4)
    check_recovery(found.treatments, TREATMENT[1:])
    check_recovery(found.periods, PERIOD[1:])


def test_a_crossover_gives_carry_over_back(noise: NDArray[np.float64], given: NDArray[np.int64]) -> None:
    after = np.concatenate([np.zeros_like(noise[..., :1]), CARRYOVER[given[..., :-1]]], axis=2)
    found = crossover_with_carryover(noise + TREATMENT[given] + PERIOD + after, given, 4)
    assert found.carryover is not None
    check_recovery(found.treatments, TREATMENT[1:])
    check_recovery(found.carryover, CARRYOVER[1:])
    ignored = crossover(noise + TREATMENT[given] + PERIOD + after, given, 4).treatments
    error = ignored.value.std(axis=0) / np.sqrt(REPLICATES)
    assert (np.abs(ignored.value.mean(axis=0) - TREATMENT[1:]) > 5 * error).any()


def test_carry_over_that_is_not_there_is_found_as_often_as_the_level_says(
    noise: NDArray[np.float64], given: NDArray[np.int64]
) -> None:
    found = crossover_with_carryover(noise + TREATMENT[given], given, 4)
    assert found.carryover is not None
    assert level(found.carryover.f_p) == pytest.approx(0.05, abs=BOUND)


def test_welch_keeps_its_level_where_variances_differ_and_its_interval_covers() -> None:
    drawn = normals(KEYS, "score", 0)
    own, reference = np.where(ARM == 1, 3 * drawn, np.nan), np.where(ARM == 0, drawn, np.nan)
    # Satterthwaite's degrees of freedom are approximate; at 12 people a group the level stays within 0.002.
    assert level(welch(own, reference).p) == pytest.approx(0.05, abs=BOUND + 0.002)
    moved = welch(own - 2.0, reference)
    covered = (moved.interval.low <= -2.0) & (moved.interval.high >= -2.0)
    assert covered.mean() == pytest.approx(0.95, abs=BOUND + 0.002)


def test_analysis_of_covariance_keeps_its_level_and_gives_the_difference_back() -> None:
    before = 45 + 10 * normals(KEYS, "before", 0)
    after = 10 + 0.6 * before + 6 * normals(KEYS, "after", 0)
    groups = [np.broadcast_to(arm == ARM, after.shape) for arm in (0, 1)]
    found = analysis_of_covariance(after, before[..., None], groups, 0)
    assert level(found.p) == pytest.approx(0.05, abs=BOUND)
    moved = analysis_of_covariance(after - 5.0 * (ARM == 1), before[..., None], groups, 0).differences[1]
    covered = (moved.interval.low <= -5.0) & (moved.interval.high >= -5.0)
    assert covered.mean() == pytest.approx(0.95, abs=BOUND)
    assert moved.value.mean() == pytest.approx(-5.0, abs=3.29 * moved.value.std() / np.sqrt(REPLICATES))
    # Adjustment is worth its trouble: the baseline explains half of the variance here.
    unadjusted = welch(np.where(ARM == 1, after, np.nan), np.where(ARM == 0, after, np.nan))
    assert np.median(moved.se) < 0.8 * np.median(unadjusted.se)


def test_people_chosen_by_their_change_have_changed_by_chance_alone_as_theory_says() -> None:
    """Nothing happens to anybody, and improvers have improved: the mean of a truncated normal."""
    before, after = 5 * normals(KEYS, "first", 0), 5 * normals(KEYS, "second", 0)
    everybody = np.ones(before.shape, dtype=bool)
    names = tuple(f"P-{person:02d}" for person in range(PEOPLE))
    block = ArmBlock(
        "MFIS.total", "treated", "points", ("M0", "M6"), names, np.stack([before, after], 2), everybody
    )
    improvers = Subset(endpoint="MFIS.total", change_from="M0", at="M6", at_most=-1)
    kept = chosen(block, block, "improvers", improvers)
    spread = 5 * np.sqrt(2)
    share = float(ndtr(-1 / spread))
    expected = -spread * np.exp(-0.5 / spread**2) / np.sqrt(2 * np.pi) / share
    changes = (kept.at("M6") - kept.at("M0"))[kept.enrolled]
    error = changes.std() / np.sqrt(changes.size)
    assert changes.mean() == pytest.approx(expected, abs=3.29 * error)
    people = PEOPLE * REPLICATES
    assert kept.enrolled.mean() == pytest.approx(share, abs=3.29 * np.sqrt(share * (1 - share) / people))
