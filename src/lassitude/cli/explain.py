"""``lassitude explain NAME``: what stands behind a name."""

from __future__ import annotations

from typing import Annotated

import typer

from lassitude.cli.answers import answering


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Parameter (barrier.opening), state, signal, lever, flow, therapy, condition, instrument, "
            "study, analysis (mmrm), design, covariance (unstructured), correction (kenward-roger).",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Explain a name: equation, value, unit, bounds, grade, source, what it reads and what it touches."""
    with answering():
        from lassitude.workflows.explain import explain as explain_name

        found = explain_name(name)
        if as_json:
            from dataclasses import asdict

            from lassitude.cli.output import print_json

            print_json([asdict(one) for one in found])
            return
        from lassitude.cli.explained import print_explanations

        print_explanations(found)
