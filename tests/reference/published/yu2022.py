"""Ofatumumab and B cells in blood and tissue, with target-mediated elimination.

Reference
---------
Yu H. et al. CNS Drugs 2022; 36:283-300: population model of 1486 people with relapsing MS. Equations and
typical values as coded in nlmixr2lib (Yu_2022_ofatumumab); days, mg, mg/L, receptors in mg/L of drug (nM
times 0.149), B cells per microliter. The weight, age and observed baseline of the typical person are 70 kg,
38 years and 200 per microliter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

DAYS_A_YEAR = 365.25
RECEPTOR_MASS = 0.149
"""mg/L of drug per nM of receptor."""


@dataclass(frozen=True)
class Ofatumumab:
    """Typical values."""

    bioavailability: float = 0.685
    absorption: float = 0.157
    central: float = 2.62
    clearance: float = 0.34
    exchange: float = 0.358
    peripheral: float = 2.8
    complex_loss: float = 1.31
    receptors: float = 4.84
    synthesis: float = 0.1468
    late_synthesis: float = 0.00825
    binding: float = 0.0249
    unbinding: float = 5.53
    waning: float = 2.58
    b_cells: float = 194.0
    strongest: float = 159.0
    half: float = 0.0057
    steepness: float = 2.81
    turnover: float = 0.0124
    b_exchange: float = 0.78
    tissue: float = 3.7


TYPICAL = Ofatumumab()


def free_drug(total: float, receptors: float, p: Ofatumumab) -> float:
    """Return free drug, mg/L, from total drug and receptors in one unit: quasi-steady binding."""
    steady = (p.complex_loss + p.unbinding) * p.binding / p.unbinding
    rest = total - receptors - steady
    return 0.5 * (rest + sqrt(rest * rest + 4.0 * total * steady))


def change(t: float, x: NDArray[np.float64], p: Ofatumumab) -> list[float]:
    """Return the change a day of depot, central, peripheral, receptors, B cells in blood and in tissue."""
    depot, central, peripheral, receptors, blood, tissue = x
    synthesis = p.late_synthesis + (p.synthesis - p.late_synthesis) * exp(-p.waning * t / DAYS_A_YEAR)
    loss = p.synthesis / p.receptors
    total = central / p.central
    free = free_drug(total, receptors, p)
    bound = total - free
    powered = max(free, 0.0) ** p.steepness
    killed = p.strongest * powered / (p.half**p.steepness + powered)
    out, back = p.b_exchange / p.central, p.b_exchange / p.tissue
    return [
        -p.absorption * depot,
        p.absorption * depot
        - p.clearance * free
        - p.exchange * (free - peripheral / p.peripheral)
        - p.complex_loss * p.central * bound,
        p.exchange * (free - peripheral / p.peripheral),
        synthesis - loss * receptors - (p.complex_loss - loss) * bound,
        p.turnover * p.b_cells - p.turnover * (1.0 + killed) * blood - out * blood + back * tissue,
        out * blood - back * tissue,
    ]


@dataclass(frozen=True)
class Course:
    """Free drug (mg/L) and B cells in blood and tissue (per microliter) on every day."""

    day: NDArray[np.float64]
    free: NDArray[np.float64]
    blood: NDArray[np.float64]
    tissue: NDArray[np.float64]


def course(dose_days: tuple[int, ...], last_day: int, dose: float = 20.0, p: Ofatumumab = TYPICAL) -> Course:
    """Return the course of a typical person under subcutaneous doses."""
    x = np.array([0.0, 0.0, 0.0, p.receptors, p.b_cells, p.b_cells * p.tissue / p.central])
    seen = []
    for day in range(last_day + 1):
        if day in dose_days:
            x[0] += p.bioavailability * dose
        seen.append(x.copy())
        x = solve_ivp(change, (day, day + 1), x, args=(p,), method="LSODA", rtol=1e-8, atol=1e-9).y[:, -1]
    path = np.array(seen)
    free = np.array([free_drug(row[1] / p.central, row[3], p) for row in path])
    return Course(np.arange(last_day + 1.0), free, path[:, 4], path[:, 5])
