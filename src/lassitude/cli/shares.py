"""``lassitude shares CONDITION``: of which sources fatigue is made."""

from __future__ import annotations

from typing import Annotated

import typer

from lassitude.cli.answers import answering


def shares(
    condition: Annotated[str, typer.Argument(help="People of which condition, such as rrms.")] = "rrms",
    people: Annotated[int, typer.Option(min=100, max=4096, help="How many people live untreated.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Show each source's share of the variance of fatigue between people; all weights are hypotheses."""
    with answering():
        from lassitude.workflows.fatigue_shares import fatigue_shares

        found = fatigue_shares(condition, people, seed)
        if as_json:
            from dataclasses import asdict

            from lassitude.cli.output import print_json

            print_json([asdict(one) for one in found])
            return
        for one in found:
            print(f"{one.kind} fatigue of {condition}, SD {one.sd:.2f} between people")
            for name, share in sorted(one.by_source.items(), key=lambda told: -abs(told[1])):
                if abs(share) >= 0.0005:
                    print(f"  {share:>6.1%}  {name}")
        print("Every weight is a hypothesis: `lassitude explain fatigue.by_mood` tells bounds and reason.")
