"""Protects: an equation that SBML cannot say is refused, and no file grows beyond its equations."""

from __future__ import annotations

from dataclasses import fields
from xml.etree import ElementTree

import pytest

from lassitude.engine.symbols import Symbol, as_symbol, call, name
from lassitude.interchange.equations import equations, unit_text
from lassitude.interchange.mathml import math, mathml, number, with_shared_parts
from lassitude.quantities.errors import RequestError

PLAIN = {one: one for one in ("a", "b", "x")}


def written(symbol: Symbol) -> str:
    return mathml(symbol, PLAIN, lambda one: "dimensionless")


def test_a_function_that_sbml_lacks_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="no function 'erf'"):
        written(call("erf", name("x")))


def test_a_number_keeps_all_its_digits() -> None:
    value = 1.2345678901234567e-7
    mantissa, exponent = number(value, "day").partition("> ")[2].removesuffix(" </cn>").split(" <sep/> ")
    assert float(f"{mantissa}e{exponent}") == value


def test_shared_parts_stop_growth() -> None:
    """Sixty doublings would be 2**60 terms written out."""
    x = name("x") + name("a")
    for _ in range(60):
        x = x * x + name("b")
    found = with_shared_parts({"whole": x})
    texts = [written_with(found.parts, one) for one in (*found.parts.values(), *found.expressions.values())]
    assert sum(map(len, texts)) < 50_000
    assert len(found.parts) > 10


def written_with(parts: dict[str, Symbol], symbol: Symbol) -> str:
    return mathml(symbol, {**PLAIN, **{one: one for one in parts}}, lambda one: "dimensionless")


def test_numbers_in_a_sum_carry_the_unit_of_what_they_are_added_to() -> None:
    symbol = call("max", name("x"), as_symbol(0.0))
    told = mathml(symbol, PLAIN, lambda one: "day" if one.operator == "name" else None)
    assert '<cn sbml:units="day"> 0.0 </cn>' in told


def test_every_equation_of_the_body_can_be_written() -> None:
    found = equations()
    identifiers = {one: about.identifier for one, about in found.about.items()}
    for rule in found.rules:
        told = math(mathml(rule.symbol, identifiers, lambda one: "dimensionless"))
        assert ElementTree.fromstring(told) is not None


def test_every_rule_has_the_unit_that_it_should_have() -> None:
    found = equations()
    assert {one.kind for one in found.rules} == {"rate", "value"}
    assert unit_text(name("barrier.opening"), found.about) is not None
    assert all(getattr(one, field.name) is not None for one in found.rules for field in fields(one))


def test_identifiers_are_told_apart() -> None:
    identifiers = [one.identifier for one in equations().about.values()]
    assert len(identifiers) == len(set(identifiers))
