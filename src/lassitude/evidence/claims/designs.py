"""How a study was done, read from its own words: kind, comparator, blinding, entry, duration."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lassitude.evidence.claims.canonical import days
from lassitude.evidence.ledger import Entry
from lassitude.quantities.errors import RequestError

_RULES = Path(__file__).with_name("designs.toml")
_DURATION = re.compile(
    r"(?<![\d.])(?P<count>\d+(?:\.\d+)?)[\s-]?(?P<unit>h(?:our)?|d(?:ay)?|w(?:ee)?k|mo(?:nth)?|y(?:ear)?)s?\b"
)
_UNITS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}
_WITH_COURSE = ("trial", "crossover", "single-arm", "cohort")


@dataclass(frozen=True, slots=True)
class Design:
    """Facts on a study that decide what its numbers can be compared with.

    Attributes
    ----------
    kind : str
        ``trial``, ``crossover``, ``single-arm``, ``meta-analysis``, ``cohort`` or ``cross-section``.
    condition : str
        Who took part, in the words of the source.
    comparator_kind : str
        ``placebo``, ``attention``, ``waiting-list``, ``usual-care``, ``active``, ``healthy`` or ``none``;
        ``mixed`` in a meta-analysis that does not say.
    blinding : str
        ``double``, ``single``, ``open`` or ``not stated``.
    entry_cut : str
        By which fatigue people were chosen: a scale with its cut, or ``fatigued``; empty when people were
        not chosen by it.
    duration : float or None
        Days that the study lasted; None where it has no course or its length is not stated.
    """

    kind: str
    condition: str
    comparator_kind: str
    blinding: str
    entry_cut: str
    duration: float | None


def design_of(found: Entry) -> Design:
    """Read the design of an entry.

    Examples
    --------
    >>> from lassitude.evidence.ledger import entry
    >>> design = design_of(entry("stankoff2005_modafinil_null"))
    >>> design.comparator_kind, design.blinding, design.entry_cut, design.duration
    ('placebo', 'double', 'MFIS>=45', 35.0)
    """
    text = str(found.raw.get("design", ""))
    condition = str(found.raw.get("population", {}).get("condition", ""))
    declared = _rules().get("entries", {}).get(found.id, {})
    kind = declared.get("kind") or _first("kind", text) or "cross-section"
    return Design(
        kind=kind,
        condition=condition,
        comparator_kind=declared.get("comparator") or _comparator(kind, text),
        blinding=declared.get("blinding") or _blinding(kind, text),
        entry_cut=declared.get("entry_cut") or _entry_cut(condition),
        duration=_duration(found, kind, declared.get("duration")),
    )


def duration_in(text: str) -> float | None:
    """Return the first duration that a text names, in days.

    Examples
    --------
    >>> duration_in("double-blind, 14 weeks"), duration_in("cross-sectional")
    (98.0, None)
    """
    found = _DURATION.search(text)
    return days(float(found["count"]), _UNITS[found["unit"][0]]) if found else None


def _comparator(kind: str, text: str) -> str:
    if kind in ("single-arm", "cohort", "cross-section"):
        return _first("healthy", text) or "none"
    return _first("comparator", text) or ("mixed" if kind == "meta-analysis" else "active")


def _blinding(kind: str, text: str) -> str:
    stated = _first("blinding", text)
    if stated:
        return stated
    return "open" if kind in ("single-arm", "cohort") else "not stated"


def _entry_cut(condition: str) -> str:
    cut = re.search(r"(?:FSS|MFIS|CIS20r)\s*(?:>=|>|≥)\s*\d+", condition)
    if cut:
        return cut[0]
    return "fatigued" if re.search(r"fatigue", condition) else ""


def _duration(found: Entry, kind: str, phrase: str | None) -> float | None:
    text = str(found.raw.get("design", ""))
    if phrase == "none":
        return None
    if phrase is not None:
        if phrase not in text and phrase not in found.notes and phrase not in found.citation.quote:
            raise RequestError(f"{found.id!r} does not say {phrase!r}; quote its own words.")
        return duration_in(phrase)
    return duration_in(text) if kind in _WITH_COURSE else None


def _first(family: str, text: str) -> str:
    return next((one["is"] for one in _rules()[family] if re.search(one["pattern"], text)), "")


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))
