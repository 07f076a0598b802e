"""``lassitude power STUDY --n 40:240:20``: how often trials of each size find what the model supposes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from lassitude.workflows.finished import FinishedRun

_STUDY = "Shipped study, or path of a protocol, with a comparator arm."
Study = Annotated[str, typer.Argument(metavar="STUDY", help=_STUDY)]
Sizes = Annotated[str, typer.Option("--n", help="People randomized: first:last:step, or 60,120.")]
Trials = Annotated[int | None, typer.Option(min=1, help="Trials of each size, 2000.")]
Vary = Annotated[list[str] | None, typer.Option(help="A key of the protocol and values: key=a,b.")]
Moments = Annotated[Path | None, typer.Option(help="A pilot's means, SDs, correlations and dropout (TOML).")]
ArmName = Annotated[str | None, typer.Option(help="Arm that is compared; the first by default.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed in place of the protocol's.")]
Quick = Annotated[bool, typer.Option("--quick", help="200 trials, nothing from priors.")]
Parameters = Annotated[str | None, typer.Option(help="Parameter set: a shipped name, declared, or a folder.")]
Out = Annotated[Path | None, typer.Option(help="Folder of the run: absent, empty, or the same run.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print results.json and nothing else.")]


def power(
    study: Study,
    n: Sizes,
    trials: Trials = None,
    vary: Vary = None,
    from_moments: Moments = None,
    arm: ArmName = None,
    seed: Seed = None,
    quick: Quick = False,
    parameters: Parameters = None,
    out: Out = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Simulate trials of several sizes, analyze each by its own plan: power, type I error, bias, coverage.

    The people who are screened are kept below the user's cache folder (XDG_CACHE_HOME moves it), so that the
    next command with the same population starts at once.
    """
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows.power import power as find

        watch = no_progress_for_machines() if as_json else progress_for_people(f"Simulating {study}")
        with watch as progress:
            finished = find(
                study,
                n=n,
                trials=trials,
                seed=seed,
                arm=arm,
                vary=vary or (),
                from_moments=from_moments,
                effort="quick" if quick else "full",
                parameters=parameters,
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
    from lassitude.cli.powered import print_power

    print_power(finished)
