"""Numbers that rest on the same people: which form one likelihood, and which only repeat each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lassitude.evidence.claims.claim import Claim

FATIGUE_SCALES = frozenset(
    {
        "fatigue",
        "FIS",
        "MFIS",
        "MFIS-5",
        "U-FIS",
        "FSS",
        "FSMC",
        "FAI",
        "MAF",
        "CIS-20",
        "Chalder",
        "NFI-MS",
        "MFI-20",
        "FACIT-Fatigue",
        "PROMIS-Fatigue",
        "PROMIS-Fatigue-8a",
        "FSIQ-RMS",
        "MSSID",
        "VAS-fatigue",
        "Fatigue Performance Scale",
    }
)
"""Instruments that measure one outcome: of the same people their numbers are not independent."""


def outcome_of(one: Claim) -> str:
    """Return what a claim is about when it is asked whether two claims are about the same.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> outcome_of(claim("iaffaldano2012_natalizumab_fss:effect.value"))
    'fatigue'
    """
    return "fatigue" if one.instrument in FATIGUE_SCALES else one.instrument


def group_of(one: Claim) -> str:
    """Return the name of the likelihood that a claim belongs to: its cluster, or its entry, and its outcome.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> group_of(claim("heine2015_cochrane_exercise:effect.value"))
    'exercise-meta: fatigue'
    >>> group_of(claim("pilutti2013_exercise_meta:effect.value"))
    'exercise-meta: fatigue'
    """
    return f"{one.cluster or one.entry}: {outcome_of(one)}"


def groups(claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """Return claims by the likelihood that they form together, in the order in which they come.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> chosen = ["affirm_arr_year1:effect.value", "affirm_cdp_hr:effect.value"]
    >>> list(groups(claim(pointer) for pointer in chosen))
    ['affirm: relapses', 'affirm: EDSS']
    """
    found: dict[str, list[Claim]] = {}
    for one in claims:
        found.setdefault(group_of(one), []).append(one)
    return MappingProxyType({name: tuple(members) for name, members in found.items()})


def without_repeats(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims without those that another entry of the same cluster prints too.

    A number of the primary source stays before one of a secondary; otherwise the first one does.

    Parameters
    ----------
    claims : iterable of Claim
        Any.

    Returns
    -------
    tuple of Claim
        In the order in which they came.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> label = claim("temso_tower_efficacy:arms.temso.placebo.ARR")
    >>> table = claim("temso_tower_efficacy_table:arms.TEMSO_placebo.ARR")
    >>> [one.entry for one in without_repeats([label, table])]
    ['temso_tower_efficacy_table']
    """
    listed = tuple(claims)
    kept: dict[tuple[object, ...], Claim] = {}
    for one in sorted(listed, key=lambda one: one.secondary):
        kept.setdefault(_same_number(one), one)
    chosen = {one.pointer for one in kept.values()}
    return tuple(one for one in listed if one.pointer in chosen)


def _same_number(one: Claim) -> tuple[object, ...]:
    if not one.cluster:
        return (one.pointer,)
    return (one.cluster, one.statistic, one.instrument, one.part, one.canonical, one.n, _treatment(one.arm))


def _treatment(arm: str) -> str:
    words = arm.replace(".", "_").casefold().split("_")
    return "placebo" if "placebo" in words else words[-1][:4] if words else ""
