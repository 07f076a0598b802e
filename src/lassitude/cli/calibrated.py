"""A calibration in the terminal: how sure each stage is, and which numbers it misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from lassitude.workflows.calibrate import Calibrated

_FARTHEST = 15


def print_calibration(found: Calibrated) -> None:
    """Print the stages, the numbers that are missed by most, and what is left to do."""
    console = Console(highlight=False)
    console.print(_stages(found.stages))
    rows = found.about.get("misfit", [row for one in found.stages for row in one["misfit"]])
    console.print()
    console.print(_misfit(rows))
    for one in found.stages:
        for target, why in one["refused_targets"].items():
            console.print(f"[bold]Not run: {escape(target)}.[/bold] {escape(why)}")
    if found.to_redo:
        command = f"lassitude calibrate --stage {found.to_redo[0]} --out {found.folder}"
        console.print(
            f"\nStages that rest on it have to be fitted anew: {', '.join(found.to_redo)}. "
            f"Begin with `{escape(command)}`, or fit all of them without --stage.",
            soft_wrap=True,
        )
    if found.complete:
        console.print(f"\nParameter set: {escape(str(found.folder))}", soft_wrap=True)


def _stages(stages: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(box=None)
    table.add_column("stage", no_wrap=True)
    for name in ("fitted", "prior only", "numbers", "missed", "R-hat", "draws", "even ranks"):
        table.add_column(name, justify="right")
    for one in stages:
        parameters, numbers = one["parameters"], one["misfit"]
        missed = [row for row in numbers if row["emulated"] and abs(row["emulated"]["z"]) > 2]
        table.add_row(
            escape(one["stage"]),
            str(len(parameters)),
            str(sum(parameter["prior_only"] for parameter in parameters)),
            str(len(numbers)),
            str(len(missed)),
            f"{one['sampler']['largest_r_hat']:.3f}",
            str(one["sampler"]["effective_draws"]),
            f"p={one['recovery']['smallest_p_of_uniform_ranks']:.2g}",
        )
    return table


def _misfit(rows: Iterable[Mapping[str, Any]]) -> Table:
    told = [(row, row.get("simulated") or row["emulated"]) for row in rows]
    farthest = sorted(((row, one) for row, one in told if one), key=lambda pair: -abs(pair[1]["z"]))
    table = Table(box=None, title=f"The {min(_FARTHEST, len(farthest))} numbers missed by most")
    table.add_column("estimate", overflow="fold")
    for name in ("published", "predicted", "90% interval", "z"):
        table.add_column(name, justify="right", no_wrap=True)
    for row, one in farthest[:_FARTHEST]:
        low, high = one["90%"]
        interval = f"{low:.3g} to {high:.3g}"
        label = escape(f"{row['target']}: {row['estimate']}")
        table.add_row(label, f"{row['published']:.3g}", f"{one['median']:.3g}", interval, f"{one['z']:+.1f}")
    return table
