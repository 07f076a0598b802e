"""``lassitude scoreboard``: predict held-out studies and show where the predictions fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import ExitCode, answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from lassitude.prediction.scoreboard.record import Record

Studies = Annotated[
    list[str] | None, typer.Argument(metavar="STUDY", help="Held-out studies; all by default.")
]
Parameters = Annotated[
    str | None, typer.Option(help="Parameter set, or the folder of one; the default set if absent.")
]
Quick = Annotated[bool, typer.Option("--quick", help="40 repetitions instead of 200.")]
Repetitions = Annotated[
    int | None, typer.Option("--replicates", min=2, help="How often each study is drawn.")
]
ToRecord = Annotated[bool, typer.Option("--record", help="Keep the score; a parameter set is scored once.")]
Compare = Annotated[
    bool, typer.Option("--compare", help="Fail where a median is not that of the newest kept score.")
]
Recorded = Annotated[bool, typer.Option("--recorded", help="Show the newest kept score; draw nothing.")]
Keep = Annotated[Path | None, typer.Option(help="Folder for finished blocks, so that the same call resumes.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the score as JSON and nothing else.")]


def scoreboard(
    studies: Studies = None,
    parameters: Parameters = None,
    quick: Quick = False,
    replicates: Repetitions = None,
    record: ToRecord = False,
    compare: Compare = False,
    recorded: Recorded = False,
    keep: Keep = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Predict studies that nothing was fitted to, from their design alone, and score the predictions."""
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows import scoreboard as work

        if recorded:
            _show(work.recorded(), as_json)
            return
        watch = no_progress_for_machines() if as_json else progress_for_people("Predicting held-out studies")
        with watch as progress:
            found = work.scoreboard(
                studies or (),
                parameters=parameters,
                effort="quick" if quick else "full",
                repetitions=replicates,
                record=record,
                keep=keep,
                workers=workers or available_cores(),
                progress=progress,
            )
        _show(found, as_json)
        if compare:
            _judge(work.differences(found, work.recorded()))


def _show(found: Record, as_json: bool) -> None:
    if as_json:
        from lassitude.cli.output import print_bytes
        from lassitude.prediction.scoreboard.record import to_bytes

        print_bytes(to_bytes(found))
        return
    from lassitude.cli.scored import print_score

    print_score(found)


def _judge(differing: tuple[str, ...]) -> None:
    for line in differing:
        typer.echo(f"lassitude: {line}", err=True)
    if differing:
        raise typer.Exit(ExitCode.CHECK_FAILED)
