"""Parameters of the data sets of measurements: a code of at most eight characters for every endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lassitude.records.adam.variables import LONGEST_NAME

_WORD = 5


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that was measured, or one kind of event.

    Attributes
    ----------
    dataset, code, label : str
        ``ADQS``, ``MFISTOTA``, ``MFIS total (points)``.
    source : str
        Where it stands in the tables of the study.
    baseline : str
        Visit whose value is BASE; empty where none is.
    """

    dataset: str
    code: str
    label: str
    source: str
    baseline: str = ""


def codes(names: Iterable[str]) -> dict[str, str]:
    """Give every endpoint a code of its own: letters of the instrument, then of the part.

    Parameters
    ----------
    names : iterable of str
        ``INSTRUMENT.part``; they are taken in order of name, so that the same names have the same codes.

    Returns
    -------
    dict of str to str
        Capital letters and digits, at most eight, a letter first, no two alike.

    Examples
    --------
    >>> codes(["MFIS.total", "MFIS.item_07", "MFIS.item_11"])
    {'MFIS.item_07': 'MFISI07', 'MFIS.item_11': 'MFISI11', 'MFIS.total': 'MFISTOTA'}
    """
    given: dict[str, str] = {}
    for name in sorted(set(names)):
        instrument, _, part = name.partition(".")
        code = _unused(_code(instrument, part), set(given.values()))
        given[name] = code
    return given


def _code(instrument: str, part: str) -> str:
    first = re.sub(r"[^A-Z0-9]", "", instrument.upper()).lstrip("0123456789") or "X"
    number = re.search(r"(\d+)$", part)
    letters = re.sub(r"[^A-Z0-9]", "", part.upper())
    second = f"{letters[:1]}{number[1]}" if number and part.startswith("item") else letters
    head = first[: max(_WORD, LONGEST_NAME - len(second))]
    return (head + second)[:LONGEST_NAME]


def _unused(code: str, taken: set[str]) -> str:
    if code not in taken:
        return code
    tried = (f"{code[: LONGEST_NAME - len(str(number))]}{number}" for number in range(1, len(taken) + 2))
    return next(other for other in tried if other not in taken)
