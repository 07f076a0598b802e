"""Do the equations add only what has the same unit? Every traced expression is checked with Pint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.symbols import Symbol, text
from lassitude.physiology.parameters import all_declarations
from lassitude.physiology.states import COVARIATES, INPUTS_BY_HOUR, LEVERS, STATES, STATES_BY_HOUR
from lassitude.physiology.systems import SYSTEMS
from lassitude.physiology.trace import LAST_READING, traced
from lassitude.quantities.signals import SIGNALS
from lassitude.quantities.units import DAYS_A_WEEK, DAYS_A_YEAR, same_unit, unit

if TYPE_CHECKING:
    from pint.facets.plain import PlainUnit as Unit

BETWEEN = {
    **{f"{system}_conduction": "1" for system in SYSTEMS},
    **{name: one.unit for name, one in {**STATES_BY_HOUR, **INPUTS_BY_HOUR}.items()},
    "il6_unrestrained": "pg/mL",
    "temperature": "degC",
    "birth_hazard": "1/day",
    "pulse_intensity": "1/day",
    "training_done": "hour/week",
    "resistance_done": "hour/week",
    "skills_done": "1/day",
    "contact_done": "hour/week",
    "drug_done": "1",
    "antidepressant_done": "1",
    "sessions_done": "1/day",
    "doses_done": "1/day",
}
"""Units of what is computed from states and read by other equations."""

PURE = "1"
CONVERSIONS = {DAYS_A_YEAR: "day/year", DAYS_A_WEEK: "day/week"}
"""The numbers in equations that carry a unit."""


class UnitsDisagree(ValueError):
    """An equation adds, compares or returns quantities that measure different things."""


def unit_names() -> dict[str, str]:
    """Return the unit of everything that an equation can name.

    Examples
    --------
    >>> units = unit_names()
    >>> units["barrier.opening"], units["effectors"], units["training_load"]
    ('mL/pg/day', '1/mm**3', 'hour/week')
    """
    declared = {one.name: one.unit for one in all_declarations()}
    named = {one.name: one.unit for table in (STATES, LEVERS, COVARIATES) for one in table.values()}
    counted = {one + LAST_READING: state.unit for one, state in STATES.items()}
    return {**declared, **named, **counted, **BETWEEN}


def unit_of(symbol: Symbol, units: Mapping[str, str]) -> Unit | None:
    """Work out the unit of an expression.

    Parameters
    ----------
    symbol : Symbol
        As traced.
    units : mapping of str to str
        Unit of each name.

    Returns
    -------
    Unit or None
        None for the number zero, which has any unit.

    Raises
    ------
    UnitsDisagree
        Where different units meet, with the part of the expression where they do.

    Examples
    --------
    >>> from lassitude.engine.symbols import name
    >>> unit_of(name("cells") * name("kill"), {"cells": "1/mm**3", "kill": "mm**3/day"}) == unit("1/day")
    True
    """
    if symbol.operator == "name":
        return unit(units[symbol.operands[0]])
    if symbol.operator == "number":
        number = symbol.operands[0]
        return None if number == 0.0 else unit(CONVERSIONS.get(number, PURE))
    if symbol.operator == "^":
        base, power = symbol.operands
        return _known(unit_of(base, units)) ** power.operands[0]
    parts = [unit_of(one, units) for one in symbol.operands]
    return _RULES.get(symbol.operator, _of_function)(symbol, parts)


def _known(one: Unit | None) -> Unit:
    return unit(PURE) if one is None else one


def _of_product(symbol: Symbol, parts: list[Unit | None]) -> Unit | None:
    return None if None in parts else _known(parts[0]) * _known(parts[1])


def _of_quotient(symbol: Symbol, parts: list[Unit | None]) -> Unit | None:
    return None if parts[0] is None else parts[0] / _known(parts[1])


def _of_function(symbol: Symbol, parts: list[Unit | None]) -> Unit:
    if not all(same_unit(_known(one), unit(PURE)) for one in parts):
        raise UnitsDisagree(f"{symbol.operator} needs a pure number: {text(symbol)} has {_told(parts)}")
    return unit(PURE)


def _of_sum(symbol: Symbol, parts: list[Unit | None]) -> Unit | None:
    first, second = parts
    if first is None or second is None:
        return second if first is None else first
    warm, difference = unit("degC"), unit("delta_degC")
    if first == warm and second in (warm, difference):
        return difference if (symbol.operator, second) == ("-", warm) else warm
    if not same_unit(first, second):
        raise UnitsDisagree(f"{text(symbol)} joins {_told(parts)}")
    return first


_RULES: dict[str, Callable[[Symbol, list[Unit | None]], Unit | None]] = {
    **dict.fromkeys(("+", "-", "max", "min"), _of_sum),
    "*": _of_product,
    "/": _of_quotient,
}


def _told(parts: list[Unit | None]) -> str:
    return " and ".join(f"{_known(one):~P}" or "a pure number" for one in parts)


def check_flow(flow: Flow, units: Mapping[str, str]) -> None:
    """Check that rate times source changes the target by its unit a day.

    Raises
    ------
    UnitsDisagree
        With the flow's name.

    Examples
    --------
    >>> for flow in traced().flows:
    ...     check_flow(flow, unit_names())
    """
    rate, day = unit_of(flow.rate, units), unit("day")
    if rate is None:
        return
    if flow.source is not None:
        _expect(f"the rate of {flow.name!r}", rate, 1 / day)
        rate = rate * unit(units[flow.source])
    if flow.target is not None:
        _expect(
            f"the amount that {flow.name!r} brings to {flow.target}", rate, unit(units[flow.target]) / day
        )


def check_relaxation(one: Relaxation, units: Mapping[str, str]) -> None:
    """Check target, rate and noise of a signed state.

    Raises
    ------
    UnitsDisagree
        With the name of the state.

    Examples
    --------
    >>> for one in traced().relaxations:
    ...     check_relaxation(one, unit_names())
    """
    wanted = (("target", one.target, units[one.state]), ("rate", one.rate, "1/day"))
    for what, symbol, expected in (*wanted, ("noise", one.noise, units[one.state])):
        found = unit_of(symbol, units)
        if found is not None:
            _expect(f"the {what} of {one.state}", found, unit(expected))


def disagreements() -> Iterator[str]:
    """Check every equation and tell what is wrong; nothing when all is well.

    Examples
    --------
    >>> list(disagreements())
    []
    """
    units, trace = unit_names(), traced()
    computed = {**trace.signals, **trace.between}
    expected = {**{one: SIGNALS[one].unit for one in trace.signals}, **BETWEEN}
    checks: list[Callable[[], None]] = [
        *(lambda one=one: check_flow(one, units) for one in trace.flows),
        *(lambda one=one: check_relaxation(one, units) for one in trace.relaxations),
        *(
            lambda one=one: _expect(one, _known(unit_of(computed[one], units)), unit(expected[one]))
            for one in computed
        ),
    ]
    for check in checks:
        try:
            check()
        except UnitsDisagree as error:
            yield str(error)


def _expect(what: str, found: Unit, expected: Unit) -> None:
    if not same_unit(found, expected):
        raise UnitsDisagree(f"{what} is in {found:~P}, but should be in {expected:~P}")
