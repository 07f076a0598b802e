"""``lassitude analyze DATA.csv --plan STUDY``: real data through the same analysis and report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lassitude.cli.answers import answering


def analyze(
    data: Annotated[Path, typer.Argument(metavar="DATA.csv", help="CSV of a real study, long or wide.")],
    plan: Annotated[
        str, typer.Option(metavar="STUDY", help="Name of a shipped study, or path of a protocol.")
    ],
    mapping: Annotated[Path | None, typer.Option(help="TOML that says how to read the CSV.")] = None,
    events: Annotated[
        Path | None, typer.Option(help="CSV with one event a row: relapses, departures and others.")
    ] = None,
    exposures: Annotated[
        Path | None, typer.Option(help="CSV with one treatment of one person a row.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run: absent, empty, or the same run.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json and nothing else.")] = False,
) -> None:
    """Analyze the data of a real study by the plan of a protocol, and write the same report."""
    with answering():
        from lassitude.workflows.analyze import analyze as analyze_data

        finished = analyze_data(data, plan=plan, mapping=mapping, events=events, exposures=exposures, out=out)
        if as_json:
            from lassitude.cli.output import print_bytes

            print_bytes((finished.folder / "results.json").read_bytes())
            return
        from lassitude.cli.summary import print_summary

        print_summary(finished)
