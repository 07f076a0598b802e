"""From readings to claims: qualifiers join the numbers they qualify, and spreads and people are looked up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, cast

from lassitude.evidence.claims.canonical import canonical
from lassitude.evidence.claims.claim import Claim, Interval, Statistic
from lassitude.evidence.claims.designs import Design, design_of
from lassitude.evidence.claims.leaves import leaves
from lassitude.evidence.claims.people import control_among, people_at, people_in_words, people_of
from lassitude.evidence.claims.reading import VALUE, Reading, qualifies, read_entry, stem_of
from lassitude.evidence.ledger import Entry
from lassitude.quantities.units import DAYS_A_YEAR

_FIRST = (*VALUE, "mean", "change", "change_mean", "median", "pct", "mean_days", "median_years")
_WITHOUT_STEM = (*_FIRST, "mean_ms", "mean_pct_per_y")
_PEOPLE_COUNTED = ("responders", "deaths")
_QUARTILES_OF_A_NORMAL = 1.3489795003921634
_WITH_SPREAD = ("mean_change", "mean", "median", "relative_change", "lower_quartile", "upper_quartile")


@dataclass(frozen=True, slots=True)
class _Whole:
    """An entry with all that its claims share."""

    found: Entry
    design: Design
    readings: tuple[Reading, ...]
    owners: Mapping[str, list[Reading]]

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms."""
        return tuple(dict.fromkeys(one.fields["arm"] for one in self.readings if one.fields["arm"]))


def claims_of(found: Entry) -> tuple[Claim, ...]:
    """Return the claims of an entry: each of its numbers is in exactly one.

    Examples
    --------
    >>> from lassitude.evidence.ledger import entry
    >>> [one.statistic for one in claims_of(entry("loy2017_fatigability"))]
    ['sample_size', 'correlation', 'heterogeneity']
    """
    readings, owners = _joined(read_entry(found, leaves(found)))
    whole = _Whole(found, design_of(found), readings, owners)
    return tuple(_claim(whole, one) for one in readings)


def _joined(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], dict[str, list[Reading]]]:
    values = [one for one in readings if not qualifies(one)]
    owners: dict[str, list[Reading]] = {one.leaf.pointer: [] for one in values}
    alone: list[Reading] = []
    for one in readings:
        if qualifies(one):
            owner = _owner(one, values)
            if owner is None:
                alone.append(replace(one, role="value"))
            else:
                owners[owner.leaf.pointer].append(one)
    kept = {one.leaf.pointer: one for one in (*values, *alone)}
    owners.update({one.leaf.pointer: [] for one in alone})
    return tuple(kept[one.leaf.pointer] for one in readings if one.leaf.pointer in kept), owners


def _owner(one: Reading, values: Sequence[Reading]) -> Reading | None:
    declared = one.fields.get("belongs_to")
    if declared is not None:
        if not declared:
            return None
        path = f"{one.leaf.entry}:{declared}"
        return next(value for value in values if value.leaf.pointer == path)
    beside = [value for value in values if value.leaf.place == one.leaf.place and not value.leaf.listed]
    if not one.stem:
        return _first_of(beside)
    return _named(one.stem, beside)


def _first_of(beside: Sequence[Reading]) -> Reading | None:
    by_key = {value.leaf.key: value for value in beside}
    return next((by_key[key] for key in _FIRST if key in by_key), None)


def _named(stem: str, beside: Sequence[Reading]) -> Reading | None:
    exact = [value for value in beside if stem in (value.leaf.key, stem_of(value.leaf.key))]
    near = [value for value in beside if value.leaf.key.startswith(stem)]
    return (exact or near or [None])[0] if len(exact or near) < 2 else (exact or near)[0]


def _claim(whole: _Whole, one: Reading) -> Claim:
    fields, found = one.fields, whole.found
    qualifiers = whole.owners[one.leaf.pointer]
    arm, comparator = _compared(whole, one)
    people, day = _people(whole, one, arm), _day(whole, one)
    number, unit, people = _number(whole, one, people)
    return Claim(
        pointer=one.leaf.pointer,
        entry=found.id,
        role=found.role,
        topic=found.topic,
        cluster=found.cluster,
        statistic=cast("Statistic", one.statistic),
        value=one.leaf.value,
        unit=fields["unit"],
        canonical=number,
        canonical_unit=unit,
        instrument=fields["instrument"],
        part=fields["part"],
        arm=arm,
        comparator=comparator,
        day=day,
        n=people,
        n_comparator=_people_in_comparator(whole, one, comparator),
        person_years=_person_years(whole, one, people, day),
        sd=_spread(whole, one),
        interval=_interval(qualifiers),
        printed_error=next((float(part.leaf.value) for part in qualifiers if part.role == "error"), None),
        p=next((float(part.leaf.value) for part in qualifiers if part.role == "p"), None),
        secondary=found.raw.get("source_kind") == "secondary",
        how_known=cast("Any", fields["how_known"]),
        reason=fields.get("reason", ""),
        owned=(one.leaf.pointer, *(part.leaf.pointer for part in qualifiers)),
        design=whole.design,
    )


