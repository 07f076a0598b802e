"""Traced expressions as MathML, as SBML Level 3 reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from lassitude.engine.symbols import Symbol, name
from lassitude.quantities.errors import RequestError, did_you_mean

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
TIME = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time"> time </csymbol>'
NORMAL_CDF = "Phi"
"""The one function that SBML lacks; its definition travels with the file."""
LARGE = 40
"""A part of so many terms that is used more than once gets a name of its own."""

_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "divide", "^": "power"}
_FUNCTIONS = {one: one for one in ("exp", "ln", "max", "min", "abs", "cos", "sin", "tanh", "floor")}
UnitOf = Callable[[Symbol], str | None]


def math(content: str) -> str:
    """Wrap an expression.

    Examples
    --------
    >>> math("<ci> x </ci>").endswith("<ci> x </ci></math>")
    True
    """
    return f'<math xmlns="{NAMESPACE}" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core">{content}</math>'


def number(value: float, unit: str) -> str:
    """Write a number with its unit.

    Examples
    --------
    >>> number(2.5, "day")
    '<cn sbml:units="day"> 2.5 </cn>'
    """
    mantissa, _, exponent = repr(float(value)).partition("e")
    if exponent:
        return f'<cn type="e-notation" sbml:units="{unit}"> {mantissa} <sep/> {int(exponent)} </cn>'
    return f'<cn sbml:units="{unit}"> {mantissa} </cn>'


def apply(operator: str, *operands: str) -> str:
    """Apply an operator of MathML.

    Examples
    --------
    >>> apply("plus", "<ci> a </ci>", "<ci> b </ci>")
    '<apply><plus/><ci> a </ci><ci> b </ci></apply>'
    """
    return f"<apply><{operator}/>{''.join(operands)}</apply>"


def mathml(symbol: Symbol, identifiers: Mapping[str, str], unit_of: UnitOf) -> str:
    """Write an expression as content MathML.

    Parameters
    ----------
    symbol : Symbol
        As traced.
    identifiers : mapping of str to str
        SBML identifier of each name.
    unit_of : callable
        Identifier of the unit of an expression; None for the number zero, which has any.

    Raises
    ------
    RequestError
        For a function that SBML cannot express: nothing is guessed.

    Examples
    --------
    >>> mathml(-name("x"), {"x": "x"}, lambda one: "dimensionless")
    '<apply><minus/><ci> x </ci></apply>'
    """

    def written(one: Symbol, unit: str = "dimensionless") -> str:
        if one.operator == "name":
            return f"<ci> {identifiers[one.operands[0]]} </ci>"
        if one.operator == "number":
            return number(one.operands[0], unit_of(one) or unit if unit == "dimensionless" else unit)
        if one.operator == "sqrt":
            return apply("root", written(*one.operands))
        if one.operator == "Phi":
            return f"<apply><ci> {NORMAL_CDF} </ci>{written(*one.operands)}</apply>"
        if one.operator not in _SIGNS and one.operator not in _FUNCTIONS:
            known = (*_SIGNS, *_FUNCTIONS, "sqrt", "Phi")
            raise RequestError(
                f"SBML has no function {one.operator!r} that an equation of the body uses."
                f"{did_you_mean(one.operator, known)} Teach lassitude.interchange.mathml how to write it."
            )
        operator = _SIGNS.get(one.operator) or _FUNCTIONS[one.operator]
        if one.operator == "-" and _is_zero(one.operands[0]):
            return apply(operator, written(one.operands[1]))
        return apply(operator, *(written(part, beside) for part, beside in _with_units(one, unit_of)))

    return written(symbol)


def _with_units(one: Symbol, unit_of: UnitOf) -> Iterator[tuple[Symbol, str]]:
    """Pair operands with the unit that a number among them has: in a sum that of what it is added to."""
    shared = "dimensionless"
    if one.operator in ("+", "-", "max", "min") and any(part.operator == "number" for part in one.operands):
        told = (unit_of(part) for part in one.operands if part.operator != "number")
        shared = next((unit for unit in told if unit is not None), shared)
    yield from ((part, shared) for part in one.operands)


def _is_zero(one: Symbol) -> bool:
    return one.operator == "number" and one.operands[0] == 0.0


@dataclass(frozen=True)
class SharedParts:
    """Expressions in which a large part that occurs more than once stands under a name of its own.

    Attributes
    ----------
    expressions : dict of str to Symbol
        As given, by any key, with names in place of shared parts.
    parts : dict of str to Symbol
        The shared parts, in an order in which each reads earlier ones only.
    """

    expressions: dict[str, Symbol]
    parts: dict[str, Symbol]


def with_shared_parts(expressions: Mapping[str, Symbol], prefix: str = "part") -> SharedParts:
    """Give large parts that occur more than once a name, so that no file grows beyond its equations.

    Parameters
    ----------
    expressions : mapping of str to Symbol
        All expressions of a file.
    prefix : str
        What the names of shared parts begin with.

    Examples
    --------
    >>> x = name("x")
    >>> for _ in range(6):
    ...     x = x * x + name("y")
    >>> found = with_shared_parts({"a": x + 1, "b": x + 2})
    >>> len(found.parts) > 0, found.expressions["a"].operator
    (True, '+')
    """
    graph = _Graph()
    roots = {key: graph.place(one) for key, one in expressions.items()}
    for root in roots.values():
        graph.uses[root] += 1
    named = {spot: f"{prefix}_{number}" for number, spot in enumerate(graph.shared(), start=1)}
    rebuilt: dict[int, Symbol] = {}

    def inner(spot: int) -> Symbol:
        one = graph.kept[spot]
        if _is_leaf(one):
            return one
        return Symbol(one.operator, tuple(shown(graph.place(part)) for part in one.operands))

    def shown(spot: int) -> Symbol:
        if spot in named:
            return name(named[spot])
        if spot not in rebuilt:
            rebuilt[spot] = inner(spot)
        return rebuilt[spot]

    parts = {label: inner(spot) for spot, label in named.items()}
    return SharedParts({key: shown(spot) for key, spot in roots.items()}, parts)


@dataclass(frozen=True)
class _Graph:
    """Every different part of some expressions once, each after what it is made of."""

    kept: list[Symbol] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)
    by_content: dict[tuple[Any, ...], int] = field(default_factory=dict)
    by_identity: dict[int, int] = field(default_factory=dict)

    def place(self, one: Symbol) -> int:
        """Return where an expression stands, putting it there first if it is new."""
        if id(one) not in self.by_identity:
            parts = () if _is_leaf(one) else tuple(self.place(part) for part in one.operands)
            key = (one.operator, *(one.operands if _is_leaf(one) else parts))
            if key not in self.by_content:
                self.by_content[key] = len(self.kept)
                self._keep(one, parts)
            self.by_identity[id(one)] = self.by_content[key]
        return self.by_identity[id(one)]

    def _keep(self, one: Symbol, parts: tuple[int, ...]) -> None:
        self.kept.append(one)
        self.sizes.append(1 + sum(self.sizes[part] for part in parts))
        self.uses.append(0)
        for part in parts:
            self.uses[part] += 1

    def shared(self) -> list[int]:
        """Return where the large parts stand that are used more than once."""
        return [spot for spot, uses in enumerate(self.uses) if uses > 1 and self.sizes[spot] >= LARGE]


def _is_leaf(one: Symbol) -> bool:
    return one.operator in ("name", "number")


_NUMERATOR = (
    0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
    221.213596169931, 220.206867912376,
)  # fmt: skip
_DENOMINATOR = (
    0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
    637.333633378831, 793.826512519948, 440.413735824752,
)  # fmt: skip


def normal_cdf_definition() -> str:
    """Return the definition of the normal distribution function, right to 14 digits between -7 and 7.

    Source: Hart's rational function as given by West, "Better approximations to cumulative normal
    functions", Wilmott Magazine, 2005; what lies beyond 7 is 0 or 1.

    Examples
    --------
    >>> normal_cdf_definition().startswith('<functionDefinition id="Phi"')
    True
    """

    def plain(value: float) -> str:
        return number(value, "dimensionless")

    def polynomial(coefficients: tuple[float, ...]) -> str:
        first, *others = coefficients
        made = plain(first)
        for one in others:
            made = apply("plus", apply("times", made, size), plain(one))
        return made

    x = "<ci> x </ci>"
    size = apply("abs", x)
    density = apply("exp", apply("minus", apply("divide", apply("times", x, x), plain(2.0))))
    tail = apply("times", density, apply("divide", polynomial(_NUMERATOR), polynomial(_DENOMINATOR)))
    pieces = chain(
        (plain(0.0), apply("lt", x, plain(-7.0))),
        (tail, apply("leq", x, plain(0.0))),
        (apply("minus", plain(1.0), tail), apply("leq", x, plain(7.0))),
    )
    told = "".join(f"<piece>{value}{where}</piece>" for value, where in zip(*[iter(pieces)] * 2, strict=True))
    body = f"<piecewise>{told}<otherwise>{plain(1.0)}</otherwise></piecewise>"
    lambda_ = f"<lambda><bvar>{x}</bvar>{body}</lambda>"
    return (
        f'<functionDefinition id="{NORMAL_CDF}" name="standard normal distribution function">'
        f"{math(lambda_)}</functionDefinition>"
    )
