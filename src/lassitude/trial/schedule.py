"""A protocol's visits in absolute time: whole days or, where people are seen by the hour, parts of a day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from lassitude.quantities.errors import RequestError
from lassitude.quantities.units import DAYS_A_YEAR
from lassitude.study.calendar import calendar
from lassitude.study.protocol import Protocol
from lassitude.study.simulation import AfterRelapse, Late
from lassitude.trial.hours import BY_HOUR, SETTLING_DAYS, moment

YEAR = DAYS_A_YEAR
"""Days a year, for people who plan; the body's own."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything happens, in days since the start of the lead-in.

    Attributes
    ----------
    day_zero : int or float
        When the protocol's day 0 is; a whole day unless people are seen by the hour.
    labels : tuple of str
        Visits in order of time.
    days : tuple of int or float
        When each visit is, likewise.
    periods : tuple of str or None
        The period of each visit; empty where there are no periods.
    late_by : int
        How many days late a late visit is; 0 where none is.
    clinics : tuple of int
        Absolute days between visits on which people who relapsed are seen.
    hours_from : int or None
        The whole day from which on people live by the hour; None where they never do.
    """

    day_zero: int | float
    labels: tuple[str, ...]
    days: tuple[int | float, ...]
    periods: tuple[str | None, ...] = ()
    late_by: int = 0
    clinics: tuple[int, ...] = ()
    hours_from: int | None = None

    @property
    def screened_on(self) -> int:
        """The whole day on which people are taken from the pool: that of the first visit, or before hours."""
        return int(self.days[0]) if self.hours_from is None else self.hours_from

    def at(self, days: float) -> int | float:
        """Return when so many days after day zero is, to the nearest day or part of a day.

        Examples
        --------
        >>> Schedule(730, ("M0",), (730,)).at(30.4)
        760
        """
        return self.day_zero + (round(days) if self.hours_from is None else moment(days))


def schedule_of(protocol: Protocol) -> Schedule:
    """Put a protocol's visits on absolute days.

    Raises
    ------
    RequestError
        If two visits fall on the same whole day or into the same part of one, or one before the lead-in.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> schedule_of(read_protocol("canadian-ahsct")).days[:2]
    (730, 913)
    """
    zero = max(round(protocol.simulation.lead_in_years * YEAR), 0) or 1
    planned = calendar(protocol)
    by_hour = protocol.visits.by_hour
    start = zero + moment(protocol.visits.share_of_day) if by_hour else zero
    days = tuple(start + (moment(visit.day) if by_hour else round(visit.day)) for visit in planned)
    for visit, (day, later) in zip(planned, pairwise(days), strict=False):
        if later <= day:
            raise RequestError(_too_close(visit.label, by_hour))
    entry = floor(days[0]) - SETTLING_DAYS if by_hour else int(days[0])
    if entry < 1:
        raise RequestError("The first visit falls before the lead-in begins; give a longer lead_in_years.")
    late = protocol.simulation.late_visits
    return Schedule(
        start,
        tuple(visit.label for visit in planned),
        days,
        tuple(visit.period for visit in planned),
        late.days if isinstance(late, Late) else 0,
        _clinics(protocol, days),
        entry if by_hour else None,
    )


def _too_close(label: str, by_hour: bool) -> str:
    if by_hour:
        return (
            f"Visit {label} and the next fall into the same {1440 / BY_HOUR.parts:g} minutes, the step in "
            "which bodies live by the hour: put visits further apart."
        )
    return (
        f"Visit {label} and the next fall on the same whole day. Bodies are simulated by whole days: put "
        'visits at least one day apart, or write one in hours, such as "3 h", to simulate hours too.'
    )


def _clinics(protocol: Protocol, days: tuple[int | float, ...]) -> tuple[int, ...]:
    rule = protocol.simulation.unscheduled
    if not isinstance(rule, AfterRelapse):
        return ()
    return tuple(
        day
        for day in range(floor(days[0]) + rule.every_days, ceil(days[-1]), rule.every_days)
        if day not in days
    )
