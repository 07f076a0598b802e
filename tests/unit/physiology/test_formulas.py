"""Protects: what explain prints is the equation that runs, only written more briefly."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lassitude.engine.symbols import Symbol, as_symbol, name, names_in, text
from lassitude.physiology.catalog import named_expressions, written
from lassitude.physiology.dimensions import unit_names
from lassitude.physiology.formulas import Formula, formula, simplified
from lassitude.physiology.trace import LAST_READING, traced
from lassitude.randomness.streams import person_keys, uniforms

FUNCTIONS = {
    "cos": math.cos,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "max": max,
    "min": min,
    "Phi": lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0)),
}


def computed(line: str, values: dict[str, float]) -> float:
    """Read a printed expression as a person with a calculator would."""

    def known(word: re.Match[str]) -> str:
        return word.group() if word.group() in FUNCTIONS else f"({values[word.group()]!r})"

    readable = re.sub(r"(?<![\w.])[A-Za-z_][\w.]*", known, line).replace("^", "**")
    return float(eval(readable, {"__builtins__": {}}, FUNCTIONS))


def computed_formula(told: Formula, values: dict[str, float]) -> float:
    known = dict(values)
    for short, long in reversed(told.where.items()):
        known[short] = computed(long, known)
    return computed(told.text, known)


def everything_traced() -> dict[str, Symbol]:
    flows = {f"{one.name}: {one.source} {one.target}": one.rate for one in traced().flows}
    targets = {one.state: one.target for one in traced().relaxations}
    return {**flows, **targets}


def terms(symbol: Symbol, known: dict[int, int]) -> int:
    """Count the terms of an expression with every shared part written out each time."""
    if symbol.operator in ("name", "number"):
        return 1
    if id(symbol) not in known:
        known[id(symbol)] = 1 + sum(terms(one, known) for one in symbol.operands)
    return known[id(symbol)]


MOST_TERMS = 1_000
"""Writing an equation takes time with the square of its terms; a loop of five steps has millions."""


def test_every_equation_is_short_enough_to_be_written() -> None:
    known: dict[int, int] = {}
    longest = max(everything_traced().items(), key=lambda one: terms(one[1], known))
    assert terms(longest[1], known) <= MOST_TERMS, f"{longest[0]} repeats itself; does it unroll a loop?"


NUMBERS = 0.2 + 2.0 * uniforms(person_keys(3, 0, np.arange(len(unit_names()))), "numbers", 0)
VALUES = dict(zip(unit_names(), NUMBERS.tolist(), strict=True))


@pytest.mark.parametrize("label", list(everything_traced()))
def test_every_printed_equation_gives_the_number_of_the_traced_one(label: str) -> None:
    symbol = everything_traced()[label]
    read = names_in(symbol)
    named = {one: computed(text(other), VALUES) for one, other in printed_names().items() if one not in read}
    expected = computed(text(symbol), VALUES)
    assert computed_formula(written(symbol), VALUES | named) == pytest.approx(expected, rel=1e-4)


def printed_names() -> dict[str, Symbol]:
    return {one: other for one, other in named_expressions().items() if LAST_READING not in text(other)}


LEAVES = st.one_of(st.sampled_from("xyz").map(name), st.sampled_from([0.5, 1.0, 2.0, 3.0]).map(as_symbol))
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: two[0] + two[1]),
        st.tuples(inner, inner).map(lambda two: two[0] - two[1]),
        st.tuples(inner, inner).map(lambda two: two[0] * two[1]),
        st.tuples(inner, inner).map(lambda two: two[0] / (two[1] * two[1] + 1.0)),
        inner.map(lambda one: -one),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_simplifying_never_changes_the_value(symbol: Symbol) -> None:
    values = {"x": 1.37, "y": 0.71, "z": 2.13}
    expected = computed(text(symbol), values)
    assert computed(text(simplified(symbol)), values) == pytest.approx(expected, rel=1e-3, abs=1e-4)
    assert computed_formula(formula(symbol), values) == pytest.approx(expected, rel=1e-3, abs=1e-4)
