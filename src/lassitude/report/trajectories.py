"""The course of each endpoint over the visits, published or observed points on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lassitude.report import wording
from lassitude.report.arm_lines import draw_lines, legend_keys
from lassitude.report.courses import Course, Level, courses, ends_of, lines, published_peaks, value_of
from lassitude.report.drawing import BLUE, GREEN, VERMILLION, Drawing, canvas, legend_columns, to_svg
from lassitude.report.pace import Pace, pace_of
from lassitude.report.published_marks import draw_marks, published_marks
from lassitude.report.times import unit_of_time
from lassitude.results import Estimate, Results, split_id
from lassitude.results.document import Endpoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LABELS_APART = 0.07
"""How far labels of visits lie apart at least, as a share of the time shown."""
_A_LETTER = 0.019
"""How wide a letter of such a label is, as a share of the time shown."""


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
    found = courses(results)
    if not found:
        return None
    several = any(len(course) > 1 for course in found.values())
    columns = min(2, len(found))
    rows = math.ceil(len(found) / columns)
    title = "Course over the visits"
    width = (5.4 if several else 4.8) * columns if columns > 1 else 9.6 if several else 7.2
    with canvas(width, 3.9 * rows + 0.3) as figure:
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for panel, ((name, kind), course) in zip(panels, found.items(), strict=False):
            _peaks(panel, published_peaks(results, name, course))
            draw_marks(panel, published_marks(results, name, course))
            _panel(panel, results, wording.endpoint_of(results, name), kind, course)
        for panel in panels[len(found) :]:
            panel.set_visible(False)
        handles: dict[str, Any] = {}
        for panel in panels[: len(found)]:
            handles |= dict(zip(*reversed(panel.get_legend_handles_labels()), strict=True))
        across = legend_columns(handles, width)
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=across)
        svg = to_svg(figure, "trajectories", title, _alternative(results, found))
    return Drawing("trajectories", title, _caption(results, several), _alternative(results, found), svg)


def _panel(panel: Axes, results: Results, endpoint: Endpoint, kind: str, course: Course) -> None:
    if len(course) > 1:
        drawn = lines(results, course)
        draw_lines(panel, drawn)
        _axes(panel, results, endpoint, course)
        legend_keys(panel, drawn, kind)
        return
    for points in course.values():
        _predicted(panel, points, BLUE, kind)
        _observed(panel, points, GREEN, kind)
        _published(panel, points)
    _axes(panel, results, endpoint, course)


def _peaks(panel: Axes, levels: tuple[Level, ...]) -> None:
    """Draw published peaks as levels over all the time: the hour at which they were reached was not told."""
    for one in levels:
        stamp = " (fitted)" if one.fitted else ""
        panel.axhline(
            one.value,
            color=VERMILLION,
            linestyle="--",
            linewidth=1.4,
            label=f"published peak{stamp}",
            zorder=1,
        )
        panel.annotate(
            one.label,
            (0.99, one.value),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
            color="#a34700",
            fontweight="bold",
        )


def _predicted(panel: Axes, points: list[tuple[float, Estimate]], color: str, kind: str) -> None:
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
            label = f"{share} of repetitions"
            panel.fill_between(months, lower, upper, color=color, alpha=alpha, linewidth=0, label=label)
    months, medians = zip(*((month, one.median) for month, one in drawn), strict=True)
    panel.plot(
        months,
        medians,
        color=color,
        linewidth=2,
        marker="o",
        markersize=4.5,
        label=f"predicted {kind}",
    )


def _observed(panel: Axes, points: list[tuple[float, Estimate]], color: str, kind: str) -> None:
    drawn = [(month, estimate.observed) for month, estimate in points if estimate.observed]
    if not drawn:
        return
    for month, one in drawn:
        if one.interval95:
            panel.plot([month] * 2, [one.interval95.lower, one.interval95.upper], color=color, linewidth=1.6)
    months, values = zip(*((month, one.estimate) for month, one in drawn), strict=True)
    label = f"observed {kind}, 95% interval"
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
    pace = pace_of(visits)
    if not math.isinf(pace.until):
        panel.set_xscale("function", functions=(pace.drawn, pace.told))
    shown = _apart(sorted(visits), pace, max(map(len, visits.values())))
    panel.set_xticks(shown, [f"{visits[when]}\n{wording.number(round(when, 1))}" for when in shown])
    if len(shown) < len(visits):
        panel.set_xticks(sorted(visits), minor=True)
    closer = "" if math.isinf(pace.until) else f", closer together after {wording.number(pace.until)}"
    panel.set_xlabel(f"Visit, {unit_of_time(results).name}s since day zero{closer}")
    unit = endpoint.unit or next(iter(course.values()))[0][1].unit or "1"
    panel.set_ylabel(f"{endpoint.name} ({unit})\n{_reading(endpoint)}".rstrip())
    panel.grid(axis="y")
    panel.margins(x=0.05)
    low, high = panel.get_ylim()
    if endpoint.range is None:
        panel.set_ylim(min(0.0, low), high * 1.04)
    elif endpoint.range.lower >= 0:
        panel.set_ylim(endpoint.range.lower, high * 1.04)


def _apart(times: list[float], pace: Pace, letters: int) -> list[float]:
    """Return the times that can be labeled without words on each other; the last one always is."""
    places = dict(zip(times, pace.drawn(times), strict=True))
    least = max(_LABELS_APART, _A_LETTER * letters) * (places[times[-1]] - places[times[0]])
    shown = [times[-1]]
    for when in times:
        if all(abs(places[when] - places[other]) >= least for other in shown):
            shown.append(when)
    return sorted(shown)


def _reading(endpoint: Endpoint) -> str:
    directions = {"higher_worse": "higher is worse", "higher_better": "higher is better"}
    ends = endpoint.range
    bounded = ends is not None and math.isfinite(ends.lower) and math.isfinite(ends.upper)
    scale = f"scale {wording.interval(ends)}" if bounded else ""
    return ", ".join(part for part in (scale, directions.get(endpoint.direction, "")) if part)


def _caption(results: Results, several: bool) -> str:
    published = any(estimate.published for estimate in results.estimates)
    if results.kind == "analysis":
        diamonds = " Diamonds are published values." if published else ""
        return "Observed values with 95% confidence intervals." + diamonds
    diamonds = (
        " Diamonds are published values, hollow where only a change or a difference was published, which "
        "counts from what is predicted here; other visits are predictions without a comparator."
    )
    drawn = (
        "marks are the median of these values, bars hold 90% of them. Arms stand side by side so that bars "
        "do not cover each other."
        if several
        else "the line is the median of these values, the bands hold 50% and 90% of them."
    )
    periods = (
        " Arms are shown by the period in which people have them, each time in other people."
        if results.study.sequences
        else ""
    )
    return f"Each repetition of the study gives one value a visit; {drawn}{periods}" + (
        diamonds if published else ""
    )


def _alternative(results: Results, found: dict[tuple[str, str], Course]) -> str:
    sentences = []
    for (name, kind), course in found.items():
        endpoint = wording.endpoint_of(results, name)
        for arm, points in course.items():
            named = f" in {wording.arm_label(results, arm)}" if arm else ""
            told = ", ".join(f"{split_id(one.id).visit}: {_told(one)}" for _, one in points)
            sentences.append(
                f"{endpoint.label}, {kind}{named}, in {endpoint.unit or points[0][1].unit or '1'}: {told}."
            )
    return " ".join(sentences)


def _told(estimate: Estimate) -> str:
    ends = ends_of(estimate)
    text = wording.number(value_of(estimate)) + (f" ({wording.interval(ends)})" if ends else "")
    return text + (f", published {wording.number(estimate.published.value)}" if estimate.published else "")
