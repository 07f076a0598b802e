"""Which subsystem of the body reads which, found in the traces, and one picture of it all."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lassitude.engine.symbols import Symbol, names_in
from lassitude.physiology import catalog
from lassitude.physiology.states import LEVERS, STATES, STATES_BY_HOUR
from lassitude.physiology.trace import LAST_READING, traced

PROSE = Path(__file__).with_name("body_pages.toml")
COLORS = ("#b4541a", "#a3294e", "#5b3fa0", "#1f6aa5", "#1d7a5f", "#6b6b1f")
WIDTH, HEIGHT, BETWEEN_COLUMNS, BETWEEN_ROWS, TOP, LEFT = 176, 46, 114, 26, 96, 30


@cache
def prose() -> dict[str, Any]:
    """Return what is written by hand, by subsystem, and the order of groups."""
    return tomllib.loads(PROSE.read_text(encoding="utf-8"))


def words(subsystem: str) -> str:
    """Return the name of a subsystem as people write it."""
    return subsystem.replace("_", " ").replace("hpa", "HPA")


def title(subsystem: str) -> str:
    """Return the heading of a subsystem."""
    return words(subsystem)[0].upper() + words(subsystem)[1:]


def file_of(parameter: str) -> str:
    """Return the subsystem that a parameter belongs to; declarations in a file of their own count as its."""
    return catalog.subsystem_of(parameter).removesuffix("_parameters")


@cache
def owners() -> Mapping[str, str]:
    """Tell which subsystem owns every state, expression and signal."""
    found = {name: row.subsystem for table in (STATES, STATES_BY_HOUR) for name, row in table.items()}
    for name, symbol in {**traced().signals, **traced().between}.items():
        if name not in found:
            found[name] = _owner(symbol, found)
    return found


def _owner(symbol: Symbol, known: Mapping[str, str]) -> str:
    """Return the subsystem most of whose numbers an expression reads, or else that of the states it reads."""
    read = names_in(symbol)
    declared = Counter(file_of(one) for one in sorted(read) if one in catalog.parameters())
    if declared:
        return declared.most_common(1)[0][0]
    states = Counter(
        known[plain] for one in sorted(read) if (plain := one.removesuffix(LAST_READING)) in known
    )
    return states.most_common(1)[0][0] if states else "adherence"


@cache
def readings() -> Mapping[str, Mapping[str, Symbol]]:
    """Return every expression of each subsystem by what it determines: changes of states, values, signals."""
    found: dict[str, dict[str, Symbol]] = {}
    for state, equation in catalog.equations().items():
        found.setdefault(equation.subsystem, {})[state] = equation.change
    for name, symbol in {**traced().signals, **traced().between}.items():
        if symbol.operator != "name":
            found.setdefault(owners()[name], {}).setdefault(name, symbol)
    for parameter in catalog.parameters():
        found.setdefault(file_of(parameter), {})
    return found


@cache
def couplings() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return through which names one subsystem acts on another."""
    found: dict[tuple[str, str], set[str]] = {}
    for target, expressions in readings().items():
        read = frozenset().union(*(names_in(one) for one in expressions.values()))
        for event in {one for state in expressions if state in STATES for one in _events(state)}:
            read |= event.reads
        for name in read:
            source = owners().get(name)
            if source is not None and source != target:
                found.setdefault((source, target), set()).add(name)
    return {pair: tuple(sorted(names)) for pair, names in sorted(found.items())}


def _events(state: str) -> tuple[Any, ...]:
    """Return what strikes a state alone; what opens or closes a day writes too much to be a coupling."""
    return tuple(one for one in catalog.equations()[state].events if len(one.writes) <= 2)


def pulled(subsystem: str) -> tuple[str, ...]:
    """Return the levers of therapies that a subsystem reads."""
    read = frozenset().union(*(names_in(one) for one in readings()[subsystem].values()))
    return tuple(name for name in LEVERS if name in read)


def group_of(subsystem: str) -> str:
    """Return in which column of the picture a subsystem stands."""
    return prose()[subsystem]["group"]


def _around(subsystem: str) -> set[str]:
    return {subsystem, *(one for pair in couplings() if subsystem in pair for one in pair)}


