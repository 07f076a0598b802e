"""Muscle fatigue as a flow between resting, active and fatigued motor units (3CC-r).

Reference
---------
Looft J.M., Herkert N., Frey-Law L. Modification of a three-compartment muscle fatigue model to predict peak
torque decline during intermittent tasks. J Biomech 2018; 77:16-25; parameters by joint after
Rakshit R. et al. 2021, doi:10.1016/j.jbiomech.2021.110695. Development rate 10 per second; recovery is
raised at rest only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

DEVELOPMENT = 10.0


@dataclass(frozen=True)
class Muscle:
    """Fatigue and recovery per second; ``rest`` multiplies recovery while nothing is held."""

    fatigue: float
    recovery: float
    rest: float


DEFAULT = Muscle(0.00970, 0.00091, 15)
ANKLE_PLANTAR_FLEXION_WOMEN = Muscle(0.00702, 0.00098, 1)
ANKLE_PLANTAR_FLEXION_MEN = Muscle(0.00683, 0.00093, 1)
GRIP = Muscle(0.01227, 0.00134, 9.10)
KNEE_EXTENSION_MEN = Muscle(0.01420, 0.00153, 10.96)
SHOULDER = Muscle(0.00825, 0.00076, 14.85)


def derivative(state: NDArray[np.float64], target: float, muscle: Muscle) -> NDArray[np.float64]:
    """Return the change per second of the resting, active and fatigued shares, [3]."""
    resting, active, fatigued = state
    missing = target - active
    recruited = DEVELOPMENT * (missing if missing <= 0 else min(missing, resting))
    recovery = muscle.recovery * (muscle.rest if target == 0 else 1.0)
    to_fatigue, to_rest = muscle.fatigue * active, recovery * fatigued
    return np.array([to_rest - recruited, recruited - to_fatigue, to_fatigue - to_rest])


def endurance(target: float, muscle: Muscle, kept: float = 0.95) -> float:
    """Return the seconds for which a share of maximal force is held before it falls below ``kept`` of it."""

    def fails(_seconds: float, state: NDArray[np.float64]) -> float:
        return state[1] - kept * target

    fails.terminal = True  # pyright: ignore[reportFunctionMemberAccess]
    course = solve_ivp(
        lambda _seconds, state: derivative(state, target, muscle),
        (0.0, 3000.0),
        [1 - target, target, 0.0],
        method="LSODA",
        rtol=1e-8,
        atol=1e-10,
        max_step=5.0,
        events=fails,
    )
    return float(course.t_events[0][0]) if len(course.t_events[0]) else float("inf")
