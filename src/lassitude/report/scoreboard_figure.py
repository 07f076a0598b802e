"""The figure of a score: every published number over the interval that was predicted for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lassitude.prediction.scoreboard.record import Outcome, Record
from lassitude.report.drawing import BLUE, INK, MUTED, VERMILLION, Drawing, canvas, to_svg
from lassitude.report.scoreboard_words import score_row, set_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REACH = 4.0
"""Half widths of the 90% interval that are drawn to either side; what lies farther is an arrow."""

_ROW, _HEAD = 0.36, 0.9


def scoreboard_figure(record: Record) -> Drawing:
    """Draw published numbers over predicted intervals, a panel a domain, in the order of the record.

    Units differ, so every row is drawn from its predicted median in half widths of its own 90% interval;
    the numbers stand beside with their units.

    Parameters
    ----------
    record : Record
        With at least one outcome.

    Returns
    -------
    Drawing
        Filled marks lie inside the 90% interval, open ones outside.
    """
    title = "Held-out studies: published over predicted"
    panels = [
        [one for one in record.outcomes if one.counted and one.domain == summary.domain]
        for summary in record.summaries
    ]
    caption = (
        "Bars are predicted 50% (thick) and 90% (thin) intervals from the design alone, with the sampling "
        "error of the published number of people, in half widths of the 90% interval around the median. "
        "Marks are "
        f"published numbers: circles inside, crosses outside, arrows farther than drawn. {set_line(record)}"
    )
    alternative = " ".join(_told(one) for own in panels for one in own)
    with canvas(11.0, sum(_HEAD + _ROW * len(own) for own in panels) + 0.4) as figure:
        heights = [_HEAD + _ROW * len(own) for own in panels]
        drawn = figure.subplots(len(panels), 1, sharex=True, height_ratios=heights, squeeze=False)
        for panel, summary, own in zip(drawn[:, 0], record.summaries, panels, strict=True):
            _panel(panel, own)
            panel.set_title(summary.domain.capitalize())
            panel.annotate(
                "published  against  predicted (90%)",
                (1.01, 1.02),
                xycoords="axes fraction",
                color=MUTED,
                fontsize=8.5,
            )
        drawn[-1, 0].set_xlabel("Distance from the predicted median (half widths of its 90% interval)")
        svg = to_svg(figure, "scoreboard", title, alternative)
    return Drawing("scoreboard", title, caption, alternative, svg)


def place(one: Outcome, value: float) -> float:
    """Return where a number lies: from the median, in half widths of the 90% interval on its side."""
    end = one.interval90.upper if value >= one.median else one.interval90.lower
    width = abs(end - one.median)
    away = value - one.median
    if width == 0.0:
        return 0.0 if away == 0.0 else REACH * 2.0 * (1.0 if away > 0 else -1.0)
    return away / width


def _panel(panel: Axes, outcomes: Sequence[Outcome]) -> None:
    labels: list[str] = []
    for row, one in enumerate(outcomes):
        ends = [place(one, end) for end in (one.interval90.lower, one.interval90.upper)]
        half = [place(one, end) for end in (one.interval50.lower, one.interval50.upper)]
        panel.plot(ends, [row, row], color=BLUE, linewidth=1.4, alpha=0.8)
        panel.plot(half, [row, row], color=BLUE, linewidth=5.5, alpha=0.55, solid_capstyle="butt")
        _mark(panel, row, one)
        told = score_row(one)
        labels.append(f"{told.study}\n{told.what}, {told.visit}, {told.arm}")
        beside = f"{told.published}  against  {told.predicted}"
        panel.annotate(beside, (1.01, row), xycoords=panel.get_yaxis_transform(), va="center", fontsize=8.5)
    panel.axvline(0, color=MUTED, linewidth=0.8)
    panel.set_xlim(-REACH - 0.3, REACH + 0.3)
    panel.set_ylim(len(outcomes) - 0.4, -0.6)
    panel.set_yticks(range(len(labels)), labels, fontsize=7.5)
    panel.tick_params(axis="y", length=0, labelcolor=INK)
    panel.grid(axis="x")
    panel.spines["left"].set_visible(False)


def _mark(panel: Axes, row: int, one: Outcome) -> None:
    where = place(one, one.published)
    if abs(where) > REACH:
        sign = 1.0 if where > 0 else -1.0
        arrow = ">" if sign > 0 else "<"
        panel.plot(sign * REACH, row, arrow, color=VERMILLION, markersize=8, zorder=4)
        return
    if one.inside90:
        panel.plot(where, row, "o", color=INK, markersize=6, zorder=4)
    else:
        panel.plot(where, row, "X", color=VERMILLION, markersize=7.5, zorder=4)


def _told(one: Outcome) -> str:
    row = score_row(one)
    return f"{row.study}, {row.what}: published {row.published}, predicted {row.predicted}, {row.verdict}."
