"""``lassitude new NAME --from STUDY``: begin a protocol of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from lassitude.cli.answers import answering


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Id of the new study: small letters, digits and dashes.")
    ],
    source: Annotated[
        str, typer.Option("--from", metavar="STUDY", help="Name of a shipped study, or path of a protocol.")
    ],
) -> None:
    """Write NAME.toml, a commented protocol to edit, from a shipped study."""
    with answering():
        from lassitude.workflows.new import new as begin

        path = begin(name, source)
        print(f"Wrote {path}. Edit it, then: lassitude run {path}")