def _number(whole: _Whole, one: Reading, people: float | None) -> tuple[float, str, float | None]:
    """Return the canonical number, its unit and the people behind it; people counted become a share."""
    number, unit = canonical(one.statistic, one.leaf.value, one.fields["unit"], one.fields["sign"])
    of = one.fields.get("of_from")
    among = people_at(whole.found, of) if of else _counted(whole, one, people)
    return (one.leaf.value / among, "share", among) if among else (number, unit or "1", people)


def _compared(whole: _Whole, one: Reading) -> tuple[str, str]:
    arm, comparator = one.fields["arm"], one.fields.get("comparator")
    if comparator is not None or one.leaf.path[0] != "effect":
        return arm, comparator or ""
    control = control_among(whole.arms)
    named = [name for name in whole.arms if name in one.leaf.path]
    others = [name for name in whole.arms if name not in (control, "baseline", "pre")]
    if not control or one.statistic in ("correlation", "icc", "reliability", "explained_share"):
        return arm or (named[0] if named else ""), ""
    return arm or (named or others or [""])[0], control


def _people(whole: _Whole, one: Reading, arm: str) -> float | None:
    if "n_from" in one.fields:
        return people_at(whole.found, one.fields["n_from"])
    if "n_text" in one.fields:
        return people_in_words(whole.found, one.fields["n_text"])
    if one.statistic == "sample_size":
        return float(one.leaf.value) if one.leaf.value > 0 else None
    place = one.leaf.place if one.leaf.path[0] == "arms" else ("arms", *arm.split("."))
    return people_of(whole.found, whole.design, place, arm)


def _people_in_comparator(whole: _Whole, one: Reading, comparator: str) -> float | None:
    if "n_comparator_from" in one.fields:
        return people_at(whole.found, one.fields["n_comparator_from"])
    if comparator not in whole.arms:
        return None
    return people_of(whole.found, whole.design, ("arms", *comparator.split(".")), comparator)


def _day(whole: _Whole, one: Reading) -> float | None:
    if one.day is not None or "when" in one.fields or one.leaf.path[0] not in ("arms", "effect"):
        return one.day
    return whole.design.duration


def _counted(whole: _Whole, one: Reading, people: float | None) -> float | None:
    if one.statistic != "count":
        return None
    for other in _beside(whole, one):
        if other.statistic == "sample_size" and other.leaf.value > 0 and other.leaf.key.endswith("of"):
            return float(other.leaf.value)
    return people if one.leaf.key.endswith("_n") or one.leaf.key in _PEOPLE_COUNTED else None


def _person_years(whole: _Whole, one: Reading, people: float | None, day: float | None) -> float | None:
    if one.statistic != "rate":
        return None
    if "exposure_from" in one.fields:
        return people_at(whole.found, one.fields["exposure_from"])
    for other in _beside(whole, one):
        if other.statistic == "person_time":
            return float(other.leaf.value)
    return people * day / DAYS_A_YEAR if people and day else None


def _spread(whole: _Whole, one: Reading) -> float | None:
    if "sd_from" in one.fields:
        return people_at(whole.found, one.fields["sd_from"])
    if "p_of_difference" in one.fields:
        return _implied_spread(whole, one)
    if one.statistic not in _WITH_SPREAD:
        return None
    key, beside = one.leaf.key, _beside(whole, one)
    if one.leaf.listed:
        return _from_quartiles(beside, (key,)) if one.statistic.endswith("_quartile") else None
    stem = "" if key in _WITHOUT_STEM else stem_of(key)
    spreads = {other.leaf.key: float(other.leaf.value) for other in beside if other.statistic == "sd"}
    for name in (f"{stem}_sd" if stem else "sd", f"{key}_sd", f"{stem_of(key)}_sd"):
        if name in spreads:
            return spreads[name]
    if one.statistic != "median":
        return None
    first = next(other for other in beside if other.statistic == "median")
    return _from_quartiles(beside, (f"{stem}_iqr", "iqr") if first is one else (f"{stem}_iqr",))


def _implied_spread(whole: _Whole, one: Reading) -> float | None:
    pointer = f"{whole.found.id}:{one.fields['against']}"
    other = next(reading for reading in whole.readings if reading.leaf.pointer == pointer)
    p = people_at(whole.found, one.fields["p_of_difference"])
    first, second = (_people(whole, each, each.fields["arm"]) for each in (one, other))
    if not (p and first and second):
        return None
    error = abs(one.leaf.value - other.leaf.value) / NormalDist().inv_cdf(1 - p / 2)
    return error / math.sqrt(1 / first + 1 / second)


def _from_quartiles(beside: Sequence[Reading], names: Sequence[str]) -> float | None:
    for name in names:
        ends = [float(other.leaf.value) for other in beside if other.leaf.key == name]
        if len(ends) == 2:
            return (ends[1] - ends[0]) / _QUARTILES_OF_A_NORMAL
    return None


def _beside(whole: _Whole, one: Reading) -> list[Reading]:
    place = one.leaf.place
    return [other for other in whole.readings if other.leaf.place == place]


def _interval(qualifiers: Sequence[Reading]) -> Interval | None:
    ends = [float(part.leaf.value) for part in qualifiers if part.role == "interval"]
    if len(ends) < 2:
        return None
    level = next(part.level for part in qualifiers if part.role == "interval")
    return Interval(level, min(ends), max(ends))
