"""The smooth equations of the body as a list of rules, each name with its identifier, unit and meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lassitude.engine.smooth import EXPECTED
from lassitude.engine.symbols import Symbol, as_symbol, name, names_in
from lassitude.interchange.mathml import with_shared_parts
from lassitude.physiology import catalog
from lassitude.physiology.dimensions import BETWEEN, unit_names, unit_of
from lassitude.physiology.states import COVARIATES, LEVERS, STATES
from lassitude.physiology.trace import LAST_READING, traced
from lassitude.quantities.parameters import Source
from lassitude.quantities.signals import SIGNALS


@dataclass(frozen=True, slots=True)
class Rule:
    """One equation.

    Attributes
    ----------
    name : str
        What it determines.
    kind : {"rate", "value"}
        Whether it gives a state's change a day, or a value at any moment.
    symbol : Symbol
        The right-hand side.
    """

    name: str
    kind: str
    symbol: Symbol

    @property
    def kind_of_rule(self) -> str:
        """What SBML calls such an equation."""
        return "rateRule" if self.kind == "rate" else "assignmentRule"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a name.

    Attributes
    ----------
    identifier, unit, meaning : str
        As other simulators know it, as Pint reads it, and in words.
    source : Source or None
        Of a parameter.
    """

    identifier: str
    unit: str
    meaning: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Equations:
    """All smooth equations of the body.

    Attributes
    ----------
    states : tuple of str
        What the equations and events change.
    rules : tuple of Rule
        Rates of change, and what is computed from states at any moment: flows, signals, shared parts.
    signals : mapping of str to str
        Under which name each signal stands: its own, or that of a state that it is read off.
    about : mapping of str to About
        Every name that occurs.
    """

    states: tuple[str, ...]
    rules: tuple[Rule, ...]
    signals: Mapping[str, str]
    about: Mapping[str, About]

    @property
    def read(self) -> frozenset[str]:
        """Names that some right-hand side reads."""
        return frozenset().union(*(names_in(one.symbol) for one in self.rules))


@cache
def equations() -> Equations:
    """Read the smooth equations off the trace of the body.

    Examples
    --------
    >>> found = equations()
    >>> found.about["barrier.opening"].identifier, found.signals["tnf"]
    ('barrier__opening', 'tnf')
    """
    flows = dict(_flows())
    rates = {one: symbol for one, symbol in _rates(flows).items() if one != EXPECTED}
    signals = dict(_signals())
    values = {
        **{one: symbol for one, (symbol, _) in flows.items()},
        **_beside(),
        **{told: traced().signals[one] for one, told in signals.items() if told not in traced().between},
    }
    kept = {*flows, *traced().between}
    values = {one: symbol for one, symbol in values.items() if symbol.operator != "name" or one in kept}
    shared = with_shared_parts(
        {
            **{f"rate {one}": symbol for one, symbol in rates.items()},
            **{f"value {one}": symbol for one, symbol in values.items()},
        }
    )
    rules = [Rule(one, "value", symbol) for one, symbol in shared.parts.items()]
    for key, symbol in shared.expressions.items():
        kind, _, one = key.partition(" ")
        rules.append(Rule(one, kind, symbol))
    states = tuple(one for one in STATES if one != EXPECTED)
    stand = {one: _stands(one, told) for one, told in signals.items()}
    return Equations(
        states, tuple(rules), stand, dict(_about(tuple(rules), flows, signals, states, tuple(shared.parts)))
    )


def _flows() -> Iterator[tuple[str, tuple[Symbol, str]]]:
    """Name each flow, with the amount that moves a day and its unit; names that recur are told apart."""
    every = [one.name for one in traced().flows]
    for one in traced().flows:
        end = one.source or one.target or ""
        label = f"flow {one.name}" if every.count(one.name) == 1 else f"flow {one.name} of {end}"
        amount = one.rate if one.source is None else one.rate * name(one.source)
        if as_symbol(amount).operator == "number":
            continue
        yield label, (as_symbol(amount), f"{STATES[end].unit}/day")


def _rates(flows: Mapping[str, tuple[Symbol, str]]) -> dict[str, Symbol]:
    rates: dict[str, Symbol] = {}
    named = iter(flows)
    for one in traced().flows:
        amount = one.rate if one.source is None else one.rate * name(one.source)
        moved = amount if as_symbol(amount).operator == "number" else name(next(named))
        if one.target is not None:
            rates[one.target] = rates[one.target] + moved if one.target in rates else as_symbol(moved)
        if one.source is not None:
            rates[one.source] = rates[one.source] - moved if one.source in rates else -as_symbol(moved)
    for change in traced().relaxations:
        rates[change.state] = change.rate * (change.target - name(change.state))
    return rates


def _signals() -> Iterator[tuple[str, str]]:
    """Tell under which name each signal stands; what has a name that means something else gets its own."""
    for one, symbol in traced().signals.items():
        taken = one in STATES and not (symbol.operator == "name" and symbol.operands[0] == one)
        yield one, f"signal {one}" if taken else one


def _beside() -> dict[str, Symbol]:
    """Return what lies between states and is read there; what only chance reads is left out."""
    between = traced().between
    read = [names_in(as_symbol(one.rate)) for one in traced().flows]
    read += [names_in(one.target) | names_in(one.rate) for one in traced().relaxations]
    read += [names_in(one) for one in (*traced().signals.values(), *between.values())]
    known = frozenset().union(*read)
    return {one: symbol for one, symbol in between.items() if one in known or one in traced().signals}


def _stands(one: str, told: str) -> str:
    symbol = traced().signals[one]
    return str(symbol.operands[0]) if symbol.operator == "name" else told


def _about(
    rules: tuple[Rule, ...],
    flows: Mapping[str, tuple[Symbol, str]],
    signals: Mapping[str, str],
    states: tuple[str, ...],
    parts: tuple[str, ...],
) -> Iterator[tuple[str, About]]:
    units = {**unit_names(), **{one: told for one, (_, told) in flows.items()}}
    units |= {told: SIGNALS[one].unit for one, told in signals.items() if told not in units}
    for one in rules:
        if one.name in parts:
            found = unit_of(one.symbol, units)
            units[one.name] = "1" if found is None else f"{found}"
    declared = catalog.parameters()
    meanings = {
        **{one: row.meaning for table in (STATES, LEVERS, COVARIATES) for one, row in table.items()},
        **dict.fromkeys(BETWEEN, "computed from states, read by others"),
        **{told: SIGNALS[one].meaning for one, told in signals.items() if told not in STATES},
        **dict.fromkeys(parts, "a part that several equations share"),
    }
    read = frozenset().union(*(names_in(one.symbol) for one in rules))
    for one in dict.fromkeys((*states, *(rule.name for rule in rules), *sorted(read))):
        meaning = meanings.get(one, one)
        source = declared[one].source if one in declared else None
        if one in declared:
            meaning = declared[one].meaning
        if one.endswith(LAST_READING):
            meaning = f"{one.removesuffix(LAST_READING)} at the first visit"
        yield one, About(_identifier(one), units[one], meaning, source)


def _identifier(one: str) -> str:
    return re.sub(r"\W", "_", one.replace(".", "__"))


def unit_text(symbol: Symbol, about: Mapping[str, About]) -> str | None:
    """Return the unit of an expression as text; None for the number zero, which has any.

    Examples
    --------
    >>> unit_text(name("il17") * 2, equations().about) in ("picogram / milliliter", "pg/mL")
    True
    """
    needed = {one: about[one].unit for one in names_in(symbol)}
    found = unit_of(symbol, needed)
    return None if found is None else f"{found}"
