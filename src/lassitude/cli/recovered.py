"""Recoveries from simulated data in the terminal: failures first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lassitude.report.recovery_words import HEAD, STAGE_HEAD, parameter_rows, stage_rows


def print_recovery(folder: Path, told: Mapping[str, Any]) -> None:
    """Print how often known parameters were found again, by stage and by parameter."""
    console = Console(highlight=False)
    console.print(_table(STAGE_HEAD, stage_rows(told), 1))
    console.print()
    console.print(_table(HEAD, parameter_rows(told), 2))
    for one in told["stages"]:
        for target, why in one["refused_targets"].items():
            console.print(f"[bold]Not run: {escape(target)}.[/bold] {escape(why)}")
    console.print(f"\nEvery truth: {escape(str(folder / 'recovery.json'))}", soft_wrap=True)


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]], words: int) -> Table:
    """Lay out rows; the first columns are words, the others numbers."""
    table = Table(box=None)
    for place, name in enumerate(head):
        table.add_column(name, justify="left" if place < words else "right", overflow="fold")
    for row in rows:
        table.add_row(*(escape(one) for one in row))
    return table
