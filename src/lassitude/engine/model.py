"""What the integrator needs to know of a body, without any biology."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from lassitude.engine.flows import Flow, Relaxation

Values = Mapping[str, Any]
BLOCK = 4096
"""People in a block; always the same, so that every compiled program is the same."""

FlowsOf = Callable[[SimpleNamespace, Any], tuple[Flow, ...]]
SignalsOf = Callable[[SimpleNamespace, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Clock:
    """How a day is cut.

    Attributes
    ----------
    parts : int, power of two
        Slow steps a day.
    steps : int, power of two
        Fast steps in each slow step; noise falls on each.
    substeps : int
        Deterministic sub-steps in each fast step, always the same number.
    """

    parts: int = 1
    steps: int = 4
    substeps: int = 2

    def halved(self) -> Clock:
        """Return the clock with every step half as long.

        Examples
        --------
        >>> Clock(1, 4, 2).halved()
        Clock(parts=2, steps=4, substeps=2)
        """
        return Clock(2 * self.parts, self.steps, self.substeps)


@dataclass(frozen=True, slots=True)
class Model:
    """A body as the integrator sees it.

    All functions take a namespace of states, levers, covariates and derived signals, and the
    parameters, and work elementwise on one person or on arrays with one value a person.

    Attributes
    ----------
    fast, slow : tuple of str
        Open pools stepped by the two-stage scheme, many times or once in a slow step.
    counted : tuple of pairs of str
        Fast pools that are counts, so that their flows carry noise; a pair shares a stream.
    closed : tuple of tuple of str
        Groups of pools whose sum is kept.
    signed : tuple of str
        States that relax toward a target.
    swinging : tuple of pairs of str
        Signed states with noise; a pair shares a stream.
    totals : tuple of str
        Counters of events.
    fast_flows, slow_flows, closed_flows : callable
        Flows of each kind.
    courses : tuple of pairs of str and callable
        Each signed state and what gives its relaxation, causes before what they cause.
    exposures : callable
        What of the fast block the rest reads, averaged over a slow step; may replace fast states.
    derived : callable
        Signals computed from states before the slow block.
    open_day, close_day : callable
        ``(namespace, parameters, uniforms) -> changed states``, once a day before and after.
    uniforms : tuple of int
        How many uniform numbers each of the two needs.
    averages : tuple of str
        Names of the signals that are added up over a segment.
    averaged : callable
        Those signals.
    levers : callable
        ``(regimen, day) -> levers`` of that day.
    parameters : callable
        Builds what the functions above take as parameters from flat values.
    """

    fast: tuple[str, ...]
    counted: tuple[tuple[str, str], ...]
    slow: tuple[str, ...]
    closed: tuple[tuple[str, ...], ...]
    signed: tuple[str, ...]
    swinging: tuple[tuple[str, str], ...]
    totals: tuple[str, ...]
    fast_flows: FlowsOf
    slow_flows: FlowsOf
    closed_flows: FlowsOf
    courses: tuple[tuple[str, Callable[[SimpleNamespace, Any], Relaxation]], ...]
    exposures: SignalsOf
    derived: SignalsOf
    open_day: Callable[[SimpleNamespace, Any, list[Any]], dict[str, Any]]
    close_day: Callable[[SimpleNamespace, Any, list[Any]], dict[str, Any]]
    uniforms: tuple[int, int]
    averages: tuple[str, ...]
    averaged: SignalsOf
    levers: Callable[[Any, Any], dict[str, Any]]
    parameters: Callable[[Values], Any]

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order in which they are stored."""
        closed = tuple(state for group in self.closed for state in group)
        return (*self.fast, *self.slow, *closed, *self.signed, *self.totals)
