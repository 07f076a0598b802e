"""The stress axis with glands that grow: CRH, ACTH, cortisol, and the masses of two glands.

Reference
---------
Karin O. et al. Mol Syst Biol 2020; 16:e9510. Time in days; normalized so that all is about 1 at a drive of 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

_MINUTE = 1.0 / 1440.0
_RATES = tuple(np.log(2.0) / (minutes * _MINUTE) for minutes in (4.0, 20.0, 80.0))
_GLANDS = (np.log(2.0) / 20.0, np.log(2.0) / 30.0)
CEILING = 1e6


def derivative(day: float, y: NDArray[np.float64], drive: Callable[[float], float]) -> list[float]:
    """Return the change a day of CRH, ACTH, cortisol, corticotrophs and adrenal cortex."""
    crh, acth, cortisol, pituitary, adrenal = y
    mineral, gluco = 1.0 / cortisol, 1.0 / ((cortisol / 4.0) ** 3 + 1.0)
    return [
        _RATES[0] * (drive(day) * mineral * gluco - crh),
        _RATES[1] * (crh * pituitary * gluco - acth),
        _RATES[2] * (acth * adrenal - cortisol),
        _GLANDS[0] * pituitary * (crh * (1.0 - pituitary / CEILING) - 1.0),
        _GLANDS[1] * adrenal * (acth * (1.0 - adrenal / CEILING) - 1.0),
    ]


def course(drive: Callable[[float], float], days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return [state, day] from all ones."""
    found = solve_ivp(
        derivative, (0.0, days[-1]), np.ones(5), t_eval=days, args=(drive,), method="LSODA",
        rtol=1e-8, atol=1e-10, max_step=1.0,
    )  # fmt: skip
    return found.y
