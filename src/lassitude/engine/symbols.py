"""Symbols that stand in for numbers, so that an equation can be read instead of computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Symbol:
    """A node of a traced expression.

    Attributes
    ----------
    operator : str
        ``"name"``, ``"number"``, an arithmetic sign, or the name of a function.
    operands : tuple
        Symbols; for a name its text, for a number its value.
    """

    operator: str
    operands: tuple[Any, ...]

    def __add__(self, other: Any) -> Symbol:
        return _join("+", self, other)

    def __radd__(self, other: Any) -> Symbol:
        return _join("+", other, self)

    def __sub__(self, other: Any) -> Symbol:
        return _join("-", self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return _join("-", other, self)

    def __mul__(self, other: Any) -> Symbol:
        return _join("*", self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return _join("*", other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return _join("/", self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return _join("/", other, self)

    def __pow__(self, other: Any) -> Symbol:
        return _join("^", self, other)

    def __neg__(self) -> Symbol:
        return _join("-", 0.0, self)


def name(text: str) -> Symbol:
    """Make a symbol for a named quantity.

    Examples
    --------
    >>> text(2 * name("barrier") + 1)
    '2 * barrier + 1'
    """
    return Symbol("name", (text,))


def as_symbol(value: Any) -> Symbol:
    """Wrap a number; leave a symbol as it is.

    Examples
    --------
    >>> as_symbol(2).operator
    'number'
    """
    return value if isinstance(value, Symbol) else Symbol("number", (float(value),))


def call(function: str, *operands: Any) -> Symbol:
    """Make a symbol for a function of others.

    Examples
    --------
    >>> text(call("exp", name("x")))
    'exp(x)'
    """
    return Symbol(function, tuple(as_symbol(one) for one in operands))


def names_in(symbol: Symbol) -> frozenset[str]:
    """Collect the names that an expression reads.

    Examples
    --------
    >>> sorted(names_in(name("a") * (name("b") + 1)))
    ['a', 'b']
    """
    if symbol.operator == "name":
        return frozenset(symbol.operands)
    if symbol.operator == "number":
        return frozenset()
    return frozenset().union(*(names_in(one) for one in symbol.operands))


_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}


def text(symbol: Symbol) -> str:
    """Write an expression the way a paper would, in one line.

    Examples
    --------
    >>> text((name("a") + 1) * name("b"))
    '(a + 1) * b'
    """
    if symbol.operator == "name":
        return str(symbol.operands[0])
    if symbol.operator == "number":
        return f"{symbol.operands[0]:.6g}"
    if symbol.operator not in _RANK:
        return f"{symbol.operator}({', '.join(text(one) for one in symbol.operands)})"
    left, right = symbol.operands
    if symbol.operator == "-" and left.operator == "number" and left.operands[0] == 0.0:
        return f"-{_bracketed(right, 2)}"
    strict = symbol.operator in "-/^"
    return (
        f"{_bracketed(left, _RANK[symbol.operator])} {symbol.operator} "
        f"{_bracketed(right, _RANK[symbol.operator] + (1 if strict else 0))}"
    )


def _bracketed(symbol: Symbol, rank: int) -> str:
    written = text(symbol)
    return f"({written})" if _RANK.get(symbol.operator, 9) < rank else written


def _join(operator: str, left: Any, right: Any) -> Symbol:
    first, second = as_symbol(left), as_symbol(right)
    neutral = {"+": 0.0, "*": 1.0}.get(operator)
    for one, other in ((first, second), (second, first)):
        if neutral is not None and one.operator == "number" and one.operands[0] == neutral:
            return other
    return Symbol(operator, (first, second))
