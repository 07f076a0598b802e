"""How arms differ, as a forest: one line a difference, its intervals, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lassitude.report import wording
from lassitude.report.comparisons import Comparison, comparison_words, comparisons
from lassitude.report.courses import value_of
from lassitude.report.drawing import BLUE, GREEN, INK, VERMILLION, Drawing, canvas, name_rows, to_svg
from lassitude.report.inference import amount
from lassitude.report.inference import ends as ends_in_words
from lassitude.results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def differences(results: Results) -> Drawing | None:
    """Draw every difference between arms, a panel an endpoint.

    Parameters
    ----------
    results : Results
        Differences of its primary analysis stand first.

    Returns
    -------
    Drawing or None
        None when no arms are compared.
    """
    grouped: dict[str, list[Comparison]] = {}
    for one in comparisons(results):
        if value_of(one.estimate) is not None:
            grouped.setdefault(one.name.endpoint, []).append(one)
    if not grouped:
        return None
    heights = [len(found) + 1.4 for found in grouped.values()]
    alternative = _alternative(results, grouped)
    title = "How the arms differ"
    with canvas(9.6, 0.5 * sum(heights) + 0.9) as figure:
        panels = figure.subplots(len(grouped), 1, squeeze=False, height_ratios=heights).ravel()
        for panel, (endpoint, found) in zip(panels, grouped.items(), strict=True):
            _panel(panel, results, endpoint, found)
        svg = to_svg(figure, "differences", title, alternative)
    return Drawing("differences", title, _caption(results, grouped), alternative, svg)


def _panel(panel: Axes, results: Results, name: str, found: list[Comparison]) -> None:
    endpoint = wording.endpoint_of(results, name)
    across = panel.get_yaxis_transform()
    for row, one in enumerate(found):
        _line(panel, row, one)
        panel.annotate(_amount(one), (1.01, row), xycoords=across, va="center", fontsize=10)
    name_rows(panel, [_label(results, one) for one in found])
    panel.set_title(endpoint.label)
    better = {"higher_worse": "; negative favors the arm", "higher_better": "; positive favors the arm"}
    meaning = better.get(endpoint.direction, "")
    panel.set_xlabel(f"Difference of {endpoint.name} ({endpoint.unit or '1'}{meaning})")


def _line(panel: Axes, row: int, one: Comparison) -> None:
    predicted, observed, published = one.estimate.predicted, one.estimate.observed, one.estimate.published
    if predicted:
        for ends, width in ((predicted.interval90, 2.0), (predicted.interval50, 6.0)):
            if ends is not None:
                panel.plot(
                    [ends.lower, ends.upper], [row, row], color=BLUE, linewidth=width, solid_capstyle="butt",
                    alpha=0.75,
                )  # fmt: skip
        panel.plot(predicted.median, row, "o", color="white", markeredgecolor=INK, markersize=6, zorder=4)
    if observed:
        if observed.interval95:
            panel.plot(
                [observed.interval95.lower, observed.interval95.upper], [row, row], color=GREEN, linewidth=2.0
            )
        panel.plot(observed.estimate, row, "s", color=GREEN, markersize=6, zorder=4)
    if published:
        panel.plot(
            published.value, row, "D", color=VERMILLION, markersize=8, markeredgecolor="white", zorder=5
        )


def _label(results: Results, one: Comparison) -> str:
    how = f", {one.how}" if one.how else ""
    return f"{comparison_words(results, one)}\n{wording.visit_label(results, one.name.visit)}{how}"


def _amount(one: Comparison) -> str:
    predicted, observed = one.estimate.predicted, one.estimate.observed
    if observed and not predicted:
        held, p = ends_in_words(one.estimate), observed.p
        told = amount(one.estimate) + (f" ({held})" if held else "")
        return told if p is None else f"{told}\n{wording.p_words(p)}, n = {observed.n}"
    ends = predicted.interval90 if predicted else None
    told = wording.with_interval(value_of(one.estimate), ends)
    return told if one.share is None else f"{told}\np < 0.05 in {wording.percent(one.share)}"


def _caption(results: Results, grouped: dict[str, list[Comparison]]) -> str:
    compared = [one.estimate for found in grouped.values() for one in found]
    published = [one.published for one in compared if one.published]
    fitted = " (fitted: their agreement is no test)" if any(one.label for one in published) else ""
    diamonds = f" Diamonds are published values{fitted}." if published else ""
    if results.kind == "analysis":
        return "Observed differences with 95% confidence intervals." + diamonds
    return (
        "Each repetition of the study gives one difference: circles are their median, thick and thin lines "
        "hold 50% and 90% of them; beside them, in how many repetitions the test gave p < 0.05." + diamonds
    )


def _published(one: Comparison) -> str:
    published = one.estimate.published
    return f", published {wording.number(published.value)}" if published else ""


def _alternative(results: Results, grouped: dict[str, list[Comparison]]) -> str:
    sentences = []
    for name, found in grouped.items():
        endpoint = wording.endpoint_of(results, name)
        told = "; ".join(
            f"{_label(results, one)}: {_amount(one)}{_published(one)}".replace("\n", ", ") for one in found
        )
        sentences.append(f"{endpoint.label}, in {endpoint.unit or '1'}: {told}.")
    return " ".join(sentences)
