"""A protocol's times in whole absolute days, and its treatments as a body receives them."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.physiology.triggers import DAYS_A_YEAR
from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import FOREVER, Treatment

YEAR = DAYS_A_YEAR
"""Days a year, for people who plan; the body's own."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything happens, in days since the start of the lead-in.

    Attributes
    ----------
    day_zero : int
        The absolute day of the protocol's day 0.
    labels : tuple of str
        Visits in order of time.
    days : tuple of int
        Absolute day of each visit.
    """

    day_zero: int
    labels: tuple[str, ...]
    days: tuple[int, ...]


def schedule_of(protocol: Protocol) -> Schedule:
    """Put a protocol's visits on absolute days.

    Raises
    ------
    RequestError
        If two visits fall on the same whole day.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> schedule_of(read_protocol("canadian-ahsct")).days[:2]
    (730, 913)
    """
    zero = max(round(protocol.simulation.lead_in_years * YEAR), 0) or 1
    days = tuple(zero + round(day) for day in protocol.visits.days)
    for label, day, later in zip(protocol.visits.labels, days, days[1:], strict=False):
        if later <= day:
            raise RequestError(
                f"Visit {label} and the next fall on the same whole day. Bodies are simulated by whole days: "
                "put visits at least one day apart."
            )
    if days[0] < 1:
        raise RequestError("The first visit falls before the lead-in begins; give a longer lead_in_years.")
    return Schedule(zero, protocol.visits.labels, days)


def background_of(protocol: Protocol, population: str, schedule: Schedule) -> tuple[Treatment, ...]:
    """Return what everybody of a population has until a day, nobody expecting anything new of it.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> [(one.name, one.stop) for one in background_of(plan, "patients", schedule_of(plan))]
    [('interferon-beta', 702.0)]
    """
    return tuple(
        Treatment(one.name, 0.0, max(schedule.day_zero + one.stop_day, 0.0), {}, "none")
        for one in protocol.populations[population].background
    )


def treatments_of(protocol: Protocol, arm: str, schedule: Schedule) -> tuple[Treatment, ...]:
    """Return what an arm receives, in absolute days.

    Raises
    ------
    RequestError
        If a treatment starts before the first visit, where people are still being screened.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> [(one.name, one.start) for one in treatments_of(plan, "ahsct", schedule_of(plan))]
    [('ahsct', 730.0)]
    """
    given = []
    for one in protocol.arms[arm].treatments:
        start = schedule.day_zero + one.start_day
        if start < schedule.days[0]:
            raise RequestError(
                f"{one.name} of arm {arm!r} starts on day {one.start_day:g}, before the first visit "
                f"({schedule.labels[0]}). Start it at that visit or later, or make it a background treatment."
            )
        stop = FOREVER if one.stop_day is None else schedule.day_zero + one.stop_day
        given.append(Treatment(one.name, start, stop, one.options, protocol.arms[arm].blinding))
    return tuple(given)
