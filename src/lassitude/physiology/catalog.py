"""What the body consists of: every state with its equation, and for every name what reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from lassitude.engine.flows import Flow, Relaxation, balance
from lassitude.engine.symbols import Symbol, as_symbol, name, names_in
from lassitude.physiology import organism
from lassitude.physiology.chance import Event, events
from lassitude.physiology.formulas import Formula, formula
from lassitude.physiology.parameters import OWNERS, all_declarations
from lassitude.physiology.states import STATES
from lassitude.physiology.trace import traced, traced_by_hour
from lassitude.quantities.parameters import Declaration

Kind = Literal["open pool", "closed pool", "signed state", "counter"]


@dataclass(frozen=True, slots=True)
class Equation:
    """How one state changes.

    Attributes
    ----------
    state, unit, subsystem, meaning : str
        As declared in the table of states; the subsystem is a file of this room.
    kind : {"open pool", "closed pool", "signed state", "counter"}
        How it is stepped; a counter changes only by events.
    flows : tuple of Flow
        Into and out of a pool, rates as symbols.
    relaxation : Relaxation or None
        Of a signed state.
    events : tuple of Event
        What changes it at once, by chance.
    change : Symbol
        The right-hand side, in the state's unit a day.
    """

    state: str
    unit: str
    subsystem: str
    meaning: str
    kind: Kind
    flows: tuple[Flow, ...]
    relaxation: Relaxation | None
    events: tuple[Event, ...]
    change: Symbol

    @property
    def reads(self) -> frozenset[str]:
        """Names that decide the change: states, parameters, levers, covariates and what lies between."""
        noise = names_in(self.relaxation.noise) if self.relaxation else frozenset()
        by_chance = frozenset().union(*(one.reads for one in self.events))
        return names_in(self.change) | noise | by_chance


@cache
def equations() -> Mapping[str, Equation]:
    """Return the equation of every state, read off the trace.

    Examples
    --------
    >>> from lassitude.engine.symbols import text
    >>> text(equations()["barrier"].change)
    'barrier.opening * il17 - (barrier.closing * il10 + barrier.basal_closing) * barrier'
    """
    balances = balance(traced().flows, {one: name(one) for one in STATES})
    relaxing = {one.state: one for one in traced().relaxations}
    closed = frozenset(pool for group in organism.CLOSED for pool in group)

    def equation(state: str) -> Equation:
        about = STATES[state]
        flows = tuple(one for one in traced().flows if state in (one.source, one.target))
        kind: Kind = (
            "signed state" if state in relaxing else "closed pool" if state in closed else "open pool"
        )
        return Equation(
            state=state,
            unit=about.unit,
            subsystem=about.subsystem,
            meaning=about.meaning,
            kind="counter" if state in organism.TOTALS else kind,
            flows=flows,
            relaxation=relaxing.get(state),
            events=tuple(one for one in events() if state in one.writes),
            change=_toward(relaxing[state]) if state in relaxing else _net(state, *balances[state]),
        )

    return MappingProxyType({state: equation(state) for state in STATES})


def _toward(one: Relaxation) -> Symbol:
    return one.rate * (one.target - name(one.state))


def _net(state: str, gain: Symbol | None, loss: Symbol | None) -> Symbol:
    gained = as_symbol(0.0) if gain is None else gain
    if loss is None:
        return gained
    lost = loss * name(state)
    return -lost if gain is None else gained - lost


@cache
def named_expressions() -> Mapping[str, Symbol]:
    """Return the expressions that have a name of their own: what lies between states, and signals.

    Examples
    --------
    >>> sorted(set(named_expressions()) & {"pyramidal_conduction", "tnf", "mood"})
    ['pyramidal_conduction', 'tnf']
    """
    seen = {one: symbol for one, symbol in traced().signals.items() if symbol.operator != "name"}
    return MappingProxyType({**seen, **traced().between})


@cache
def written(symbol: Symbol, but: str = "") -> Formula:
    """Write an expression with the names that the body has for its parts.

    Parameters
    ----------
    symbol : Symbol
        As traced.
    but : str, optional
        The name whose own expression it is.

    Examples
    --------
    >>> written(traced().signals["strength"], "strength").text.startswith("muscle_capacity * ")
    True
    """
    return formula(symbol, {one: other for one, other in named_expressions().items() if one != but})


@dataclass(frozen=True, slots=True)
class Touched:
    """What reads a name directly.

    Attributes
    ----------
    states, signals, flows, events : tuple of str
        Names, in the order of the body.
    """

    states: tuple[str, ...]
    signals: tuple[str, ...]
    flows: tuple[str, ...]
    events: tuple[str, ...]


def touched_by(name_read: str) -> Touched:
    """Tell what reads a state, a parameter, a lever, a covariate or an expression between states.

    Parameters
    ----------
    name_read : str
        As equations name it.

    Examples
    --------
    >>> touched_by("barrier.opening")
    Touched(states=('barrier',), signals=(), flows=('barrier opening',), events=())
    >>> touched_by("fitness").states
    ('overexertion', 'type1_interferon', 'muscle', 'fatigue_physical', 'fatigue_cognitive')
    """
    by_hour = traced_by_hour()
    flows = (one.name for one in (*traced().flows, *by_hour.flows) if name_read in names_in(one.rate))
    warming = (one for one in by_hour.relaxations if one.state not in STATES)
    return Touched(
        states=tuple(
            one.state for one in equations().values() if name_read in one.reads and name_read != one.state
        )
        + tuple(one.state for one in warming if name_read in names_in(one.target) | names_in(one.rate)),
        signals=tuple(
            one for one, symbol in _read_off().items() if name_read in names_in(symbol) and name_read != one
        ),
        flows=tuple(dict.fromkeys(flows)),
        events=tuple(one.name for one in events() if name_read in one.reads),
    )


def _read_off() -> Mapping[str, Symbol]:
    return {**traced().signals, **traced().between}


@cache
def parameters() -> Mapping[str, Declaration]:
    """Return every declared parameter of the body by name.

    Examples
    --------
    >>> parameters()["barrier.opening"].value
    0.276
    """
    return MappingProxyType({one.name: one for one in all_declarations()})


def subsystem_of(parameter: str) -> str:
    """Tell which file of this room declares a parameter.

    Examples
    --------
    >>> subsystem_of("immunity.killing"), subsystem_of("disability.typical_loss")
    ('adaptive_immunity', 'disability')
    """
    return OWNERS[parameter.split(".")[0]].__module__.rpartition(".")[2]


def subsystems() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """List, for every file of equations, the states and the parameters that it owns.

    Examples
    --------
    >>> states, declared = subsystems()["barrier"]
    >>> states, declared[0]
    (('barrier',), 'barrier.opening')
    """
    owned: dict[str, tuple[list[str], list[str]]] = {}
    for state in STATES.values():
        owned.setdefault(state.subsystem, ([], []))[0].append(state.name)
    for one in parameters():
        owned.setdefault(subsystem_of(one), ([], []))[1].append(one)
    return {file: (_tuple(states), _tuple(declared)) for file, (states, declared) in owned.items()}


def _tuple(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)
