"""``lassitude calibrate``: fit the population to what is published, stage by stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from lassitude.workflows.calibrate import Calibrated

Name = Annotated[str | None, typer.Option(help="Of the parameter set, such as 2026-11.")]
Stage = Annotated[str | None, typer.Option(help="Fit only this stage anew, to those before it.")]
Out = Annotated[Path | None, typer.Option(help="Folder: absent, empty, or the same calibration.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed of everything that is drawn.")]
Points = Annotated[int | None, typer.Option("--design", help="Points of each wave of simulations.")]
Quick = Annotated[bool, typer.Option("--quick", help="Two stages, hardly any people: does it run?")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what is told of the stages, nothing else.")]


def calibrate(
    name: Name = None,
    stage: Stage = None,
    out: Out = None,
    seed: Seed = None,
    design: Points = None,
    quick: Quick = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Fit the population to every published number that may be used, and write a parameter set.

    What is finished is kept: the same command goes on where it was interrupted.
    """
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows.calibrate import calibrate as fit

        watch = no_progress_for_machines() if as_json else progress_for_people("Calibrating")
        with watch as progress:
            found = fit(
                name=name,
                stage=stage,
                out=out,
                seed=seed,
                design=design,
                effort="quick" if quick else "full",
                workers=workers or available_cores(),
                progress=progress,
            )
        _show(found, as_json)


def _show(found: Calibrated, as_json: bool) -> None:
    if as_json:
        import json

        from lassitude.cli.output import print_bytes

        told = {"folder": str(found.folder), "to_redo": found.to_redo, "stages": found.stages}
        print_bytes((json.dumps(told, indent=2) + "\n").encode())
        return
    from lassitude.cli.calibrated import print_calibration

    print_calibration(found)
