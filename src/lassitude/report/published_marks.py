"""Where published changes and differences lie in a course, whose own values were not published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lassitude.report.courses import Course, value_of
from lassitude.report.drawing import VERMILLION
from lassitude.report.times import time_of
from lassitude.results import Estimate, Results, split_id

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHANGES = ("mean_change", "median_change")
"""Statistics that count from the first visit of the arm."""
DIFFERENCE = "difference:"
"""How a statistic begins that counts from another arm at the same visit, which it names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A published change or difference, put on the value of this study that it counts from.

    Attributes
    ----------
    when : float
        In the study's unit of time.
    start, value : float
        What it counts from and where it ends, in the unit of the endpoint.
    label : str
        What was published, such as ``+15``.
    fitted : bool
        Whether the number may have been fitted.
    """

    when: float
    start: float
    value: float
    label: str
    fitted: bool


def published_marks(results: Results, endpoint: str, course: Course) -> tuple[Mark, ...]:
    """Return the published changes and differences of an endpoint, one mark each.

    Parameters
    ----------
    results : Results
        With what was published beside its estimates.
    endpoint : str
        Whose course it is.
    course : Course
        As drawn; a published number finds a place only where the course has what it counts from.
    """
    return tuple(_marks(results, endpoint, course))


def _marks(results: Results, endpoint: str, course: Course) -> Iterator[Mark]:
    for estimate in results.estimates:
        published, name = estimate.published, split_id(estimate.id)
        when = time_of(results, name.visit)
        if published is None or when is None or name.endpoint != endpoint:
            continue
        start = _start(course, name.statistic, name.arm, when)
        if start is not None:
            label = f"{published.value:+g}".replace("-", "\N{MINUS SIGN}")
            yield Mark(when, start, start + published.value, label, bool(published.label))


def _start(course: Course, statistic: str, arm: str, when: float) -> float | None:
    points: list[tuple[float, Estimate]] = []
    if statistic in CHANGES:
        points = course.get(arm, [])[:1]
    elif statistic.startswith(DIFFERENCE):
        points = [one for one in course.get(statistic.removeprefix(DIFFERENCE), []) if one[0] == when]
    return value_of(points[0][1]) if points else None


def draw_marks(panel: Axes, marks: tuple[Mark, ...]) -> None:
    """Draw each mark as a hollow diamond at the end of a dotted line from what it counts from."""
    for one in marks:
        stamp = " (fitted)" if one.fitted else ""
        panel.plot([one.when] * 2, [one.start, one.value], ":", color=VERMILLION, linewidth=1.2, zorder=4)
        panel.plot(
            [one.when], [one.value], "D", color="white", markersize=7, markeredgecolor=VERMILLION,
            markeredgewidth=1.6, zorder=5, label=f"published change or difference{stamp}",
        )  # fmt: skip
        panel.annotate(
            one.label, (one.when, one.value), xytext=(8, -4), textcoords="offset points", color="#a34700",
            fontweight="bold", zorder=6,
        )  # fmt: skip
