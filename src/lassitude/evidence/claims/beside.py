"""A published number in the unit of the estimate that it stands beside."""

from __future__ import annotations

from lassitude.evidence.claims.table import claim
from lassitude.evidence.pointers import resolve

_COUNTS = frozenset({"people", "lesions", "relapses", "events"})


def published_in(pointer: str, unit: str) -> float:
    """Return a published number in the unit of an estimate.

    What stands beside the number that a claim is about, such as its p value, stays as printed; so do counts
    of people where people are estimated.

    Parameters
    ----------
    pointer : str
        To the number in the ledger.
    unit : str
        Of the estimate; in per cent, relative changes keep their sign.

    Raises
    ------
    RequestError
        When the pointer is dead or leads to text.

    Examples
    --------
    >>> published_in("bose2018_ahsct_fis:effect.value", "%")
    -36.0
    >>> published_in("atkins2016_canadian_ahsct:effect.activity_free_3y_pct", "1")
    0.696
    """
    one, printed = claim(pointer), float(resolve(pointer))
    if printed != one.value or unit in _COUNTS:
        return printed
    if unit != "%":
        return float(one.canonical)
    if one.statistic == "relative_change":
        return round(100.0 * (one.canonical - 1.0), 9)
    return printed
