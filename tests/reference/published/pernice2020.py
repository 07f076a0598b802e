"""Relapsing-remitting MS as a net of 25 places: peripheral and central T cells, cytokines, barrier, myelin.

Reference
---------
Pernice S. et al. A computational approach based on the colored Petri net formalism for studying
multiple sclerosis. BMC Bioinformatics 2020; 21:550. doi:10.1186/s12859-020-03823-9.
Rates from the authors' program (github.com/qBioTurin/Multiple-Sclerosis, commit f773297): files
``cpp/transition.cpp``, ``input/paramMS.csv``, ``input/paramHealthy.csv``, ``R_func/Functions.R``.
The daclizumab place is left out: it holds nothing unless the drug is given.

Time is in hours, cells in counts per mm3, cytokines in the units of the net. Symbols are those of the
program; a name ending in ``c`` lies in the central nervous system ("in" there), ``p`` outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import odeint

HOURS = 24.0
SECOND_INJECTION = 1608.0
PULSE = 100.0
PULSE_DAYS = (2, 67, 127, 295, 300, 303, 307, 600)


class Net(NamedTuple):
    """What the places hold; O5 is intact myelin and O1 lost myelin."""

    NE: float
    NE_pool: float
    NR: float
    NR_pool: float
    TE: float
    TM: float
    Ag: float
    TR: float
    NK: float
    IFNp: float
    IL17p: float
    IL10p: float
    BBB: float
    NEc: float
    TEc: float
    NRc: float
    TRc: float
    IFNc: float
    IL17c: float
    IL10c: float
    O5: float
    O4: float
    O3: float
    O2: float
    O1: float


START = Net(*[0.0] * len(Net._fields))._replace(
    NE=1687, NR=63, NK=30, IFNp=42, IL17p=8, IL10p=13, IFNc=1, IL17c=1, IL10c=1, O5=500
)


@dataclass(frozen=True)
class Rates:
    """Rates per hour as printed; ``TeD`` and ``TrD`` are the deaths of effector and regulatory T cells."""

    TeE: float
    TrE: float
    Te2: float = 0.04
    Tr2: float = 0.006
    TeD: float = 1 / 24
    TrD: float = 1 / 24
    TekODC: float = 6e-4
    TrkTe: float = 0.02
    TekA: float = 6e-4
    pass_effector: float = 0.005
    pass_regulatory: float = 0.45
    CIL10: float = 10.0
    Cinf: float = 20.0
    NKkT: float = 0.01
    remyelination: float = 0.01


HEALTHY = Rates(TeE=0.015, TrE=4e-4)
MS = Rates(TeE=0.018, TrE=7e-5)


@dataclass(frozen=True)
class Wiring:
    """How the net is read where its drawing leaves a choice.

    ``antigen_seen`` turns antigen into the drive of primary activation, ``antigen_recalled`` into the
    drive of memory; ``myelin_seen`` turns the five myelin levels into the drive of central activation;
    ``cytokine_spent`` is the share of IL-17 and IL-10 that opening and closing the barrier uses up.
    """

    antigen_seen: Callable[[float], float]
    antigen_recalled: Callable[[float], float]
    myelin_seen: Callable[[Sequence[float]], float]
    cytokine_spent: float


def _present(count: float) -> float:
    return 1.0 if count >= 1 else 0.0


def _levels_present(levels: Sequence[float]) -> float:
    return sum(_present(level) for level in levels)


AS_RUN = Wiring(_present, lambda count: count, _levels_present, cytokine_spent=1.0)
"""As the authors' program ran: the arcs of the barrier consume the cytokine that moves it."""

CATALYTIC = Wiring(_present, lambda count: count, _levels_present, cytokine_spent=0.0)
"""The same with the barrier's arcs read as catalytic: it leaves the cytokines alone."""

