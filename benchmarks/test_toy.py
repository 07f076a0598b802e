"""The toy must be the net it claims to be, and its noise must keep the mean, or its speed means nothing."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from benchmarks.adaptive import worst_error
from benchmarks.toy import (
    BLOCK,
    byte_sum_normal,
    cohort,
    one_stage,
    simulate,
    start,
    toy_throughput,
    two_stage,
)
from benchmarks.toy_net import MYELIN, START, Net, Person, derivative

from lassitude.randomness.streams import person_keys, uniforms
from lassitude.randomness.threefry import threefry2x32
from tests.reference.published import pernice2020 as published


def test_toy_is_the_amended_net() -> None:
    """Same derivative as the published equations (per hour there) at 20 random states after day 67."""
    rows = 60 * uniforms(person_keys(24, 0, np.arange(20)), "state", 0, np.arange(24)[:, None]).T
    person = Person(published.MS.TeE, published.MS.TrE)
    for row in rows:
        toy = derivative(Net(*row), 100.0, person, np.exp)
        intact = MYELIN - sum(row[Net._fields.index(name)] for name in ("O4", "O3", "O2", "O1"))
        state = published.Net(**Net(*row)._asdict(), O5=intact)
        exact = published.derivative(state, 2400.0, published.MS, published.AMENDED)
        for name in Net._fields:
            assert getattr(toy, name) == pytest.approx(24 * getattr(exact, name), rel=1e-12, abs=1e-9), name


def test_byte_sum_has_the_moments_it_claims() -> None:
    """Variance 1, kurtosis 3, range +-4.04 (numerics review); bars are 5 standard errors."""
    counter = np.arange(2**20, dtype=np.uint32)
    zero = np.zeros_like(counter)
    words = np.concatenate(threefry2x32(zero, zero, counter, zero))
    normal = np.asarray(byte_sum_normal(jnp.asarray(words)), np.float64)
    assert normal.mean() == pytest.approx(0, abs=5 / np.sqrt(normal.size))
    assert normal.var() == pytest.approx(1, abs=5 * np.sqrt(2 / normal.size))
    assert (normal**4).mean() == pytest.approx(3, abs=5 * np.sqrt(96 / normal.size))
    extremes = byte_sum_normal(jnp.array([0, 0xFFFFFFFF], jnp.uint32))
    assert np.asarray(extremes) == pytest.approx([-4.04, 4.04], abs=0.01)


def test_runs_repeat_bit_for_bit_whatever_the_order_of_persons() -> None:
    """Elementwise code with keyed noise: reversing the cohort reverses the result and nothing else."""
    person, keys = jax.tree.map(jnp.asarray, cohort(256))
    run = jax.tree.map(np.asarray, simulate(start(256), person, keys, steps=200, noise=1.0, step=one_stage))
    flipped = jax.tree.map(lambda array: array[::-1], (person, keys))
    again = simulate(start(256), *flipped, steps=200, noise=1.0, step=one_stage)
    for first, second in zip(run, again, strict=True):
        assert (first == np.asarray(second)[::-1]).all()


def test_noise_keeps_states_positive_and_finite() -> None:
    """Multiplicative noise with its mean kept never needs a floor."""
    person, keys = jax.tree.map(jnp.asarray, cohort(512))
    end = simulate(start(512), person, keys, steps=4 * 120, noise=1.0, step=two_stage)
    values = np.stack([np.asarray(state) for state in end])
    assert np.isfinite(values).all()
    assert values.min() >= 0


def test_worst_error_finds_the_worst() -> None:
    """One person of eight is off by a quarter in one endpoint."""
    end = START._replace(TM=np.full(8, 10.0), O1=np.array([5.0, *[4.0] * 7]))
    assert worst_error(end, np.tile([10.0, 4.0], (8, 1))) == pytest.approx(0.25)


def test_throughput_is_a_positive_number() -> None:
    """The promised call works at the block size of the tables."""
    assert 0 < toy_throughput(block=BLOCK, days=5, noise=0.0) < np.inf
