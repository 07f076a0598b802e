"""Pointers into the ledger, ``entry:path.to.value``, so that no published number is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lassitude.evidence.ledger import Entry, find, known_entries
from lassitude.quantities.errors import RequestError, did_you_mean


def entry_id(pointer: str) -> str:
    """Return the entry id of a pointer.

    Raises
    ------
    RequestError
        When the pointer is not of the form ``entry:path.to.value``.

    Examples
    --------
    >>> entry_id("bose2018_ahsct_fis:effect.value")
    'bose2018_ahsct_fis'
    """
    return _split(pointer)[0]


def resolve(pointer: str) -> float | int | str:
    """Return the published value a pointer leads to, in the shipped ledger or within `with_entries` a user's.

    Parameters
    ----------
    pointer : str
        ``entry:path.to.value``; steps are keys, or positions in a list counted from 0. A key may itself
        hold dots.

    Returns
    -------
    float, int or str
        The value as printed; its unit is that of the ledger entry.

    Raises
    ------
    RequestError
        When the pointer is dead, saying where it broke and the nearest key there, or stops short of a value.

    Examples
    --------
    >>> resolve("bose2018_ahsct_fis:arms.aHSCT.followup_median")
    23
    """
    return resolve_in(known_entries(), pointer)


def resolve_in(entries: Mapping[str, Entry], pointer: str) -> float | int | str:
    """Return the value a pointer leads to in a given ledger; refusals as in `resolve`."""
    identifier, path = _split(pointer)
    value: Any = find(entries, identifier).raw
    rest, walked = path, identifier + ":"
    while rest:
        step, rest, value = _step(value, rest, pointer, walked)
        walked = f"{walked}{step}" if walked.endswith(":") else f"{walked}.{step}"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise RequestError(f"Pointer {pointer!r} leads to no single number or text.{_below(value)}")
    return value


def _split(pointer: str) -> tuple[str, str]:
    identifier, colon, path = pointer.partition(":")
    if not (identifier and colon and path) or "" in path.split("."):
        raise RequestError(f"{pointer!r} is no pointer into the ledger; expected 'entry:path.to.value'.")
    return identifier, path


def _step(value: Any, rest: str, pointer: str, walked: str) -> tuple[str, str, Any]:
    if isinstance(value, tuple):
        value = {str(position): part for position, part in enumerate(value)}
    if not isinstance(value, Mapping):
        raise RequestError(
            f"Pointer {pointer!r} is dead: {walked!r} is the value {value!r} and has nothing below."
        )
    for end in _ends(rest):
        if rest[:end] in value:
            return rest[:end], rest[end + 1 :], value[rest[:end]]
    wanted = rest.partition(".")[0]
    raise RequestError(
        f"Pointer {pointer!r} is dead: {walked!r} has no {wanted!r}.{did_you_mean(wanted, value)}"
    )


def _ends(rest: str) -> list[int]:
    return [len(rest), *(position for position in range(len(rest) - 1, 0, -1) if rest[position] == ".")]


def _below(value: Any) -> str:
    return f" Below it: {', '.join(value)}." if isinstance(value, Mapping) else ""