AMENDED = Wiring(
    antigen_seen=lambda count: max(count, 0.0) / (1.0 + max(count, 0.0)),
    antigen_recalled=lambda count: count / PULSE,
    myelin_seen=lambda levels: 1.0,
    cytokine_spent=0.0,
)
"""Smooth, with one unit of antigen for both activations and no sum over myelin levels."""


def _pressure(interferon: float, il17: float, il10: float) -> float:
    total = interferon + il17 + il10
    return 0.5 * (il17 + interferon - il10) / total if total >= 1 else 0.0


def _periphery(x: Net, hours: float, k: Rates, wiring: Wiring) -> dict[str, float]:
    signal = 0.5 + exp(-x.IFNp / k.Cinf)
    primary = k.TeE * x.NE * wiring.antigen_seen(x.Ag) * signal
    awake = 1.0 if hours > SECOND_INJECTION else 0.0
    memory = 2 * k.TeE * x.TM * wiring.antigen_recalled(x.Ag) * signal * awake
    regulatory = k.TrE * x.NR * x.TE
    clearing = k.TekA * x.Ag * x.TE * (1 + _pressure(x.IFNp, x.IL17p, x.IL10p))
    suppression = k.TrkTe * x.TR * x.TE * (1 - exp(-x.IL10p / k.CIL10))
    killed = k.NKkT * x.NK * x.TE
    growth = (2 / 3 - 1 / 3) * k.Te2 * x.TE - k.TeD * x.TE
    return {
        "NE": -primary + 0.2963841 * x.NE_pool,
        "NE_pool": primary - 0.2963841 * x.NE_pool,
        "NR": -regulatory + 0.3174603 * x.NR_pool,
        "NR_pool": regulatory - 0.3174603 * x.NR_pool,
        "TE": primary + memory + growth - k.pass_effector * x.BBB * x.TE - killed - clearing - suppression,
        "TM": (1 / 3) * k.Te2 * x.TE - memory,
        "Ag": -clearing,
        "TR": regulatory + k.Tr2 * x.TR - k.TrD * x.TR - k.pass_regulatory * x.BBB * x.TR,
        "NK": (0.0416 - 0.0416667) * x.NK + 0.267 * max(30 - x.NK, 0.0) - killed,
    }


def _barrier(x: Net, wiring: Wiring) -> dict[str, float]:
    opening, closing = 0.0115 * x.IL17p, 0.0765 * x.IL10p * x.BBB
    spent = wiring.cytokine_spent
    return {
        "IFNp": 0.0466049 * x.TE + 0.03 * x.NK - 0.05 * x.IFNp,
        "IL17p": 0.0089506 * x.TE - 0.03 * x.IL17p - spent * opening,
        "IL10p": 0.0555556 * x.TR + 0.045 * x.NK - 0.09 * x.IL10p - spent * closing,
        "BBB": opening - closing,
    }


def _center(x: Net, k: Rates, wiring: Wiring) -> dict[str, float]:
    signal = 0.5 + exp(-x.IFNc / k.Cinf)
    activation = k.TeE * x.NEc * signal * wiring.myelin_seen((x.O5, x.O4, x.O3, x.O2, x.O1))
    regulatory = k.TrE * x.NRc * x.TEc
    suppression = k.TrkTe * x.TRc * x.TEc * (1 - exp(-x.IL10c / k.CIL10))
    return {
        "NEc": k.pass_effector * x.BBB * x.TE - activation,
        "TEc": activation + (2 / 3) * k.Te2 * x.TEc - k.TeD * x.TEc - suppression,
        "NRc": k.pass_regulatory * x.BBB * x.TR - regulatory,
        "TRc": regulatory + k.Tr2 * x.TRc - k.TrD * x.TRc,
        "IFNc": 0.0466049 * x.TEc - 0.05 * x.IFNc,
        "IL17c": 0.0089506 * x.TEc - 0.03 * x.IL17c,
        "IL10c": 0.0555556 * x.TRc - 0.09 * x.IL10c,
    }


