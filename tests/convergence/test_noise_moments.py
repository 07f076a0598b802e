"""Protects: the noise of counts neither moves a mean nor makes a count negative, and converges in law.

A birth-death process with immigration has closed moments, so no reference is simulated: at its mean m,
variance after t days is ``((b + d) m + c) (1 - exp(-2 (d - b) t)) / (2 (d - b))`` with ``c = (d - b) m``.
Every Monte Carlo bound is four standard errors of 200,000 people, computed from the same sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.noise import byte_sums, increments, path_counters, purpose_keys, words
from lassitude.engine.scheme import LARGEST_LOG_VARIANCE, mean_exact_noise, relax_step, two_stage_step
from lassitude.randomness.streams import Keys, normals, person_keys

Array = NDArray[np.float64]

BIRTH, DEATH = 0.3, 1.0
GROWTH = DEATH - BIRTH
PEOPLE = 200_000
WALKERS = 4_000
FINEST = 128
USUAL_MEANS = (0.07, 0.7, 7.0)
"""Where clipped noise was biased by +217%, +24% and nothing: the reason for this scheme."""


class Moments(NamedTuple):
    """Of a sample after one day; errors are standard errors."""

    mean: float
    mean_error: float
    variance: float
    variance_error: float
    least: float


def expected(count: Array, mean: float, length: float) -> tuple[Array, Array]:
    """Return where the engine expects a count after a step, and the variance: the amount that moved."""
    immigration = GROWTH * mean

    def flows(pools: dict[str, Array]) -> tuple[Flow, ...]:
        return (
            Flow("immigration", OUTSIDE, "count", immigration),
            Flow("birth", OUTSIDE, "count", BIRTH * pools["count"]),
            Flow("death", "count", OUTSIDE, DEATH),
        )

    after = two_stage_step({"count": count}, flows, length)["count"]
    return after, length * (immigration + (BIRTH + DEATH) * after)


def step(count: Array, mean: float, length: float, normal: Array) -> Array:
    return mean_exact_noise(*expected(count, mean, length), normal)


@cache
def after_a_day(mean: float, steps: int) -> Moments:
    keys = person_keys(1, 0, np.arange(PEOPLE))
    count = np.full(PEOPLE, mean)
    least = mean
    for number in range(steps):
        count = step(count, mean, 1.0 / steps, normals(keys, "birth and death", number))
        least = min(least, float(count.min()))
    from_mean = count - count.mean()
    variance = float((from_mean**2).mean())
    fourth = float((from_mean**4).mean())
    root = PEOPLE**0.5
    return Moments(
        float(count.mean()), variance**0.5 / root, variance, (fourth - variance**2) ** 0.5 / root, least
    )


def analytic_variance(mean: float) -> float:
    return (BIRTH + DEATH + GROWTH) * mean * (1.0 - np.exp(-2.0 * GROWTH)) / (2.0 * GROWTH)


@pytest.mark.parametrize("steps", [4, 16])
@pytest.mark.parametrize("mean", USUAL_MEANS)
def test_noise_moves_no_mean(mean: float, steps: int) -> None:
    found = after_a_day(mean, steps)
    assert abs(found.mean - mean) < 4.0 * found.mean_error
    assert found.mean_error / mean < 0.01, "the bound would hide a bias"


@pytest.mark.parametrize("mean", USUAL_MEANS)
def test_no_count_is_ever_negative(mean: float) -> None:
    assert after_a_day(mean, 16).least >= 0.0


@pytest.mark.parametrize("mean", [0.7, 7.0])
def test_the_error_of_the_variance_halves_with_the_step(mean: float) -> None:
    # Measured +19%, +9%, +4.5% at 4, 8, 16 steps a day: weak order 1.05. Bar: 1, within two standard errors.
    exact = analytic_variance(mean)
    coarse, fine = (after_a_day(mean, steps) for steps in (4, 16))
    errors = [one.variance / exact - 1.0 for one in (coarse, fine)]
    order = np.log2(errors[0] / errors[1]) / 2.0
    uncertainty = fine.variance_error / exact / errors[1] / np.log(2.0) / 2.0
    assert order + 2.0 * uncertainty >= 1.0
    assert 0.0 < errors[1] < 0.08


def test_the_cap_binds_where_the_variance_of_a_step_is_54_times_the_squared_mean() -> None:
    largest = np.expm1(LARGEST_LOG_VARIANCE)
    normal = np.array([-2.0, 0.0, 2.0])
    at_cap = mean_exact_noise(np.float64(1.0), np.float64(largest), normal)
    np.testing.assert_array_equal(mean_exact_noise(np.float64(1.0), np.float64(1e3), normal), at_cap)
    assert (mean_exact_noise(np.float64(1.0), np.float64(0.9 * largest), normal) != at_cap).all()


def test_the_cap_costs_tiny_counts_some_variance() -> None:
    # What the cap withholds at each step decays until the end of the day; its sum is the variance that is
    # missing then (the sample variance is too heavy-tailed to show it). Measured 9%, 14% and 17% at 4, 8 and
    # 16 steps with 0.07 cells, nothing with 0.7: far below one cell the law does not converge, the mean does.
    missing = [withheld(0.07, steps) for steps in (4, 8, 16)]
    assert missing == sorted(missing)
    assert missing[0] < 0.12
    assert missing[-1] < 0.25
    assert withheld(0.7, 4) == 0.0


def withheld(mean: float, steps: int) -> float:
    """Return the share of the variance after a day that the cap takes away."""
    keys = person_keys(1, 0, np.arange(PEOPLE // 4))
    count, length, lost = np.full(PEOPLE // 4, mean), 1.0 / steps, 0.0
    for number in range(steps):
        ahead, variance = expected(count, mean, length)
        beyond = np.maximum(variance - np.expm1(LARGEST_LOG_VARIANCE) * ahead**2, 0.0).mean()
        lost += beyond * np.exp(-2.0 * GROWTH * (1.0 - (number + 1) * length))
        count = step(count, mean, length, normals(keys, "birth and death", number))
    return lost / analytic_variance(mean)


@cache
def bridged(steps: int) -> Array:
    """Return the same paths at a step size, [step, person], as the engine draws them."""
    people = Keys(*(jnp.asarray(word) for word in person_keys(1, 0, np.arange(WALKERS))))
    counters = path_counters(0, 1, steps)
    drawn = words(purpose_keys(people, ["a path"]), [0] * len(counters), 3, counters)
    path = increments(list(byte_sums(*drawn)), 0, 1, steps)
    return np.stack([np.asarray(normal, np.float64) for normal, _ in path])


def swing(steps: int) -> Array:
    state = np.zeros(WALKERS)
    for normal in bridged(steps):
        state = relax_step({"mood": state}, Relaxation("mood", 0.5, 2.0, 1.0), 1.0 / steps, normal)
    return state


def counted(steps: int, mean: float) -> Array:
    count = np.full(WALKERS, mean)
    for normal in bridged(steps):
        count = step(count, mean, 1.0 / steps, normal)
    return count


def strong_orders(paths: Iterator[Array], reference: Array) -> Array:
    errors = np.array([np.sqrt(((path - reference) ** 2).mean()) for path in paths])
    return np.log2(errors[:-1] / errors[1:])


def test_paths_of_signed_states_converge_with_order_one() -> None:
    # Measured 0.98 to 1.04 down to 64 steps against 1024; bar 0.8.
    assert strong_orders((swing(steps) for steps in (4, 8, 16)), swing(FINEST)).min() >= 0.8


@pytest.mark.parametrize(("mean", "bar"), [(700.0, 0.8), (70.0, 0.7), (7.0, 0.45)])
def test_paths_of_counts_converge_with_order_one_only_where_counts_are_large(mean: float, bar: float) -> None:
    # A lognormal step makes a square-root process twice as skewed as it is: order 1/2 in the limit, 1 while
    # that part of the error is small. Measured 1.0 at 700 cells, 0.9 at 70, 0.6 at 7; in law the order is 1.
    orders = strong_orders((counted(steps, mean) for steps in (4, 8, 16)), counted(FINEST, mean))
    assert orders.min() >= bar
