"""Protects: mixing is judged as it should be, on chains whose mixing is known."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.diagnostics import effective_sample_size, split_r_hat
from lassitude.randomness.streams import Keys, normals, person_keys


def chains(correlation: float, count: int = 4, length: int = 2000) -> np.ndarray:
    """Draw first-order autoregressive chains of variance one, [chain, draw, 1]."""
    keys = person_keys(11, 0, np.arange(count))
    noise = normals(Keys(keys.word0[:, None], keys.word1[:, None]), "chains", np.arange(length))
    made = noise.copy()
    for place in range(1, length):
        made[:, place] = correlation * made[:, place - 1] + np.sqrt(1 - correlation**2) * noise[:, place]
    return made[..., None]


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_effective_draws_of_autoregressive_chains(correlation: float) -> None:
    """Exactly n (1 - r) / (1 + r); the estimate is within a fifth for these keyed chains."""
    exact = 8000 * (1 - correlation) / (1 + correlation)
    assert effective_sample_size(chains(correlation))[0] == pytest.approx(exact, rel=0.2)


def test_chains_of_one_distribution_agree_and_others_do_not() -> None:
    made = chains(0.3)
    apart = made + np.arange(4.0)[:, None, None]
    drifting = made + np.linspace(0.0, 3.0, 2000)[:, None]
    assert split_r_hat(made)[0] < 1.01
    assert split_r_hat(apart)[0] > 1.5
    assert split_r_hat(drifting)[0] > 1.1