def _myelin(x: Net, k: Rates) -> dict[str, float]:
    attack = k.TekODC * x.TEc * (1 + _pressure(x.IFNc, x.IL17c, x.IL10c))
    repair = k.remyelination
    return {
        "O5": -attack * x.O5 + repair * x.O4,
        "O4": attack * x.O5 - (attack + repair) * x.O4 + repair * x.O3,
        "O3": attack * x.O4 - (attack + repair) * x.O3 + repair * x.O2,
        "O2": attack * x.O3 - (attack + repair) * x.O2,
        "O1": attack * x.O2,
    }


def derivative(state: Iterable[float], hours: float, rates: Rates, wiring: Wiring) -> Net:
    """Return the change of every place per hour.

    Parameters
    ----------
    state : iterable of 25 numbers, in the order of :class:`Net`
    hours : float
        Since the start; memory answers only after the second injection, at hour 1608.
    rates : Rates
    wiring : Wiring
    """
    x = Net(*state)
    parts = (_periphery(x, hours, rates, wiring), _barrier(x, wiring))
    parts = (*parts, _center(x, rates, wiring), _myelin(x, rates))
    return Net(**{name: value for part in parts for name, value in part.items()})


@dataclass(frozen=True)
class Course:
    """A run on a grid of hours: ``days`` [time] and ``states`` [time, place]."""

    days: NDArray[np.float64]
    states: NDArray[np.float64]

    def of(self, place: str) -> NDArray[np.float64]:
        """Return the course of one place, [time]."""
        return self.states[:, Net._fields.index(place)]

    def peak(self, place: str, first_day: float = 0.0, last_day: float = np.inf) -> float:
        """Return the highest value of one place between two days."""
        within = (self.days >= first_day) & (self.days <= last_day)
        return float(self.of(place)[within].max())

    def at(self, place: str, day: float) -> float:
        """Return one place on one day, before any antigen given on that day."""
        return float(self.of(place)[np.searchsorted(self.days, day)])


def _integrate(
    state: NDArray[np.float64], grid: NDArray[np.float64], rates: Rates, wiring: Wiring, tolerance: float
) -> NDArray[np.float64]:
    states, report = odeint(
        derivative,
        state,
        grid,
        (rates, wiring),
        rtol=tolerance,
        atol=1e-9,
        hmax=6.0,
        mxstep=50_000,
        full_output=True,
    )
    if report["message"] != "Integration successful.":
        hours = f"{grid[0]:g} and {grid[-1]:g}"
        raise ArithmeticError(f"LSODA gave up between hours {hours}: {report['message']}")
    return states


def simulate(
    rates: Rates,
    wiring: Wiring,
    pulse_days: Sequence[float] = PULSE_DAYS,
    last_day: float = 720.0,
    relative_tolerance: float = 1e-8,
    start: Net = START,
) -> Course:
    """Run the net with LSODA, adding 100 antigen on each pulse day.

    Parameters
    ----------
    rates : Rates
    wiring : Wiring
    pulse_days : sequence of float, increasing, all between 0 and ``last_day``
    last_day : float
    relative_tolerance : float
        The absolute tolerance is 1e-9 in the net's own units.
    start : Net
        What the places hold at first.

    Raises
    ------
    ArithmeticError
        Where LSODA gives up, as it does once the net explodes.

    Examples
    --------
    >>> course = simulate(MS, AS_RUN, pulse_days=(2,), last_day=30)
    >>> round(course.at("O1", 30), 2)
    13.56
    """
    edges = (0.0, *pulse_days, last_day)
    state, days, states = np.array(start), [], []
    for leg, (first, last) in enumerate(pairwise(edges)):
        if leg:
            state = np.array(Net(*state)._replace(Ag=state[Net._fields.index("Ag")] + PULSE))
        grid = np.arange(first * HOURS, last * HOURS + 0.5)
        leg_states = _integrate(state, grid, rates, wiring, relative_tolerance)
        state = leg_states[-1]
        days.append(grid / HOURS)
        states.append(leg_states)
    return Course(np.concatenate(days), np.concatenate(states))
