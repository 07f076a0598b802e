"""All claims of the ledger, by pointer."""

from __future__ import annotations

from functools import cache

from lassitude.evidence.claims.assembling import claims_of
from lassitude.evidence.claims.claim import Claim
from lassitude.evidence.ledger import entry, ledger
from lassitude.evidence.pointers import entry_id, resolve
from lassitude.quantities.errors import RequestError


@cache
def claims() -> tuple[Claim, ...]:
    """Return all claims of the shipped ledger, in the order of the file.

    Examples
    --------
    >>> len({one.pointer for one in claims()}) == len(claims())
    True
    """
    return tuple(one for identifier in ledger() for one in claims_in(identifier))


def claims_in(identifier: str) -> tuple[Claim, ...]:
    """Return the claims of one entry.

    Raises
    ------
    RequestError
        When there is no such entry, with the nearest id.

    Examples
    --------
    >>> [one.statistic for one in claims_in("pilutti2013_exercise_meta")]
    ['sample_size', 'smd', 'heterogeneity', 'heterogeneity', 'p_value']
    """
    return _shipped(identifier) if identifier in ledger() else claims_of(entry(identifier))


def claim(pointer: str) -> Claim:
    """Return the claim that a number belongs to.

    Parameters
    ----------
    pointer : str
        To any number of the ledger; the end of an interval leads to the claim with that interval.

    Returns
    -------
    Claim
        Frozen.

    Raises
    ------
    RequestError
        When the pointer is dead or leads to text.

    Examples
    --------
    >>> found = claim("iaffaldano2012_natalizumab_fss:arms.natalizumab.month12_mean")
    >>> found.instrument, found.part, found.statistic, found.canonical, found.sd, found.n
    ('FSS', 'total', 'mean', 3.61, 1.56, 100.0)
    """
    for one in claims_in(entry_id(pointer)):
        if pointer in one.owned:
            return one
    value = resolve(pointer)
    raise RequestError(f"Pointer {pointer!r} leads to the text {value!r}, which is no number to compare.")


@cache
def _shipped(identifier: str) -> tuple[Claim, ...]:
    return claims_of(ledger()[identifier])
