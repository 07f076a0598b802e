"""What must hold of visits: labels, order of time, windows, and periods that hold their visits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lassitude.study.calendar import Planned, calendar
from lassitude.study.designs import PeriodicDesign
from lassitude.study.endpoints import VISIT_LABEL
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import Visits, duration_days

_SCHEDULE: KeyPath = ("visits", "schedule")
_IN_PERIOD: KeyPath = ("visits", "in_period")


def visit_problems(plan: Planned) -> Iterator[Problem]:
    """Find what is wrong with when people are seen.

    Parameters
    ----------
    plan : Planned
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(visit_problems(read_protocol("canadian-ahsct")))
    []
    """
    visits = plan.visits
    if not visits.schedule:
        yield _SCHEDULE, 'the schedule has no visit. Write at least one, such as M0 = "0 mo".'
    found = [*_label_problems(visits), *_order_problems(visits), *_period_problems(plan)]
    yield from found
    if not found:
        yield from _together_problems(plan)
        yield from _window_problems(plan)
    twice = [name for i, name in enumerate(visits.measure) if name in visits.measure[:i]]
    if twice:
        yield ("visits", "measure"), f"{twice[0]} is listed twice; each instrument is used once at a visit."


def _label_problems(visits: Visits) -> Iterator[Problem]:
    for path, table in ((_SCHEDULE, visits.schedule), (_IN_PERIOD, visits.in_period)):
        for label in table:
            if VISIT_LABEL.fullmatch(label) is None:
                yield (*path, label), "a label is letters, digits and _ . + - only, such as M6."
    for label in visits.in_period:
        if label in visits.schedule:
            yield (*_IN_PERIOD, label), f"{label} stands in visits.schedule too; give one another label."


def _order_problems(visits: Visits) -> Iterator[Problem]:
    for path, table in ((_SCHEDULE, visits.schedule), (_IN_PERIOD, visits.in_period)):
        for (earlier, time), (later, next_time) in pairwise(table.items()):
            if duration_days(next_time) <= duration_days(time):
                yield (
                    (*path, later),
                    (
                        f"{later} ({next_time}) does not come after {earlier} ({time}). "
                        "Write the visits in order of time, each day once."
                    ),
                )


def _period_problems(plan: Planned) -> Iterator[Problem]:
    design, visits = plan.design, plan.visits
    if not isinstance(design, PeriodicDesign):
        if visits.in_period:
            message = f"a design of type {design.type!r} has no periods; write these visits in the schedule."
            yield _IN_PERIOD, message
        return
    if not visits.in_period:
        yield _IN_PERIOD, 'a design with periods needs a visit in each. Write one, such as { W5 = "5 wk" }.'
    for label, time in visits.in_period.items():
        if not 0 <= duration_days(time) <= duration_days(design.period):
            message = f"{label} ({time}) lies outside its period, which lasts {design.period}."
            yield (*_IN_PERIOD, label), message


def _together_problems(plan: Planned) -> Iterator[Problem]:
    """Check visits of the schedule and of periods against each other."""
    visits = calendar(plan)
    for earlier, later in pairwise(visits):
        if earlier.label == later.label or later.day <= earlier.day:
            message = (
                f"{earlier.label} and {later.label} fall on the same day ({later.day:g} after day zero). "
                "Move or remove one of them."
            )
            yield (*_SCHEDULE, (earlier if earlier.period is None else later).visit), message
    labels = [visit.label for visit in visits]
    for label in plan.visits.labels:
        if labels.count(label) > 1:
            yield (*_SCHEDULE, label), f"{label} is what a visit of a period is called; take another label."
    if visits and visits[0].period is not None:
        message = (
            f"the first visit, {visits[0].label}, lies in a period; people are judged at the first visit, "
            'so put one before it, such as BL = "-1 d".'
        )
        yield _SCHEDULE, message


def _window_problems(plan: Planned) -> Iterator[Problem]:
    before, after = plan.visits.window_days
    path: KeyPath = ("visits", "window_days")
    if before > 0 or after < 0:
        yield path, "the window starts at or before a visit's day and ends at or after it, such as [-30, 30]."
        return
    for earlier, later in pairwise(calendar(plan)):
        if before < after and earlier.day < later.day and earlier.day + after >= later.day + before:
            message = (
                f"the windows of {earlier.label} and {later.label} overlap: a day between them could be "
                f"either. They are {later.day - earlier.day:g} days apart; narrow the window."
            )
            yield path, message
            return
