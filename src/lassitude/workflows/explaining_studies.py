"""Explanations of what a study names: endpoints, shipped studies and entries of the evidence ledger."""

from __future__ import annotations

from lassitude.workflows.explanations import Explanation, grouped, quotation


def endpoint(named: str) -> Explanation:
    """Explain a part of an instrument.

    Examples
    --------
    >>> endpoint("EDSS.total").details["range"]
    '0 to 10, in steps of 0.5'
    """
    from lassitude.instruments import INSTRUMENTS
    from lassitude.study.endpoints import parse_endpoint

    name = parse_endpoint(named)
    about = INSTRUMENTS[str(name.instrument)]
    part = about.parts[name.part]
    step = "" if part.step is None else f", in steps of {part.step:g}"
    return Explanation(
        name=named,
        kind="endpoint",
        meaning=f"{about.label}: {part.meaning}",
        unit="" if part.unit == "points" else part.unit,
        file="instruments/catalog.py",
        reads=grouped({"instruments": (about.name,), "signals": about.reads}),
        details={
            "range": f"{part.range[0]:g} to {part.range[1]:g}{step}",
            "direction": part.direction.replace("_", " is "),
            **{f"measured twice {place}": told for place, told in enumerate(_retests(named), start=1)},
        },
    )


def _retests(named: str) -> list[str]:
    from lassitude.instruments import INSTRUMENTS
    from lassitude.study.endpoints import parse_endpoint

    name = parse_endpoint(named)
    told = []
    for one in INSTRUMENTS[str(name.instrument)].retests:
        if one.part != name.part:
            continue
        found = one.icc if isinstance(one.icc, tuple) else (one.icc,) if one.icc is not None else ()
        icc = f"ICC {' to '.join(f'{value:g}' for value in found)}" if found else ""
        sem = f"SEM {one.sem:g}" if one.sem is not None else ""
        apart = "an interval that is not told" if one.days is None else f"{one.days} days"
        shown = "reproduced" if one.reproduced else "not reproduced"
        told.append(f"{', '.join(filter(None, (icc, sem)))} over {apart}; {shown} ({one.source})")
    return told


def study(named: str) -> Explanation:
    """Explain a shipped study: who takes part, how arms relate, what is published.

    Examples
    --------
    >>> study("canadian-ahsct").details["design"]
    'cohorts'
    """
    from lassitude.study.calendar import calendar
    from lassitude.study.protocol import read_protocol

    plan = read_protocol(named)
    source = None if plan.source is None else quotation(plan.source)
    return Explanation(
        name=named,
        kind="study",
        meaning=plan.title,
        file=f"study/protocols/{named}.toml",
        reads=grouped(
            {
                "conditions": tuple(dict.fromkeys(one.condition for one in plan.populations.values())),
                "therapies": tuple(
                    dict.fromkeys(given.name for arm in plan.arms.values() for given in arm.treatments)
                ),
                "instruments": plan.visits.measure,
            }
        ),
        details={
            "design": plan.design.type,
            "people": ", ".join(f"{one.n} {name}" for name, one in plan.populations.items()),
            "visits": ", ".join(visit.label for visit in calendar(plan)),
            "analyses": ", ".join(f"{name} ({one.type})" for name, one in plan.analysis.items()),
            "published": f"{len(plan.published)} numbers, {len(plan.published_directions)} directions",
        },
        quotations=() if source is None else (source,),
    )


def ledger_entry(named: str) -> Explanation:
    """Explain an entry of the evidence ledger.

    Examples
    --------
    >>> ledger_entry("bose2018_ahsct_fis").details["role"]
    'validate: only predicted and scored, never fitted'
    """
    from lassitude.evidence.ledger import ledger

    entry = ledger()[named]
    roles = {
        "calibrate": "calibrate: may be fitted, and is stamped fitted wherever it is shown",
        "validate": "validate: only predicted and scored, never fitted",
        "context": "context: background",
    }
    cited = quotation(named)
    return Explanation(
        name=named,
        kind="evidence",
        meaning=f"{entry.topic.replace('_', ' ')}: {entry.instrument}",
        file="evidence/ledger.yaml",
        details={
            "role": roles[entry.role],
            **({"shares people with": entry.cluster} if entry.cluster else {}),
            **({"reservations": entry.notes} if entry.notes else {}),
        },
        quotations=() if cited is None else (cited,),
    )
