"""Motor evoked potentials: time and amplitude are two measurements, each of its own signal."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import observe
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(61, 0, np.arange(N))


def seen(time: float, conduction: float) -> dict:
    signals = {
        "central_motor_conduction_time": np.full(N, time),
        "pyramidal_conduction": np.full(N, conduction),
    }
    return {part: one.value for part, one in observe("CMCT", signals, KEYS, 0).items()}


def test_healthy_people_have_the_published_mean_and_spread():
    """hess1986_cmct: 6.0 and SD 0.76 ms; 4,000 people, five standard errors of 0.012 and 0.009."""
    healthy = seen(6.0, 1.0)["milliseconds"]
    assert abs(healthy.mean() - 6.0) < 0.06
    assert abs(healthy.std() - 0.76) < 0.05


def test_delay_leaves_the_amplitude_and_block_leaves_the_time():
    healthy, late, blocked = seen(6.0, 1.0), seen(12.0, 1.0), seen(6.0, 0.5)
    assert np.array_equal(late["amplitude"], healthy["amplitude"])
    assert np.array_equal(blocked["milliseconds"], healthy["milliseconds"])
    assert abs(blocked["amplitude"].mean() - 50.0) < 1.0
