"""Codes for missing values: which hold for a field, and how to declare another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeAlias

from lassitude.quantities.errors import RequestError, did_you_mean

Codes: TypeAlias = tuple[float | str, ...]
Declared: TypeAlias = tuple[tuple[str, Codes], ...]

EVERYWHERE = "*"
ITEMS = "item_"
AGES = (0.0, 120.0)


def check_declared(missing: Mapping[str, Codes], names: Iterable[str]) -> Declared:
    """Refuse codes that are declared for nothing that is read.

    Parameters
    ----------
    missing : mapping of str to tuple of float and str
        As the mapping declares them.
    names : iterable of str
        Endpoints such as ``FIS.item_07``, and columns about people.

    Returns
    -------
    tuple of (str, codes)
        The same, fit for looking up.

    Raises
    ------
    RequestError
        If a key fits no name.

    Examples
    --------
    >>> check_declared({"FIS.item_*": (99.0,)}, ["FIS.item_01", "FIS.total"])
    (('FIS.item_*', (99.0,)),)
    """
    known = list(names)
    for key in missing:
        if key != EVERYWHERE and not any(_holds_for(key, name) for name in known):
            valid = {*known, *(name.partition(".")[0] for name in known)}
            raise RequestError(
                f"missing in the mapping names {key!r}, which is no instrument or endpoint of the plan and "
                f"no column about people.{did_you_mean(key, valid)}"
            )
    return tuple(missing.items())


@lru_cache(maxsize=4096)
def codes_for(declared: Declared, name: str) -> tuple[frozenset[str], frozenset[float]]:
    """Return the words, in small letters, and the numbers that mean missing in one column.

    Examples
    --------
    >>> codes_for((("FIS.item_*", (99.0,)), ("*", ("X",))), "FIS.total")
    (frozenset({'x'}), frozenset())
    """
    codes = [code for key, some in declared if _holds_for(key, name) for code in some]
    return (
        frozenset(code.casefold() for code in codes if isinstance(code, str)),
        frozenset(float(code) for code in codes if not isinstance(code, str)),
    )


def declaration(declared: Declared, name: str, code: float, others: Iterable[tuple[float, float]]) -> str:
    """Return the line of a mapping that declares one more code so that it is not refused elsewhere.

    Parameters
    ----------
    declared : tuple of (str, codes)
        What the mapping says already; it is kept.
    name : str
        Where the code was met.
    code : float
        The code.
    others : iterable of (lowest, highest)
        Ranges of everything that the file has.

    Examples
    --------
    >>> declaration((), "FIS.item_07", 99.0, [(0.0, 4.0), (0.0, 160.0)])
    'missing = { "FIS.item_*" = [99] }'
    >>> declaration((), "FIS.total", 999.0, [(0.0, 160.0)])
    'missing = [999]'
    """
    table = {key: list(codes) for key, codes in declared}
    possible = any(low <= code <= high for low, high in [*others, AGES])
    instrument, _, part = name.partition(".")
    own = f"{instrument}.{ITEMS}*" if part.startswith(ITEMS) else name
    table.setdefault(own if possible else EVERYWHERE, []).append(code)
    if set(table) == {EVERYWHERE}:
        return f"missing = {_array(table[EVERYWHERE])}"
    return "missing = { " + ", ".join(f'"{key}" = {_array(codes)}' for key, codes in table.items()) + " }"


def _holds_for(key: str, name: str) -> bool:
    return fnmatchcase(name, key) or name.partition(".")[0] == key


def _array(codes: Iterable[float | str]) -> str:
    return "[" + ", ".join(f"'{code}'" if isinstance(code, str) else f"{code:g}" for code in codes) + "]"
