"""``lassitude new NAME``: begin a protocol of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from lassitude.cli.answers import answering


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Id of the new study: small letters, digits and dashes.")
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="STUDY",
            help="Shipped study, or path of a protocol, to copy. Without it: a trial of two parallel arms.",
        ),
    ] = None,
) -> None:
    """Write NAME.toml, a commented protocol to edit: a trial of two parallel arms, or a copy of a study."""
    with answering():
        from lassitude.workflows.new import new as begin

        path = begin(name, source)
        print(f"Wrote {path}. Edit it, then: lassitude run {path}")
        if source is None:
            print(f"Its power at several sizes: lassitude power {path} --n 40:240:20")
