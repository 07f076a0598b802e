"""The 24-state toy: the amended immune net per day, intact myelin being what the other levels leave.

Every state is written as a gain and a loss rate, dx/dt = gain - loss * x, elementwise over persons, so one
text serves NumPy in float64, JAX in float32 and adaptive solvers. Equations and constants are those of
``tests/reference/published/pernice2020.py`` under its amended wiring; the test of this folder compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

MYELIN = 500.0
PULSE = 100.0
MEMORY_WAKES = 67.0
PER_DAY = 24.0


class Person(NamedTuple):
    """What differs between persons: two activation rates per hour, each [person]."""

    effector_activation: Any
    regulatory_activation: Any


class Net(NamedTuple):
    """One array [person] a state; cells per mm3, cytokines in the units of the net."""

    NE: Any
    NE_pool: Any
    NR: Any
    NR_pool: Any
    TE: Any
    TM: Any
    Ag: Any
    TR: Any
    NK: Any
    IFNp: Any
    IL17p: Any
    IL10p: Any
    BBB: Any
    NEc: Any
    TEc: Any
    NRc: Any
    TRc: Any
    IFNc: Any
    IL17c: Any
    IL10c: Any
    O4: Any
    O3: Any
    O2: Any
    O1: Any


START = Net(*[0.0] * len(Net._fields))._replace(
    NE=1687.0, NR=63.0, NK=30.0, IFNp=42.0, IL17p=8.0, IL10p=13.0, IFNc=1.0, IL17c=1.0, IL10c=1.0
)


def _positive(value: Any) -> Any:
    return 0.5 * (value + abs(value))


def _pressure(interferon: Any, il17: Any, il10: Any) -> Any:
    total = interferon + il17 + il10
    return 0.5 * (il17 + interferon - il10) / (1.0 + _positive(total - 1.0)) * (total >= 1.0)


def _periphery(x: Net, day: Any, person: Person, exp: Callable[[Any], Any]) -> dict[str, tuple[Any, Any]]:
    drive = person.effector_activation * (0.5 + exp(-x.IFNp / 20.0))
    waking = drive * x.Ag / (1.0 + x.Ag)
    recall = 2.0 * drive * x.Ag / PULSE * (day > MEMORY_WAKES)
    regulation = person.regulatory_activation * x.TE
    clearing = 6e-4 * (1.0 + _pressure(x.IFNp, x.IL17p, x.IL10p))
    suppression = 0.02 * x.TR * (1.0 - exp(-x.IL10p / 10.0))
    lost = 1 / 24 + 0.005 * x.BBB + 0.01 * x.NK + clearing * x.Ag + suppression
    return {
        "NE": (0.2963841 * x.NE_pool, waking),
        "NE_pool": (waking * x.NE, 0.2963841),
        "NR": (0.3174603 * x.NR_pool, regulation),
        "NR_pool": (regulation * x.NR, 0.3174603),
        "TE": (waking * x.NE + recall * x.TM + 0.04 / 3 * x.TE, lost),
        "TM": (0.04 / 3 * x.TE, recall),
        "Ag": (0.0, clearing * x.TE),
        "TR": (regulation * x.NR + 0.006 * x.TR, 1 / 24 + 0.45 * x.BBB),
        "NK": (0.0416 * x.NK + 0.267 * _positive(30.0 - x.NK), 0.0416667 + 0.01 * x.TE),
    }


def _cytokines(x: Net) -> dict[str, tuple[Any, Any]]:
    return {
        "IFNp": (0.0466049 * x.TE + 0.03 * x.NK, 0.05),
        "IL17p": (0.0089506 * x.TE, 0.03),
        "IL10p": (0.0555556 * x.TR + 0.045 * x.NK, 0.09),
        "BBB": (0.0115 * x.IL17p, 0.0765 * x.IL10p),
        "IFNc": (0.0466049 * x.TEc, 0.05),
        "IL17c": (0.0089506 * x.TEc, 0.03),
        "IL10c": (0.0555556 * x.TRc, 0.09),
    }


def _center(x: Net, person: Person, exp: Callable[[Any], Any]) -> dict[str, tuple[Any, Any]]:
    waking = person.effector_activation * (0.5 + exp(-x.IFNc / 20.0))
    regulation = person.regulatory_activation * x.TEc
    suppression = 0.02 * x.TRc * (1.0 - exp(-x.IL10c / 10.0))
    attack = 6e-4 * x.TEc * (1.0 + _pressure(x.IFNc, x.IL17c, x.IL10c))
    intact = MYELIN - x.O4 - x.O3 - x.O2 - x.O1
    return {
        "NEc": (0.005 * x.BBB * x.TE, waking),
        "TEc": (waking * x.NEc + 0.08 / 3 * x.TEc, 1 / 24 + suppression),
        "NRc": (0.45 * x.BBB * x.TR, regulation),
        "TRc": (regulation * x.NRc + 0.006 * x.TRc, 1 / 24),
        "O4": (attack * intact + 0.01 * x.O3, attack + 0.01),
        "O3": (attack * x.O4 + 0.01 * x.O2, attack + 0.01),
        "O2": (attack * x.O3, attack + 0.01),
        "O1": (attack * x.O2, 0.0),
    }


def gains_and_losses(x: Net, day: Any, person: Person, exp: Callable[[Any], Any]) -> tuple[Net, Net]:
    """Return what enters each state per day, and the share of it that leaves per day.

    Parameters
    ----------
    x : Net
        States, each [person].
    day : float or scalar array
        Since the start; memory answers after day 67.
    person : Person
        Rates per hour, each [person].
    exp : function
        The exponential of the array library in use.
    """
    flows = {**_periphery(x, day, person, exp), **_cytokines(x), **_center(x, person, exp)}
    gains = Net(**{name: PER_DAY * flow[0] for name, flow in flows.items()})
    losses = Net(**{name: PER_DAY * flow[1] for name, flow in flows.items()})
    return gains, losses


def derivative(x: Net, day: Any, person: Person, exp: Callable[[Any], Any]) -> Net:
    """Return the change of every state per day, gain - loss * x; arguments as above."""
    gains, losses = gains_and_losses(x, day, person, exp)
    return Net(*(gain - loss * value for gain, loss, value in zip(gains, losses, x, strict=True)))
