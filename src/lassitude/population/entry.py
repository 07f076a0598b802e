"""What people of every condition bring along, declared once for all systems of white matter."""

from __future__ import annotations

from typing import Any

from lassitude.quantities.parameters import LogNormal, Source, parameter


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
    >>> from lassitude.quantities.parameters import hypothesis
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
