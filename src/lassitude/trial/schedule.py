"""A protocol's visits in whole absolute days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lassitude.physiology.triggers import DAYS_A_YEAR
from lassitude.quantities.errors import RequestError
from lassitude.study.calendar import calendar
from lassitude.study.protocol import Protocol
from lassitude.study.simulation import AfterRelapse, Late

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
    periods : tuple of str or None
        The period of each visit; empty where there are no periods.
    late_by : int
        How many days late a late visit is; 0 where none is.
    clinics : tuple of int
        Absolute days between visits on which people who relapsed are seen.
    """

    day_zero: int
    labels: tuple[str, ...]
    days: tuple[int, ...]
    periods: tuple[str | None, ...] = ()
    late_by: int = 0
    clinics: tuple[int, ...] = ()


def schedule_of(protocol: Protocol) -> Schedule:
    """Put a protocol's visits on absolute days.

    Raises
    ------
    RequestError
        If two visits fall on the same whole day, or one before the lead-in.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> schedule_of(read_protocol("canadian-ahsct")).days[:2]
    (730, 913)
    """
    zero = max(round(protocol.simulation.lead_in_years * YEAR), 0) or 1
    planned = calendar(protocol)
    days = tuple(zero + round(visit.day) for visit in planned)
    for visit, (day, later) in zip(planned, pairwise(days), strict=False):
        if later <= day:
            raise RequestError(
                f"Visit {visit.label} and the next fall on the same whole day. Bodies are simulated by whole "
                "days: put visits at least one day apart."
            )
    if days[0] < 1:
        raise RequestError("The first visit falls before the lead-in begins; give a longer lead_in_years.")
    late = protocol.simulation.late_visits
    return Schedule(
        zero,
        tuple(visit.label for visit in planned),
        days,
        tuple(visit.period for visit in planned),
        late.days if isinstance(late, Late) else 0,
        _clinics(protocol, days),
    )


def _clinics(protocol: Protocol, days: tuple[int, ...]) -> tuple[int, ...]:
    rule = protocol.simulation.unscheduled
    if not isinstance(rule, AfterRelapse):
        return ()
    return tuple(
        day for day in range(days[0] + rule.every_days, days[-1], rule.every_days) if day not in days
    )
