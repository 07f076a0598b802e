"""Units of the body as SBML defines them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from lassitude.quantities.errors import RequestError
from lassitude.quantities.units import registry, unit

if TYPE_CHECKING:
    from pint.facets.plain import PlainUnit

PURE = "dimensionless"
_KINDS = {
    "meter": "metre",
    "gram": "gram",
    "second": "second",
    "kelvin": "kelvin",
    "mole": "mole",
    "ampere": "ampere",
    "candela": "candela",
}


class UnitDefinitions:
    """The units that a file uses, each defined once."""

    def __init__(self) -> None:
        self._defined: dict[str, tuple[str, str]] = {}

    def identifier(self, one: PlainUnit | str) -> str:
        """Return the identifier of a unit, and define it if it is new.

        Parameters
        ----------
        one : PlainUnit or str
            A unit, or its text as declarations write it.

        Raises
        ------
        RequestError
            If it rests on something that SBML has no unit for.

        Examples
        --------
        >>> definitions = UnitDefinitions()
        >>> definitions.identifier("pg/mL"), definitions.identifier("1")
        ('pg_per_ml', 'dimensionless')
        """
        told = unit(one) if isinstance(one, str) else one
        parts = _parts(told)
        if not parts:
            return PURE
        key = "|".join(parts)
        if key not in self._defined:
            self._defined[key] = (self._fresh(told), "".join(parts))
        return self._defined[key][0]

    def _fresh(self, told: PlainUnit) -> str:
        spelled = (
            f"{told:~C}".replace("Δ°", "delta_").replace("°", "deg").replace("/", "_per_").replace("**", "")
        )
        short = re.sub(r"[^A-Za-z0-9]+", "_", spelled).strip("_")
        short = short if short[:1].isalpha() else f"unit_{short}"
        # A unit of SBML itself, such as litre or second, may not be defined again.
        named = f"one_{short}" if short in {*_KINDS.values(), "litre", "item"} else short
        taken = {identifier for identifier, _ in self._defined.values()}
        return named if named not in taken else f"{named}_{len(taken)}"

    def xml(self) -> str:
        """Return the list of unit definitions.

        Examples
        --------
        >>> definitions = UnitDefinitions()
        >>> _ = definitions.identifier("day")
        >>> "86400" in definitions.xml()
        True
        """
        made = (
            f"<unitDefinition id={quoteattr(one)}><listOfUnits>{units}</listOfUnits></unitDefinition>"
            for one, units in self._defined.values()
        )
        return f"<listOfUnitDefinitions>{''.join(made)}</listOfUnitDefinitions>"


def _parts(told: PlainUnit) -> list[str]:
    """Write each named unit with its exponent; a degree Celsius counts as a kelvin, only its zero differs."""
    made = []
    for named, power_of_it in sorted(told._units.items()):
        exponent = float(power_of_it)  # type: ignore[arg-type]
        plain = "kelvin" if named in ("degree_Celsius", "delta_degree_Celsius") else named
        whole = registry().Quantity(1.0, plain).to_root_units()
        dimensions = list(whole.unit_items())
        if not dimensions:
            if abs(whole.magnitude - 1.0) > 1e-12:
                made.append(_unit("dimensionless", exponent, whole.magnitude))
            continue
        if len(dimensions) > 1 or dimensions[0][0] not in _KINDS:
            raise RequestError(f"SBML has no unit for {named!r}, which {told:~P} rests on.")
        base, power = dimensions[0][0], float(dimensions[0][1])  # type: ignore[arg-type]
        # (m * u)^(power * exponent) is the unit's own size to its exponent.
        made.append(_unit(_KINDS[base], exponent * power, whole.magnitude ** (1.0 / power)))
    return made


def _unit(kind: str, exponent: float, multiplier: float) -> str:
    power = Fraction(exponent).limit_denominator(1000)
    told = str(int(power)) if power.denominator == 1 else repr(float(power))
    return f'<unit kind="{kind}" exponent="{told}" scale="0" multiplier="{multiplier:.17g}"/>'