def picture(around: str | None = None) -> str:
    """Draw subsystems and their couplings as SVG: a column a group, a curve a coupling.

    Parameters
    ----------
    around : str, optional
        A subsystem; only it, what it reads and what reads it are drawn then.
    """
    drawn = set(readings()) if around is None else _around(around)
    groups = [
        group
        for group in prose()["groups"]
        if any(one in drawn and group_of(one) == group for one in prose() if one != "groups")
    ]
    columns = {group: [one for one in prose() if one in drawn and group_of(one) == group] for group in groups}
    places = {
        one: (LEFT + column * (WIDTH + BETWEEN_COLUMNS), TOP + row * (HEIGHT + BETWEEN_ROWS))
        for column, group in enumerate(groups)
        for row, one in enumerate(columns[group])
    }
    wide = LEFT * 2 + 60 + len(groups) * WIDTH + (len(groups) - 1) * BETWEEN_COLUMNS
    high = TOP + max(len(one) for one in columns.values()) * (HEIGHT + BETWEEN_ROWS) + 64
    color = {one: COLORS[prose()["groups"].index(group_of(one)) % len(COLORS)] for one in places}
    curves = [
        _curve(
            places[source],
            places[target],
            color[source],
            f"{source} acts on {target}: {', '.join(names)}",
            len(names),
        )
        for (source, target), names in couplings().items()
        if source in places and target in places and around in (None, source, target)
    ]
    boxes = [_box(one, place, color[one]) for one, place in places.items()]
    heads = [
        f'<text x="{LEFT + column * (WIDTH + BETWEEN_COLUMNS)}" y="76" font-size="17" font-weight="600" '
        f'fill="{COLORS[prose()["groups"].index(group) % len(COLORS)]}">{escape(group)}</text>'
        for column, group in enumerate(groups)
    ]
    arrows = "".join(
        f'<marker id="to{number}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto" markerUnits="userSpaceOnUse"><path d="M0,0.6 L8,4 L0,7.4 z" fill="{one}"/></marker>'
        for number, one in enumerate(COLORS)
    )
    told = (
        f"{len(places)} subsystems, {len(curves)} couplings. A curve has the color of the group that acts, and is "  # noqa: E501
        "the wider the more names it carries; solid to the right, dashed back to the left, dotted within a column. "  # noqa: E501
        "A triangle: therapies act here."
    )
    heading, told = ("The whole body", told) if around is None else (title(around), "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        'font-family="Helvetica, Arial, sans-serif">'
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/><defs>{arrows}</defs>'
        f'<text x="{LEFT}" y="38" font-size="24" font-weight="700" fill="#222">{escape(heading)}</text>'
        f"{''.join(heads)}{''.join(curves)}{''.join(boxes)}"
        f'<text x="{LEFT}" y="{high - 22}" font-size="15" fill="#444">{told}</text></svg>\n'
    ).replace("><", ">\n<")


def _box(one: str, place: tuple[int, int], color: str) -> str:
    x, y = place
    states = sum(row.subsystem == one for row in STATES.values())
    told = f"{states} state{'' if states == 1 else 's'}" if states else "computed"
    lever = f'<path d="M{x + WIDTH - 20},{y + 40} l6,-11 l6,11 z" fill="{color}"/>' if pulled(one) else ""
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="7" fill="#ffffff" stroke="{color}" '
        f'stroke-width="2"/><text x="{x + 10}" y="{y + 20}" font-size="15" font-weight="600" fill="#222">'
        f'{escape(words(one))}</text><text x="{x + 10}" y="{y + 37}" font-size="12" fill="#666">'
        f"{told}</text>{lever}"
    )


def _curve(start: tuple[int, int], end: tuple[int, int], color: str, title: str, names: int) -> str:
    (x0, y0), (x1, y1) = start, end
    spread = 7 * ((y0 * 31 + y1 * 17) % 5 - 2)
    y0, y1 = y0 + HEIGHT // 2 + spread // 2, y1 + HEIGHT // 2 + spread
    if x1 > x0:
        a, b, style = x0 + WIDTH, x1, ""
        reach = max((b - a) * 0.5, 45)
        path = f"M{a},{y0} C{a + reach:.0f},{y0} {b - reach:.0f},{y1} {b - 2},{y1}"
    elif x1 < x0:
        a, b, style = x0, x1 + WIDTH, ' stroke-dasharray="7 4"'
        reach = max((a - b) * 0.5, 45)
        path = f"M{a},{y0} C{a - reach:.0f},{y0} {b + reach:.0f},{y1} {b + 2},{y1}"
    else:
        a, style = x0 + WIDTH, ' stroke-dasharray="2 3"'
        bulge = a + 24 + min(abs(y1 - y0) // 10, 40)
        path = f"M{a},{y0} C{bulge},{y0} {bulge},{y1} {a + 2},{y1}"
    thick = 1.0 + min(names, 8) * 0.25
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{thick:g}" stroke-opacity="0.5"{style} '
        f'marker-end="url(#to{COLORS.index(color)})"><title>{escape(title)}</title></path>'
    )
