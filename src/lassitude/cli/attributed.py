"""What a change is made of, as a person reads it in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lassitude.report import wording
from lassitude.report.contributions import by_change
from lassitude.report.refusals import LINK_STATEMENT
from lassitude.results import AttributionPart, Endpoint, Interval, Results

if TYPE_CHECKING:
    from lassitude.workflows.attribute import StudyAttribution

WIDE = 20.0
"""Range of a scale above which one decimal is enough."""
_TOGETHER = ("expectation", "contact", "time")


def print_single_arm(results: Results) -> None:
    """Print the parts of the change of one arm, where the reported change lies, and what stays untold."""
    console = Console(highlight=False)
    console.print(f"[bold]{escape(results.study.title)}[/bold]\n")
    (endpoint,) = results.study.endpoints
    title = f"Change without any specific effect, in {endpoint.unit}"
    console.print(_table(title, endpoint, results.attribution))
    assert results.headline is not None
    console.print()
    for line in results.headline.text:
        console.print(escape(line))
    _print_warnings(console, results)
    console.print("\nPrior only: resting on assumed bounds that no data have narrowed.")
    console.print("This does not say that a treatment works, or that it does not.")


def print_study(found: StudyAttribution) -> None:
    """Print the parts of every change by arm and endpoint, the contrasts, and what stays untold."""
    console, results = Console(highlight=False), found.results
    console.print(f"[bold]{escape(results.study.title or results.study.id)}[/bold]")
    for (endpoint, visit, arm), parts in by_change(results.attribution).items():
        known = wording.endpoint_of(results, endpoint)
        console.print()
        console.print(_table(f"{known.label}, {visit}, {arm}, in {known.unit}", known, parts))
    console.print("[dim]Medians over repetitions of the study; they need not add up.[/dim]")
    _print_warnings(console, results)
    console.print(f"\n{LINK_STATEMENT}")
    console.print(f"Report: {escape(str(found.run.report))}", soft_wrap=True)


def _table(title: str, endpoint: Endpoint, parts: Sequence[AttributionPart]) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=None)
    table.add_column("", no_wrap=True)
    table.add_column("median", justify="right", no_wrap=True)
    for heading in ("50%", "90%", ""):
        table.add_column(heading, no_wrap=True)
    decimals = 1 if endpoint.range is None or endpoint.range.upper - endpoint.range.lower >= WIDE else 2
    summed = any(part.part == "not_told_apart" for part in parts)
    for part in parts:
        label = f"  {part.label}" if summed and part.part in _TOGETHER else part.label
        table.add_row(
            f"[bold]{escape(label)}[/bold]" if part.part == "total" else escape(label),
            _number(part.change.median, decimals),
            _interval(part.change.interval50, decimals),
            _interval(part.change.interval90, decimals),
            "prior only" if part.prior_only else "",
        )
    return table


def _interval(interval: Interval | None, decimals: int) -> str:
    if interval is None:
        return ""
    return f"{_number(interval.lower, decimals)} to {_number(interval.upper, decimals)}"


def _number(value: float, decimals: int) -> str:
    """Write a number with the same decimals throughout, so that a column can be compared."""
    text = f"{value:.{decimals}f}"
    return text.replace("-", "\N{MINUS SIGN}" if float(text) else "")


def _print_warnings(console: Console, results: Results) -> None:
    console.print("\n[bold]What this cannot tell[/bold]")
    for warning in results.warnings:
        console.print(f"  {escape(warning.message)}")
