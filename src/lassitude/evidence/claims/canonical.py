"""Canonical numbers: shares as fractions, relative changes as ratios, durations in days."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DAYS: Mapping[str, float] = MappingProxyType(
    {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
)
"""Days in each unit of duration; a month as protocols have it."""

_CHANGES = ("mean_change", "median_change")
_TURNED = ("smd", "mean_change", "mean_difference")


def canonical(statistic: str, value: float, unit: str, sign: str = "") -> tuple[float, str]:
    """Bring a printed number to canonical units.

    Parameters
    ----------
    statistic : str
        What kind of number it is.
    value : float
        As printed.
    unit : str
        Of the value.
    sign : {"", "reduction", "improvement"}
        ``"reduction"``: a fall that may be printed without its minus. ``"improvement"``: positive is better.

    Returns
    -------
    tuple of float and str
        The number and its unit.

    Examples
    --------
    >>> canonical("proportion", 46.0, "%")
    (0.46, '1')
    >>> canonical("relative_change", -36.0, "%")
    (0.64, '1')
    >>> canonical("relative_change", 36.9, "%", "reduction")
    (0.631, '1')
    >>> canonical("median_change", 1.29, "%", "reduction")
    (-0.0129, '1')
    >>> canonical("time", 12.0, "weeks")
    (84.0, 'days')
    >>> canonical("smd", 0.45, "1", "improvement")
    (-0.45, '1')
    """
    if statistic == "relative_change" and unit == "%":
        change = -abs(value) if sign == "reduction" else value
        return round((100.0 + change) / 100.0, 12), "1"
    if unit == "%":
        lost = statistic in _CHANGES and sign == "reduction"
        return round((-abs(value) if lost else value) / 100.0, 12), "1"
    if unit in DAYS and statistic in ("time", "lowest", "highest"):
        return value * DAYS[unit], "days"
    return (_turned(value, sign) if statistic in _TURNED else value), unit


def days(count: float, unit: str) -> float:
    """Return a duration in days.

    Examples
    --------
    >>> days(2, "years")
    730.5
    """
    return count * DAYS[unit]


def _turned(value: float, sign: str) -> float:
    return -value if sign == "improvement" else value
