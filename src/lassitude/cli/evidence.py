"""``lassitude evidence``: published results of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import answering

if TYPE_CHECKING:
    from lassitude.evidence.claims import Claim

evidence = typer.Typer(
    help="Published results of your own, predicted beside your protocol.", no_args_is_help=True
)


@evidence.command("new")
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Id of the entry: small letters, digits and underscores.")
    ],
) -> None:
    """Write NAME.toml, a commented entry to edit."""
    with answering():
        from lassitude.workflows.evidence import new_evidence

        path = new_evidence(name)
        print(f"Wrote {path}. Edit it, then: lassitude evidence add {path}")


@evidence.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The entry (TOML).")],
    to: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Where it is added; beside the protocol it is found by itself."),
    ] = Path("lassitude-evidence.yaml"),
) -> None:
    """Check an entry, add it to your evidence, and say how each of its numbers is read."""
    with answering():
        from lassitude.workflows.evidence import add_evidence

        added = add_evidence(file, to)
        print(f"Added {added.entry.id} to {added.file}. Its numbers are read as:")
        for one in added.claims:
            print(f"  {one.pointer}  {_told(one)}")
        print("Point to them under [published] of your protocol, then: lassitude run PROTOCOL")


def _told(one: Claim) -> str:
    measured = f"{one.instrument}.{one.part}" if one.instrument else ""
    arm = f"{one.arm} against {one.comparator}" if one.comparator else one.arm
    day = "" if one.day is None else f"day {one.day:g}"
    people = "" if one.n is None else f"n {one.n:g}"
    kind = one.statistic.replace("_", " ") if one.statistic != "other" else "not recognized"
    interval = "" if one.interval is None else f"with its {one.interval.level:.0%} interval"
    return ", ".join(part for part in (kind, measured, arm, day, people, interval) if part)
