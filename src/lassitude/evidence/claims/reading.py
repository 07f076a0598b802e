"""Reading a number's name: what it is, of whom, when, and whether it only qualifies another number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lassitude.evidence.claims.canonical import days
from lassitude.evidence.claims.leaves import Leaf
from lassitude.evidence.claims.rules import declared_of, exceptions, first_match, rules
from lassitude.evidence.ledger import Entry

VALUE = ("value", "value_computed", "computed")
_QUALIFIERS = ("interval", "error", "p", "p_bound")
_DEPTH_OF_ARMS = {"arms": 2}
_ENDS = {"quartiles": ("lower_quartile", "upper_quartile"), "range": ("lowest", "highest")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules and exceptions say of one number.

    Attributes
    ----------
    leaf : Leaf
        The number.
    fields : mapping of str to str
        What was read: statistic, unit, instrument, part, arm, comparator, sign, how_known, reason and
        pointers to numbers that it refers to.
    role : str
        ``value``, or ``interval``, ``error``, ``p``, ``p_bound`` for a number that qualifies another.
    stem : str
        What leads from the name of a qualifier to the number that it qualifies.
    level : float
        Of an interval.
    day : float or None
        Days from the start of the study.
    """

    leaf: Leaf
    fields: Mapping[str, str] = field(default_factory=dict)
    role: str = "value"
    stem: str = ""
    level: float = 0.0
    day: float | None = None

    @property
    def statistic(self) -> str:
        """What kind of number."""
        return self.fields["statistic"]


def read_entry(found: Entry, numbers: Sequence[Leaf]) -> tuple[Reading, ...]:
    """Read the names of all numbers of an entry.

    Examples
    --------
    >>> from lassitude.evidence.claims.leaves import leaves
    >>> from lassitude.evidence.ledger import entry
    >>> found = entry("pilutti2013_exercise_meta")
    >>> [(one.leaf.key, one.role) for one in read_entry(found, leaves(found))][1:5]
    [('value', 'value'), ('se', 'error'), ('ci95', 'interval'), ('ci95', 'interval')]
    """
    return tuple(read_leaf(found, leaf) for leaf in numbers)


def read_leaf(found: Entry, leaf: Leaf) -> Reading:
    """Read the name of one number of an entry."""
    declared = declared_of(leaf.pointer, exceptions().get(found.id, ()))
    role, stem, level = _qualifies(leaf)
    role = declared.get("as", role)
    fields = {**_read_fields(found, leaf), **declared}
    if fields["statistic"] in _ENDS:
        fields["statistic"] = (
            _ENDS[fields["statistic"]][min(int(leaf.path[-1]), 1)] if leaf.listed else "other"
        )
    return Reading(leaf, fields, role, stem, level, _day(leaf, fields))


def _qualifies(leaf: Leaf) -> tuple[str, str, float]:
    for rule in rules("belongs"):
        found = rule.pattern.search(leaf.key)
        if found:
            parts = found.groupdict()
            level = (parts.get("level") or "95").replace("_", ".")
            return rule.fields["as"], parts.get("of") or "", float(level) / 100
    return "value", "", 0.0


def _read_fields(found: Entry, leaf: Leaf) -> dict[str, str]:
    fields = {"statistic": "other", "unit": "", "instrument": "", "part": "", "sign": ""}
    fields.update({"arm": _arm(leaf), "how_known": _how_known(leaf)})
    measure = _measure(found, leaf)
    fields.update(measure)
    fields.update(_statistic(found, leaf))
    if leaf.path[0] == "effect" and "improvement" in _effect_type(found):
        fields["sign"] = "improvement"
    return fields


def _statistic(found: Entry, leaf: Leaf) -> Mapping[str, str]:
    if leaf.path[0] == "instrument":
        return {"statistic": "scale_limit"}
    names = (leaf.key, *reversed(leaf.place[_DEPTH_OF_ARMS.get(leaf.path[0], 1) :]))
    family = {"arms": "arm", "effect": "effect"}.get(leaf.path[0])
    by_type = first_match(family, _effect_type(found)) if family else {}
    by_name = first_match("statistic", *names)
    weakly = first_match("statistic", *names, weak=True)
    if by_name or family != "effect":
        return by_name or weakly or by_type
    shares = weakly.get("unit") == "%" != by_type.get("unit")
    return (weakly or by_type) if shares else (by_type or weakly)


def _measure(found: Entry, leaf: Leaf) -> Mapping[str, str]:
    if leaf.path[0] == "instrument":
        return first_match("measure", found.instrument)
    names = (leaf.key, *reversed(leaf.place[1:]))
    if leaf.path[0] in ("arms", "effect"):
        names = (*names, found.instrument)
    return first_match("measure", *names) or first_match("measure", *names, weak=True)


def _arm(leaf: Leaf) -> str:
    if leaf.path[0] != "arms":
        return ""
    keys = leaf.place[1:]
    return ".".join(keys[:-1] if leaf.key in VALUE else keys)


def _how_known(leaf: Leaf) -> str:
    return (
        "computed" if any("computed" in key or key.startswith("implied") for key in leaf.path) else "printed"
    )


def _effect_type(found: Entry) -> str:
    effect = found.raw.get("effect")
    return str(effect.get("type", "")) if isinstance(effect, Mapping) else ""


def _day(leaf: Leaf, fields: Mapping[str, str]) -> float | None:
    names = (fields["when"],) if "when" in fields else (leaf.key, *reversed(leaf.place[1:]))
    for name in names:
        for rule in rules("when"):
            found = rule.pattern.search(name)
            if found:
                return 0.0 if "at" in rule.fields else days(float(found["count"]), rule.fields["unit"])
    return None


def stem_of(key: str) -> str:
    """Return a name without the word that says which statistic it is.

    Examples
    --------
    >>> stem_of("baseline_mean"), stem_of("SF36_PF"), stem_of("sixMWT_pre_m")
    ('baseline', 'SF36_PF', 'sixMWT_pre')
    """
    return re.sub(r"(?:^|_)(?:mean|median|pct|m|ms|days|computed|wk\d+|week\d+)$", "", key)


def qualifies(reading: Reading) -> bool:
    """Return whether a number only qualifies another."""
    return reading.role in _QUALIFIERS
