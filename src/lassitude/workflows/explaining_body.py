"""Explanations of what belongs to the body: states, parameters, signals, levers, flows and events."""

from __future__ import annotations

from collections.abc import Iterable

from lassitude.engine.flows import Flow
from lassitude.engine.symbols import Symbol, name, names_in
from lassitude.physiology import catalog
from lassitude.physiology.chance import Event
from lassitude.physiology.dimensions import BETWEEN
from lassitude.physiology.states import COVARIATES, LEVERS, STATES
from lassitude.physiology.trace import LAST_READING, traced
from lassitude.quantities.signals import SIGNALS
from lassitude.workflows.explanations import Explanation, Groups, Line, grouped, number_of

ROOM = "physiology"


def parameter(named: str) -> Explanation:
    """Explain a parameter of the body.

    Examples
    --------
    >>> parameter("barrier.opening").equations[0].right
    'barrier.opening * il17'
    """
    declared = catalog.parameters()[named]
    return Explanation(
        name=named,
        kind="parameter",
        meaning=declared.meaning,
        unit=declared.unit,
        file=f"{ROOM}/{catalog.subsystem_of(named)}.py",
        number=number_of(declared),
        equations=_uses(named),
        touches=_touches(named),
    )


def state(named: str) -> Explanation:
    """Explain a state: its right-hand side, and for a pool each of its flows.

    Examples
    --------
    >>> [line.left for line in state("barrier").equations]
    ['d barrier / dt', '+ barrier opening', '- barrier closing']
    """
    equation = catalog.equations()[named]
    lines = []
    if equation.kind != "counter":
        lines.append(_line(f"d {named} / dt", equation.change, _a_day(equation.unit)))
    lines.extend(_share(one, named, equation.unit) for one in equation.flows)
    if equation.relaxation is not None and names_in(equation.relaxation.noise):
        lines.append(_line("SD of its swings at rest", equation.relaxation.noise, equation.unit))
    return Explanation(
        name=named,
        kind="state",
        meaning=equation.meaning,
        unit=equation.unit,
        file=f"{ROOM}/{equation.subsystem}.py",
        equations=tuple(lines),
        reads=_by_kind(equation.reads - {named}),
        touches=_touches(named),
        details={
            "stepped as": equation.kind,
            **{f"changed by {one.name}": one.meaning for one in equation.events},
        },
    )


def signal(named: str) -> Explanation:
    """Explain a signal that instruments read.

    Examples
    --------
    >>> signal("muscle_capacity").equations[0].right
    'muscle + muscle.by_resistance * resistance'
    """
    from lassitude.instruments import INSTRUMENTS

    about, symbol = SIGNALS[named], traced().signals[named]
    readers = tuple(one.name for one in INSTRUMENTS.values() if named in one.reads)
    return Explanation(
        name=named,
        kind="signal",
        meaning=about.meaning,
        unit=about.unit,
        file=f"{ROOM}/readouts.py",
        equations=(_line(named, symbol, about.unit, but=named),),
        reads=_by_kind(names_in(symbol)),
        touches=grouped({"instruments": readers}),
    )


def between(named: str) -> Explanation:
    """Explain an expression that lies between states.

    Examples
    --------
    >>> between("birth_hazard").touches["events"]
    ('closing of the day',)
    """
    symbol = traced().between[named]
    meaning = SIGNALS[named].meaning if named in SIGNALS else "computed from states, read by others"
    return Explanation(
        name=named,
        kind="expression",
        meaning=meaning,
        unit=BETWEEN[named],
        file=f"{ROOM}/organism.py",
        equations=(_line(named, symbol, BETWEEN[named], but=named),),
        reads=_by_kind(names_in(symbol)),
        touches=_touches(named),
    )


