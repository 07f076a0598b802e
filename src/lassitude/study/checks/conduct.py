"""What must hold of a simulated study's conduct: who leaves, late visits, events besides the plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lassitude.study.calendar import calendar
from lassitude.study.checks.measures import series_problems
from lassitude.study.departures import Administrative, NoDropout, WhenNoBetter, WhenWorse
from lassitude.study.intercurrent import Value, Worsening
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.simulation import AfterRelapse, Late
from lassitude.study.visits import duration_days

_OWNER = "the simulation"


def conduct_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what cannot work in how a study is drawn.

    Parameters
    ----------
    plan : PlanTables
        A protocol whose visits are in order.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(conduct_problems(read_protocol("canadian-ahsct")))
    []
    """
    yield from _dropout_problems(plan)
    yield from _late_problems(plan)
    yield from _unscheduled_problems(plan)
    yield from _intercurrent_problems(plan)


def _dropout_problems(plan: PlanTables) -> Iterator[Problem]:
    reasons = plan.simulation.dropout
    place: KeyPath = ("simulation", "dropout")
    if len(reasons) > 1 and any(isinstance(reason, NoDropout) for reason in reasons):
        yield place, 'nobody leaves and some do: remove the entry of type "none", or the others.'
    if sum(isinstance(reason, Administrative) for reason in reasons) > 1:
        yield place, 'a study closes once; keep one entry of type "administrative".'
    last = max(visit.day for visit in calendar(plan))
    for i, reason in enumerate(reasons):
        path: KeyPath = (*place, i) if len(reasons) > 1 else place
        if isinstance(reason, WhenWorse | WhenNoBetter):
            yield from series_problems((*path, "measure"), reason.measure, plan.visits, _OWNER)
        if isinstance(reason, WhenNoBetter) and duration_days(reason.after) > last:
            yield (*path, "after"), f"no visit comes at or after {reason.after}; the last is on day {last:g}."
        if isinstance(reason, Administrative):
            yield from _closing_problems(path, reason)


def _closing_problems(path: KeyPath, reason: Administrative) -> Iterator[Problem]:
    if duration_days(reason.recruitment) < 0:
        yield (*path, "recruitment"), f'{reason.recruitment} is no time; write "0 d" if all enter together.'
    if duration_days(reason.closes) <= 0:
        yield (*path, "closes"), f"the study would close before anybody enters ({reason.closes})."


def _late_problems(plan: PlanTables) -> Iterator[Problem]:
    late = plan.simulation.late_visits
    if not isinstance(late, Late):
        return
    for earlier, later in pairwise(calendar(plan)[1:]):
        if earlier.day + late.days >= later.day:
            message = (
                f"{earlier.label}, {late.days} days late, would not come before {later.label}, which is "
                f"{later.day - earlier.day:g} days after it. Write fewer days."
            )
            yield ("simulation", "late_visits", "days"), message
            return


def _unscheduled_problems(plan: PlanTables) -> Iterator[Problem]:
    seen = plan.simulation.unscheduled
    if not isinstance(seen, AfterRelapse):
        return
    twice = [name for i, name in enumerate(seen.measure) if name in seen.measure[:i]]
    if twice:
        message = f"{twice[0]} is listed twice; each instrument is used once at a visit."
        yield ("simulation", "unscheduled", "measure"), message


def _intercurrent_problems(plan: PlanTables) -> Iterator[Problem]:
    events: set[str] = set()
    for i, item in enumerate(plan.simulation.intercurrent):
        path: KeyPath = ("simulation", "intercurrent", i)
        if isinstance(item.trigger, Value | Worsening):
            place = (*path, "trigger", "measure")
            yield from series_problems(place, item.trigger.measure, plan.visits, _OWNER)
        if item.event in events:
            yield (*path, "event"), f"{item.event!r} is listed twice; records could not tell them apart."
        events.add(item.event)
