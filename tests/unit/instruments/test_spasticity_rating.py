"""A rating of spasticity is nothing where there is none, and people rate alike only in part."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import observe
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(62, 0, np.arange(N))


def rating(spasticity: float, day: int = 0) -> np.ndarray:
    return observe("spasticity-NRS", {"spasticity": np.full(N, spasticity)}, KEYS, day)["rating"].value


def test_nobody_without_spasticity_reports_it_and_ratings_rise_with_it():
    assert (rating(0.0) == 0.0).all()
    assert rating(0.5).mean() < rating(1.0).mean() < rating(2.5).mean()
    assert 0.3 < np.corrcoef(rating(1.0, 0), rating(1.0, 7))[0, 1] < 0.7
