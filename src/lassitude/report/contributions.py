"""Where the change of an endpoint comes from: attribution parts with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lassitude.report import wording
from lassitude.report.compared_parts import compared_parts
from lassitude.report.drawing import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    SKY,
    Drawing,
    canvas,
    name_rows,
    to_svg,
)
from lassitude.results import AttributionPart, Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLORS = {
    "natural_course": GREEN,
    "regression_to_the_mean": PURPLE,
    "expectation": ORANGE,
    "therapy": BLUE,
    "interaction": SKY,
}

ADDING = (
    "The parts need not add up to the whole: in every repetition they do, but each number here is a median "
    "over repetitions of a mean change over people, and medians do not add."
)

Grouped = dict[tuple[str, str, str], list[AttributionPart]]


def by_change(parts: tuple[AttributionPart, ...]) -> Grouped:
    """Group attribution parts by the change they belong to: (endpoint, visit, arm), in their order.

    Examples
    --------
    >>> by_change(())
    {}
    """
    grouped: Grouped = {}
    for part in parts:
        grouped.setdefault((part.endpoint, part.visit, part.arm), []).append(part)
    return grouped


def contributions(results: Results) -> Drawing | None:
    """Draw the parts of each change as bars with 50% and 90% intervals, or of several arms side by side.

    Parameters
    ----------
    results : Results
        Its attribution is drawn.

    Returns
    -------
    Drawing or None
        None when the results attribute nothing.
    """
    grouped = by_change(results.attribution)
    if not grouped:
        return None
    if len({part.arm for part in results.attribution}) > 1:
        return compared_parts(results)
    rows = [len(parts) for parts in grouped.values()]
    title = "Where the change comes from"
    caption = (
        "Bars are medians over repetitions of the mean change over people; thick and thin lines hold 50% and "
        f"90% of the repetitions. {ADDING} Same people, same draws, one influence switched at a time. Parts "
        "are statements of the model, not measurements."
    )
    with canvas(9.6, sum(0.52 * count + 1.5 for count in rows)) as figure:
        panels = figure.subplots(
            len(rows), 1, squeeze=False, height_ratios=[count + 1.2 for count in rows]
        ).ravel()
        for panel, (change, parts) in zip(panels, grouped.items(), strict=True):
            _panel(panel, results, change, parts)
        svg = to_svg(figure, "attribution", title, _alternative(results, grouped))
    return Drawing("attribution", title, caption, _alternative(results, grouped), svg)


def _panel(panel: Axes, results: Results, change: tuple[str, str, str], parts: list[AttributionPart]) -> None:
    endpoint = wording.endpoint_of(results, change[0])
    for row, part in enumerate(parts):
        color = _COLORS.get(part.part, MUTED)
        panel.barh(
            row,
            part.change.median,
            height=0.62,
            color="white" if part.prior_only else color,
            edgecolor=color,
            hatch="////" if part.prior_only else None,
            alpha=0.9 if part.prior_only else 0.38,
            linewidth=1.0,
        )
        for ends, width in ((part.change.interval90, 1.4), (part.change.interval50, 4.5)):
            if ends is not None:
                panel.plot(
                    [ends.lower, ends.upper], [row, row], color=INK, linewidth=width, solid_capstyle="butt"
                )
        panel.plot(part.change.median, row, "o", color="white", markeredgecolor=INK, markersize=5.5, zorder=4)
        panel.annotate(
            _amount(part, wording.decimals_of(endpoint)),
            (1.01, row),
            xycoords=panel.get_yaxis_transform(),
            va="center",
            fontsize=10,
        )
    name_rows(panel, [_label(part) for part in parts])
    arm = f"\n{wording.arm_label(results, change[2])}" if change[2] else ""
    panel.set_title(f"{endpoint.label}: mean change by {wording.visit_label(results, change[1])}{arm}")
    meaning = {
        "higher_worse": "; negative means less fatigue"
        if _is_fatigue(endpoint.name)
        else "; negative is better",
        "higher_better": "; positive is better",
    }
    panel.set_xlabel(
        f"Mean change of {endpoint.name} ({endpoint.unit or '1'}{meaning.get(endpoint.direction, '')})"
    )


def _is_fatigue(name: str) -> bool:
    return name.partition(".")[0] in ("FIS", "MFIS", "FSS", "FSMC")


def _amount(part: AttributionPart, decimals: int) -> str:
    ends = part.change.interval90
    told = wording.fixed(part.change.median, decimals)
    return told + (f"\n{wording.fixed_interval(ends, decimals)}" if ends else "")


def _label(part: AttributionPart) -> str:
    return f"{part.label}\nprior only" if part.prior_only else part.label


def _alternative(results: Results, grouped: Grouped) -> str:
    sentences = []
    for (name, visit, _), parts in grouped.items():
        endpoint = wording.endpoint_of(results, name)
        told = "; ".join(
            f"{part.label} {wording.number(part.change.median)}"
            + (f" ({wording.interval(part.change.interval90)})" if part.change.interval90 else "")
            + (" prior only" if part.prior_only else "")
            for part in parts
        )
        sentences.append(f"{endpoint.label}, mean change by {visit} in {endpoint.unit or '1'}: {told}.")
    return " ".join(sentences)
