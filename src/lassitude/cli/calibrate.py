"""``lassitude calibrate``: fit the population to what is published, stage by stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
Recover = Annotated[
    str | None,
    typer.Option(
        metavar="SET",
        help="Fit nothing: simulate studies of known parameters for the stages of this set, shipped or a "
        "folder, and tell whether they are found again.",
    ),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what is told of the stages, nothing else.")]


def calibrate(
    name: Name = None,
    stage: Stage = None,
    out: Out = None,
    seed: Seed = None,
    design: Points = None,
    quick: Quick = False,
    recover: Recover = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Fit the population to every published number that may be used, and write a parameter set.

    What is finished is kept: the same command goes on where it was interrupted.
    """
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows.calibrate import calibrate as fit

        if recover is not None:
            others = {"--name": name, "--seed": seed, "--design": design, "--quick": quick or None}
            _refuse_beside_recover(others)
            _recover(recover, stage, out, workers or available_cores(), as_json)
            return
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


def _refuse_beside_recover(others: dict[str, object]) -> None:
    given = [name for name, value in others.items() if value is not None]
    if given:
        from lassitude.quantities.errors import RequestError

        raise RequestError(
            f"{' and '.join(given)} cannot stand beside --recover: name, seed and sizes are those of the set."
        )


def _recover(parameters: str, stage: str | None, out: Path | None, workers: int, as_json: bool) -> None:
    from lassitude.workflows.recover import recover as work

    watch = no_progress_for_machines() if as_json else progress_for_people("Recovering known parameters")
    with watch as progress:
        folder, told = work(parameters, stage=stage, out=out, workers=workers, progress=progress)
    if as_json:
        _print_json(told)
        return
    from lassitude.cli.recovered import print_recovery

    print_recovery(folder, told)


def _print_json(told: dict[str, Any]) -> None:
    import json

    from lassitude.cli.output import print_bytes

    print_bytes((json.dumps(told, indent=2) + "\n").encode())


def _show(found: Calibrated, as_json: bool) -> None:
    if as_json:
        _print_json({"folder": str(found.folder), "to_redo": found.to_redo, "stages": found.stages})
        return
    from lassitude.cli.calibrated import print_calibration

    print_calibration(found)
