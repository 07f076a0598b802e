"""Several arms in one panel: lines side by side, each named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lassitude.report.courses import Line, ends_of, value_of
from lassitude.report.drawing import DARK, VERMILLION
from lassitude.report.pace import pace_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_APART = 0.014
"""How far lines stand apart, as a share of the time shown."""
_LINE = 0.075
"""Height of a line of words, as a share of the panel."""


def draw_lines(panel: Axes, lines: Sequence[Line]) -> None:
    """Draw arms with their intervals, a little apart, and what was published of them.

    Parameters
    ----------
    panel : Axes
        Where to.
    lines : sequence of Line
        One an arm.
    """
    times = [when for line in lines for when, _ in line.points]
    pace = pace_of(times)
    apart = _APART * float(np.ptp(pace.drawn(times)))
    for number, line in enumerate(lines):
        shift = apart * (number - (len(lines) - 1) / 2)
        when, y = zip(*((when, value_of(one)) for when, one in line.points), strict=True)
        x = tuple(pace.told(pace.drawn(when) + shift).tolist())
        linked = len(set(x)) == len(x)
        style = "" if not linked else "--" if line.dashed else "-"
        panel.plot(
            x, y, style, color=line.color, marker=line.marker, markersize=5.5, linewidth=1.8, zorder=3
        ).pop().set_markerfacecolor("white" if line.dashed else line.color)
        for (_, one), place in zip(line.points, x, strict=True):
            ends = ends_of(one)
            if ends is not None:
                panel.plot([place] * 2, [ends.lower, ends.upper], color=line.color, linewidth=1.3, alpha=0.8)
            if one.published is not None:
                stamp = f" ({one.published.label})" if one.published.label else ""
                panel.plot(
                    [place], [one.published.value], "D", color=VERMILLION, markersize=8,
                    markeredgecolor="white", zorder=5, label=f"published{stamp}",
                )  # fmt: skip


def legend_keys(panel: Axes, lines: Sequence[Line], kind: str) -> None:
    """Name each line where it ends, no two names on each other, and say once what the marks are.

    Parameters
    ----------
    panel : Axes
        With its limits set.
    lines : sequence of Line
        As drawn.
    kind : str
        ``median`` or ``mean``.
    """
    low, high = panel.get_ylim()
    ends = [(value_of(line.points[-1][1]) or 0.0, line) for line in lines]
    right = max(line.points[-1][0] for line in lines)
    for (value, line), place in zip(
        sorted(ends, key=lambda end: end[0]), spaced(sorted(v for v, _ in ends), _LINE * (high - low)),
        strict=True,
    ):  # fmt: skip
        panel.annotate(
            line.label,
            (right, value),
            xytext=(panel.get_xlim()[1], place),
            textcoords="data",
            va="center",
            color=DARK.get(line.color, line.color),
            fontsize=9.5,
            annotation_clip=False,
        )
    predicted = any(one.predicted for line in lines for _, one in line.points)
    said = f"predicted {kind}, 90% of repetitions" if predicted else f"observed {kind}, 95% interval"
    panel.plot([], [], color="#57636f", marker="o", markersize=5.5, linewidth=1.3, label=said)


def spaced(places: Sequence[float], least: float) -> list[float]:
    """Move sorted places apart until each is at least so far from the one below, about their middle.

    Examples
    --------
    >>> spaced([1.0, 1.0, 5.0], 2.0)
    [0.0, 2.0, 5.0]
    """
    clusters: list[list[float]] = []
    for place in places:
        clusters.append([place])
        while len(clusters) > 1 and _bottom(clusters[-1], least) - _top(clusters[-2], least) < least:
            last = clusters.pop()
            clusters[-1] += last
    return [_bottom(one, least) + least * rank for one in clusters for rank in range(len(one))]


def _bottom(cluster: list[float], least: float) -> float:
    return sum(cluster) / len(cluster) - least * (len(cluster) - 1) / 2


def _top(cluster: list[float], least: float) -> float:
    return _bottom(cluster, least) + least * (len(cluster) - 1)
