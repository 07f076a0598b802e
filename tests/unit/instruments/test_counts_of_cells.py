"""Protects: the share of naive cells is that of the counts of one sample, and never above all of them."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import instrument
from lassitude.instruments.observation import observe
from lassitude.randomness.streams import person_keys


def test_the_share_of_naive_cells_goes_with_both_counts() -> None:
    body = {"cd4_count": 800.0, "naive_cd4_count": 380.0, "cd8_count": 500.0, "b_cell_count": 200.0}
    people = 4000
    signals = {name: np.full(people, value) for name, value in body.items()}
    seen = observe(instrument("lymphocytes"), signals, person_keys(5, 0, np.arange(people)), 0)
    share = seen["naive_cd4_share"].value
    np.testing.assert_allclose(share, 100 * np.minimum(seen["naive_cd4"].value / seen["cd4"].value, 1.0))
    # The ratio of two counts with an error of 15% each has a median of 380/800; four of its standard errors.
    assert abs(np.median(share) - 47.5) < 4 * 1.25 * 47.5 * 0.21 / np.sqrt(people)


def test_naive_cells_are_no_more_than_all() -> None:
    body = dict.fromkeys(("cd4_count", "naive_cd4_count", "cd8_count", "b_cell_count"), np.full(200, 300.0))
    seen = observe(instrument("lymphocytes"), body, person_keys(6, 0, np.arange(200)), 0)
    assert seen["naive_cd4_share"].value.max() == 100.0
