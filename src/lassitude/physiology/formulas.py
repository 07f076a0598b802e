"""Traced expressions as a paper would print them: powers gathered, repeated parts named below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import prod
from string import ascii_lowercase
from typing import Any

from lassitude.engine.symbols import Symbol, as_symbol, name, names_in, text

SHORTEST_NAMED = 24
"""A repeated part shorter than this many characters is written out each time."""

REMEMBERED = 1 << 17
"""Expressions whose simple form and key are kept: what has a name in the body is sought in every other."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in words: one line, and what its short names stand for.

    Attributes
    ----------
    text : str
        The expression.
    where : mapping of str to str
        Short names and what each stands for, in the order of their appearance.
    """

    text: str
    where: Mapping[str, str]


def formula(symbol: Symbol, known: Mapping[str, Symbol] | None = None) -> Formula:
    """Write an expression for people.

    Parameters
    ----------
    symbol : Symbol
        As traced.
    known : mapping of str to Symbol, optional
        Expressions that have a name of their own; where they occur, the name is written.

    Examples
    --------
    >>> x = (name("cells") + name("antigen")) / name("half_saturation")
    >>> written = formula(x * x * x / (1 + x * x * x))
    >>> written.text, dict(written.where)
    ('a / (1 + a)', {'a': '((cells + antigen) / half_saturation) ^ 3'})
    """
    main, where = taken_apart(symbol, known)
    return Formula(text(main), {letter: text(part) for letter, part in where.items()})


def taken_apart(
    symbol: Symbol, known: Mapping[str, Symbol] | None = None
) -> tuple[Symbol, dict[str, Symbol]]:
    """Simplify an expression, with names for what is known and letters for what it repeats.

    Parameters
    ----------
    symbol : Symbol
        As traced.
    known : mapping of str to Symbol, optional
        Expressions that have a name of their own.

    Returns
    -------
    Symbol, dict of str to Symbol
        The expression, and what each letter in it stands for.

    Examples
    --------
    >>> x = (name("cells") + name("antigen")) / name("half_saturation")
    >>> sorted(taken_apart(x * x / (1 + x * x))[1])
    ['a']
    """
    main = simplified(symbol)
    for label, one in (known or {}).items():
        main = _replaced(main, _key(simplified(one)), name(label))
    where: dict[str, Symbol] = {}
    free = (letter for letter in ascii_lowercase if letter not in names_in(symbol))
    while (part := _most_repeated((main, *where.values()))) is not None:
        letter = next(free)
        key = _key(part)
        main = _replaced(main, key, name(letter))
        where = {one: _replaced(other, key, name(letter)) for one, other in where.items()}
        where[letter] = part
    return main, where


@lru_cache(REMEMBERED)
def simplified(symbol: Symbol) -> Symbol:
    """Gather equal factors into powers and numbers into one, and write minus signs once.

    Examples
    --------
    >>> text(simplified(1.5 * name("a") * (2.0 / 3.0) * (-name("b")) * name("a")))
    '-a ^ 2 * b'
    """
    if symbol.operator in ("name", "number"):
        return symbol
    if symbol.operator == "*":
        return _product(list(_factors(symbol)))
    parts = tuple(simplified(one) for one in symbol.operands)
    if symbol.operator == "/" and _number(parts[1]) == 1.0:
        return parts[0]
    if symbol.operator in "+-" and len(parts) == 2:
        return _sum(symbol.operator, *parts)
    return Symbol(symbol.operator, parts)


def _sum(sign: str, left: Symbol, right: Symbol) -> Symbol:
    if _number(left) == 0.0:
        return right if sign == "+" else -right
    negated = _negated(right)
    if negated is None:
        return Symbol(sign, (left, right))
    return Symbol("-" if sign == "+" else "+", (left, negated))


def _factors(symbol: Symbol) -> Iterator[Symbol]:
    if symbol.operator == "*":
        yield from chain.from_iterable(_factors(one) for one in symbol.operands)
        return
    part = simplified(symbol)
    inner = _negated(part)
    if inner is not None:
        yield as_symbol(-1.0)
        yield from _factors(inner)
    elif part.operator == "*":
        yield from _factors(part)
    else:
        yield part


def _product(factors: list[Symbol]) -> Symbol:
    number = prod(one.operands[0] for one in factors if one.operator == "number")
    by_key = {_key(one): one for one in factors if one.operator != "number"}
    counts = Counter(_key(one) for one in factors if one.operator != "number")
    powers = [one if counts[key] == 1 else one ** counts[key] for key, one in by_key.items()]
    whole = as_symbol(abs(number))
    for one in powers:
        whole = whole * one
    return -whole if number < 0 else whole


def _number(symbol: Symbol) -> float | None:
    return symbol.operands[0] if symbol.operator == "number" else None


def _negated(symbol: Symbol) -> Symbol | None:
    if symbol.operator == "-" and _number(symbol.operands[0]) == 0.0:
        return symbol.operands[1]
    return None


@lru_cache(REMEMBERED)
def _key(symbol: Symbol) -> Key:
    if symbol.operator in ("name", "number"):
        return (symbol.operator, *symbol.operands)
    return (symbol.operator, *(_key(one) for one in symbol.operands))


def _parts(symbol: Symbol) -> Iterator[Symbol]:
    if symbol.operator not in ("name", "number"):
        yield symbol
        yield from chain.from_iterable(_parts(one) for one in symbol.operands)


def _most_repeated(symbols: tuple[Symbol, ...]) -> Symbol | None:
    parts = [part for symbol in symbols for part in _parts(symbol)]
    counts = Counter(_key(part) for part in parts)
    repeated = {_key(part): part for part in parts if counts[_key(part)] > 1}
    long = [part for part in repeated.values() if len(text(part)) >= SHORTEST_NAMED]
    return max(long, key=lambda part: len(text(part)), default=None)


def _replaced(symbol: Symbol, key: Key, by: Symbol) -> Symbol:
    if _key(symbol) == key:
        return by
    if symbol.operator in ("name", "number"):
        return symbol
    return Symbol(symbol.operator, tuple(_replaced(one, key, by) for one in symbol.operands))
