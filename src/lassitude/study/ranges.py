"""Between which ends the values of an endpoint lie."""

from __future__ import annotations

from math import inf

from lassitude.instruments import INSTRUMENTS
from lassitude.study.endpoints import parse_endpoint


def range_of(endpoint: str) -> tuple[float, float]:
    """Return the lowest and the highest possible value, infinite where there is none.

    Parameters
    ----------
    endpoint : str
        ``INSTRUMENT.part``, with or without ``@VISIT``, or ``age_years``.

    Returns
    -------
    tuple of float
        In the unit of the endpoint; both infinite where the instrument or the part is unknown.

    Examples
    --------
    >>> range_of("MFIS.total"), range_of("relapses.count")
    ((0.0, 84.0), (0.0, inf))
    """
    name = parse_endpoint(endpoint)
    instrument = INSTRUMENTS.get(name.instrument or "")
    part = instrument.parts.get(name.part) if instrument else None
    return (-inf, inf) if part is None else part.range
