"""``lassitude sensitivity STUDY``: which parameters decide what a study predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from rich.console import Console

    from lassitude.results import Interval
    from lassitude.results.sensitivity import EndpointSensitivity, Sensitivity


def sensitivity(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Name of a shipped study, or path of a protocol (TOML).")
    ],
    rows: Annotated[int, typer.Option(help="Rows of the Sobol design, a power of two.")] = 256,
    keep: Annotated[int, typer.Option(help="Parameters singled out; the others move together.")] = 16,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed in place of the protocol's.")] = None,
    parameters: Annotated[
        str | None, typer.Option(help="Parameter set: its name or folder; the default set without it.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the indices as JSON and nothing else.")
    ] = False,
) -> None:
    """Say which parameters decide the change of a study's primary endpoints: Sobol indices, largest first."""
    with answering():
        from lassitude.runs.environment import available_cores
        from lassitude.workflows.sensitivity import sensitivity as estimate

        watch = no_progress_for_machines() if as_json else progress_for_people(f"Living through {study}")
        with watch as progress:
            found = estimate(
                study,
                rows=rows,
                keep=keep,
                seed=seed,
                parameters=parameters,
                workers=workers or available_cores(),
                progress=progress,
            )
        if as_json:
            from lassitude.cli.output import print_bytes
            from lassitude.results.sensitivity import sensitivity_json

            print_bytes(sensitivity_json(found))
        else:
            _print_for_people(found)


def _print_for_people(found: Sensitivity) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for one in found.endpoints:
        _print_endpoint(console, found, one)
    console.print(
        f"{found.people} people, the same under each of {found.draws} draws of {found.parameters} "
        f"independent parameters (set: {found.parameter_set}). Brackets hold 90% of bootstraps over "
        f"{found.rows} rows."
    )
    console.print(
        "Total: share of the variance that is left if all else is known. First: share that a parameter "
        "decides alone."
    )


def _print_endpoint(console: Console, found: Sensitivity, one: EndpointSensitivity) -> None:
    from rich.table import Table

    first, last = found.visits
    console.print(
        f"[bold]{one.endpoint}[/bold], change from {first} to {last}, {found.arm}: median {one.median:.2f} "
        f"{one.unit}, SD {one.sd:.2f} over the draws"
    )
    if one.lost:
        console.print(
            f"{one.lost} of {found.rows} rows were left out: nothing could be measured under a draw."
        )
    if not one.indices:
        console.print("It is the same under every draw: no parameter decides anything.\n")
        return
    table = Table(box=None)
    for name in ("parameter", "total", "", "first", "", "grade"):
        right = name in ("total", "first")
        table.add_column(name, justify="right" if right else "left", no_wrap=name != "parameter")
    for index in one.indices:
        name = index.meaning if index.kind == "others" else index.name
        table.add_row(
            name, f"{index.total:.2f}", _ends(index.total90), f"{index.first:.2f}", _ends(index.first90),
            index.grade or "",
        )  # fmt: skip
    console.print(table)
    console.print()


def _ends(held: Interval) -> str:
    return f"({held.lower:.2f} to {held.upper:.2f})"
