"""``lassitude selftest``: whether the program computes here what it should."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import ExitCode, answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from lassitude.workflows.selftest import Selftest


_DIGITS = 6


def selftest(
    out: Annotated[Path | None, typer.Option(help="Folder of the report: absent or empty.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json and nothing else.")] = False,
) -> None:
    """Check this installation: reference results, scoring, units, repetition; exit code 1 if one fails."""
    with answering():
        from lassitude.workflows.selftest import selftest as qualify

        watch = no_progress_for_machines() if as_json else progress_for_people("Checking")
        with watch as progress:
            made = qualify(out, progress)
        if as_json:
            from lassitude.cli.output import print_bytes

            print_bytes((made.folder / "results.json").read_bytes())
        else:
            _print_for_people(made)
    if not made.passed:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _print_for_people(made: Selftest) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from lassitude.report.qualification import check_row

    console = Console(highlight=False)
    table = Table(box=None)
    for name in ("check", "computed", "expected", "off by", "allowed", ""):
        words = name in ("check", "")
        table.add_column(name, justify="left" if words else "right", no_wrap=True)
    for one in made.found.findings:
        row = check_row(one, _DIGITS)
        verdict = "pass" if row.passed else "[bold]FAIL[/bold]"
        numbers = (row.computed, row.expected, row.difference, row.tolerance)
        table.add_row(escape(row.name), *(escape(told) for told in numbers), verdict)
    console.print(table)
    for one in made.found.failed:
        console.print(
            f"[bold]Failed: {escape(one.name)}[/bold], {escape(one.protects)}. {escape(one.problem)}"
        )
    passed = len(made.found.findings) - len(made.found.failed)
    console.print(f"\n{passed} of {len(made.found.findings)} checks passed.")
    console.print(f"Report: {escape(str(made.report))}", soft_wrap=True)
