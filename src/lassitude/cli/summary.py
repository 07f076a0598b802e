"""The few lines that a person reads after a run; everything else is in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table

from lassitude.cli.bars import LEGENDS, LINE_LEGEND, NARROW, PUBLISHED_LEGEND, text_bar
from lassitude.cli.summary_arms import PRIOR_ONLY, compared, made_of, several, shares, went
from lassitude.report import wording
from lassitude.report.comparisons import leading_comparisons, said, subset_notes
from lassitude.report.contributions import by_change
from lassitude.report.opening import opening
from lassitude.report.rows import Group, Row, groups
from lassitude.report.statistic_words import names_in_words, short_statistic, statistic
from lassitude.results import Estimate, EstimateName, PublishedDirection, Results, split_id
from lassitude.study.endpoints import EVERYONE

UNSAID = ("", "points", "people")
ABSENT = wording.number(None)

if TYPE_CHECKING:
    from lassitude.workflows.finished import FinishedRun


def print_summary(finished: FinishedRun) -> None:
    """Print what was published beside what was found, what it is made of, and where the report is."""
    console, results = Console(highlight=False), finished.results
    console.print(f"[bold]{escape(results.study.title or results.study.id)}[/bold]")
    shown = _shown(results)
    tables = [*compared(results), *(_table(group, results) for group in shown), *_course(results)]
    for table in tables:
        console.print()
        console.print(table)
    if tables:
        lined = any(row.bar and row.bar.line is not None for group in shown for row in group.rows)
        published = PUBLISHED_LEGEND if any(one.published for one in results.estimates) else ""
        console.print(f"[dim]{LEGENDS[results.kind]}{published}{LINE_LEGEND if lined else ''}[/dim]")
    told = (*_inference(results), *_directions(results), *_attribution(results), *_chosen(results))
    for line in (*told, *_warnings(results)):
        console.print(line)
    console.print(f"\n{escape(opening(results).basis)}")
    console.print(f"Report: {escape(str(finished.report))}", soft_wrap=True)


def _shown(results: Results) -> list[Group]:
    """Return rows of what was published, else of the ends of the course, and shares of repetitions."""
    told, shared = {one.estimate.id for one in leading_comparisons(results)}, shares(results)
    course = _ends_of_course(results)
    published = any(one.published for one in results.estimates)

    def wanted(estimate: Estimate, name: EstimateName) -> bool:
        if estimate.id in told:
            return False
        if name.statistic.startswith("share_") and wording.is_share(name):
            return shared(estimate, name)
        if published:
            return estimate.published is not None
        return not several(results) and course(estimate, name)

    return [group for group in groups(results, wanted) if any(_found(row) for row in group.rows)]


def _inference(results: Results) -> Iterator[str]:
    """Write each leading difference of a real study as a statistician does."""
    told = said(results, leading_comparisons(results))
    if told:
        yield "\n[bold]Differences between arms[/bold]"
    for what, found in told:
        yield f"  {escape(what)}: {escape(found)}"


def _course(results: Results) -> Iterator[RenderableType]:
    if several(results) and not any(one.published for one in results.estimates):
        yield from went(results)


def _ends_of_course(results: Results) -> Callable[[Estimate, EstimateName], bool]:
    """Return what to show when nothing is published: medians at the first and last visit, the mean change."""
    days = {visit.label: visit.day for visit in results.study.visits}
    names = [split_id(one.id) for one in results.estimates]
    visits = {name.visit for name in names if name.statistic == "median"} & set(days)
    ends = {min(visits, key=days.__getitem__), max(visits, key=days.__getitem__)} if visits else set()
    last = max(visits, key=days.__getitem__, default="")

    def wanted(estimate: Estimate, name: EstimateName) -> bool:
        return (
            name.visit in ends
            if name.statistic == "median"
            else (name.statistic, name.visit) == ("mean_change", last)
        )

    return wanted


def _table(group: Group, results: Results) -> Table:
    arms, beside = several(results), any(row.published for row in group.rows)
    found = "observed" if results.kind == "analysis" else "predicted"
    table = Table(title=escape(group.endpoint.label), title_justify="left", title_style="bold", box=None)
    table.add_column("", overflow="fold")
    table.add_column("visit", no_wrap=True)
    if beside:
        table.add_column("published", justify="right", no_wrap=True)
    table.add_column(found, justify="right", no_wrap=True)
    table.add_column("interval", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in group.rows:
        label, arm, visit, published, found, verdict = _cells(row)
        everyone = split_id(row.id).arm == EVERYONE and row.bar is not None and row.bar.line is not None
        named = f"{label}, {arm}" if arms and arm and not everyone else label
        bar = text_bar(row.bar, NARROW) if arms and beside else text_bar(row.bar)
        table.add_row(named, visit, *([published] if beside else []), found, bar, verdict)
    return table


def _cells(row: Row) -> tuple[str, ...]:
    short = short_statistic(split_id(row.id).statistic)
    label = short if row.unit in UNSAID else f"{short} ({row.unit})"
    verdict = f"[bold]{row.verdict}[/bold]" if row.verdict.startswith("outside") else row.verdict
    published = f"{row.published} {row.stamp}".strip()
    return (
        escape(label),
        escape(row.arm),
        row.when.partition(" ")[0],
        published,
        _found(row) or ABSENT,
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
    arm = f", {wording.arm_label(results, name.arm)}" if several(results) and name.arm else ""
    stamp = f" ({direction.label})" if direction.label else ""
    told = f"{endpoint}, {name.visit}{arm}: {statistic(name.statistic)} {direction.direction}{stamp}"
    what = f"  {escape(told)}"
    if direction.agreement is not None:
        return f"{what} in {wording.percent(direction.agreement)} of the repetitions"
    if direction.observed_agrees is not None:
        return f"{what}: {'so' if direction.observed_agrees else '[bold]not so[/bold]'} in these data"
    return ""


def _attribution(results: Results) -> Iterator[RenderableType]:
    arms = {one.arm for one in results.attribution}
    if len(arms) > 1:
        for table in made_of(results):
            yield ""
            yield table
        yield f"[dim]{PRIOR_ONLY}[/dim]"
    else:
        yield from _one_arm(results)
    if results.attribution:
        yield "[dim]  Medians over repetitions; they need not add up.[/dim]"


def _one_arm(results: Results) -> Iterator[str]:
    for (endpoint, visit, _), parts in by_change(results.attribution).items():
        known = wording.endpoint_of(results, endpoint)
        decimals = wording.decimals_of(known)
        yield f"\n[bold]Where the mean change comes from: {escape(known.label)}, {escape(visit)}[/bold]"
        for part in parts:
            label = "Interaction" if part.part == "interaction" else part.label
            ends = wording.fixed_interval(part.change.interval90, decimals)
            prior = "  [bold]prior only[/bold]" if part.prior_only else ""
            yield f"  {escape(label):<26} {wording.fixed(part.change.median, decimals):>7}  ({ends}){prior}"


def _chosen(results: Results) -> Iterator[str]:
    for note in subset_notes(results):
        yield f"\n{escape(note)}"


def _warnings(results: Results) -> Iterator[str]:
    if results.warnings:
        yield "\n[bold]Warnings[/bold]"
    for warning in results.warnings:
        yield f"  {escape(names_in_words(results, warning.message))}"