def outside(named: str) -> Explanation:
    """Explain a lever or a covariate.

    Examples
    --------
    >>> outside("training_load").touches["signals"]
    ('training_done',)
    """
    lever = named in LEVERS
    about = LEVERS[named] if lever else COVARIATES[named]
    return Explanation(
        name=named,
        kind="lever" if lever else "covariate",
        meaning=about.meaning,
        unit=about.unit,
        file=f"{ROOM}/inputs.py" if lever else f"{ROOM}/states.py",
        equations=_uses(named),
        touches=_touches(named),
    )


def flow(named: str) -> Explanation:
    """Explain a flow, wherever one of this name occurs.

    Examples
    --------
    >>> flow("barrier opening").equations[0].left
    'barrier opening: outside -> barrier'
    """
    found = [one for one in traced().flows if one.name == named]
    ends = dict.fromkeys(end for one in found for end in (one.source, one.target) if end is not None)
    read = frozenset().union(*(names_in(one.rate) for one in found))
    return Explanation(
        name=named,
        kind="flow",
        meaning="; ".join(f"from {one.source or 'outside'} to {one.target or 'outside'}" for one in found),
        file=f"{ROOM}/{STATES[next(iter(ends))].subsystem}.py",
        equations=tuple(_flow_line(one) for one in found),
        reads=_by_kind(read),
        touches={"states": tuple(ends)},
    )


def event(one: Event) -> Explanation:
    """Explain what happens by chance.

    Examples
    --------
    >>> from lassitude.physiology.chance import events
    >>> event(events()[0]).touches["states"]
    ('antigen', 'ebv', 'infection', 'stress')
    """
    return Explanation(
        name=one.name,
        kind="event",
        meaning=one.meaning,
        file=f"{ROOM}/daily_events.py" if "day" in one.name else "engine/integrate.py",
        reads=_by_kind(one.reads),
        touches={"states": one.writes},
    )


def _uses(named: str) -> tuple[Line, ...]:
    flows = [_flow_line(one) for one in traced().flows if named in names_in(one.rate)]
    relaxing = [
        _line(
            f"d {one.state} / dt", one.rate * (one.target - name(one.state)), _a_day(STATES[one.state].unit)
        )
        for one in traced().relaxations
        if named in names_in(one.rate) | names_in(one.target)
    ]
    noises = [
        _line(f"SD of the swings of {one.state} at rest", one.noise, STATES[one.state].unit)
        for one in traced().relaxations
        if named in names_in(one.noise)
    ]
    computed = [
        _line(one, symbol, BETWEEN.get(one) or SIGNALS[one].unit, but=one)
        for one, symbol in catalog.named_expressions().items()
        if named in names_in(symbol)
    ]
    return (*flows, *relaxing, *noises, *computed)


def _flow_line(one: Flow) -> Line:
    per = "1/day" if one.source is not None else _a_day(STATES[one.target or ""].unit)
    return _line(f"{one.name}: {one.source or 'outside'} -> {one.target or 'outside'}", one.rate, per)


def _share(one: Flow, of: str, unit: str) -> Line:
    amount = one.rate if one.source is None else one.rate * name(one.source)
    return _line(f"{'-' if one.source == of else '+'} {one.name}", amount, _a_day(unit))


def _line(left: str, symbol: Symbol, unit: str, but: str = "") -> Line:
    told = catalog.written(symbol, but)
    return Line(left, told.text, dict(told.where), unit)


def _a_day(unit: str) -> str:
    return f"{unit}/day"


def _touches(named: str) -> Groups:
    touched = catalog.touched_by(named)
    return grouped(
        {
            "states": touched.states,
            "signals": touched.signals,
            "flows": touched.flows,
            "events": touched.events,
        }
    )


def _by_kind(names: Iterable[str]) -> Groups:
    kinds: dict[str, list[str]] = {}
    for one in sorted(names):
        kinds.setdefault(_kind(one), []).append(one)
    return {kind: tuple(kinds[kind]) for kind in sorted(kinds)}


def _kind(named: str) -> str:
    if named in STATES or named.endswith(LAST_READING):
        return "states"
    if named in LEVERS:
        return "levers"
    if named in COVARIATES:
        return "covariates"
    return "expressions" if named in BETWEEN else "parameters"
