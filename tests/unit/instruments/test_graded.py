"""Graded responses: ordered, monotone, and with noise that lasts as long as declared."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lassitude.instruments.graded import (
    graded_answers,
    lasting_normals,
    lasting_uniforms,
    reach_probabilities,
)
from lassitude.randomness.streams import person_keys

latents = st.floats(-50, 50)


@given(latents, st.floats(0.1, 10), st.lists(st.floats(0, 3), min_size=1, max_size=9))
def test_reaching_more_is_never_likelier(latent, sharpness, gaps):
    reach = reach_probabilities([latent], sharpness, np.cumsum(gaps)[None])
    assert ((reach >= 0) & (reach <= 1)).all() and (np.diff(reach) <= 0).all()


@given(latents, st.floats(0, 20), st.floats(1e-9, 1 - 1e-9))
def test_a_higher_latent_never_answers_lower(latent, rise, chance):
    thresholds = np.array([[-1.0, 0.0, 1.0, 2.0]])
    low, high = (
        graded_answers(np.array([place]), 2.0, thresholds, np.array([chance]))
        for place in (latent, latent + rise)
    )
    assert 0 <= low[0] <= high[0] <= 4


def test_extreme_latents_overflow_nothing():
    with np.errstate(all="raise"):
        assert reach_probabilities([-1e6, 1e6], 5.0, [[0.0], [0.0]]).tolist() == [[0.0], [1.0]]


def test_residuals_are_normal_and_correlate_as_declared():
    """Correlation of 40,000 pairs has a standard error of 0.001 at 0.9; five of them are allowed."""
    keys = person_keys(4, 0, np.arange(40_000))
    one, two = (lasting_normals(keys, "item", day, 3, 0.9) for day in (0, 180))
    assert abs(np.corrcoef(one, two)[0, 1] - 0.9) < 0.005
    assert abs(one.mean()) < 0.025 and abs(one.std() - 1.0) < 0.02


def test_each_single_draw_is_uniform():
    """The largest gap between 40,000 uniforms and their law exceeds 0.0098 once in a thousand runs."""
    draws = np.sort(lasting_uniforms(person_keys(4, 0, np.arange(40_000)), "item", 7, 1, 0.6))
    assert np.abs(draws - (np.arange(40_000) + 0.5) / 40_000).max() < 0.0098


def test_items_and_purposes_share_no_luck():
    keys = person_keys(4, 0, np.arange(20_000))
    draws = [lasting_uniforms(keys, purpose, 0, index, 0.5) for purpose in ("a", "b") for index in (1, 2)]
    off_diagonal = np.corrcoef(draws)[np.triu_indices(4, 1)]
    assert np.abs(off_diagonal).max() < 5 / np.sqrt(20_000)
