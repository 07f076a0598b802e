"""The few lines that a person reads after a run; everything else is in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lassitude.cli.bars import LEGENDS, LINE_LEGEND, text_bar
from lassitude.report import wording
from lassitude.report.contributions import by_change
from lassitude.report.opening import opening
from lassitude.report.rows import Group, Row, groups
from lassitude.results import Estimate, EstimateName, PublishedDirection, Results, split_id

UNSAID = ("", "points", "people")
ABSENT = wording.number(None)

if TYPE_CHECKING:
    from lassitude.workflows.finished import FinishedRun


def print_summary(finished: FinishedRun) -> None:
    """Print what was published beside what was found, what it is made of, and where the report is."""
    console, results = Console(highlight=False), finished.results
    console.print(f"[bold]{escape(results.study.title or results.study.id)}[/bold]")
    wanted = _is_shown if any(one.published for one in results.estimates) else _ends_of_course(results)
    shown = [group for group in groups(results, wanted) if any(_found(row) for row in group.rows)]
    for group in shown:
        console.print()
        console.print(_table(group, results))
    if shown:
        lined = any(row.bar and row.bar.line is not None for group in shown for row in group.rows)
        console.print(f"[dim]{LEGENDS[results.kind]}{LINE_LEGEND if lined else ''}[/dim]")
    for line in (*_directions(results), *_attribution(results), *_warnings(results)):
        console.print(line)
    console.print(f"\n{escape(opening(results).basis)}")
    console.print(f"Report: {escape(str(finished.report))}", soft_wrap=True)


def _is_shown(estimate: Estimate, name: EstimateName) -> bool:
    return estimate.published is not None or name.statistic.startswith("share_")


def _ends_of_course(results: Results) -> Callable[[Estimate, EstimateName], bool]:
    """Return what to show when nothing is published: medians at the first and last visit, the mean change."""
    days = {visit.label: visit.day for visit in results.study.visits}
    names = [split_id(one.id) for one in results.estimates]
    visits = {name.visit for name in names if name.statistic == "median"} & set(days)
    ends = {min(visits, key=days.__getitem__), max(visits, key=days.__getitem__)} if visits else set()
    last = max(visits, key=days.__getitem__, default="")

    def wanted(estimate: Estimate, name: EstimateName) -> bool:
        if name.statistic.startswith("share_"):
            return True
        return (
            name.visit in ends
            if name.statistic == "median"
            else (name.statistic, name.visit) == ("mean_change", last)
        )

    return wanted


def _table(group: Group, results: Results) -> Table:
    several, compared = len(results.study.arms) > 1, any(row.published for row in group.rows)
    found = "observed" if results.kind == "analysis" else "predicted"
    table = Table(title=escape(group.endpoint.label), title_justify="left", title_style="bold", box=None)
    table.add_column("")
    if several:
        table.add_column("arm")
    table.add_column("visit", no_wrap=True)
    if compared:
        table.add_column("published", justify="right", no_wrap=True)
    table.add_column(found, justify="right", no_wrap=True)
    table.add_column("interval", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in group.rows:
        label, arm, visit, published, *rest = _cells(row)
        table.add_row(label, *([arm] if several else []), visit, *([published] if compared else []), *rest)
    return table


def _cells(row: Row) -> tuple[str, ...]:
    short = wording.short_statistic(split_id(row.id).statistic)
    label = short if row.unit in UNSAID else f"{short} ({row.unit})"
    verdict = f"[bold]{row.verdict}[/bold]" if row.verdict.startswith("outside") else row.verdict
    published = f"{row.published} {row.stamp}".strip()
    return (
        escape(label),
        escape(row.arm),
        row.when.partition(" ")[0],
        published,
        _found(row) or ABSENT,
        text_bar(row.bar),
        verdict,
    )


def _found(row: Row) -> str:
    found = row.predicted or row.observed
    return "" if found == ABSENT else found


def _directions(results: Results) -> Iterator[str]:
    lines = [line for direction in results.published_directions if (line := _agreement(results, direction))]
    if lines:
        yield "\n[bold]Published directions[/bold]"
        yield from lines


def _agreement(results: Results, direction: PublishedDirection) -> str:
    name = split_id(direction.estimate)
    endpoint = wording.endpoint_of(results, name.endpoint).label
    what = f"  {escape(endpoint)}: {escape(wording.statistic(name.statistic))} {direction.direction}"
    if direction.agreement is not None:
        return f"{what} in {wording.percent(direction.agreement)} of the repetitions"
    if direction.observed_agrees is not None:
        return f"{what}: {'so' if direction.observed_agrees else '[bold]not so[/bold]'} in these data"
    return ""


def _attribution(results: Results) -> Iterator[str]:
    for (endpoint, visit, arm), parts in by_change(results.attribution).items():
        scored = wording.endpoint_of(results, endpoint).label
        given = f", {wording.arm_label(results, arm)}" if len(results.study.arms) > 1 else ""
        yield f"\n[bold]Where the mean change comes from: {escape(scored)}, {escape(visit + given)}[/bold]"
        for part in parts:
            label = "Interaction" if part.part == "interaction" else part.label
            ends = wording.interval(part.change.interval90)
            prior = "  [bold]prior only[/bold]" if part.prior_only else ""
            yield f"  {escape(label):<26} {wording.number(part.change.median):>7}  ({ends}){prior}"
    if results.attribution:
        yield "[dim]  Medians over repetitions; they need not add up.[/dim]"


def _warnings(results: Results) -> Iterator[str]:
    if results.warnings:
        yield "\n[bold]Warnings[/bold]"
    for warning in results.warnings:
        yield f"  {escape(warning.message)}"
