"""Published numbers of other studies that a forecast of a held-out number may rest on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import median

from lassitude.evidence.claims import Claim, claims, uncertainty
from lassitude.prediction.scoreboard.kinds import FATIGUE, Kind, comparable, ruler_of
from lassitude.prediction.scoreboard.meta_regression import Arm, Moderators

_PEOPLE_WITH_MS = re.compile(r"MS\b|multiple sclerosis", re.IGNORECASE)
_TRIALS = ("trial", "crossover")


def comparable_arms(kind: Kind, of_fatigue: bool, held: Claim) -> Iterator[Arm]:
    """List the published numbers that a forecast may rest on, each once.

    They are of entries that may be fitted, on people with MS, not pooled, and not of the same patients.
    Numbers of fatigue are compared over instruments in parts of their ranges; one that its instrument
    cannot have, because it is of another version, is left out. All others are compared within one
    instrument.

    Parameters
    ----------
    kind : Kind
        Of the number to forecast.
    of_fatigue : bool
        Whether it is one of fatigue.
    held : Claim
        The number to forecast; only its study and its measure are looked at.

    Yields
    ------
    Arm
        On the scale of the kind. One without a standard error has that of the others at its number of
        people.
    """
    placed = [
        (one, *place)
        for one in _once(one for one in claims() if _belongs(kind, of_fatigue, held, one))
        if (place := _placed(kind, of_fatigue, one)) is not None
    ]
    known = [error**2 * one.n for one, _, error in placed if error is not None and one.n]
    if not known:
        return
    usual, people = median(known), median(one.n for one, *_ in placed if one.n)
    for one, value, error in placed:
        variance = usual / (one.n or people) if error is None else error**2
        yield Arm(value, variance, moderators(one))


def moderators(one: Claim) -> Moderators:
    """Return what a published number is compared by.

    Examples
    --------
    >>> from lassitude.evidence.claims import claim
    >>> moderators(claim("stankoff2005_modafinil_null:arms.modafinil.baseline_mean")).comparator
    'placebo'
    """
    blinding = "" if one.blinding == "not stated" else one.blinding
    days = one.day if one.day is not None else one.design.duration
    cut = "yes" if one.entry_cut else "no"
    return Moderators(f"{one.instrument} {one.part}".strip(), one.comparator_kind, blinding, cut, days)


def of_the_first_visit(one: Claim) -> bool:
    """Tell whether a number is of the first visit, or of the only one.

    Examples
    --------
    >>> from lassitude.evidence.claims import claim
    >>> of_the_first_visit(claim("stankoff2005_modafinil_null:arms.modafinil.baseline_mean"))
    True
    """
    return one.day == 0 or (one.day is None and one.design.kind == "cross-section")


def _once(found: Iterator[Claim]) -> Iterator[Claim]:
    """Leave out equal numbers of one trial: entries that repeat it name its arms in other words."""
    seen: set[tuple[str, ...]] = set()
    for one in found:
        told = (one.cluster or one.entry, one.instrument, one.part, f"{one.canonical:g}", str(one.day))
        if told not in seen:
            seen.add(told)
            yield one


def _belongs(kind: Kind, of_fatigue: bool, held: Claim, one: Claim) -> bool:
    if one.role != "calibrate" or one.statistic not in kind.statistics:
        return False
    if one.design.kind == "meta-analysis" or not _PEOPLE_WITH_MS.search(one.condition):
        return False
    if one.entry == held.entry or (one.cluster and one.cluster == held.cluster):
        return False
    if kind.contrast and one.design.kind not in _TRIALS:
        return False
    last = one.pointer.rpartition(".")[2]
    # One of a list of shares is a class of people and not an event.
    if kind.key not in last or (kind.scale == "logit" and last.isdigit()):
        return False
    if kind.at_visit and of_the_first_visit(one) != of_the_first_visit(held):
        return False
    if of_fatigue:
        return one.instrument in FATIGUE and (kind.scale != "identity" or one.unit == "points")
    return (one.instrument, one.part.partition(" ")[0]) == (held.instrument, held.part.partition(" ")[0])


def _placed(kind: Kind, of_fatigue: bool, one: Claim) -> tuple[float, float | None] | None:
    ruler, number = ruler_of(kind, of_fatigue, one.instrument, one.part), comparable(kind, one)
    if ruler is None or not ruler.holds(number):
        return None
    value, known = ruler.forth(number), uncertainty(one)
    if not math.isfinite(value):
        return None
    error = known.standard_error if known.scale == kind.scale else None
    return value, None if error is None else ruler.error(error)
