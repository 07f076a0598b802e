"""The command ``lassitude``."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from lassitude.cli import (
    analyze,
    attribute,
    audit,
    bench,
    calibrate,
    evidence,
    explain,
    export,
    list_names,
    new,
    power,
    report,
    run,
    scoreboard,
    selftest,
    sensitivity,
    shares,
)

app = typer.Typer(
    name="lassitude",
    help="Virtual patients, virtual trials and real studies of immune-mediated fatigue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("analyze")(analyze.analyze)
app.command("power")(power.power)
app.command("scoreboard")(scoreboard.scoreboard)
app.command("attribute")(attribute.attribute)
app.command("audit")(audit.audit)
app.command("explain")(explain.explain)
app.command("list")(list_names.list_names)
app.add_typer(evidence.evidence, name="evidence")
app.command("bench")(bench.bench)
app.command("calibrate")(calibrate.calibrate)
app.command("report")(report.report)
app.command("export")(export.export)
app.command("new")(new.new)
app.command("selftest")(selftest.selftest)
app.command("sensitivity")(sensitivity.sensitivity)
app.command("shares")(shares.shares)


def main() -> None:
    """Run the command line: the entry point of the package."""
    # Before NumPy is loaded, so that sums round the same way however many cores there are.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(name, "1")
    interrupt_on_request_to_end()
    app()


def _print_version(asked: bool) -> None:
    if asked:
        from lassitude import __version__

        print(f"lassitude {__version__}")
        raise typer.Exit


@app.callback()
def lassitude(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Virtual patients, virtual trials and real studies of immune-mediated fatigue."""


def interrupt_on_request_to_end() -> None:
    """Let a batch system's request to end (SIGTERM) do what Ctrl-C does: finished work is kept."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
