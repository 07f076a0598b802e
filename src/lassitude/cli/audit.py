"""``lassitude audit``: what the model rests on, and whether anything about that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lassitude.cli.answers import ExitCode, answering

if TYPE_CHECKING:
    from rich.console import Console

    from lassitude.results.audit import Audit, Gains


def audit(
    parameters: Annotated[
        str | None, typer.Option(help="Parameter set: its name or folder; the default set without it.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List every parameter, not only counts.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the audit as JSON and nothing else.")
    ] = False,
) -> None:
    """Audit the model: grades, claims, deviations, loop gains, units; exit code 1 if something is wrong."""
    with answering():
        from lassitude.workflows.audit import audit as carry_out

        found = carry_out(parameters)
        if as_json:
            from lassitude.cli.output import print_bytes
            from lassitude.results.audit import audit_json

            print_bytes(audit_json(found))
        else:
            _print_for_people(found, listed)
    if not found.passed:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _print_for_people(found: Audit, listed: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if listed:
        _print_parameters(console, found)
    _print_grades(console, found)
    _print_claims(console, found)
    _print_deviations(console, found)
    _print_gains(console, found)
    _print_prior_only(console, found)
    _print_verdict(console, found)


def _print_parameters(console: Console, found: Audit) -> None:
    for one in found.parameters:
        unit = "" if one.unit == "1" else f" {one.unit}"
        fitted = ", prior only" if one.prior_only else ", fitted" if one.fitted else ""
        ends = f"{one.bounds.lower:g} to {one.bounds.upper:g}"
        line = f"{one.name} = {one.value:g}{unit} ({ends}), {one.grade}{fitted}: {one.source}"
        console.print(line, markup=False, soft_wrap=True)
    console.print()


def _print_grades(console: Console, found: Audit) -> None:
    from collections import Counter

    from rich.table import Table

    console.print(f"[bold]{len(found.parameters)} parameters[/bold], by grade")
    table = Table(box=None)
    table.add_column("of")
    for name in ("sourced", "derived", "hypothesis"):
        table.add_column(name, justify="right")
    owners: dict[str, Counter[str]] = {}
    for one in found.parameters:
        owners.setdefault(one.owner, Counter())[one.grade] += 1
    for owner, grades in [*owners.items(), ("all", found.grades)]:
        numbers = (grades["sourced"], grades["derived"], grades["hypothesis"])
        table.add_row(owner, *(str(number) if number else "" for number in numbers))
    console.print(table)


def _print_claims(console: Console, found: Audit) -> None:
    outside = [one for one in found.claims if not one.inside]
    console.print(f"\n[bold]Claims[/bold]: {len(found.claims)} values repeat a published number")
    console.print(
        f"{len(outside)} of them lie outside its 95% interval, or differ from it where it has none."
    )
    for one in outside:
        excuse = f", deviation: {one.deviation}" if one.deviation else ", no deviation is named"
        told = f"  {one.parameter} = {one.value:g}, published {one.claimed:g} ({one.pointer}){excuse}"
        console.print(told, markup=False, soft_wrap=True)


def _print_deviations(console: Console, found: Audit) -> None:
    console.print(f"\n[bold]Deviations[/bold]: {len(found.deviations)} are named")
    for one in found.deviations:
        console.print(f"  {one.name}, in place of: {one.in_place_of}", markup=False, soft_wrap=True)


def _print_gains(console: Console, found: Audit) -> None:
    from rich.table import Table

    console.print("\n[bold]Loop gains[/bold]")
    limits = f"limit {found.gain_limit:g}", f"limit {found.training_loop_limit:g}"
    table = Table(box=None)
    table.add_column("with")
    for name, limit in zip(("dominant", "training loop"), limits, strict=True):
        table.add_column(f"{name}, {limit}", justify="right")
    table.add_column("draws beyond", justify="right")
    for one in found.gains:
        first = _told(one, one.dominant, one.largest_dominant)
        second = _told(one, one.training_loop, one.largest_training_loop)
        table.add_row(one.condition, first, second, f"{one.beyond} of {one.draws}" if one.draws else "")
    console.print(table)


def _told(one: Gains, declared: float, largest: float | None) -> str:
    return f"{declared:.3f}" if largest is None else f"{declared:.3f}, draws up to {largest:.3f}"


def _print_prior_only(console: Console, found: Audit) -> None:
    fitted = sum(one.fitted for one in found.parameters)
    console.print(f"\n[bold]Parameter set[/bold] {found.parameter_set}", highlight=False)
    if not fitted:
        console.print("Nothing in it was fitted: every parameter has its declared value.")
        return
    console.print(
        f"{fitted} parameters were fitted; of {len(found.prior_only)} the data told next to nothing."
    )
    for name in found.prior_only:
        console.print(f"  {name}: prior only", markup=False)


def _print_verdict(console: Console, found: Audit) -> None:
    console.print(f"\n[bold]Units[/bold]: {len(found.unit_clashes)} equations join different ones")
    if found.passed:
        console.print("\nNothing is wrong.")
        return
    number = len(found.problems)
    console.print(f"\n[bold]{number} thing{' is' if number == 1 else 's are'} wrong:[/bold]")
    for one in found.problems:
        console.print(f"  {one}", markup=False, soft_wrap=True)
