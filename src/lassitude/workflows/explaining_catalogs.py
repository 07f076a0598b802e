"""Explanations of what a protocol names: therapies, conditions and instruments, with their numbers."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import fields

from lassitude.quantities.parameters import Declaration
from lassitude.quantities.units import written
from lassitude.workflows.explanations import (
    Explanation,
    Quotation,
    grouped,
    number_of,
    quotation,
)


def therapy(named: str) -> Explanation:
    """Explain a therapy: what it is composed of and which levers of the body it pulls.

    Examples
    --------
    >>> therapy("aerobic-training").touches["levers"]
    ('training_load', 'training_sessions', 'training_contact', 'training_willingness', 'belief_drive')
    """
    from lassitude.therapies.catalog import THERAPIES, all_declarations, file_of, mechanisms_of

    about = THERAPIES[named]
    declared = {one.name: one for one in all_declarations()}
    default = mechanisms_of(named, {})
    numbers = (getattr(one, part.name).name for one in default for part in fields(one))
    return Explanation(
        name=named,
        kind="therapy",
        meaning=about.label,
        file=file_of(named),
        reads=grouped({"parameters": tuple(dict.fromkeys(numbers))}),
        touches=grouped({"levers": levers_of(named)}),
        details={
            **{_words(type(one).__name__): _summary(type(one)) for one in default},
            "acts on": about.account.target,
            "effect on fatigue": f"{about.account.effect}: {about.account.told}",
            "onset and offset": about.account.course,
            **{f"adverse {place}": told for place, told in enumerate(about.account.adverse, 1)},
            **{f"unknown {place}": told for place, told in enumerate(about.account.unknown, 1)},
            **{f"option {one}": ", ".join(choices) for one, choices in about.options.items()},
            **{f"option {one}": _range(declared[f"{named}.{one}"]) for one in about.doses},
        },
        quotations=_quotations(about.evidence),
    )


def levers_of(named: str) -> tuple[str, ...]:
    """Find the levers that a therapy pulls, by giving it to some people and looking.

    Examples
    --------
    >>> levers_of("placebo")
    ('belief_drive',)
    """
    import numpy as np

    from lassitude.physiology.inputs import Levers
    from lassitude.physiology.organism import named_levers
    from lassitude.randomness.streams import person_keys
    from lassitude.therapies.levers import levers
    from lassitude.therapies.regimen import FOREVER, Treatment, regimen

    given = regimen([Treatment(named, 0.0, FOREVER, {}, "open")], person_keys(1, 0, np.arange(32)))
    neutral = named_levers(Levers())
    days = [named_levers(levers(given, np.float32(day))) for day in (0.0, 1.0, 20.0, 90.0)]
    return tuple(
        one for one, rest in neutral.items() if any(not np.allclose(seen[one], rest) for seen in days)
    )


def condition(named: str) -> Explanation:
    """Explain a condition: who has it, and what differs in the body.

    Examples
    --------
    >>> condition("healthy").details["immunity.activation"]
    '0.36 in place of 0.432'
    """
    from lassitude.physiology.catalog import parameters
    from lassitude.population.conditions import CONDITIONS, declarations_of

    body, prefix = parameters(), f"{named}."
    own = {one.name.removeprefix(prefix): one for one in declarations_of(named)}
    return Explanation(
        name=named,
        kind="condition",
        meaning=CONDITIONS[named].label,
        file="population/conditions.py",
        details={
            **{one: f"{told.value:g}: {told.meaning}" for one, told in own.items() if one not in body},
            **{
                one: f"{told.value:g} in place of {body[one].value:g}"
                for one, told in own.items()
                if one in body
            },
            **_grounds(own),
            **{f"supposed {place}": told for place, told in enumerate(CONDITIONS[named].supposed, 1)},
        },
        touches={"parameters": tuple(one for one in own if one in body)},
        quotations=_quotations(told.source.reference for told in own.values()),
    )


def _grounds(own: Mapping[str, Declaration]) -> dict[str, str]:
    """Tell apart which numbers of a condition rest on evidence and which are assumptions."""
    evidence = [
        f"{one} ({told.source.reference})" for one, told in own.items() if told.source.grade != "hypothesis"
    ]
    assumption = [one for one, told in own.items() if told.source.grade == "hypothesis"]
    grounds = {"rests on evidence": evidence, "rests on assumption": assumption}
    return {what: ", ".join(names) or "nothing" for what, names in grounds.items()}


def instrument(named: str) -> Explanation:
    """Explain an instrument: its parts, what it reads of the body, and what its answers rest on.

    Examples
    --------
    >>> instrument("MFIS").reads["signals"]
    ('fatigue_physical', 'fatigue_cognitive')
    """
    from lassitude.instruments import INSTRUMENTS, item_parts
    from lassitude.instruments.catalog import assumptions
    from lassitude.instruments.scoring import listed

    about = INSTRUMENTS[named]
    parts = {
        one: f"{part.range[0]:g} to {part.range[1]:g} {part.unit}: {part.meaning}"
        for one, part in about.parts.items()
        if not one.startswith("item_")
    }
    items = listed(item_parts(about))
    return Explanation(
        name=named,
        kind="instrument",
        meaning=about.label,
        file="instruments/catalog.py",
        reads=grouped({"signals": about.reads, "parameters": tuple(one.name for one in assumptions(about))}),
        details={
            "version": about.version,
            "looks back": f"{about.recall_days} days" if about.recall_days else "the moment itself",
            **parts,
            **({"items": items} if items else {}),
            "rights": about.rights,
            **{f"assumed {place}": told for place, told in enumerate(about.assumed, start=1)},
        },
        quotations=_quotations(about.source),
    )


def number(declared: Declaration, file: str, users: Iterable[str]) -> Explanation:
    """Explain a declared number outside the body: of a therapy, a condition or an instrument.

    Examples
    --------
    >>> from lassitude.therapies.catalog import all_declarations
    >>> number(next(all_declarations()), "therapies/expectation.toml", ()).number.value
    0.3
    """
    return Explanation(
        name=declared.name,
        kind="parameter",
        meaning=declared.meaning,
        unit=declared.unit,
        file=file,
        number=number_of(declared),
        touches=grouped({"used by": tuple(users)}),
    )


def _quotations(references: Iterable[str]) -> tuple[Quotation, ...]:
    found = (quotation(one) for one in dict.fromkeys(references))
    return tuple(one for one in found if one is not None)


def _summary(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _range(one: Declaration) -> str:
    allowed = f"{one.bounds[0]:g} to {one.bounds[1]:g} {written(one.unit)}".rstrip()
    return f"{allowed}; {one.value:g} unless told"


def _words(name: str) -> str:
    return "".join(f" {one.lower()}" if one.isupper() else one for one in name).strip()
