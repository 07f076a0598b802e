"""Write ``docs/instruments.md`` from the catalog. Run ``python scripts/write_instruments_page.py``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lassitude.instruments import INSTRUMENTS, Instrument, item_parts
from lassitude.instruments.declarations import Retest
from lassitude.instruments.parts import PartSpec
from lassitude.instruments.scoring import listed

PAGE = Path(__file__).parents[1] / "docs" / "instruments.md"
HEADER = (
    "Instrument",
    "Parts: range, better or worse",
    "Looks back",
    "Items",
    "Missing items",
    "Measured twice",
    "Rights",
    "Sources",
    "Assumed",
)
OPENING = """\
# Instruments

Every instrument is answered by itself from the signals of the body; none is converted into another. Items
appear by number only. Answers of a real study are scored as they were given: items that point the other way
are reversed in scoring, never in the data. Under `no-total-if-any-missing` a score needs all its items;
under `half-rule` it is prorated when at least half of them are there. The first rule named is the default;
a mapping can ask for another.

"Measured twice" gives the published intraclass correlation (ICC) and standard error of measurement (SEM),
and whether simulated people show them: item noise, a person's own lasting way of answering and the slow
swings of the body together, never an error added to a total. Numbers of the response models, with their
sources, are told by `lassitude explain NAME`.

This page is written by `scripts/write_instruments_page.py`; change the catalog, not the page.

"""
SENSE = {
    "higher_worse": "higher is worse",
    "higher_better": "higher is better",
    "count": "a count",
    "neutral": "neither better nor worse",
}


def page() -> str:
    """Return the whole page."""
    rows = [HEADER, ("---",) * len(HEADER), *map(row, INSTRUMENTS.values())]
    return OPENING + "".join(f"| {' | '.join(one)} |\n" for one in rows)


def row(one: Instrument) -> tuple[str, ...]:
    """Return the cells of one instrument."""
    shown = {name: spec for name, spec in one.parts.items() if not name.startswith("item_")}
    return (
        f"**{one.name}**: {one.label}; {one.version}",
        lines(part(name, spec) for name, spec in shown.items()),
        f"{one.recall_days} days" if one.recall_days else "the moment itself",
        items(one),
        ", ".join(f"`{rule.name}`" for rule in one.missing_rules) or "no items",
        lines(map(retest, one.retests)) or "none used",
        one.rights,
        lines(one.source) or "none",
        lines(one.assumed),
    )


def part(name: str, spec: PartSpec) -> str:
    """Say what a part can be."""
    unit = "" if spec.unit in ("1", "points") else f" {spec.unit}"
    return f"`{name}` {spec.range[0]:g} to {spec.range[1]:g}{unit}, {SENSE[spec.direction]}"


def items(one: Instrument) -> str:
    """Say which items make which score, and which are reversed."""
    if one.form is None:
        return listed(item_parts(one)) if item_parts(one) else "none"
    told = [f"`{name}`: {listed(scale.items)}" for name, scale in one.form.scales.items()]
    if one.form.summed:
        told.insert(0, "`total`: all")
    if one.form.falling:
        told.append(f"answers fall as the person gets worse: {listed(one.form.falling)}")
    return lines(told)


def retest(told: Retest) -> str:
    """Say what was found when people were measured twice."""
    icc = "{:g} to {:g}".format(*told.icc) if isinstance(told.icc, tuple) else f"{told.icc:g}"
    sem = "" if told.sem is None else f", SEM {told.sem:g}"
    when = "interval not stated" if told.days is None else f"{told.days} days apart"
    shown = "reproduced" if told.reproduced else "not reproduced"
    return f"`{told.part}`, {when}: ICC {icc}{sem} ({told.source}; {shown})"


def lines(told: Iterable[str]) -> str:
    """Put one thing a line within a cell."""
    return "<br>".join(told)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
