"""Counting lesions: nothing is invented, and what is missed is missed at the declared rate."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lassitude.instruments import observe
from lassitude.instruments.counts import found
from lassitude.randomness.streams import person_keys

chances = st.floats(1e-6, 1 - 1e-6)


@given(st.floats(0, 60), st.floats(0, 10), st.floats(0, 1), chances, chances)
def test_more_lesions_never_give_a_lower_count(present, more, sensitivity, rounding, luck):
    low, high = (
        found(np.array([there]), sensitivity, np.array([rounding]), np.array([luck]))
        for there in (present, present + more)
    )
    assert 0 <= low[0] <= high[0] <= np.floor(present + more + rounding)


def test_no_lesion_is_invented():
    nothing = {name: np.zeros(20_000) for name in ("enhancing_lesions", "new_lesions")}
    seen = observe("MRI", nothing, person_keys(1, 0, np.arange(20_000)), 0)
    assert all((part.value == 0).all() for part in seen.values())


def test_mean_and_variance_are_those_of_binomial_thinning():
    """20,000 scans of 4 lesions: mean 3.8 and variance 0.19, within five standard errors."""
    signals = {name: np.full(20_000, 4.0) for name in ("enhancing_lesions", "new_lesions")}
    count = observe("MRI", signals, person_keys(1, 0, np.arange(20_000)), 0)["gd_count"].value
    assert abs(count.mean() - 3.8) < 5 * np.sqrt(0.19 / 20_000)
    assert abs(count.var() - 0.19) < 0.02


def test_a_fraction_is_rounded_without_bias():
    signals = {name: np.full(20_000, 0.3) for name in ("enhancing_lesions", "new_lesions")}
    count = observe("MRI", signals, person_keys(1, 0, np.arange(20_000)), 0)["new_t2_count"].value
    assert abs(count.mean() - 0.27) < 5 * np.sqrt(0.27 * 0.73 / 20_000)


def test_relapses_pass_through():
    happened = np.array([0.0, 1.0, 3.0])
    seen = observe("relapses", {"relapses": happened}, person_keys(1, 0, np.arange(3)), 0)
    assert np.array_equal(seen["count"].value, happened)
