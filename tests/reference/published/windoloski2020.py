"""Cytokines after endotoxin: seven equations of monocytes, TNF, IL-6, IL-8 and IL-10.

Reference
---------
Windoloski K.A., Dobreva A. and Olufsen M.S., bolus and continuous endotoxin; equations and the two optimized
sets as in github.com/msolufse/Inflammation_Bolus_Cont. Time in hours, endotoxin in ng/kg, cytokines in pg/mL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

STATES = ("E", "MR", "MA", "TNF", "IL6", "IL8", "IL10")
_BOTH = {
    "kE": 1.01, "kMR": 0.006, "Mmax": 30000.0, "kM": 0.0414, "hME": 1.0, "hM10": 0.3, "hMTNF": 3.16,
    "xTNF6": 560.0, "hTNF10": 3.0, "hTNF6": 2.0, "k6": 0.66, "k6M": 0.81, "k6TNF": 0.81, "x66": 560.0,
    "h66": 1.0, "h6TNF": 2.0, "w6": 0.61, "h810": 1.5, "h8TNF": 3.0, "x106": 560.0, "h106": 3.68,
}  # fmt: skip
BOLUS: Mapping[str, float] = {
    **_BOTH,
    "kMA": 2.674, "kMTNF": 8.65, "xME": 3.3, "xM10": 3.884, "xMTNF": 140.8, "kTNF": 1.395, "kTNFM": 0.998,
    "xTNF10": 15.54, "wTNF": 8.793, "x610": 31.07, "x6TNF": 260.6, "h610": 4.0, "k8": 0.6864, "k8M": 0.7457,
    "k8TNF": 0.7887, "x810": 15.54, "x8TNF": 260.6, "w8": 4.175, "k10": 0.8, "k10M": 0.01504,
    "k106": 0.01705, "w10": 3.747,
}  # fmt: skip
INFUSION: Mapping[str, float] = {
    **_BOTH,
    "kMA": 3.491, "kMTNF": 9.0, "xME": 2.0, "xM10": 4.394, "xMTNF": 222.2, "kTNF": 0.423, "kTNFM": 1.391,
    "xTNF10": 17.58, "wTNF": 13.87, "x610": 35.15, "x6TNF": 411.1, "h610": 1.0, "k8": 0.3862, "k8M": 0.6127,
    "k8TNF": 0.5091, "x810": 17.58, "x8TNF": 411.1, "w8": 2.695, "k10": 0.4, "k10M": 0.03646,
    "k106": 0.01929, "w10": 4.239,
}  # fmt: skip


def _up(x: float, k: float, h: float) -> float:
    return max(x, 0.0) ** h / (max(x, 0.0) ** h + k**h)


def _down(x: float, k: float, h: float) -> float:
    return 1.0 - _up(x, k, h)


def derivative(y: NDArray[np.float64], p: Mapping[str, float], given: float) -> list[float]:
    """Return the change of all states an hour, `given` in ng/kg an hour."""
    e, mr, ma, tnf, il6, il8, il10 = y
    stimulus = _up(e, p["xME"], p["hME"]) * (p["kM"] + p["kMTNF"] * _up(tnf, p["xMTNF"], p["hMTNF"]))
    act = stimulus * _down(il10, p["xM10"], p["hM10"]) * mr
    tnf_made = p["kTNFM"] * _down(il6, p["xTNF6"], p["hTNF6"]) * _down(il10, p["xTNF10"], p["hTNF10"]) * ma
    il6_made = (p["k6M"] + p["k6TNF"] * _up(tnf, p["x6TNF"], p["h6TNF"])) * _down(il6, p["x66"], p["h66"])
    il8_made = p["k8M"] + p["k8TNF"] * _up(tnf, p["x8TNF"], p["h8TNF"])
    return [
        given - p["kE"] * e,
        p["kMR"] * mr * (1.0 - mr / p["Mmax"]) - act,
        act - p["kMA"] * ma,
        tnf_made - p["kTNF"] * (tnf - p["wTNF"]),
        il6_made * _down(il10, p["x610"], p["h610"]) * ma - p["k6"] * (il6 - p["w6"]),
        il8_made * _down(il10, p["x810"], p["h810"]) * ma - p["k8"] * (il8 - p["w8"]),
        (p["k10M"] + p["k106"] * _up(il6, p["x106"], p["h106"])) * ma - p["k10"] * (il10 - p["w10"]),
    ]


def course(
    p: Mapping[str, float], hours: NDArray[np.float64], bolus: float = 0.0,
    given: Callable[[float], float] = lambda hour: 0.0, resting: float = 28200.0,
) -> dict[str, NDArray[np.float64]]:  # fmt: skip
    """Return every state at some hours after a bolus (ng/kg) or under an infusion (ng/kg an hour)."""
    start = [bolus, resting, 0.0, p["wTNF"], p["w6"], p["w8"], p["w10"]]
    found = solve_ivp(
        lambda hour, y: derivative(y, p, given(hour)), (0.0, hours[-1]), start, t_eval=hours,
        method="LSODA", rtol=1e-9, atol=1e-9, max_step=0.1,
    )  # fmt: skip
    return dict(zip(STATES, found.y, strict=True))
