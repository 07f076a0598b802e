"""``lassitude list [KIND]``: everything that a protocol can name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from lassitude.cli.answers import answering


def list_names(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="studies, conditions, therapies, instruments, signals, designs, analyses, covariances, "
            "corrections, imputations, strategies or procedures; all when absent."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """List what a protocol can name: studies, conditions, therapies, instruments, signals and statistics."""
    with answering():
        from lassitude.workflows.list import list_names as all_names

        found = all_names(kind)
        if as_json:
            from lassitude.cli.output import print_json

            print_json([asdict(one) for one in found])
            return
        width = max(len(one.name) for one in found)
        shown = ""
        for one in found:
            if one.kind != shown:
                print(one.kind if not shown else f"\n{one.kind}")
                shown = one.kind
            print(f"  {one.name:<{width}}  {one.meaning}")
