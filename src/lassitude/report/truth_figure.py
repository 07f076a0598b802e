"""Each person's measured change against the true effect of therapy on them, an arm a panel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from lassitude.report import wording
from lassitude.report.drawing import INK, MUTED, Drawing, canvas, to_svg
from lassitude.report.looks import look_of
from lassitude.report.recorded import Recorded
from lassitude.report.truth import Effects, true_effects
from lassitude.results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = 3


def truth_figure(results: Results, beside: Recorded) -> Drawing | None:
    """Draw what the trial saw against what was true, for the first repetition of a virtual study.

    Parameters
    ----------
    results : Results
        Its attribution says which changes.
    beside : Recorded
        The first repetition and its truth.

    Returns
    -------
    Drawing or None
        None for a real study, and where no therapy was given.
    """
    found = true_effects(results, beside)
    if not found:
        return None
    columns = min(_COLUMNS, max(sum(one.endpoint == found[0].endpoint for one in found), 1))
    rows = math.ceil(len(found) / columns)
    title = "What the trial saw, and what was true"
    alternative = " ".join(_told(results, one) for one in found)
    with canvas(9.6, 3.3 * rows + 0.2) as figure:
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for panel, one in zip(panels, found, strict=False):
            _panel(panel, results, one, [other for other in found if other.endpoint == one.endpoint])
        for panel in panels[len(found) :]:
            panel.set_visible(False)
        svg = to_svg(figure, "truth", title, alternative)
    who = "person and period" if results.study.sequences else "person"
    caption = (
        f"First repetition only; one mark a {who}, of people measured at both visits. Left to right: "
        "the change that the trial measured. Bottom to top, on another scale: the score minus what that "
        "person would have scored without therapy, all else the same. Dashed lines are the means."
    )
    return Drawing("truth", title, caption, alternative, svg)


def _panel(panel: Axes, results: Results, one: Effects, alike: list[Effects]) -> None:
    endpoint = wording.endpoint_of(results, one.endpoint)
    color, marker = look_of(results, one.arm)
    panel.plot(one.seen, one.true, marker, color=color, markersize=4.5, alpha=0.55, markeredgewidth=0)
    panel.axhline(0, color=INK, linewidth=0.8)
    panel.axvline(0, color=INK, linewidth=0.8)
    panel.axvline(float(np.mean(one.seen)), color=MUTED, linewidth=1.2, linestyle="--")
    panel.axhline(float(np.mean(one.true)), color=MUTED, linewidth=1.2, linestyle="--")
    panel.set_xlim(*_around([value for other in alike for value in other.seen]))
    panel.set_ylim(*_around([value for other in alike for value in other.true]))
    panel.set_title(wording.arm_label(results, one.arm))
    panel.set_xlabel(f"Measured change by {one.visit}\n{endpoint.name} ({endpoint.unit or '1'})")
    panel.set_ylabel(f"True effect of therapy\n{endpoint.name} ({endpoint.unit or '1'})")


def _around(values: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _told(results: Results, one: Effects) -> str:
    endpoint = wording.endpoint_of(results, one.endpoint)
    decimals = wording.decimals_of(endpoint)
    return (
        f"{endpoint.label}, {wording.arm_label(results, one.arm)}, {len(one.seen)} measurements, in "
        f"{endpoint.unit or '1'}: mean measured change {wording.fixed(float(np.mean(one.seen)), decimals)}, "
        f"mean true effect of therapy {wording.fixed(float(np.mean(one.true)), decimals)}."
    )
