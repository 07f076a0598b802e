"""A published number in the unit of the estimate that it stands beside."""

from __future__ import annotations

from lassitude.evidence.claims.table import claim
from lassitude.evidence.pointers import resolve

_COUNTS = frozenset({"people", "lesions", "relapses", "events"})
_PER_CENT = frozenset({"%", "percent"})
"""What the unit of an estimate in per cent is called; statistics write the first, instruments the second."""
_TIMES = {"1": 100.0, "%": 1.0, "percent": 1.0}
"""What a canonical number is multiplied with to be in per cent, by its unit."""


def published_in(pointer: str, unit: str) -> float:
    """Return a published number in the unit of an estimate.

    What stands beside the number that a claim is about, such as its p value, stays as printed; so do counts
    of people where people are estimated.

    Parameters
    ----------
    pointer : str
        To the number in the ledger.
    unit : str
        Of the estimate; in per cent, relative changes keep their sign and a loss printed without one gets it.

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
    >>> published_in("temso_bvl_siena:arms.placebo.year1_pct", "percent")
    -0.61
    """
    one, printed = claim(pointer), float(resolve(pointer))
    if printed != one.value or unit in _COUNTS:
        return printed
    if unit not in _PER_CENT:
        return float(one.canonical)
    if one.statistic == "relative_change":
        return round(100.0 * (one.canonical - 1.0), 9)
    times = _TIMES.get(one.canonical_unit)
    return printed if times is None else round(times * one.canonical, 9)
