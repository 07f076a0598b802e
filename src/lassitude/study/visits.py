"""When people are seen: labels, days and the window around a day."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from lassitude.quantities.errors import RequestError
from lassitude.study.strict import Number, Table, Text

DAYS_PER_MONTH = 30.4375
_DAYS_PER = {"h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": DAYS_PER_MONTH}
_DURATION = re.compile(r"(?P<count>-?\d{1,7}(?:\.\d{1,9})?) ?(?P<unit>h|d|wk|mo)")

Duration = Annotated[str, Field(pattern=r"^-?\d{1,7}(\.\d{1,9})? ?(h|d|wk|mo)$")]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


def duration_days(text: str) -> float:
    """Turn a written duration into days.

    Parameters
    ----------
    text : str
        A number and a unit: ``h``, ``d``, ``wk`` or ``mo`` (30.4375 days).

    Returns
    -------
    float
        Days; negative before day zero.

    Raises
    ------
    RequestError
        If the text has another form.

    Examples
    --------
    >>> duration_days("36 mo"), duration_days("-2 wk"), duration_days("3 h")
    (1095.75, -14.0, 0.125)
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise RequestError(
            f'{text!r} is not a duration. Write a number and h, d, wk or mo, such as "6 mo" or "3 h".'
        )
    return float(match["count"]) * _DAYS_PER[match["unit"]]


class Visits(Table):
    """When and what is measured.

    Attributes
    ----------
    schedule : dict of str to str
        Label of a visit to the time since day zero, in order of time.
    in_period : dict of str to str
        For a design with periods: label of a visit to the time since the start of each period, in order of
        time; ``W5`` is held in every period and is called ``P1-W5`` in the first.
    window_days : pair of float
        How many days before (negative) and after its day a visit may be held.
    measure : tuple of str
        Names of the instruments used at every visit.
    day_zero_at : str
        Time of the clock at day zero, for visits that are written in hours.
    """

    schedule: dict[Text, Duration]
    in_period: dict[Text, Duration] = Field(default_factory=dict)
    window_days: tuple[Number, Number] = (0.0, 0.0)
    measure: tuple[Text, ...] = Field(min_length=1)
    day_zero_at: ClockTime = "08:00"

    @property
    def by_hour(self) -> bool:
        """Whether people are seen by the hour: some visit is written in hours."""
        written = (*self.schedule.values(), *self.in_period.values())
        return any(text.rstrip().endswith("h") for text in written)

    @property
    def share_of_day(self) -> float:
        """Time of the clock at day zero as a share of the day, 0 at midnight."""
        hours, minutes = self.day_zero_at.split(":")
        return (60 * int(hours) + int(minutes)) / 1440

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the visits of the schedule, in order of time; `calendar` adds those of periods."""
        return tuple(self.schedule)

    @property
    def days(self) -> tuple[float, ...]:
        """Days since day zero, one for each label."""
        return tuple(duration_days(text) for text in self.schedule.values())

    def day_of(self, label: str) -> float:
        """Return the planned day of one visit; KeyError if there is no such visit."""
        return duration_days(self.schedule[label])
