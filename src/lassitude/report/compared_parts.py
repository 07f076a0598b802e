"""Where the change of several arms comes from, arm beside arm, and by how much more than in a comparator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lassitude.report import wording
from lassitude.report.drawing import INK, MUTED, Drawing, canvas, legend_columns, name_rows, to_svg
from lassitude.report.looks import look_of
from lassitude.results import AttributionPart, Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PANEL, _LEGEND = 7.2, 17.0
"""Width of a panel, inches, and height of a line of its legend, points."""

Columns = dict[str, dict[str, AttributionPart]]
"""By arm or contrast: its parts by name."""


def by_endpoint(parts: Sequence[AttributionPart]) -> dict[tuple[str, str], Columns]:
    """Group parts by (endpoint, visit), then by arm, then by part, in their order.

    Examples
    --------
    >>> by_endpoint(())
    {}
    """
    found: dict[tuple[str, str], Columns] = {}
    for one in parts:
        found.setdefault((one.endpoint, one.visit), {}).setdefault(one.arm, {})[one.part] = one
    return found


def compared_parts(results: Results) -> Drawing:
    """Draw the parts of the change of each arm side by side, then of each arm minus its comparator.

    Parameters
    ----------
    results : Results
        Whose attribution has several arms.

    Returns
    -------
    Drawing
        A panel an endpoint, and one for its contrasts where there are any.
    """
    arms, contrasts = by_endpoint(results.attribution), by_endpoint(results.contrasts)
    panels = [
        (key, found[key], bool(number))
        for key in arms
        for number, found in enumerate((arms, contrasts))
        if key in found
    ]
    heights = [_height(columns) for _, columns, _ in panels]
    title = "Where the change comes from, arm by arm"
    caption = (
        "Marks are medians over repetitions of the mean change over people, lines hold 90% of the "
        "repetitions. Open marks rest on priors only: no parameter of that part has been fitted. Same "
        "people, same draws, one influence switched at a time. Parts are statements of the model, not "
        "measurements. Medians need not add up."
    )
    alternative = _alternative(results, panels)
    with canvas(9.6, sum(heights) + 1.2 * len(panels)) as figure:
        axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights).ravel()
        for panel, (key, columns, contrast) in zip(axes, panels, strict=True):
            _panel(panel, results, key, columns, contrast)
        svg = to_svg(figure, "attribution", title, alternative)
    return Drawing("attribution", title, caption, alternative, svg)


def _height(columns: Columns) -> float:
    rows = max(len(parts) for parts in columns.values())
    return rows * max(0.42, 0.17 * len(columns) + 0.12)


def _panel(panel: Axes, results: Results, key: tuple[str, str], columns: Columns, contrast: bool) -> None:
    rows = list(dict.fromkeys(name for parts in columns.values() for name in parts))
    labels = {name: one.label for parts in columns.values() for name, one in parts.items()}
    apart = 0.72 / len(columns)
    for number, (arm, parts) in enumerate(columns.items()):
        color, marker = look_of(results, arm)
        panel.plot([], [], marker, color=color, markersize=6, label=wording.arm_label(results, arm))
        for name, one in parts.items():
            row = rows.index(name) + apart * (number - (len(columns) - 1) / 2)
            if one.change.interval90 is not None:
                ends = one.change.interval90
                panel.plot([ends.lower, ends.upper], [row, row], color=color, linewidth=1.8)
            face = "white" if one.prior_only else color
            panel.plot(
                one.change.median, row, marker, color=color, markerfacecolor=face, markersize=6, zorder=4
            )
    for edge in range(1, len(rows)):
        panel.axhline(edge - 0.5, color="#e4e8ec", linewidth=0.8)
    name_rows(panel, [labels[name] for name in rows])
    _headings(panel, results, key, columns, contrast)


def _headings(panel: Axes, results: Results, key: tuple[str, str], columns: Columns, contrast: bool) -> None:
    endpoint = wording.endpoint_of(results, key[0])
    visit = wording.visit_label(results, key[1])
    what = "arm minus comparator" if contrast else "mean change"
    across = legend_columns([wording.arm_label(results, arm) for arm in columns], _PANEL)
    panel.set_title(
        f"{endpoint.label}: {what} by {visit}", color=INK, pad=10 + _LEGEND * math.ceil(len(columns) / across)
    )
    unit = f"{endpoint.unit or '1'}{_better(endpoint.direction)}"
    panel.set_xlabel(f"{what.capitalize()} of {endpoint.name} ({unit})")
    panel.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.99),
        borderaxespad=0.0,
        ncols=across,
        labelcolor=MUTED,
        columnspacing=1.2,
        handletextpad=0.2,
    )


def _better(direction: str) -> str:
    meanings = {"higher_worse": "; negative is better", "higher_better": "; positive is better"}
    return meanings.get(direction, "")


def _alternative(results: Results, panels: Sequence[tuple[tuple[str, str], Columns, bool]]) -> str:
    sentences = []
    for (name, visit), columns, _ in panels:
        endpoint = wording.endpoint_of(results, name)
        decimals = wording.decimals_of(endpoint)
        for arm, parts in columns.items():
            told = "; ".join(
                f"{one.label} {wording.fixed(one.change.median, decimals)}" for one in parts.values()
            )
            sentences.append(
                f"{endpoint.label}, mean change by {visit}, {wording.arm_label(results, arm)}, in "
                f"{endpoint.unit or '1'}: {told}."
            )
    return " ".join(sentences)
