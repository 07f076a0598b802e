"""Which estimates make the course of an endpoint, by arm or, where people change arms, by period."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.report.drawing import MUTED
from lassitude.report.looks import look_of
from lassitude.report.times import arm_then, time_of
from lassitude.results import Estimate, Interval, Results, split_id
from lassitude.study.endpoints import EVERYONE

Point = tuple[float, Estimate]
Course = dict[str, list[Point]]
"""By arm or sequence: when, and the estimate then."""


@dataclass(frozen=True, slots=True)
class Line:
    """One arm of a panel.

    Attributes
    ----------
    label, color, marker : str
        Its name for people and how it looks.
    points : tuple of (float, Estimate)
        In order of time.
    dashed : bool
        For everybody together, and for people chosen within an arm.
    """

    label: str
    color: str
    marker: str
    points: tuple[Point, ...]
    dashed: bool = False


def courses(results: Results) -> dict[tuple[str, str], Course]:
    """Return the course of every endpoint that has one, by endpoint and ``median`` or ``mean``.

    Medians are taken, or means where only those were published or estimated.
    """
    found: dict[tuple[str, str], Course] = {}
    published: set[tuple[str, str]] = set()
    for estimate in results.estimates:
        name = split_id(estimate.id)
        when = time_of(results, name.visit)
        if name.statistic in ("median", "mean") and when is not None and value_of(estimate) is not None:
            arms = found.setdefault((name.endpoint, name.statistic), {})
            arms.setdefault(name.arm, []).append((when, estimate))
            if estimate.published:
                published.add((name.endpoint, name.statistic))
    chosen = {endpoint: _statistic(endpoint, set(found), published) for endpoint, _ in found}
    return {
        (endpoint, kind): {arm: sorted(points, key=lambda point: point[0]) for arm, points in arms.items()}
        for (endpoint, kind), arms in found.items()
        if kind == chosen[endpoint] and max(map(len, arms.values())) > 1
    }


def _statistic(endpoint: str, there: set[tuple[str, str]], published: set[tuple[str, str]]) -> str:
    for known in (published, there):
        for kind in ("median", "mean"):
            if (endpoint, kind) in known:
                return kind
    return "median"


@dataclass(frozen=True, slots=True)
class Level:
    """How high a published peak lies in a course: the value before, times or plus what was published.

    Attributes
    ----------
    value : float
        In the unit of the endpoint.
    label : str
        What was published, such as ``10-fold``.
    fitted : bool
        Whether the number may have been fitted.
    """

    value: float
    label: str
    fitted: bool


def published_peaks(results: Results, endpoint: str, course: Course) -> tuple[Level, ...]:
    """Return the published peaks of an endpoint; at which hour they were reached need not be known.

    They rest on the first value of the arm's own course, since only the ratio or the rise was published.
    """
    found = []
    for estimate in results.estimates:
        name, published = split_id(estimate.id), estimate.published
        points = course.get(name.arm)
        start = value_of(points[0][1]) if points and name.endpoint == endpoint else None
        if published is None or start is None:
            continue
        if name.statistic == "peak_fold":
            label = f"{wording.number(published.value)}-fold"
            found.append(Level(start * published.value, label, bool(published.label)))
        elif name.statistic == "peak_rise":
            label = f"{published.value:+g}"
            found.append(Level(start + published.value, label, bool(published.label)))
    return tuple(found)


def value_of(estimate: Estimate) -> float | None:
    """Return what was predicted or observed; None where nothing was."""
    if estimate.predicted:
        return estimate.predicted.median
    return estimate.observed.estimate if estimate.observed else None


def ends_of(estimate: Estimate) -> Interval | None:
    """Return the 90% interval over repetitions, or the 95% interval of a real study."""
    if estimate.predicted:
        return estimate.predicted.interval90
    return estimate.observed.interval95 if estimate.observed else None


def lines(results: Results, course: Course) -> tuple[Line, ...]:
    """Return a line for every arm; where people change arms, for every arm over the periods, and everybody.

    People chosen within an arm look like the arm, dashed.
    """
    return _over_periods(results, course) if results.study.sequences else _by_arm(results, course)


def _by_arm(results: Results, course: Course) -> tuple[Line, ...]:
    return tuple(
        Line(wording.arm_label(results, arm), *look_of(results, arm), tuple(points), "/" in arm)
        for arm, points in course.items()
    )


def _over_periods(results: Results, course: Course) -> tuple[Line, ...]:
    periods = {visit.label: visit.period for visit in results.study.visits if visit.period}
    given: Course = {}
    for sequence, points in course.items():
        for when, estimate in points:
            arm = arm_then(results, sequence, periods.get(split_id(estimate.id).visit, ""))
            if arm is not None:
                given.setdefault(arm, []).append((when, estimate))
    everybody = tuple(course.get(EVERYONE, ()))
    return (
        *(
            Line(wording.arm_label(results, arm), *look_of(results, arm), tuple(_in_time(given[arm])))
            for arm in (one.name for one in results.study.arms if one.name in given)
        ),
        *((Line(wording.arm_label(results, EVERYONE), MUTED, "o", everybody, True),) if everybody else ()),
    )


def _in_time(points: list[Point]) -> list[Point]:
    return sorted(points, key=lambda point: point[0])
