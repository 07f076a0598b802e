"""How many people stand behind a number: printed beside it, in the study's words, or by what was enrolled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lassitude.evidence.claims.designs import Design
from lassitude.evidence.claims.rules import rules
from lassitude.evidence.ledger import Entry, ledger
from lassitude.evidence.pointers import resolve_in

_HEALTHY = re.compile(r"(?i)^(?:healthy|controls?|sedentary|normal|HC)$")
_LABELS = re.compile(r"[A-Za-z]{3,}")


def people_of(found: Entry, design: Design, place: tuple[str, ...], arm: str) -> float | None:
    """Return how many people an arm's number rests on.

    Parameters
    ----------
    found : Entry
        The entry.
    design : Design
        Its design: a crossover has everybody in each arm, an arm of a trial that says no more an equal part.
    place : tuple of str
        Keys above the number.
    arm : str
        Name of the arm, dotted when arms lie in arms; empty for everybody.

    Returns
    -------
    float or None
        None when nothing tells.

    Examples
    --------
    >>> from lassitude.evidence.claims.designs import design_of
    >>> from lassitude.evidence.ledger import entry
    >>> found = entry("achiron2015_alfacalcidol")
    >>> people_of(found, design_of(found), ("arms", "placebo"), "placebo")
    78.0
    """
    for depth in range(len(place), 1, -1):
        beside = _at(found.raw, place[:depth])
        for key in ("n", "of"):
            if _are_people(beside.get(key)):
                return float(beside[key])
    population = found.raw.get("population", {})
    everybody = population.get("n")
    if not arm or not _are_people(everybody):
        return float(everybody) if _are_people(everybody) else None
    if _HEALTHY.match(arm) and _are_people(population.get("controls_n")):
        return float(population["controls_n"])
    named = population.get(f"n_{arm}")
    return float(named) if _are_people(named) else _allotted(found, design, arm, float(everybody))


def people_at(found: Entry, where: str) -> float | None:
    """Return the number that an exception points to by pointer or path in the entry; None when to nothing."""
    if not where:
        return None
    pointer = where if ":" in where else f"{found.id}:{where}"
    value = resolve_in(ledger() if ":" in where else {found.id: found}, pointer)
    return None if isinstance(value, str) else float(value)


def people_in_words(found: Entry, pattern: str) -> float | None:
    """Return the number that a declared pattern finds in what the entry says of its design and people."""
    text = f"{_said(found)} {found.notes}"
    said = re.search(pattern, text)
    return float(said[1].replace(",", "")) if said else None


def control_among(arms: tuple[str, ...]) -> str:
    """Return the arm that others are compared with; empty when none is recognized.

    Examples
    --------
    >>> control_among(("natalizumab", "placebo"))
    'placebo'
    """
    for rule in rules("control"):
        for arm in arms:
            if rule.pattern.search(arm.rpartition(".")[2]):
                return arm
    return ""


def _allotted(found: Entry, design: Design, arm: str, everybody: float) -> float | None:
    said = _in_words(_said(found), arm)
    if said is not None:
        return said
    if design.kind == "trial":
        arms = [name for name, part in found.raw.get("arms", {}).items() if isinstance(part, Mapping)]
        return everybody / len(arms) if len(arms) > 1 else None
    return everybody


def _in_words(text: str, arm: str) -> float | None:
    for label in _LABELS.findall(arm):
        after = rf"(?i)\b{label}[^();,]*?\((?:[^()]*?n\s*=\s*)?(\d+)\)"
        before = rf"(?i)\b(\d(?:[\d,]*\d)?) (?!month|week|year){label}\b(?!-)"
        said = re.search(after, text) or re.search(before, text)
        if said:
            return float(said[1].replace(",", ""))
    return None


def _said(found: Entry) -> str:
    return f"{found.raw.get('design', '')}; {found.raw.get('population', {}).get('condition', '')}"


def _at(raw: Mapping[str, Any], place: tuple[str, ...]) -> Mapping[str, Any]:
    here: Any = raw
    for key in place:
        here = here.get(key, {}) if isinstance(here, Mapping) else {}
    return here if isinstance(here, Mapping) else {}


def _are_people(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
