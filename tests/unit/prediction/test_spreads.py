"""Protects: medians, intervals and Monte Carlo errors over replicates."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.prediction.spreads import predicted, share, spread
from lassitude.randomness.streams import normals, person_keys


def test_replicates_without_an_estimate_are_left_out_and_counted() -> None:
    found = predicted(np.array([1.0, 2.0, 3.0, np.nan]))
    assert (found.median, found.replicates) == (2.0, 3)


def test_without_any_estimate_there_is_no_number() -> None:
    assert np.isnan(spread(np.array([np.nan])).median)


def test_intervals_are_central_and_nested() -> None:
    one = spread(np.arange(1001.0))
    assert (one.interval50.lower, one.interval50.upper) == (250.0, 750.0)
    assert (one.interval90.lower, one.interval90.upper) == (50.0, 950.0)


def test_the_error_of_a_median_is_that_of_repeated_runs() -> None:
    # The median of 500 normals varies by 1.2533/sqrt(500) = 0.056; estimated from 400 runs within a tenth.
    runs = normals(_keys(400, 500), "test", 0)
    told = np.mean([predicted(one).monte_carlo_se for one in runs])
    assert told == pytest.approx(np.median(runs, axis=1).std(), rel=0.1)


def _keys(runs: int, replicates: int):
    return person_keys(1, np.arange(runs)[:, None], np.arange(replicates)[None, :])


def test_a_share_has_its_binomial_error() -> None:
    found = share(np.arange(100) < 20)
    assert found.median == 0.2
    assert found.monte_carlo_se == pytest.approx(0.04)
    assert found.interval50 is None
