"""Hold the closed forms of a muscle bout to the integrated three-compartment model of Looft 2018."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from lassitude.instruments.muscle_bout import endurance, maximal_force, rested_force
from tests.reference.published import looft2018
from tests.reference.published.looft2018 import DEFAULT, GRIP, KNEE_EXTENSION_MEN, Muscle

MUSCLES = pytest.mark.parametrize(
    "muscle", [DEFAULT, GRIP, KNEE_EXTENSION_MEN], ids=["default", "grip", "knee_men"]
)


def course(muscle: Muscle, target: float, start: list[float], seconds: float) -> np.ndarray:
    """Return the three shares at the end of a phase of the published model."""
    solved = solve_ivp(
        lambda _seconds, state: looft2018.derivative(state, target, muscle),
        (0.0, seconds),
        start,
        method="LSODA",
        rtol=1e-9,
        atol=1e-11,
        max_step=1.0,
    )
    return solved.y[:, -1]


@MUSCLES
@pytest.mark.parametrize("load", [0.15, 0.3, 0.5, 0.7, 0.9])
def test_endurance_is_that_of_the_integrated_model(muscle: Muscle, load: float) -> None:
    """Recruitment within a tenth of a second beside tiring over minutes: 1%, or half a second."""
    held = float(endurance(load, muscle.fatigue, muscle.recovery))
    assert held == pytest.approx(looft2018.endurance(load, muscle), rel=0.01, abs=0.5)


@MUSCLES
@pytest.mark.parametrize("seconds", [5.0, 30.0, 120.0])
def test_maximal_effort_loses_the_force_of_the_integrated_model(muscle: Muscle, seconds: float) -> None:
    """The published model needs a tenth of a second to recruit and keeps a thousandth in reserve."""
    active = course(muscle, 1.0, [0.0, 1.0, 0.0], seconds)[1]
    assert float(maximal_force(seconds, muscle.fatigue, muscle.recovery)) == pytest.approx(active, abs=0.002)


@MUSCLES
def test_rest_brings_back_the_force_of_the_integrated_model(muscle: Muscle) -> None:
    tired = course(muscle, 1.0, [0.0, 1.0, 0.0], 30.0)
    rested = 1.0 - course(muscle, 0.0, list(tired), 60.0)[2]
    told = rested_force(1.0 - tired[2], 60.0, muscle.recovery, muscle.rest)
    assert float(told) == pytest.approx(rested, abs=0.002)


def test_loads_at_the_ends() -> None:
    """Less than recovery keeps up with is held for ever; more than everything not at all; NaN stays NaN."""
    held = endurance([0.05, 1.01, np.nan], 0.0142, 0.00153)
    assert np.isinf(held[0]) and held[1] == 0.0 and np.isnan(held[2])
