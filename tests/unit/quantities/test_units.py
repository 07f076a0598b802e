"""Protects: a unit is read exactly, so that a rate a year is never taken for a rate a day."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.quantities.units import convert, same_unit, unit, written


@pytest.mark.parametrize("text", ["1", "1/day", "pg/mL*mm**3/day", "degC", "1/delta_degC", "hour/week"])
def test_units_of_the_body_are_read(text: str) -> None:
    assert unit(text) == unit(text)


def test_an_unknown_unit_is_refused_in_words() -> None:
    with pytest.raises(RequestError, match="'fortnights/lesion' is no unit"):
        unit("fortnights/lesion")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("pg/mL", "ng/L", True),
        ("1/mm**3", "1/uL", True),
        ("1/day", "1/year", False),
        ("1/day", "1/hour", False),
        ("degC", "delta_degC", False),
        ("pg/mL", "1/mm**3", False),
    ],
)
def test_units_are_the_same_only_when_their_numbers_are(first: str, second: str, same: bool) -> None:
    assert same_unit(unit(first), unit(second)) is same


def test_numbers_are_converted_at_the_edge() -> None:
    assert convert(4e-4, "mm**3/hour", "mm**3/day") == pytest.approx(9.6e-3)
    with pytest.raises(RequestError, match="measure different things"):
        convert(1.0, "day", "pg/mL")


def test_units_are_written_for_people() -> None:
    assert [written(one) for one in ("1", "mm**3/day", "delta_degC")] == ["", "mm³/day", "°C"]
