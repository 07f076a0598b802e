"""Units: known conversions, and every unit that a declaration names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lassitude.instruments import INSTRUMENTS
from lassitude.instruments.catalog import assumptions
from lassitude.physiology.parameters import all_declarations as of_the_body
from lassitude.population.conditions import CONDITIONS, declarations_of
from lassitude.quantities.errors import RequestError
from lassitude.quantities.units import convert, unit
from lassitude.study.visits import duration_days
from lassitude.therapies.catalog import all_declarations as of_therapies
from lassitude.workflows.qualification.check import Check

GROUP = "Units"


def _conversions() -> Sequence[float]:
    return [
        convert(1.0, "1/hour", "1/day"),
        convert(1.0, "ng/L", "pg/mL"),
        convert(7.0, "day", "hour"),
        convert(1.0, "1/year", "1/day"),
        convert(1.0, "N*m", "kg*m**2/s**2"),
        convert(25.0, "percent", "1"),
        duration_days("12 mo"),
        duration_days("12 wk"),
        duration_days("6 h"),
    ]


def _declared() -> Iterator[str]:
    yield from (one.unit for one in of_the_body())
    yield from (one.unit for one in of_therapies())
    yield from (one.unit for name in CONDITIONS for one in declarations_of(name))
    for one in INSTRUMENTS.values():
        yield from (declared.unit for declared in assumptions(one))
        yield from (part.unit for part in one.parts.values())


def _unreadable() -> Sequence[float]:
    units = list(_declared())
    unread = 0
    for text in units:
        try:
            unit(text)
        except RequestError:
            unread += 1
    return [float(unread), float(len(units) > 0)]


CHECKS = (
    Check(
        "conversions",
        GROUP,
        "conversions: per hour to per day, ng/L to pg/mL, weeks, years, torque, percent, durations",
        (24.0, 1.0, 168.0, 1 / 365.25, 1.0, 0.25, 365.25, 84.0, 0.25),
        "definitions of the units; a month is 30.4375 days, a year 365.25",
        "relative",
        1e-12,
        _conversions,
    ),
    Check(
        "declared-units",
        GROUP,
        "units of declared parameters and parts of instruments that cannot be read; 1 if there are any",
        (0.0, 1.0),
        "every declaration names a unit that can be read",
        "absolute",
        0.0,
        _unreadable,
    ),
)
