"""Dysbiosis of the gut: an index of the stool that wanders, and acts on cytokines only where switched on."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Normal, Parameters, PerPatient, Shared, hypothesis, parameter


class GutParameters(Parameters):
    """Level and wandering of the index; its effects are zero unless a parameter set says otherwise."""

    level: PerPatient = parameter(
        0.3,
        "1",
        bounds=(0.0, 1.0),
        varies=Normal(0.12),
        meaning="own level of the dysbiosis index, 0 to 1",
        source=hypothesis("the index has no published scale"),
    )
    turnover: Shared = parameter(
        0.0167,
        "1/day",
        bounds=(0.005, 0.05),
        meaning="return of the index to its level",
        source=hypothesis("60 days"),
    )
    swing: Shared = parameter(
        0.08,
        "1",
        bounds=(0.0, 0.2),
        meaning="SD of a person's index over time",
        source=hypothesis("less than people differ"),
    )
    by_il17: Shared = parameter(
        0.0,
        "1",
        bounds=(0.0, 0.4),
        meaning="rise of the making of IL-17 at full dysbiosis; 0 switches it off",
        source=hypothesis("no model for MS exists; 0.2 is the size discussed", "guo2023_butyrate"),
    )
    by_il10: Shared = parameter(
        0.0,
        "1",
        bounds=(0.0, 0.4),
        meaning="fall of the making of IL-10 at full dysbiosis; 0 switches it off",
        source=hypothesis("no model for MS exists; 0.2 is the size discussed", "guo2023_butyrate"),
    )


def dysbiosis(p: GutParameters) -> Relaxation:
    """Return the course of the dysbiosis index.

    Examples
    --------
    >>> dysbiosis(GutParameters()).target
    0.3
    """
    return Relaxation("dysbiosis", p.level, p.turnover, p.swing)


def il17_raised(s: Any, p: GutParameters) -> Any:
    """Return by what the making of IL-17 is multiplied.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> il17_raised(SimpleNamespace(dysbiosis=0.5), GutParameters(by_il17=0.2))
    1.1
    """
    return 1.0 + p.by_il17 * s.dysbiosis


def il10_lowered(s: Any, p: GutParameters) -> Any:
    """Return by what the making of IL-10 is multiplied.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> round(il10_lowered(SimpleNamespace(dysbiosis=0.5), GutParameters(by_il10=0.2)), 3)
    0.909
    """
    return 1.0 / (1.0 + p.by_il10 * s.dysbiosis)
