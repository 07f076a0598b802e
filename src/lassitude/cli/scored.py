"""What a person reads after ``lassitude scoreboard``: failures first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lassitude.report.scoreboard_words import (
    failed_lines,
    null_line,
    score_row,
    set_line,
    summary_lines,
)

if TYPE_CHECKING:
    from lassitude.prediction.scoreboard.record import Outcome, Record

_COLUMNS = ("what", "published", "predicted (90%)", "", "z")
_WHAT = 28
"""Characters that are kept for what was measured, so that a table fits a terminal of 80."""


def print_score(record: Record) -> None:
    """Print each domain, its failures first, then nulls and what was scored."""
    console = Console(highlight=False)
    if record.failed:
        console.print("\n[bold]Could not be predicted, and count as outside[/bold]")
    for failed in failed_lines(record.failed):
        console.print(f"  {escape(failed)}")
    for summary in record.summaries:
        own = [one for one in record.outcomes if one.domain == summary.domain]
        console.print(f"\n[bold]{escape(summary.domain.capitalize())}[/bold]")
        for line in summary_lines(summary):
            console.print(f"  {escape(line)}")
        console.print(_table(own))
    if record.nulls:
        console.print("\n[bold]Studies that found nothing[/bold]")
    for null in record.nulls:
        console.print(f"  {escape(null_line(null))}")
    console.print(f"\n{escape(set_line(record))}")
    if any(not one.counted for one in record.outcomes):
        console.print("[dim]* another estimate of a number that is scored already; not counted[/dim]")
    console.print("[dim]Held-out studies that are not predicted, and why: docs/scoreboard.md[/dim]")


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in _COLUMNS:
        if column == "what":
            table.add_column(column, min_width=_WHAT, overflow="fold")
        else:
            table.add_column(column, no_wrap=True, justify="right")
    for one in outcomes:
        row = score_row(one)
        told = f"[bold]{row.verdict}[/bold]" if row.verdict == "out" else row.verdict
        what = f"{row.study}: {row.what}, {row.visit}, {row.arm}{'' if one.counted else ' *'}"
        cells = (what, row.published, row.predicted.replace(" (", "\n(", 1))
        table.add_row(*map(escape, cells), told, escape(_short(row.z)))
    return table


def _short(z: str) -> str:
    """Write "+2.8 or more" as a terminal has room for."""
    if not z.endswith(" or more"):
        return z
    return f"{'>' if z.startswith('+') else '<'}{z.removesuffix(' or more')}"
