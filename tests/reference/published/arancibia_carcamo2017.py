"""Conduction of one small axon of the optic nerve with thinned myelin, as a reduced curve.

Reference
---------
Arancibia-Carcamo I.L. et al. Node of Ranvier length as a potential regulator of myelinated axon
conduction speed. eLife 2017; 6:e23329 (geometry); Richardson A.G. et al. 2000 (double-cable axon); code
github.com/AttwellLab/MyelinatedAxonModel. The double cable of 31 nodes was run with thinned myelin in a
focal lesion at 35 to 40 degrees C; :data:`CRITICAL_MYELIN` and :data:`RELATIVE_VELOCITY` are what it
gave, the functions are the curves drawn through them. No measured axon was fitted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

INTERNODE_UM = 139.26
NODE_UM = 1.02
VELOCITY_M_S = 2.9
VELOCITY_EXPONENT = 0.62

TEMPERATURES: tuple[int, ...] = (35, 36, 37, 38, 39, 40)
"""Degrees C of the columns of :data:`CRITICAL_MYELIN`."""

CRITICAL_MYELIN: dict[str, dict[int, tuple[float, ...]]] = {
    "intact": {
        3: (np.nan, 0.007, 0.021, 0.037, 0.051, 0.071),
        5: (0.012, 0.027, 0.044, 0.060, 0.083, 0.097),
        8: (0.025, 0.040, 0.060, 0.076, 0.097, 0.123),
    },
    "leaky": {
        3: (np.nan, 0.009, 0.032, 0.065, 0.114, 0.184),
        5: (0.015, 0.044, 0.090, 0.157, 0.275, 0.480),
        8: (0.037, 0.076, 0.145, 0.253, 0.444, np.nan),
    },
}
"""Residual myelin below which conduction blocks, by paranodal seal and internodes in the lesion.

NaN where the double cable only gave a limit (below 0.003, above 0.5).
"""

RELATIVE_VELOCITY = {0.857: 0.917, 0.714: 0.82, 0.571: 0.716, 0.429: 0.595, 0.286: 0.452, 0.143: 0.277}
"""Velocity over that of the healthy axon, by residual myelin (uniform thinning, seal intact)."""


@dataclass(frozen=True)
class Seal:
    """One state of the paranodal seal: m37 = ``factor`` * internodes ** ``exponent``."""

    factor: float
    exponent: float
    slope_per_celsius: float


INTACT = Seal(0.0068, 1.06, 0.30)
LEAKY = Seal(0.0072, 1.47, 0.60)
LARGEST_CRITICAL_MYELIN = 0.5


def critical_myelin(celsius: ArrayLike, internodes: ArrayLike, seal: Seal) -> NDArray[np.float64]:
    """Return m* = factor * k ** exponent * exp(slope * (T - 37)), at most 0.5.

    Parameters
    ----------
    celsius : array
        Temperature of the tissue.
    internodes : array, broadcastable
        How many internodes in a row lost myelin.
    seal : Seal
    """
    at_body_heat = seal.factor * np.asarray(internodes, float) ** seal.exponent
    critical = at_body_heat * np.exp(seal.slope_per_celsius * (np.asarray(celsius, float) - 37))
    return np.minimum(critical, LARGEST_CRITICAL_MYELIN)


def blocked_fraction(critical: ArrayLike, log_mean: float, log_sd: float) -> NDArray[np.float64]:
    """Return Phi((ln m* - mu) / sigma): the share of fibers whose residual myelin lies below m*."""
    return norm.cdf((np.log(critical) - log_mean) / log_sd)


def conducted_fraction(demyelinated: ArrayLike, lost: ArrayLike, blocked: ArrayLike) -> NDArray[np.float64]:
    """Return C = (1 - L) * (1 - D / (1 - L) * B), the share of the tract's fibers that conduct."""
    left = 1 - np.asarray(lost, float)
    return left * (1 - np.asarray(demyelinated, float) / left * np.asarray(blocked, float))


def relative_velocity(myelin: ArrayLike) -> NDArray[np.float64]:
    """Return m ** 0.62, the velocity over that of a healthy axon."""
    return np.asarray(myelin, float) ** VELOCITY_EXPONENT


def extra_delay(myelin: ArrayLike) -> NDArray[np.float64]:
    """Return 0.048 * (m ** -0.62 - 1), milliseconds lost in each thinned internode (seal intact)."""
    return 0.048 * (np.asarray(myelin, float) ** -VELOCITY_EXPONENT - 1)
