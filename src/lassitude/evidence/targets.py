"""What a fit may use: `calibrate` entries whose patients serve no held-out test of the same outcome."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lassitude.evidence.ledger import Entry, find, ledger
from lassitude.evidence.pointers import entry_id, resolve_in
from lassitude.quantities.errors import RequestError


def require_target(pointer: str) -> float | int | str:
    """Return the number a fit may use as a target, or refuse.

    Parameters
    ----------
    pointer : str
        ``entry:path.to.value`` into the shipped ledger.

    Returns
    -------
    float, int or str
        The value.

    Raises
    ------
    RequestError
        When the entry's role is not `calibrate`, when its cluster holds a `validate` entry for the same
        outcome, or when the pointer is dead.

    Examples
    --------
    >>> require_target("atkins2016_canadian_ahsct:effect.activity_free_3y_pct")
    69.6
    """
    return require_target_in(ledger(), pointer)


def targets(pointers: Iterable[str]) -> dict[str, float | int | str]:
    """Return the values of several targets by pointer; refused as in `require_target`.

    Examples
    --------
    >>> targets(["bose2018_ahsct_fis:effect.value"])
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: 'bose2018_ahsct_fis' is held out (role validate)...
    """
    return {pointer: require_target(pointer) for pointer in pointers}


def require_target_in(entries: Mapping[str, Entry], pointer: str) -> float | int | str:
    """Return a target's value in a given ledger; refused as in `require_target`."""
    found = find(entries, entry_id(pointer))
    if found.role == "validate":
        raise RequestError(
            f"{found.id!r} is held out (role validate): it is predicted and scored, never fitted. "
            "Choose a target of role calibrate."
        )
    if found.role != "calibrate":
        raise RequestError(
            f"{found.id!r} is background (role {found.role}), not a target; choose a calibrate entry."
        )
    shared = [other.id for other in entries.values() if _is_held_out_with(other, found)]
    if shared:
        raise RequestError(
            f"{found.id!r} shares the patients of cluster {found.cluster!r} and an outcome with the held-out "
            f"{shared[0]!r}; fitting it would give the test away."
        )
    return resolve_in(entries, pointer)


def same_outcome(one: Entry, other: Entry) -> bool:
    """Return whether two entries report the same outcome: the same topic or a measure in common.

    Examples
    --------
    >>> from lassitude.evidence.ledger import entry
    >>> same_outcome(entry("bose2018_ahsct_fis"), entry("atkins2016_canadian_ahsct"))
    False
    """
    return one.topic == other.topic or bool(_measures(one) & _measures(other))


def _is_held_out_with(other: Entry, found: Entry) -> bool:
    return (
        other.role == "validate"
        and bool(found.cluster)
        and other.cluster == found.cluster
        and same_outcome(other, found)
    )


def _measures(found: Entry) -> frozenset[str]:
    parts = re.split(r"[;,]|\band\b", found.instrument.casefold())
    return frozenset(part.strip() for part in parts if part.strip())
