"""Protects: a number that is missed is told as missed, in the unit in which it was published."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.emulator import Emulator
from lassitude.calibration.identifiability import spread_left
from lassitude.calibration.misfit import emulated_numbers, misfit_rows, predicted
from lassitude.calibration.parameter_set import checked_rows
from tests.unit.calibration.numbers import observations, prior

NUMBERS = observations(np.array([12.0, 6.0, 0.4, 0.45, 1.0]))


def test_intervals_and_z_are_those_of_the_draws() -> None:
    """A log-normal with known quantiles: 4,001 evenly spaced normal quantiles stand for the draws."""
    one = NUMBERS[2]
    normal = np.linspace(-4.0, 4.0, 4001)
    weights = np.exp(-0.5 * normal**2)
    draws = np.repeat(np.log(0.2) + 0.1 * normal, np.round(50 * weights).astype(int))
    told = predicted(one, draws)
    assert told is not None
    assert told["median"] == pytest.approx(0.2, rel=1e-3)
    assert told["90%"] == pytest.approx([0.2 * np.exp(-0.1645), 0.2 * np.exp(0.1645)], rel=5e-3)
    assert told["50%"] == pytest.approx([0.2 * np.exp(-0.0674), 0.2 * np.exp(0.0674)], rel=5e-3)
    assert told["z"] == pytest.approx(np.log(2.0) / np.hypot(one.spread, 0.1), rel=0.01)


def test_draws_without_a_number_are_left_out() -> None:
    assert predicted(NUMBERS[0], np.array([np.nan, 1.0, 2.0, 3.0])) is None
    told = predicted(NUMBERS[0], np.array([np.nan, 1.0, 2.0, 3.0, 4.0]))
    assert told is not None and told["draws"] == 4


def test_what_the_emulator_cannot_tell_is_empty() -> None:
    error = np.array([0.1, 0.1, 0.1, 0.1, np.inf])
    line = Emulator(np.zeros(5), np.zeros((3, 5)), np.zeros((6, 5)), np.zeros((0, 5)), error)
    told = emulated_numbers(line, np.zeros((50, 3)), np.zeros((50, 0)), 1)
    rows = misfit_rows(NUMBERS, error, told)
    assert rows[4]["emulated"] is None and rows[4]["emulator_error"] is None
    assert rows[0]["emulated"]["median"] == pytest.approx(0.0, abs=0.06)
    assert told[:, 0].std() == pytest.approx(0.1, rel=0.3)


def test_the_spread_that_is_left_is_that_of_the_prior_under_the_prior() -> None:
    both = prior("known", "unknown")
    normal = np.linspace(-3.5, 3.5, 2001)
    at = np.repeat(normal, np.round(200 * np.exp(-0.5 * normal**2)).astype(int))
    draws = both.values(np.stack([0.1 * at, at], axis=-1))
    known, unknown = spread_left(both, draws)
    assert known < 0.2
    assert unknown == pytest.approx(1.0, abs=0.02)


def test_the_draws_that_are_checked_are_apart() -> None:
    assert checked_rows(256, 24)[:3].tolist() == [0, 10, 21]
    assert len(set(checked_rows(8, 24).tolist())) == 8
