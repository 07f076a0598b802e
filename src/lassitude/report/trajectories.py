"""The course of each endpoint over the visits, published or observed points on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lassitude.report import wording
from lassitude.report.drawing import BLUE, GREEN, MUTED, ORANGE, PURPLE, VERMILLION, Drawing, canvas, to_svg
from lassitude.results import Estimate, Results, split_id
from lassitude.results.document import Endpoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ARMS = (BLUE, ORANGE, PURPLE, MUTED)

Course = dict[str, list[tuple[float, Estimate]]]


def trajectories(results: Results) -> Drawing | None:
    """Draw medians (means where there are no medians) with their bands by visit, one panel an endpoint.

    Parameters
    ----------
    results : Results
        Estimates at two or more planned visits are drawn.

    Returns
    -------
    Drawing or None
        None when no endpoint has estimates at two visits.
    """
    courses = _courses(results)
    if not courses:
        return None
    columns = min(2, len(courses))
    rows = math.ceil(len(courses) / columns)
    title = "Course over the visits"
    width = 4.8 * columns if columns > 1 else 7.2
    with canvas(width, 3.9 * rows + 0.3) as figure:
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for panel, ((name, kind), course) in zip(panels, courses.items(), strict=False):
            _panel(panel, results, wording.endpoint_of(results, name), kind, course)
        for panel in panels[len(courses) :]:
            panel.set_visible(False)
        handles: dict[str, Any] = {}
        for panel in panels[: len(courses)]:
            handles |= dict(zip(*reversed(panel.get_legend_handles_labels()), strict=True))
        across = legend_columns(handles, width)
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=across)
        svg = to_svg(figure, "trajectories", title, _alternative(results, courses))
    return Drawing("trajectories", title, _caption(results), _alternative(results, courses), svg)


def legend_columns(labels: Iterable[str], width: float) -> int:
    """Return how many columns of a legend fit side by side, at most four.

    Parameters
    ----------
    labels : iterable of str
        At least one.
    width : float
        Width of the figure, inches.

    Examples
    --------
    >>> legend_columns(["published"], 9.6), legend_columns(["90% of repetitions, dimethyl fumarate"], 7.2)
    (4, 1)
    """
    letter, handle = 0.09, 0.6
    return min(4, max(1, int(width / (letter * max(map(len, labels)) + handle))))


def _courses(results: Results) -> dict[tuple[str, str], Course]:
    courses: dict[tuple[str, str], Course] = {}
    for estimate in results.estimates:
        name = split_id(estimate.id)
        month = wording.month(results, name.visit)
        if name.statistic in ("median", "mean") and month is not None and _value(estimate) is not None:
            arms = courses.setdefault((name.endpoint, name.statistic), {})
            arms.setdefault(name.arm, []).append((month, estimate))
    medians = {endpoint for endpoint, statistic in courses if statistic == "median"}
    return {
        (endpoint, kind): {arm: sorted(points, key=lambda point: point[0]) for arm, points in arms.items()}
        for (endpoint, kind), arms in courses.items()
        if (kind == "median" or endpoint not in medians) and max(map(len, arms.values())) > 1
    }


def _value(estimate: Estimate) -> float | None:
    if estimate.predicted:
        return estimate.predicted.median
    return estimate.observed.estimate if estimate.observed else None


def _panel(panel: Axes, results: Results, endpoint: Endpoint, kind: str, course: Course) -> None:
    for position, (arm, points) in enumerate(course.items()):
        named = f", {wording.arm_label(results, arm)}" if len(course) > 1 else ""
        _predicted(panel, points, _ARMS[position % len(_ARMS)], kind, named)
        _observed(panel, points, GREEN if len(course) == 1 else _ARMS[position % len(_ARMS)], kind, named)
        _published(panel, points)
    _axes(panel, results, endpoint, course)


def _predicted(panel: Axes, points: list[tuple[float, Estimate]], color: str, kind: str, named: str) -> None:
    drawn = [(month, estimate.predicted) for month, estimate in points if estimate.predicted]
    if not drawn:
        return
    wide = [(month, one.interval90) for month, one in drawn if one.interval90]
    narrow = [(month, one.interval50) for month, one in drawn if one.interval50]
    for band, alpha, share in ((wide, 0.18, "90%"), (narrow, 0.34, "50%")):
        if band:
            months, lower, upper = zip(
                *((month, ends.lower, ends.upper) for month, ends in band), strict=True
            )
            label = f"{share} of repetitions{named}"
            panel.fill_between(months, lower, upper, color=color, alpha=alpha, linewidth=0, label=label)
    months, medians = zip(*((month, one.median) for month, one in drawn), strict=True)
    panel.plot(
        months,
        medians,
        color=color,
        linewidth=2,
        marker="o",
        markersize=4.5,
        label=f"predicted {kind}{named}",
    )


def _observed(panel: Axes, points: list[tuple[float, Estimate]], color: str, kind: str, named: str) -> None:
    drawn = [(month, estimate.observed) for month, estimate in points if estimate.observed]
    if not drawn:
        return
    for month, one in drawn:
        if one.interval95:
            panel.plot([month] * 2, [one.interval95.lower, one.interval95.upper], color=color, linewidth=1.6)
    months, values = zip(*((month, one.estimate) for month, one in drawn), strict=True)
    label = f"observed {kind}, 95% interval{named}"
    panel.plot(months, values, color=color, linewidth=2, marker="s", markersize=5.5, label=label)


def _published(panel: Axes, points: list[tuple[float, Estimate]]) -> None:
    for month, estimate in points:
        published = estimate.published
        if published is None:
            continue
        label = f"published{f' ({published.label})' if published.label else ''}"
        panel.plot(
            [month],
            [published.value],
            "D",
            color=VERMILLION,
            markersize=8,
            markeredgecolor="white",
            label=label,
            zorder=5,
        )
        text = panel.annotate(
            wording.number(published.value),
            (month, published.value),
            xytext=(9, -4) if month == points[0][0] else (-9, -4),
            ha="left" if month == points[0][0] else "right",
            textcoords="offset points",
            color="#a34700",
            fontweight="bold",
            zorder=6,
        )
        text.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.8})


def _axes(panel: Axes, results: Results, endpoint: Endpoint, course: Course) -> None:
    visits = {month: split_id(estimate.id).visit for points in course.values() for month, estimate in points}
    panel.set_title(endpoint.label)
    panel.set_xticks(
        sorted(visits), [f"{visits[month]}\n{wording.number(round(month, 1))}" for month in sorted(visits)]
    )
    panel.set_xlabel("Visit, months since day zero")
    unit = endpoint.unit or next(iter(course.values()))[0][1].unit or "1"
    panel.set_ylabel(f"{endpoint.name} ({unit})\n{_reading(endpoint)}".rstrip())
    panel.grid(axis="y")
    panel.margins(x=0.05)
    low, high = panel.get_ylim()
    if endpoint.range is None or endpoint.range.lower >= 0:
        panel.set_ylim(min(0.0, low) if low < 0 and endpoint.range is None else 0.0, high * 1.04)


def _reading(endpoint: Endpoint) -> str:
    directions = {"higher_worse": "higher is worse", "higher_better": "higher is better"}
    scale = "" if endpoint.range is None else f"scale {wording.interval(endpoint.range)}"
    return ", ".join(part for part in (scale, directions.get(endpoint.direction, "")) if part)


def _caption(results: Results) -> str:
    published = any(estimate.published for estimate in results.estimates)
    if results.kind == "analysis":
        diamonds = " Diamonds are published values." if published else ""
        return "Observed values with 95% confidence intervals." + diamonds
    diamonds = " Diamonds are published values; other visits are predictions without a comparator."
    return (
        "Each repetition of the study gives one value a visit; the line is the median of these values, "
        "the bands hold 50% and 90% of them." + (diamonds if published else "")
    )


def _alternative(results: Results, courses: dict[tuple[str, str], Course]) -> str:
    sentences = []
    for (name, kind), course in courses.items():
        endpoint = wording.endpoint_of(results, name)
        for arm, points in course.items():
            named = f" in {wording.arm_label(results, arm)}" if arm else ""
            told = ", ".join(f"{split_id(one.id).visit}: {_told(one)}" for _, one in points)
            sentences.append(
                f"{endpoint.label}, {kind}{named}, in {endpoint.unit or points[0][1].unit or '1'}: {told}."
            )
    return " ".join(sentences)


def _told(estimate: Estimate) -> str:
    value, predicted, observed = _value(estimate), estimate.predicted, estimate.observed
    ends = predicted.interval90 if predicted else observed.interval95 if observed else None
    text = wording.number(value) + (f" ({wording.interval(ends)})" if ends else "")
    return text + (f", published {wording.number(estimate.published.value)}" if estimate.published else "")
