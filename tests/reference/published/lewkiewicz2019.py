"""Naive T cells of a whole body over a life: thymus, division and death.

Reference
---------
Lewkiewicz S., Chuang Y.-L., Chou T. Math Biosci 2019 (BIOMD0000000824); years, cells.
"""

from __future__ import annotations

from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

THYMUS, THYMIC_AGING = 1.8e10, 0.044
DIVISION, DEATH, CROWDED_DEATH, CROWD = 0.17, 0.18, 0.04, 1e10


def change(age: float, cells: float) -> float:
    """Return the change of the number of naive cells a year."""
    crowding = cells * cells / (cells * cells + CROWD * CROWD)
    return THYMUS * exp(-THYMIC_AGING * age) + DIVISION * cells - (DEATH + CROWDED_DEATH * crowding) * cells


def cells(ages: NDArray[np.float64], start: float = 0.0, from_age: float = 0.0) -> NDArray[np.float64]:
    """Return naive cells at some ages, rising, after starting with some number at an age."""
    told = solve_ivp(
        lambda age, x: [change(age, x[0])], (from_age, ages[-1]), [start], t_eval=ages, rtol=1e-9, atol=1.0
    )
    return told.y[0]
