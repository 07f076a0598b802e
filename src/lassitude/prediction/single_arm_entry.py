"""How people were let in, as a paper puts it: ``MFIS.total > 33``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lassitude.instruments import instrument
from lassitude.instruments.parts import PartSpec
from lassitude.prediction.single_arm_regression import Window
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.endpoints import AGE

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_TIMES = re.compile(r"\s*mean\s+of\s+(?P<times>\d+)\s+")
_CRITERION = re.compile(
    rf"\s*(?P<measure>[A-Za-z0-9][\w.-]*)\s*"
    rf"(?:(?P<sign>>=|<=|>|<|≥|≤)\s*(?P<cut>{_NUMBER})"
    rf"|between\s+(?P<from>{_NUMBER})\s+and\s+(?P<to>{_NUMBER}))\s*(?P<more>and\s+|$)"
)
_SIGNS = {"≥": ">=", "≤": "<="}
MOST_TIMES = 5
FORMS = '"MFIS.total > 33", "MFIS.total between 34 and 60", "mean of 2 MFIS.total >= 34"'


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may enter.

    Attributes
    ----------
    measure : str
        The score that is judged, such as ``MFIS.total``.
    window : Window
        Which values of it enter. On whole points the ends are the nearest scores that do not enter, so
        that rules which let the same people in are the same window.
    text : str
        As it was written.
    """

    measure: str
    window: Window
    text: str


def part_of(measure: str) -> PartSpec:
    """Find a part of an instrument by ``INSTRUMENT.part``.

    Raises
    ------
    RequestError
        With the nearest name.

    Examples
    --------
    >>> part_of("MFIS.total").range
    (0.0, 84.0)
    """
    name, _, part = measure.partition(".")
    parts = instrument(name).parts
    if part not in parts:
        asked = f"{name} has no part {part!r}." if part else f"{name} has several parts."
        near = did_you_mean(part, parts) or f" Write one, such as {name}.{next(iter(parts))}."
        raise RequestError(f"{asked}{near}")
    return parts[part]


def parse_entry(text: str) -> Entry:
    """Read a rule of entry on one score.

    Parameters
    ----------
    text : str
        ``INSTRUMENT.part`` with >, >=, <, <= and a number, or ``between A and B`` with both included;
        several rules are joined by ``and``, and ``mean of K`` before them says that the mean of K
        measurements is judged.

    Raises
    ------
    RequestError
        If it is written otherwise, names something unknown, rules on two scores, or lets nobody or
        everybody in.

    Examples
    --------
    >>> parse_entry("MFIS.total > 33").window == parse_entry("MFIS.total >= 34").window
    True
    >>> parse_entry("MFIS.totl > 33")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: Entry 'MFIS.totl > 33': MFIS has no part 'totl'. Did you mean
    'total'?
    """
    try:
        return _parsed(text)
    except RequestError as error:
        raise RequestError(f"Entry {text!r}: {error}") from None


def _parsed(text: str) -> Entry:
    head = _TIMES.match(text)
    times = int(head["times"]) if head else 1
    if not 1 <= times <= MOST_TIMES:
        raise RequestError(f"the mean of {times} measurements; 1 to {MOST_TIMES} can be reckoned with.")
    criteria = _criteria(text, head.end() if head else 0)
    measures = list(dict.fromkeys(found["measure"] for found in criteria))
    if AGE in measures:
        raise RequestError(f"{AGE} does not swing, so it brings no regression to the mean; leave it out.")
    if len(measures) > 1:
        raise RequestError(
            f"it rules on {len(measures)} scores ({', '.join(measures)}); one can be reckoned with. Keep the "
            "one that keeps most people out."
        )
    part = part_of(measures[0])
    low, high = -math.inf, math.inf
    for found in criteria:
        bounds = _bounds(found, part, times)
        low, high = max(low, bounds[0]), min(high, bounds[1])
    _check_that_some_enter(measures[0], low, high, part, times)
    return Entry(measures[0], Window(low, high, times), text)


def _criteria(text: str, start: int) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    while start < len(text) or not found or found[-1]["more"]:
        match = _CRITERION.match(text, start)
        if match is None:
            left = text[start:].strip()
            raise RequestError(f"{left!r} is not a rule. Write one such as {FORMS}.")
        found.append(match)
        start = match.end()
    return found


def _bounds(found: re.Match[str], part: PartSpec, times: int) -> tuple[float, float]:
    step = 0.0 if part.step is None else part.step / times
    if found["sign"] is None:
        first, last = float(found["from"]), float(found["to"])
        if first > last:
            raise RequestError(f"between runs from low to high; write between {last:g} and {first:g}.")
        _check_cut(first, part)
        _check_cut(last, part)
        return _next_below(first, step), -_next_below(-last, step)
    sign, cut = _SIGNS.get(found["sign"], found["sign"]), float(found["cut"])
    _check_cut(cut, part)
    if sign == ">":
        return _at_or_below(cut, step), math.inf
    if sign == ">=":
        return _next_below(cut, step), math.inf
    return -math.inf, -(_at_or_below(-cut, step) if sign == "<" else _next_below(-cut, step))


def _at_or_below(cut: float, step: float) -> float:
    return math.floor(cut / step + 1e-9) * step if step else cut


def _next_below(cut: float, step: float) -> float:
    return (math.ceil(cut / step - 1e-9) - 1) * step if step else cut


def _check_cut(cut: float, part: PartSpec) -> None:
    lowest, highest = part.range
    if not lowest <= cut <= highest:
        raise RequestError(f"{cut:g} lies outside the scale, which runs from {lowest:g} to {highest:g}.")


def _check_that_some_enter(measure: str, low: float, high: float, part: PartSpec, times: int) -> None:
    lowest, highest = part.range
    room = 0.0 if part.step is None else part.step / times
    if low >= highest or high <= lowest or high - low <= room:
        raise RequestError(f"no {measure} from {lowest:g} to {highest:g} is let in. Check the cuts.")
    if low < lowest and high > highest:
        raise RequestError("it lets everybody in; leave it out.")
