"""Protects: in double precision, steps keep what they must keep at any amounts, rates and length."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.scheme import (
    donor_split_step,
    mean_exact_noise,
    rational_step,
    relax_step,
    two_stage_step,
)

AMOUNTS = st.floats(0.0, 1e6).map(np.float64)
RATES = st.floats(0.0, 1e3).map(np.float64)
STEPS = st.floats(1e-4, 1e3)
SIGNED = st.floats(-1e3, 1e3).map(np.float64)
NORMALS = st.floats(-6.0, 6.0).map(np.float64)
POOLS = ("myelinated", "demyelinated", "remyelinated", "lost")
"""The closed group of the body with the most flows; every pair of distinct pools may exchange."""
PAIRS = [(source, target) for source in POOLS for target in POOLS if source != target]


@given(st.lists(AMOUNTS, min_size=4, max_size=4), st.lists(RATES, min_size=12, max_size=12), STEPS)
def test_closed_pools_keep_their_sum_and_stay_positive(amounts, rates, step) -> None:
    before = dict(zip(POOLS, amounts, strict=True))
    flows = [Flow("move", *pair, rate) for pair, rate in zip(PAIRS, rates, strict=True)]
    after = donor_split_step(before, flows, step)
    total = sum(before.values())
    assert abs(sum(after.values()) - total) <= 1e-12 * total
    # A pool that gives away everything ends at zero to rounding, on either side.
    assert min(after.values()) >= -1e-15 * total


@given(AMOUNTS, RATES, RATES, STEPS)
def test_open_pools_stay_positive_and_finite(amount, gain, loss, step) -> None:
    after = rational_step(amount, gain, loss, step)
    assert 0.0 <= after < np.inf


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e3), STEPS)
def test_open_pools_stand_still_where_gain_balances_loss(amount, loss, step) -> None:
    after = rational_step(np.float64(amount), amount * loss, loss, step)
    assert abs(after - amount) <= 1e-13 * amount


@given(AMOUNTS, st.floats(0.0, 1e6), st.floats(1e-6, 1e3), STEPS)
def test_an_open_pool_never_passes_its_fixed_point(amount, balanced, loss, step) -> None:
    # The step is a mean of start and fixed point with the weights 1 and z + z^2/2.
    after = rational_step(amount, balanced * loss, loss, step)
    slack = 1e-12 * max(amount, balanced)
    assert min(amount, balanced) - slack <= after <= max(amount, balanced) + slack


@given(AMOUNTS, AMOUNTS, RATES, RATES, st.floats(0.0, 10.0), STEPS)
def test_pools_that_feed_each_other_stay_positive(one, other, there, back, source, step) -> None:
    def flows(pools):
        return (
            Flow("source", OUTSIDE, "x", source * pools["y"]),
            Flow("there", "x", "y", there),
            Flow("back", "y", OUTSIDE, back * (1.0 + pools["x"])),
        )

    after = two_stage_step({"x": one, "y": other}, flows, step)
    assert all(0.0 <= value < np.inf for value in after.values())


@given(SIGNED, SIGNED, RATES, STEPS)
def test_two_half_steps_toward_a_fixed_target_are_one_step(start, target, rate, step) -> None:
    change = Relaxation("mood", target, rate)
    whole = relax_step({"mood": start}, change, step, None)
    half = relax_step({"mood": start}, change, 0.5 * step, None)
    both = relax_step({"mood": half}, change, 0.5 * step, None)
    assert abs(both - whole) <= 1e-12 * max(abs(start), abs(target), 1.0)


@given(SIGNED, SIGNED, RATES, STEPS)
def test_a_signed_state_never_passes_its_target(start, target, rate, step) -> None:
    after = relax_step({"mood": start}, Relaxation("mood", target, rate), step, None)
    slack = 1e-12 * max(abs(start), abs(target), 1.0)
    assert min(start, target) - slack <= after <= max(start, target) + slack


@given(AMOUNTS, AMOUNTS, NORMALS)
def test_noise_never_makes_a_count_negative(mean, variance, normal) -> None:
    assert 0.0 <= mean_exact_noise(mean, variance, normal) < np.inf


@given(AMOUNTS, NORMALS)
def test_no_variance_changes_no_count(mean, normal) -> None:
    assert mean_exact_noise(mean, np.float64(0.0), normal) == mean
