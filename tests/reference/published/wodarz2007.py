"""Cytomegalovirus with latency and a killer-cell answer that divides eight times.

Reference
---------
Wodarz D., Sierro S., Klenerman P. J R Soc Interface 2007; 4:533-543 (BIOMD0000000686 to 688), murine; days,
arbitrary cells. The number of precursors is not printed with the equations; one is taken.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

DIVISIONS = 8


@dataclass(frozen=True)
class Rates:
    """As in the SBML file; `answer` is unscaled there."""

    birth: float = 10.0
    death: float = 0.1
    infection: float = 0.1
    latency: float = 0.5
    reactivation: float = 0.1
    early_death: float = 0.1
    maturation: float = 0.01
    late_death: float = 0.2
    virus: float = 1.0
    clearance: float = 1.0
    recruitment: float = 0.2
    killing: float = 1e-6
    answer: float = 15.5
    killer_death: float = 0.1
    division: float = 1.0


def change(_t: float, x: NDArray[np.float64], p: Rates) -> list[float]:
    """Return the change a day of targets, infected (early, late), latent, virus, killers and divisions."""
    targets, early, late, latent, virus, killers, *dividing = x
    infected = early + late
    divisions = [-p.division * dividing[0]] + [
        2.0 * p.division * before - p.division * now for before, now in itertools.pairwise(dividing)
    ]
    return [
        p.birth - p.death * targets - (p.infection + p.latency) * targets * virus,
        p.infection * targets * virus
        - (p.early_death + p.maturation) * early
        + p.reactivation * latent
        - p.killing * killers * early,
        p.maturation * early - p.late_death * late - p.killing * killers * late,
        p.latency * targets * virus - (p.reactivation + p.death) * latent,
        p.virus * late - p.clearance * virus,
        p.recruitment * dividing[-1] + p.answer * infected * killers - p.killer_death * killers,
        *divisions,
    ]


def course(days: NDArray[np.float64], p: Rates, precursors: float = 1.0) -> NDArray[np.float64]:
    """Return all places, [place, day], after one unit of virus meets one unit of targets."""
    start = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, precursors, *[0.0] * DIVISIONS]
    told = solve_ivp(
        change, (0.0, days[-1]), start, args=(p,), t_eval=days, method="LSODA", rtol=1e-9, atol=1e-12
    )
    return told.y
