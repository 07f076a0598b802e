"""From the text of a field to a number, a limit or a reason why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError
from lassitude.records.mapping import MISSING_WORDS
from lassitude.records.missing_codes import Declared, codes_for

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"[<>]?\s*[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]{1,3})?")
_POINT = re.compile(r"[<>]?\s*[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[<>]?\s*[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_STATES = ("missed", "non_wear", "invalid")
_BEYOND = {"<": "below_limit", ">": "above_limit"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field says: a value, a limit that was passed, or the state of a measurement not had."""

    value: float | None
    status: str
    limit: float | None = None


@dataclass(frozen=True)
class Notation:
    """How a file writes numbers and missing values.

    Attributes
    ----------
    comma : str
        The decimal sign, ``.`` or ``,``.
    missing : tuple of (str, codes)
        What stands for a missing value where; see `lassitude.records.missing_codes`.
    """

    comma: str
    missing: Declared = ()

    def number(self, text: str) -> float | None:
        """Read a number; None if the text is none or is not finite."""
        plain = text.replace(",", ".") if self.comma == "," else text
        if _NUMBER.fullmatch(plain) is None:
            return None
        value = float(plain)
        return value if math.isfinite(value) else None

    def reading(self, text: str, name: str = "") -> Reading | None:
        """Read a field: ``36``, ``<1.5``, empty, ``NA``, ``non_wear``; None if it is nothing of this."""
        if self.is_missing(text, name):
            return Reading(None, "missed")
        if text.casefold() in _STATES:
            return Reading(None, text.casefold())
        if text[0] in _BEYOND:
            limit = self.number(text[1:].strip())
            return None if limit is None else Reading(None, _BEYOND[text[0]], limit)
        value = self.number(text)
        return None if value is None else Reading(value, "observed")

    def is_missing(self, text: str, name: str = "") -> bool:
        """Tell whether a field of an endpoint or of a column about people stands for a missing value."""
        words, codes = codes_for(self.missing, name)
        word = text.casefold()
        return word in MISSING_WORDS or word in words or (bool(codes) and self.number(text) in codes)


def notation_of(texts: Iterable[str], missing: Declared, file: str) -> Notation:
    """Find out how a file writes decimals, and join it with the declared codes for missing values.

    Parameters
    ----------
    texts : iterable of str
        All fields that should hold numbers.
    missing : tuple of (str, codes)
        The declared codes.
    file : str
        Name of the file, for messages.

    Returns
    -------
    Notation
        Decimal point unless a field has a comma.

    Raises
    ------
    RequestError
        If point and comma are both used, or every comma might separate thousands.

    Examples
    --------
    >>> notation_of(["3,5", "4"], (("*", (99.0,)),), "data.csv").reading("99").status
    'missed'
    """
    fields = set(texts)
    commas = sorted(text for text in fields if _COMMA.fullmatch(text))
    points = sorted(text for text in fields if _POINT.fullmatch(text))
    if commas and points:
        raise RequestError(
            f"{file} writes decimals with a comma ({commas[0]!r}) and with a point ({points[0]!r}). "
            f"Use one of them."
        )
    if commas and all(_THOUSANDS.fullmatch(text) for text in commas):
        raise RequestError(
            f"{file}: the comma in {commas[0]!r} may be a decimal sign or separate thousands, and no "
            f"other field "
            "tells which. Write such as 1234 or 1.234."
        )
    return Notation("," if commas else ".", missing)
