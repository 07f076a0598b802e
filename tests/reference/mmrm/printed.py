"""Numbers as a listing prints them, with the last digit that they have."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(<?)(-?\d*\.?\d+)(?:E([+-]\d+))?$")


@dataclass(frozen=True)
class Printed:
    """A printed number.

    Attributes
    ----------
    value : float
        As printed.
    unit : float
        One of its last digit.
    below : bool
        Whether only "less than `value`" is printed.
    """

    value: float
    unit: float
    below: bool = False

    def agrees(self, computed: float) -> bool:
        """Tell whether a number would be printed like this, within half a unit of the last digit."""
        return computed < self.value if self.below else abs(computed - self.value) <= self.slack

    @property
    def slack(self) -> float:
        """Half a unit of the last digit, and what adding floats leaves."""
        return 0.5 * self.unit * (1 + 1e-6) + 1e-13 * abs(self.value)


def printed(word: str) -> Printed | None:
    """Read a number; None for the dot of a missing one.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> printed("-0.00029"), printed("<.0001").below, printed(".")
    (Printed(value=-0.00029, unit=1e-05, below=False), True, None)
    """
    if word == ".":
        return None
    match = _NUMBER.match(word)
    if match is None:
        raise ValueError(f"{word!r} is no printed number.")
    below, digits, power = match.groups()
    decimals = len(digits.partition(".")[2])
    exponent = int(power or 0)
    return Printed(float(digits) * 10.0**exponent, float(f"1e{exponent - decimals}"), bool(below))
