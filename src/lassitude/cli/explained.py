"""An explanation on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from lassitude.quantities.units import written
from lassitude.workflows.explanations import Explanation, Groups, Line, Number, Quotation


def print_explanations(explanations: Iterable[Explanation]) -> None:
    """Print explanations one below the other."""
    console = Console(highlight=False)
    for place, one in enumerate(explanations):
        if place:
            console.print()
        _print(console, one)


def _print(console: Console, one: Explanation) -> None:
    console.print(f"[bold]{escape(one.name)}[/bold]  {escape(one.meaning)}", soft_wrap=True)
    console.print(f"[dim]{one.kind}, declared in {one.file}[/dim]", soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for label, told in _facts(one):
        table.add_row(label, escape(told))
    if table.row_count:
        console.print(Padding(table, (0, 0, 0, 2)))
    whole, *parts = one.equations or (None,)
    if whole is not None and parts and parts[0].left[0] in "+-":
        console.print(f"  [cyan]{escape(whole.left)}[/cyan] is the sum of")
        whole = None
    for line in (whole, *parts):
        if line is not None:
            _print_equation(console, line)


def _print_equation(console: Console, line: Line) -> None:
    unit = f"  [dim]{escape(written(line.unit))}[/dim]" if written(line.unit) else ""
    console.print(f"  [cyan]{escape(line.left)}[/cyan] = {escape(line.right)}{unit}", soft_wrap=True)
    for short, long in line.where.items():
        console.print(f"      [dim]where[/dim] {short} = {escape(long)}", soft_wrap=True)


def _facts(one: Explanation) -> Iterator[tuple[str, str]]:
    unit = written(one.unit) if one.unit else ""
    if one.number is not None:
        yield from _number(one.number, unit)
    elif unit:
        yield "unit", unit
    yield from one.details.items()
    yield from _groups("reads", one.reads)
    yield from _groups("touches", one.touches)
    for quotation in one.quotations:
        yield "evidence", _cited(quotation)


def _number(number: Number, unit: str) -> Iterator[tuple[str, str]]:
    yield "value", f"{number.value:g} {unit}".strip()
    yield "bounds", f"{number.bounds[0]:g} to {number.bounds[1]:g} {unit}".strip()
    yield "varies", number.varies
    yield "grade", number.grade
    yield "source", ": ".join(part for part in (number.reference, number.note) if part)
    if number.quotation is not None:
        yield "evidence", _cited(number.quotation)


def _cited(quotation: Quotation) -> str:
    return f"{quotation.id}, {quotation.url}: “{quotation.quote}”"


def _groups(verb: str, groups: Groups) -> Iterator[tuple[str, str]]:
    for kind, names in groups.items():
        yield f"{verb} {kind}" if kind != "used by" else kind, ", ".join(names)
