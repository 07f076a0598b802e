"""Units at the edges: what Pint reads, converts and compares; inside, numbers carry none.

Time inside the body is in days. A unit that a declaration names must be the unit of the number itself:
comparing is exact, so that a rate a year never passes for a rate a day.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lassitude.quantities.errors import RequestError

if TYPE_CHECKING:
    import pint
    from pint.facets.plain import PlainUnit

DAYS_A_WEEK = 7.0
DAYS_A_YEAR = 365.25


@cache
def registry() -> pint.UnitRegistry:
    """Return the one registry of units; it takes a second to load, so it is built when asked for.

    Examples
    --------
    >>> str(registry().parse_units("1/day"))
    '1 / day'
    """
    import pint

    return pint.UnitRegistry()


@cache
def unit(text: str) -> PlainUnit:
    """Read a unit.

    Parameters
    ----------
    text : str
        As Pint writes it; ``"1"`` for a pure number.

    Raises
    ------
    RequestError
        If Pint does not know it.

    Examples
    --------
    >>> unit("mm**3/day") == unit("mm^3 / day")
    True
    """
    import pint

    try:
        return registry().parse_units("" if text == "1" else text)
    except (pint.PintError, ValueError, TypeError) as error:
        raise RequestError(f"{text!r} is no unit that can be read: {error}") from None


def same_unit(first: PlainUnit, second: PlainUnit) -> bool:
    """Tell whether numbers in two units are the same numbers.

    Examples
    --------
    >>> same_unit(unit("pg/mL"), unit("ng/L")), same_unit(unit("1/day"), unit("1/year"))
    (True, False)
    """
    import pint

    if first == second:
        return True
    try:
        factor: Any = registry().convert(1.0, first, second)
    except pint.DimensionalityError:
        return False
    return abs(factor - 1.0) < 1e-9


def convert(value: float, given: str, wanted: str) -> float:
    """Express a number in another unit.

    Raises
    ------
    RequestError
        If either unit cannot be read or they measure different things.

    Examples
    --------
    >>> round(convert(0.018, "1/hour", "1/day"), 3)
    0.432
    """
    import pint

    try:
        return float(registry().Quantity(value, unit(given)).to(unit(wanted)).magnitude)
    except pint.DimensionalityError:
        raise RequestError(
            f"{given} cannot be expressed in {wanted}: they measure different things."
        ) from None


def written(text: str) -> str:
    """Write a unit for people: nothing for a pure number.

    Examples
    --------
    >>> written("pg/mL*mm**3/day"), written("1/delta_degC"), written("1")
    ('pg/mL·mm³/day', '1/°C', '')
    """
    if text == "1":
        return ""
    return text.replace("**3", "³").replace("*", "·").replace("delta_degC", "°C").replace("degC", "°C")
