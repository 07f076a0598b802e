"""Protects: each kind of step against its closed form. Numbers are worked by hand beside each test."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.scheme import (
    LARGEST_LOG_VARIANCE,
    donor_split_step,
    mean_exact_noise,
    rational_step,
    relax_step,
    two_stage_step,
)


def test_an_open_pool_follows_the_rational_formula() -> None:
    # z = 0.5 * 2 = 1: (3 + 0.5 * 4 * 1.5) / (1 + 1 + 0.5) = 6 / 2.5
    assert rational_step(3.0, 4.0, 2.0, 0.5) == pytest.approx(2.4, rel=1e-15)


def test_a_pool_that_nothing_leaves_only_gains() -> None:
    assert rational_step(3.0, 4.0, None, 0.5) == 5.0
    assert rational_step(3.0, None, None, 0.5) == 3.0


def test_a_pool_that_nothing_enters_only_loses() -> None:
    # 1 / (1 + 0.1 + 0.005); exp(-0.1) is 0.904837, so the error of one step is 1.4e-4.
    assert rational_step(1.0, None, 1.0, 0.1) == pytest.approx(1.0 / 1.105, rel=1e-15)


def test_a_pool_that_nothing_touches_stands_still() -> None:
    after = two_stage_step({"x": np.float64(2.0), "y": np.float64(3.0)}, lambda pools: (), 0.25)
    assert after == {"x": 2.0, "y": 3.0}


def test_two_pools_step_at_once_and_in_no_order() -> None:
    def flows(pools: dict[str, np.float64]) -> tuple[Flow, ...]:
        return Flow("there", "x", "y", 1.0), Flow("back", "y", "x", 1.0)

    one = two_stage_step({"x": np.float64(2.0), "y": np.float64(1.0)}, flows, 0.25)
    other = two_stage_step({"y": np.float64(1.0), "x": np.float64(2.0)}, flows, 0.25)
    assert one == other


def test_a_closed_pool_gives_its_exponential_share_and_splits_it_by_rates() -> None:
    # Of 8, a share 1 - exp(-2 * (0.25 + 0.75)) leaves; a quarter of it goes to b, the rest to c.
    flows = [Flow("to b", "a", "b", 0.25), Flow("to c", "a", "c", 0.75)]
    start = {"a": np.float64(8.0), "b": np.float64(1.0), "c": np.float64(0.0)}
    after = donor_split_step(start, flows, 2.0)
    left = 8.0 * (1.0 - np.exp(-2.0))
    assert after["a"] == pytest.approx(8.0 - left, rel=1e-14)
    assert after["b"] == pytest.approx(1.0 + 0.25 * left, rel=1e-14)
    assert after["c"] == pytest.approx(0.75 * left, rel=1e-14)


def test_a_closed_pool_that_gives_nothing_keeps_everything() -> None:
    after = donor_split_step({"a": np.float64(8.0), "b": np.float64(1.0)}, [Flow("none", "a", "b", 0.0)], 2.0)
    assert after == {"a": 8.0, "b": 1.0}


def test_pools_left_out_of_the_flows_are_kept_as_they_are() -> None:
    flows = [Flow("death", "x", OUTSIDE, 1.0)]
    assert two_stage_step({"x": np.float64(1.0), "z": np.float64(7.0)}, lambda pools: flows, 1.0)["z"] == 7.0


def test_a_signed_state_relaxes_exactly() -> None:
    # 0.5 + (-1 - 0.5) exp(-0.2 * 3)
    found = relax_step({"mood": -1.0}, Relaxation("mood", 0.5, 0.2), 3.0, None)
    assert found == pytest.approx(0.5 - 1.5 * np.exp(-0.6), rel=1e-15)


def test_a_shaken_state_keeps_its_declared_spread() -> None:
    # Stationary: var * exp(-2 r h) + var * (1 - exp(-2 r h)) = var; the step adds the second term.
    change = Relaxation("mood", 0.0, 0.2, noise=1.5)
    kicked = relax_step({"mood": 0.0}, change, 3.0, 1.0)
    assert kicked**2 + (1.5 * np.exp(-0.6)) ** 2 == pytest.approx(1.5**2, rel=1e-14)


def test_noise_of_counts_has_the_mean_and_variance_it_is_given() -> None:
    # Gauss-Hermite quadrature with 60 nodes is exact to rounding here; v / m^2 = 0.75 is below the cap.
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    spread = mean_exact_noise(np.float64(2.0), np.float64(3.0), nodes)
    assert weights @ spread == pytest.approx(2.0, rel=1e-12)
    assert weights @ (spread - 2.0) ** 2 == pytest.approx(3.0, rel=1e-10)


def test_noise_of_nothing_is_nothing() -> None:
    assert mean_exact_noise(np.float64(0.0), np.float64(0.0), np.float64(3.0)) == 0.0
    assert mean_exact_noise(np.float64(0.0), np.float64(1.0), np.float64(3.0)) == 0.0


def test_beyond_the_cap_a_step_spreads_by_the_largest_log_variance() -> None:
    # One SD of the normal then multiplies by exp(2): 2 = sqrt(4); the mean is kept by exp(-4 / 2).
    assert LARGEST_LOG_VARIANCE == 4.0
    up = mean_exact_noise(np.float64(1e-3), np.float64(1.0), np.float64(1.0))
    assert up == pytest.approx(1e-3 * np.exp(2.0 - 2.0), rel=1e-12)
