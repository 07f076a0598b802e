"""Protects: points fill the prior, then close in; unstable bodies are passed over and counted."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.calibration.waves import first_wave, second_wave
from lassitude.quantities.errors import RequestError

Floats = NDArray[np.float64]


def everything(own: Floats, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.ones(len(own), dtype=bool)


def lower_half(own: Floats, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    return own[:, 0] < 0.0


def test_the_first_wave_is_even_and_uses_every_row_alike() -> None:
    """Sobol points: each quarter of the prior of each parameter holds a quarter of 128 points, within two."""
    wave = first_wave(5, 128, 32, 1, everything)
    quarters = np.stack(
        [np.histogram(column, [-9.0, -0.67449, 0.0, 0.67449, 9.0])[0] for column in wave.own.T]
    )
    assert np.abs(quarters - 32).max() <= 2
    assert (np.bincount(wave.rows, minlength=32) == 4).all()
    assert wave.refused == 0


def test_other_seeds_give_other_points() -> None:
    one, other = (first_wave(2, 16, 4, seed, everything).own for seed in (1, 2))
    assert not np.isclose(one, other).any()


def test_unstable_bodies_are_passed_over() -> None:
    wave = first_wave(2, 32, 8, 1, lower_half)
    assert (wave.own[:, 0] < 0.0).all()
    assert 20 <= wave.refused <= 44


def test_a_prior_of_unstable_bodies_is_refused() -> None:
    with pytest.raises(RequestError, match="limits of loop gains"):
        first_wave(2, 32, 8, 1, lambda own, rows: own[:, 0] < -3.0)


def test_the_second_wave_is_wider_than_the_posterior_but_not_than_the_prior() -> None:
    known, unknown = np.linspace(0.9, 1.1, 64), np.linspace(-2.0, 2.0, 64)
    draws = np.stack([known, unknown], axis=-1).reshape(16, 4, 2)
    wave = second_wave(draws, 64, everything)
    assert wave.own[:, 0].std() == pytest.approx(1.5 * known.std())
    assert wave.own[:, 0].mean() == pytest.approx(known.mean())
    assert wave.own[:, 1].std() == pytest.approx(unknown.std())


def test_points_of_the_second_wave_keep_the_row_they_were_drawn_given() -> None:
    draws = np.repeat(np.arange(16.0)[:, None, None] / 8.0 - 1.0, 4, axis=1)
    wave = second_wave(draws, 24, everything)
    np.testing.assert_allclose(
        np.argsort(np.argsort(wave.own[:16, 0])), np.argsort(np.argsort(wave.rows[:16]))
    )
