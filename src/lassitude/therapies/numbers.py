"""Numbers of mechanisms: fields that a row fills, each with its unit."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any


def number(unit: str, *, idle: float | None = None) -> Any:
    """Declare a field of a mechanism that a row of a therapy fills with a number of this unit.

    A field that is a strength says in `idle` the number at which it does nothing; once all strengths of a
    mechanism are idle, so is the mechanism.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> from lassitude.quantities.parameters import Declaration
    >>> @dataclass(frozen=True)
    ... class Sedation:
    ...     depth: Declaration = number("1", idle=0.0)
    >>> units_of(Sedation)
    {'depth': '1'}
    """
    return field(metadata={"unit": unit, "idle": idle})


def units_of(kind: type) -> dict[str, str]:
    """Return the numbers of a mechanism, each with its unit.

    Examples
    --------
    >>> from lassitude.therapies.mechanisms import Toxicity
    >>> units_of(Toxicity)
    {'toxicity': '1', 'days': 'day'}
    """
    return {one.name: one.metadata["unit"] for one in fields(kind)}


def idle_of(kind: type) -> dict[str, float]:
    """Return the strengths of a mechanism, each with the number at which it does nothing.

    Examples
    --------
    >>> from lassitude.therapies.mechanisms import Toxicity
    >>> idle_of(Toxicity)
    {'toxicity': 0.0}
    """
    told = {one.name: one.metadata["idle"] for one in fields(kind)}
    return {name: idle for name, idle in told.items() if idle is not None}
