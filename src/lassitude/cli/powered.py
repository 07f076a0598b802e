"""What a person reads after ``lassitude power``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lassitude.report.opening import opening
from lassitude.report.power_words import PowerTable, difference_in_words, power_tables, question_in_words

if TYPE_CHECKING:
    from lassitude.results import Power
    from lassitude.workflows.finished import FinishedRun


def print_power(finished: FinishedRun) -> None:
    """Print the curves, what changes them, on what they rest, and where the report is."""
    console, results = Console(highlight=False), finished.results
    assert results.power is not None
    console.print(f"[bold]{escape(results.study.title or results.study.id)}[/bold]")
    console.print(escape(question_in_words(results, results.power)))
    for one in power_tables(results):
        console.print()
        console.print(_table(one))
        for line in (_type_one(one), one.truth, one.formula and f"Closed form: {one.formula}.", *one.notes):
            if line:
                console.print(f"[dim]{escape(line)}[/dim]")
    _print_ranking(console, results.power)
    console.print()
    for line in results.headline.text if results.headline else ():
        console.print(escape(line))
    for warning in results.warnings:
        console.print(f"Note: {escape(warning.message)}")
    console.print(escape(results.power.conditional))
    console.print(escape(results.power.assurance))
    console.print(escape(opening(results).basis))
    console.print(f"Report: {escape(str(finished.report))}", soft_wrap=True)


def _table(one: PowerTable) -> Table:
    title = escape(f"{one.name} ({one.source})")
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    sham = any(row.without_therapy for row in one.rows)
    averaged = any(row.averaged for row in one.rows)
    assured = any(row.assurance for row in one.rows)
    columns = ["n", "power", "", "type I", "bias", "95%\nholds", "closed\nform"]
    columns += ["no\ntherapy"] * sham + ["over\npriors"] * averaged + ["assur-\nance"] * assured
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for row in one.rows:
        found = (row.power, row.power_ends, row.type_one_error, row.bias, row.coverage, row.closed_form)
        more = [row.without_therapy] * sham + [row.averaged] * averaged + [row.assurance] * assured
        table.add_row(row.n, *found, *more)
    return table


def _type_one(one: PowerTable) -> str:
    """Write how sure the type I errors are, in a line of its own: the table is as wide as a terminal."""
    told = [f"{row.type_one_ends} at n = {row.n}" for row in one.rows if row.type_one_ends]
    return f"Type I error, Monte Carlo 95% interval: {'; '.join(told)}." if told else ""


def _print_ranking(console: Console, power: Power) -> None:
    if power.ranking:
        console.print(f"\n[bold]What changes the power most[/bold], at n = {power.ranking[0].n}")
    for one in power.ranking:
        told = f"{one.key} = {one.value} (planned {one.planned}): {difference_in_words(one)}"
        console.print(f"  {escape(told)}")
    for one in power.withheld:
        console.print(f"\nWithheld, {escape(one.key)}: {escape(one.reason)}")
