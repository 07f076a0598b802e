"""When visits are, in hours to months since day zero or in a period, and which arm a sequence has then."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.results import Results, Visit

DAYS_PER_MONTH = 30.4375
_DAYS_PER_WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: its name and its days."""

    name: str
    days: float


HOUR, DAY = Unit("hour", 1 / 24), Unit("day", 1.0)
WEEK, MONTH = Unit("week", _DAYS_PER_WEEK), Unit("month", DAYS_PER_MONTH)
LONGEST_IN_HOURS, LONGEST_IN_DAYS = 4.0, 28.0
"""Short studies are told in hours up to so many days, and in days up to so many."""


def unit_of_time(results: Results) -> Unit:
    """Return the unit in which people would tell when visits are.

    Weeks where every visit is planned for a whole week; else, of short studies, hours where visits lie within
    days and days where not; else months.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> unit_of_time(Results("analysis", Study("pilot", "00", visits=(Visit("W6", 42.0),)))).name
    'week'
    """
    days = [visit.day for visit in results.study.visits]
    weeks = not any(day % _DAYS_PER_WEEK for day in days)
    if not weeks and max(days) <= LONGEST_IN_DAYS:
        within_days = any(abs(day - round(day)) > 1e-9 for day in days)
        return HOUR if within_days and max(days) <= LONGEST_IN_HOURS else DAY
    return WEEK if any(days) and weeks else MONTH


def time_of(results: Results, visit: str) -> float | None:
    """Return when a visit is planned, from day zero, in the study's unit; None when it is not planned."""
    unit = unit_of_time(results)
    return next((one.day / unit.days for one in results.study.visits if one.label == visit), None)


def when_of(results: Results, visit: str) -> str:
    """Say when a visit is, such as ``month 36`` or ``week 5 of period 2``; nothing when it is not planned."""
    unit = unit_of_time(results)
    for one in results.study.visits:
        if one.label == visit and one.period:
            return f"{_into(results, one, unit)} of {period_in_words(one.period)}"
        if one.label == visit:
            return f"{unit.name} {_short(one.day / unit.days)}"
        if one.visit == visit:
            return f"{_into(results, one, unit)} of each period"
    return ""


def period_in_words(period: str) -> str:
    """Write the name of a period in words.

    Examples
    --------
    >>> period_in_words("P2")
    'period 2'
    """
    return f"period {period.removeprefix('P')}"


def arm_then(results: Results, sequence: str, period: str) -> str | None:
    """Return which arm people of a sequence have in a period; None when there is no such sequence."""
    periods = list(dict.fromkeys(one.period for one in results.study.visits if one.period))
    for one in results.study.sequences:
        if one.name == sequence and period in periods[: len(one.arms)]:
            return one.arms[periods.index(period)]
    return None


def _into(results: Results, visit: Visit, unit: Unit) -> str:
    """Say how far into its period a visit is; the first period starts on day zero."""
    first = next(one for one in results.study.visits if one.visit == visit.visit)
    return f"{unit.name} {_short(first.day / unit.days)}"


def _short(value: float) -> str:
    return f"{round(value, 1):g}"
