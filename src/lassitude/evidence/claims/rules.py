"""The declared rules by which the ledger's free names are read: files, so that readers can check them.

``rules.toml`` reads names of keys; the files in ``exceptions`` say of single numbers, by pointer, what no
rule can tell. None of them holds a published number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_HERE = Path(__file__).parent
EXCEPTION_FILES = tuple(sorted(_HERE.glob("exceptions/*.toml")))

FIELDS = frozenset(
    {
        "statistic",
        "unit",
        "instrument",
        "part",
        "arm",
        "comparator",
        "when",
        "sign",
        "how_known",
        "reason",
        "belongs_to",
        "as",
        "n_from",
        "n_comparator_from",
        "n_text",
        "of_from",
        "sd_from",
        "p_of_difference",
        "against",
        "exposure_from",
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a name says: the fields that it sets where its pattern is found, a weak one where no other is."""

    pattern: re.Pattern[str]
    fields: Mapping[str, str]
    weak: bool


@dataclass(frozen=True, slots=True)
class Exceptional:
    """What is declared of the numbers that a pointer leads to; a star stands for any text."""

    pointer: str
    pattern: re.Pattern[str]
    fields: Mapping[str, str]


@cache
def rules(family: str) -> tuple[Rule, ...]:
    """Return the rules of a family, first to last.

    Examples
    --------
    >>> first_match("statistic", "baseline_sd")["statistic"]
    'sd'
    """
    return tuple(
        Rule(re.compile(one["pattern"]), _fields(one, "pattern", "strength"), "strength" in one)
        for one in _document("rules.toml")[family]
    )


def first_match(family: str, *names: str, weak: bool = False) -> Mapping[str, str]:
    """Return what a family says of the first of several names that it knows; nothing when it knows none.

    Parameters
    ----------
    family : str
        Table of the file of rules.
    *names : str
        Nearest to the number first.
    weak : bool
        Whether the weak rules are asked, instead of the others.

    Examples
    --------
    >>> dict(first_match("measure", "r", "MFISphysical_FSS"))
    {'instrument': 'MFIS', 'part': 'physical', 'unit': 'points'}
    """
    asked = [rule for rule in rules(family) if rule.weak == weak]
    for name in names:
        for rule in asked:
            if rule.pattern.search(name):
                return rule.fields
    return {}


@cache
def exceptions() -> Mapping[str, tuple[Exceptional, ...]]:
    """Return all exceptions by entry id, in the order of the files."""
    found: dict[str, list[Exceptional]] = {}
    for path in EXCEPTION_FILES:
        for pointer, fields in tomllib.loads(path.read_text(encoding="utf-8")).items():
            declared = Exceptional(pointer, _glob(pointer), _fields(fields))
            found.setdefault(pointer.partition(":")[0], []).append(declared)
    return MappingProxyType({entry: tuple(listed) for entry, listed in found.items()})


def declared_of(pointer: str, among: Iterable[Exceptional]) -> dict[str, str]:
    """Return what the exceptions say of one number; later ones have the last word."""
    fields: dict[str, str] = {}
    for declared in among:
        if declared.pattern.fullmatch(pointer):
            fields.update(declared.fields)
    return fields


@cache
def _document(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


def _fields(given: Mapping[str, str], *besides: str) -> Mapping[str, str]:
    return MappingProxyType({key: value for key, value in given.items() if key not in besides})


def _glob(pointer: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pointer.split("*")))
