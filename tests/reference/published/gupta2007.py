"""The stress axis with two resting points, by receptors that make more of themselves.

Reference
---------
Gupta S. et al. Theor Biol Med Model 2007; 4:8. Time and concentrations have no unit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp


def derivative(time: float, y: NDArray[np.float64], stress: Callable[[float], float]) -> list[float]:
    """Return the change of CRH, ACTH, receptors and cortisol."""
    crh, acth, receptor, cortisol = y
    bound = cortisol * receptor
    return [
        (1.0 + stress(time)) / (1.0 + cortisol / 0.1) - crh,
        crh / (1.0 + bound / 0.1) - 10.0 * acth,
        bound**2 / (0.001 + bound**2) + 0.05 - 0.9 * receptor,
        acth - cortisol,
    ]


def settled(
    start: tuple[float, ...], stress: Callable[[float], float] = lambda time: 0.0
) -> NDArray[np.float64]:
    """Return where the axis comes to rest."""
    found = solve_ivp(
        derivative, (0.0, 400.0), start, args=(stress,), method="LSODA", rtol=1e-9, atol=1e-12, max_step=0.2
    )
    return found.y[:, -1]
