"""What people of every condition bring along, declared once for all."""

from __future__ import annotations

from typing import Any

from lassitude.quantities.parameters import LogNormal, Normal, Source, hypothesis, parameter

OLDEST = 75.0


def ages(mean: float, spread: float, source: Source, youngest: float = 18.0, oldest: float = OLDEST) -> Any:
    """Declare the age at day zero.

    Examples
    --------
    >>> ages(42.0, 11.0, hypothesis("an example")).default
    42.0
    """
    return parameter(
        mean,
        "year",
        bounds=(youngest, oldest),
        varies=Normal(spread),
        meaning="age at day zero",
        source=source,
    )


def women(share: float, source: Source) -> Any:
    """Declare the share of women.

    Examples
    --------
    >>> women(0.9, hypothesis("an example")).default
    0.9
    """
    return parameter(share, "1", bounds=(0.0, 1.0), meaning="share of women", source=source)


def smoldering(present: float) -> Any:
    """Declare whether people have the inflammation of MS that never rests, 1, or not, 0.

    Examples
    --------
    >>> smoldering(1.0).default
    1.0
    """
    return parameter(
        present,
        "1",
        bounds=(0.0, 1.0),
        meaning="whether smoldering inflammation is present",
        source=hypothesis("present in MS, absent in health"),
    )


def lost_before(system: str, value: float, spread: float, highest: float, source: Source) -> Any:
    """Declare the share of a system's axons that people have lost before their lead-in.

    Parameters
    ----------
    system : str
        Of white matter.
    value, spread : float
        Middle and log SD over people.
    highest : float
        Upper bound of one person.
    source : Source
        Why so much.

    Examples
    --------
    >>> lost_before("bowel_bladder", 0.07, 0.8, 0.6, hypothesis("an example")).metadata["meaning"]
    'bowel and bladder axons lost before the lead-in'
    """
    return parameter(
        value,
        "1",
        bounds=(0.0, highest),
        varies=LogNormal(spread),
        meaning=f"{system.replace('_', ' and ')} axons lost before the lead-in",
        source=source,
    )
