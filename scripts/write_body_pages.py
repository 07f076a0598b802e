"""Write ``docs/body``: a page for each subsystem and one picture. Run ``python scripts/write_body_pages.py``."""  # noqa: E501

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from body_couplings import (
    couplings,
    file_of,
    group_of,
    owners,
    picture,
    prose,
    pulled,
    readings,
    title,
    words,
)

from lassitude.engine.symbols import Symbol
from lassitude.physiology import catalog
from lassitude.physiology.formulas import taken_apart
from lassitude.physiology.states import LEVERS, STATES, STATES_BY_HOUR
from lassitude.physiology.systems import SYSTEMS
from lassitude.physiology.trace import traced
from lassitude.physiology.typeset import latex, named, where
from lassitude.quantities.signals import SIGNALS
from lassitude.quantities.units import written

FOLDER = Path(__file__).parents[1] / "docs" / "body"
WRITTEN_BY = (
    "This page is written by `scripts/write_body_pages.py`; change the code or `scripts/body_pages.toml`."
)
LONGEST = 900
"""An equation of more characters is told by what it reads: `lassitude explain` prints it."""


def page(subsystem: str) -> str:
    """Return the page of a subsystem."""
    parts = (
        f"# {title(subsystem)}\n\n{prose()[subsystem]['prose']}\n",
        f"![What {words(subsystem)} reads and what reads it]({subsystem}.svg)\n",
        "".join(_states(subsystem)),
        "".join(_computed(subsystem)),
        _parameters(subsystem),
        _coupled(subsystem),
        f"{WRITTEN_BY} All subsystems: [the whole body](index.md).\n",
    )
    return "\n".join(one for one in parts if one)


def _states(subsystem: str) -> Iterator[str]:
    own = [one for one in catalog.equations().values() if one.subsystem == subsystem]
    if own:
        yield "## States\n\n"
    seen: dict[str, str] = {}
    for one in own:
        told = "" if one.kind == "counter" else _equation(_rate_of(one.state), one.change)
        first = _of_first_system(f"{one.meaning} {told}", one.state)
        if first in seen:
            continue
        seen[first] = one.state
        alike = [other.state for other in own if _like(other.state, one.state)]
        also = (
            f" The other systems have the same: {', '.join(f'`{other}`' for other in alike)}."
            if alike
            else ""
        )
        by = "".join(f" Changed by {event.name}." for event in one.events)
        yield f"**`{one.state}`** {one.meaning}{_unit(one.unit)}; {one.kind}.{by}{also}\n\n{told}"


def _like(other: str, one: str) -> bool:
    system = _system(one)
    return (
        system is not None
        and other != one
        and other.removeprefix(_system(other) or "-") == one.removeprefix(system)
    )


def _system(state: str) -> str | None:
    return next((system for system in SYSTEMS if state.startswith(f"{system}_")), None)


def _of_first_system(text: str, state: str) -> str:
    system = _system(state)
    return (
        text
        if system is None
        else text.replace(system.replace("_", r"\_"), "SYSTEM").replace(system, "SYSTEM")
    )


def _computed(subsystem: str) -> Iterator[str]:
    values = {**traced().between, **traced().signals}
    own = [one for one in values if owners().get(one) == subsystem and one not in STATES]
    if own:
        yield "## Computed from states\n\n"
    for one in own:
        row = SIGNALS.get(one) or STATES_BY_HOUR.get(one)
        about = f" {row.meaning}{_unit(row.unit)}." if row else " Read by other equations."
        hour = " On the hour clock a state of its own." if one in STATES_BY_HOUR else ""
        yield f"**`{one}`**{about}{hour}\n\n{_equation(named(one), values[one], one)}"


def _rate_of(state: str) -> str:
    return rf"\frac{{d\,{named(state)}}}{{dt}}"


def _equation(left: str, symbol: Symbol, but: str = "") -> str:
    known = {one: other for one, other in catalog.named_expressions().items() if one != but}
    main, parts = taken_apart(symbol, known)
    lines = [f"{left} = {latex(main)}", *where(parts)]
    if sum(map(len, lines)) > 4 * LONGEST:
        return f"The equation is long: `lassitude explain {but or 'STATE'}` prints it.\n\n"
    return "".join(f"```math\n{one}\n```\n\n" for one in lines)


def _unit(text: str) -> str:
    return f" ({written(text)})" if written(text) else ""


def _parameters(subsystem: str) -> str:
    own = [one for one in catalog.parameters().values() if file_of(one.name) == subsystem]
    if not own:
        return ""
    head = "| Parameter | Value | Bounds | Meaning | Grade | Source |\n|---|---|---|---|---|---|\n"
    rows = (
        f"| `{one.name}` | {one.value:g}{' ' + written(one.unit) if written(one.unit) else ''}"
        f"{' (differs between people)' if one.varies else ''} | {one.bounds[0]:g} to {one.bounds[1]:g} | "
        f"{one.meaning} | {one.source.grade} | "
        f"{'; '.join(text for text in (one.source.reference, one.source.note) if text)} |\n"
        for one in own
    )
    return f"## Parameters\n\n{head}{''.join(rows)}"


def _coupled(subsystem: str) -> str:
    lines = [
        f"- acts on [{words(target)}]({target}.md) through {_names(names)}\n"
        for (source, target), names in couplings().items()
        if source == subsystem
    ]
    lines += [
        f"- reads {_names(names)} of [{words(source)}]({source}.md)\n"
        for (source, target), names in couplings().items()
        if target == subsystem
    ]
    lines += [f"- therapies pull `{one}`: {LEVERS[one].meaning}\n" for one in pulled(subsystem)]
    return f"## Couplings\n\n{''.join(lines)}" if lines else ""


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{one}`" for one in names)


def index() -> str:
    """Return the page of the whole body."""
    lines = [
        "# The whole body\n\n"
        "Every box is a subsystem, one file of equations; every curve a name that one computes and another reads. "  # noqa: E501
        "The picture is drawn from the traced equations, as the pages are: nothing on them is typed twice.\n\n"  # noqa: E501
        "![All subsystems and their couplings](body.svg)\n"
    ]
    for group in prose()["groups"]:
        own = [one for one in subsystems() if group_of(one) == group]
        lines.append(f"\n## {group}\n\n")
        lines += [
            f"- [{title(one)}]({one}.md): {prose()[one]['prose'].split('. ')[0].rstrip('.')}.\n"
            for one in own
        ]
    return "".join(lines) + f"\n{WRITTEN_BY}\n"


def subsystems() -> tuple[str, ...]:
    """Return all subsystems in the order of the hand-written file.

    Raises
    ------
    SystemExit
        If one has no prose, or prose has no subsystem.
    """
    told = [one for one in prose() if one != "groups"]
    silent, gone = sorted(set(readings()) - set(told)), sorted(set(told) - set(readings()))
    if silent or gone:
        raise SystemExit(f"scripts/body_pages.toml: no prose for {silent}; no subsystem for {gone}")
    return tuple(told)


def files() -> dict[str, str]:
    """Return every file of the folder by name."""
    pages = {f"{one}.md": page(one) for one in subsystems()}
    figures = {f"{one}.svg": picture(one) for one in subsystems()}
    return {"index.md": index(), "body.svg": picture(), **pages, **figures}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
