"""All instruments that the platform knows, and how to find one by name."""

from __future__ import annotations

from lassitude.instruments.assays import ASSAYS
from lassitude.instruments.counts import COUNTS
from lassitude.instruments.daily_life import DAILY_LIFE
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.examination import EXAMINATION
from lassitude.instruments.fatigue_impact import FATIGUE_IMPACT
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, declarations

_FAMILIES = (FATIGUE_IMPACT, EXAMINATION, COUNTS, ASSAYS, DAILY_LIFE)

INSTRUMENTS: dict[str, Instrument] = {one.name: one for family in _FAMILIES for one in family}


def instrument(name: str) -> Instrument:
    """Find an instrument by its name.

    Parameters
    ----------
    name : str
        One of the keys of :data:`INSTRUMENTS`; capital letters matter.

    Returns
    -------
    Instrument
        Frozen.

    Raises
    ------
    RequestError
        If there is none of that name; the message names the nearest.

    Examples
    --------
    >>> instrument("MFIS").parts["total"].range
    (0.0, 84.0)
    """
    if name not in INSTRUMENTS:
        raise RequestError(f"There is no instrument {name!r}.{did_you_mean(name, INSTRUMENTS)}")
    return INSTRUMENTS[name]


def assumptions(one: Instrument) -> tuple[Declaration, ...]:
    """List the declared numbers of an instrument's response model, named ``instrument.parameter``.

    Examples
    --------
    >>> [declared.name for declared in assumptions(instrument("EDSS"))]
    ['EDSS.lasting_share']
    """
    return tuple(declarations(type(one.parameters), one.name))
