"""Kurtzke's rules: half steps, monotone in every score, and nothing from incomplete scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lassitude.instruments.edss import (
    HIGHEST_SYSTEM_SCORES,
    NEUROSTATUS_2011,
    SYSTEMS,
    WALKING_RANGE,
    edss_step,
    functional_system_step,
)

systems = st.fixed_dictionaries({name: st.integers(0, top) for name, top in HIGHEST_SYSTEM_SCORES.items()})


def as_arrays(scores: dict[str, int]) -> dict[str, np.ndarray]:
    return {name: np.array([float(value)]) for name, value in scores.items()}


@given(systems, st.sampled_from(SYSTEMS))
def test_a_worse_system_never_lowers_the_step(scores, name):
    worse = dict(scores, **{name: min(scores[name] + 1, HIGHEST_SYSTEM_SCORES[name])})
    assert functional_system_step(as_arrays(worse)) >= functional_system_step(as_arrays(scores))


@pytest.mark.parametrize("coding", [WALKING_RANGE, NEUROSTATUS_2011])
@given(scores=systems)
def test_worse_walking_never_lowers_the_step(coding, scores):
    many = len(coding.least_step)
    spread = {name: np.full(many, float(value)) for name, value in scores.items()}
    steps = edss_step(spread, np.arange(many, dtype=float), coding)
    assert (np.diff(steps) >= 0).all()


@given(systems, st.integers(0, 9))
def test_steps_exist_on_the_scale(scores, ambulation):
    step = float(edss_step(as_arrays(scores), np.array([float(ambulation)]))[0])
    assert step in {0.0, *np.arange(1.0, 10.5, 0.5)}


@given(systems, st.integers(3, 9))
def test_walking_governs_from_five_and_a_half_on(scores, ambulation):
    step = float(edss_step(as_arrays(scores), np.array([float(ambulation)]))[0])
    assert step == WALKING_RANGE.least_step[ambulation]


@pytest.mark.parametrize("absent", [*SYSTEMS, "ambulation"])
def test_no_step_without_all_scores(absent):
    scores = {name: np.array([1.0]) for name in SYSTEMS}
    ambulation = np.array([np.nan if absent == "ambulation" else 6.0])
    if absent in scores:
        scores[absent] = np.array([np.nan])
    assert np.isnan(edss_step(scores, ambulation)).all()
