"""Power against the number of people, and what moves it: two figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lassitude.report import wording
from lassitude.report.drawing import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Drawing,
    canvas,
    legend_columns,
    name_rows,
    to_svg,
)
from lassitude.report.power_words import difference_in_words
from lassitude.results import Power, PowerCurve, PowerPoint, Rate, Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY, INK, MUTED)
_MARKS = ("o", "^", "D", "v", "P", "X", "<")
_DRAWN = 6
"""Curves of changes beyond these are in the tables only."""
_DASHES = (4, 2)


def power_figures(results: Results) -> tuple[Drawing, ...]:
    """Draw power against n, and the ranked changes; nothing where the results hold no power.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> power_figures(Results("analysis", Study("pilot", "00")))
    ()
    """
    if results.power is None:
        return ()
    found = (_curves(results, results.power), _tornado(results.power))
    return tuple(one for one in found if one is not None)


def _curves(results: Results, power: Power) -> Drawing:
    title = "Power against the number of people"
    shown = _shown(power)
    caption = (
        "Lines with marks are shares of simulated trials; bands are Monte Carlo 95% intervals (Wilson) of "
        "the plan and of a pilot's moments, not how unsure the model is. Dashed lines of one color are "
        "closed forms from the same moments; those of changes are in the tables. The "
        "lower panel is the type I error: the same analysis of trials in which the arm gets what its "
        "comparator gets; it should stay at 5%."
    )
    with canvas(9.6, 7.2) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3.0, 1.3])
        for number, curve in enumerate(shown):
            color, mark, change = _COLORS[number], _MARKS[number], _is_change(power, curve)
            _line(upper, curve.name, curve.points, [one.power for one in curve.points], color, mark)
            _line(lower, curve.name, curve.points, [one.type_one_error for one in curve.points], color, mark)
            if not change:
                _band(upper, curve.points, [one.power for one in curve.points], color)
                _band(lower, curve.points, [one.type_one_error for one in curve.points], color)
                _closed_form(upper, curve, color)
        _upper_axes(upper, results, power)
        _lower_axes(lower)
        labels = [str(one) for one in upper.get_legend_handles_labels()[1]]
        upper.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.14),
            ncols=min(2, legend_columns(labels, 9.6)),
            borderaxespad=0.0,
        )
        svg = to_svg(figure, "power", title, _alternative(shown))
    return Drawing("power", title, caption, _alternative(shown), svg)


def _shown(power: Power) -> list[PowerCurve]:
    moments = [one for one in power.curves if one.source == "moments"]
    bodies = [one for one in power.curves if one.source == "physiology"]
    return [bodies[0], *moments, *bodies[1:]][:_DRAWN]


def _is_change(power: Power, curve: PowerCurve) -> bool:
    return curve.source == "physiology" and curve is not power.curves[0]


def _line(
    panel: Axes, name: str, points: Sequence[PowerPoint], rates: Sequence[Rate], color: str, mark: str
) -> None:
    sizes, heights = [one.n for one in points], [100 * one.value for one in rates]
    panel.plot(sizes, heights, color=color, marker=mark, markersize=4.5, linewidth=1.8, label=name)


def _closed_form(panel: Axes, curve: PowerCurve, color: str) -> None:
    closed = [(one.n, 100 * one.closed_form) for one in curve.points if one.closed_form is not None]
    if closed:
        sizes, heights = zip(*closed, strict=True)
        panel.plot(
            sizes, heights, color=color, linewidth=1.4, dashes=_DASHES, label=f"closed form, {curve.name}"
        )


def _band(panel: Axes, points: Sequence[PowerPoint], rates: Sequence[Rate], color: str) -> None:
    ends = [(one.n, rate.interval95) for one, rate in zip(points, rates, strict=True) if rate.interval95]
    sizes = [n for n, _ in ends]
    low, high = ([100 * getattr(one, end) for _, one in ends] for end in ("lower", "upper"))
    if len(ends) == 1:
        panel.plot(sizes * 2, [*low, *high], color=color, alpha=0.5)
        return
    panel.fill_between(sizes, low, high, color=color, alpha=0.18, linewidth=0)


def _upper_axes(panel: Axes, results: Results, power: Power) -> None:
    asked = power.question
    endpoint = wording.endpoint_of(results, asked.endpoint).label
    panel.set_title(
        f"{endpoint} at {asked.visit}: {wording.arm_label(results, asked.arm)} against "
        f"{wording.arm_label(results, asked.comparator)}"
    )
    panel.set_ylim(0, 100)
    panel.set_yticks(range(0, 101, 20))
    panel.axhline(80, color=MUTED, linewidth=1, linestyle=":")
    panel.annotate("80%", (1.005, 80), xycoords=panel.get_yaxis_transform(), va="center", color=MUTED)
    panel.axhline(5, color=VERMILLION, linewidth=1, linestyle=":")
    panel.annotate("5%", (1.005, 5), xycoords=panel.get_yaxis_transform(), va="center", color="#a34700")
    panel.set_ylabel(f"Power (% of trials)\n{asked.better} with {asked.arm}, p ≤ {asked.alpha:g}")
    panel.grid(axis="y")


def _lower_axes(panel: Axes) -> None:
    panel.axhline(5, color=VERMILLION, linewidth=1.2, linestyle=":")
    panel.annotate("5%", (1.005, 5), xycoords=panel.get_yaxis_transform(), va="center", color="#a34700")
    panel.set_ylim(0, max(10.0, panel.get_ylim()[1]))
    panel.set_ylabel("Type I error\n(% of trials)")
    panel.set_xlabel("People randomized (n, all arms together)")
    panel.grid(axis="y")


def _tornado(power: Power) -> Drawing | None:
    if not power.ranking:
        return None
    title = "What changes the power most"
    rows, n = power.ranking, power.ranking[0].n
    caption = (
        f"Power with one key of the protocol changed, minus power as planned, at n = {n}: the same people "
        "where they may enter, the same draws, trial by trial. Lines are Monte Carlo 95% intervals; one that "
        "crosses zero tells nothing."
    )
    alternative = " ".join(f"{one.key}={one.value}: {difference_in_words(one)}." for one in rows)
    with canvas(9.6, 1.4 + 0.62 * len(rows)) as figure:
        panel = figure.subplots()
        for row, one in enumerate(rows):
            value, ends = 100 * one.difference.value, one.difference.interval95
            panel.barh(row, value, height=0.55, color=BLUE if value >= 0 else ORANGE, alpha=0.5)
            if ends is not None:
                panel.plot([100 * ends.lower, 100 * ends.upper], [row, row], color=INK, linewidth=1.6)
            panel.plot(value, row, "o", color="white", markeredgecolor=INK, markersize=5, zorder=4)
        name_rows(panel, [f"{_tail(one.key)} = {one.value}\n(planned {one.planned})" for one in rows])
        panel.set_xlabel(f"Change of power at n = {n} (percentage points)")
        svg = to_svg(figure, "ranking", title, alternative)
    return Drawing("ranking", title, caption, alternative, svg)


def _tail(key: str) -> str:
    parts = key.split(".")
    return key if len(key) <= 32 else f"…{'.'.join(parts[-2:])}"


def _alternative(shown: list[PowerCurve]) -> str:
    return " ".join(
        f"{curve.name}: " + ", ".join(f"n {one.n} {100 * one.power.value:.0f}%" for one in curve.points) + "."
        for curve in shown
    )
