"""``lassitude run STUDY``: draw a published or planned study many times and analyze every draw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from lassitude.workflows.finished import FinishedRun


def run(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Name of a shipped study, or path of a protocol (TOML).")
    ],
    replicates: Annotated[int | None, typer.Option(min=1, help="How many times the study is drawn.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed in place of the protocol's.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="40 repetitions and no sensitivity analysis.")
    ] = False,
    parameters: Annotated[
        str | None, typer.Option(help="Parameter set: a shipped name, declared, or a folder.")
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option(help="Your published results; lassitude-evidence.yaml beside the protocol by default."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run: absent, empty, or the same run.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json and nothing else.")] = False,
) -> None:
    """Simulate a study, analyze every repetition, set published beside predicted, and write a report."""
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows.run import run as run_study

        watch = no_progress_for_machines() if as_json else progress_for_people(f"Simulating {study}")
        with watch as progress:
            finished = run_study(
                study,
                replicates=replicates,
                seed=seed,
                effort="quick" if quick else "full",
                parameters=parameters,
                evidence=evidence,
                out=out,
                workers=workers or available_cores(),
                progress=progress,
            )
        _show(finished, as_json)


def _show(finished: FinishedRun, as_json: bool) -> None:
    if as_json:
        from lassitude.cli.output import print_bytes

        print_bytes((finished.folder / "results.json").read_bytes())
        return
    from lassitude.cli.summary import print_summary

    print_summary(finished)
