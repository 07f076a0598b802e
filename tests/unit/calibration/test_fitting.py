"""Protects: the emulator is exact where the simulator is quadratic, and honest of its error elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.emulator import emulate, pairs, products
from lassitude.calibration.fitting import FEWEST_POINTS, Points, fit_emulator
from lassitude.randomness.streams import Keys, normals, person_keys


def drawn(label: str, points: int, columns: int) -> np.ndarray:
    keys = person_keys(5, 0, np.arange(points))
    return normals(Keys(keys.word0[:, None], keys.word1[:, None]), label, 0, np.arange(columns))


def points_of(own: np.ndarray, earlier: np.ndarray, told: np.ndarray, noise: float = np.nan) -> Points:
    return Points(own, earlier, told, np.full(told.shape, noise), np.zeros(len(own), bool))


def test_products_are_uncorrelated_under_the_prior() -> None:
    """By Gauss-Hermite quadrature, exact here: variance one, mean zero, no correlation with anything."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(6)
    own = np.stack([one.ravel() for one in np.meshgrid(nodes, nodes, nodes)], axis=-1)
    shares = np.prod(np.stack(np.meshgrid(weights, weights, weights)), axis=0).ravel()
    made = np.concatenate([own, products(own)], axis=1)
    np.testing.assert_allclose(shares @ made / shares.sum(), 0.0, atol=1e-12)
    np.testing.assert_allclose((made.T * shares) @ made / shares.sum(), np.eye(9), atol=1e-12)
    assert len(pairs(3)) == 6


def test_a_quadratic_simulator_is_found_exactly() -> None:
    own, earlier = drawn("own", 60, 3), drawn("earlier", 60, 2)
    told = (1.0 + 2.0 * own[:, 0] - own[:, 1] * own[:, 2] + 0.5 * earlier[:, 1])[:, None]
    fitted = fit_emulator(points_of(own, earlier, told))
    new, before = drawn("new", 20, 3), drawn("new earlier", 20, 2)
    exact = 1.0 + 2.0 * new[:, 0] - new[:, 1] * new[:, 2] + 0.5 * before[:, 1]
    np.testing.assert_allclose(emulate(fitted, new, before)[:, 0], exact, atol=0.05)
    assert fitted.error[0] < 0.05


@pytest.mark.parametrize("told_noise", [np.nan, 0.5])
def test_the_error_is_that_at_new_points(told_noise: float) -> None:
    """A cubic with scatter: the reported error is compared with the true one at 500 new points.

    Where the scatter of a point is not told it counts as error, so the report is larger, never smaller.
    """
    own, noise = drawn("own", 160, 3), 0.5 * drawn("noise", 160, 1)

    def exact(at: np.ndarray) -> np.ndarray:
        return (2.0 * at[:, 0] + 0.3 * at[:, 1] ** 3 + at[:, 0] * at[:, 2])[:, None]

    fitted = fit_emulator(points_of(own, np.zeros((160, 0)), exact(own) + noise, told_noise))
    new = drawn("new", 500, 3)
    off = np.sqrt(((emulate(fitted, new, np.zeros((500, 0))) - exact(new)) ** 2).mean())
    assert 0.75 * off < fitted.error[0] < 2.0 * off


def test_errors_of_studies_that_are_told_too_large_leave_half_the_error() -> None:
    """What studies are said to scatter is 0.5, twice what they do; nothing of the error would be left."""
    own, noise = drawn("own", 160, 3), 0.25 * drawn("noise", 160, 1)
    told = own[:, :1] + noise
    untold, much = (fit_emulator(points_of(own, np.zeros((160, 0)), told, one)) for one in (np.nan, 0.5))
    assert much.error[0] == pytest.approx(0.5 * untold.error[0], rel=1e-6)


def test_noise_alone_is_not_fitted() -> None:
    own = drawn("own", 80, 6)
    told = drawn("nothing", 80, 1)
    fitted = fit_emulator(points_of(own, np.zeros((80, 0)), told))
    spread = emulate(fitted, drawn("new", 200, 6), np.zeros((200, 0))).std()
    assert spread < 0.4
    assert fitted.error[0] == pytest.approx(told.std(), rel=0.15)


def test_missing_points_are_left_out_and_too_few_are_told() -> None:
    own = drawn("own", 60, 2)
    told = np.stack([own[:, 0], own[:, 0]], axis=-1)
    told[::2, 0] = np.nan
    told[FEWEST_POINTS - 1 :, 1] = np.nan
    fitted = fit_emulator(points_of(own, np.zeros((60, 0)), told))
    assert fitted.linear[0, 0] == pytest.approx(1.0, abs=0.01)
    assert np.isinf(fitted.error[1])


def test_the_second_wave_counts_for_more() -> None:
    """A bend that matters only far away: near points decide, so the fit near them is better."""
    far, near = 2.0 * drawn("far", 60, 1), 0.3 * drawn("near", 60, 1)
    own = np.concatenate([far, near])
    told = np.tanh(own)
    half = np.arange(120) >= 60
    nothing = np.full((120, 1), np.nan)
    weighted = fit_emulator(Points(own, np.zeros((120, 0)), told, nothing, half))
    alike = fit_emulator(Points(own, np.zeros((120, 0)), told, nothing, np.zeros(120, bool)))
    new = np.linspace(-0.6, 0.6, 21)[:, None]
    off = [np.abs(emulate(one, new, np.zeros((21, 0))) - np.tanh(new)).max() for one in (weighted, alike)]
    assert off[0] < off[1]
    assert weighted.error[0] < alike.error[0]
