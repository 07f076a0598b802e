"""Declared values that repeat a published number, beside that number and its interval.

Most parameters cite a study from whose numbers they were derived through a model; their notes say how. Those
here repeat one of its numbers, as it stands or times a factor, so that the two can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

from lassitude.evidence import ledger
from lassitude.evidence.claims import Claim, claim, uncertainty
from lassitude.evidence.claims.uncertainty import Scale
from lassitude.physiology.deviations import DEVIATIONS
from lassitude.quantities.parameters import Declaration
from lassitude.quantities.units import convert
from lassitude.results import Interval
from lassitude.results.audit import RepeatedClaim

NEAR = 0.01
"""Relative difference up to which a value repeats a number that has no interval."""
_WIDTH = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Repeats:
    """What a parameter repeats.

    Attributes
    ----------
    pointer : str
        Where the number stands in the ledger.
    factor : float or None
        The parameter over the number as printed; None where only units differ.
    """

    pointer: str
    factor: float | None = None


REPEATED: Mapping[str, Repeats] = {
    "rrms.age": Repeats("burt2019_mist:population.age_mean"),
    "rrms.female_share": Repeats("burt2019_mist:population.female_pct"),
    "rrms-aggressive.female_share": Repeats("burt2019_mist:population.female_pct"),
    "muscle.by_resistance": Repeats("dalgas2009_prt_strength:effect.KE_MVC.value", 0.01 / (0.85 * 0.5)),
    "stimulated-cytokines.typical_tnf": Repeats("heesen2006_stimulated_cytokines:arms.non_fatigued.TNFa"),
    "stimulated-cytokines.typical_ifn_gamma": Repeats(
        "heesen2006_stimulated_cytokines:arms.non_fatigued.IFNg"
    ),
}
"""By parameter; a source that points at a number says it itself."""


def repeated_claims(parameters: Mapping[str, Declaration]) -> Iterator[RepeatedClaim]:
    """Compare every declared value that repeats a published number with that number.

    Parameters
    ----------
    parameters : mapping of str to Declaration
        As declared.

    Examples
    --------
    >>> from lassitude.population.declared import all_parameters
    >>> age = next(one for one in repeated_claims(all_parameters()) if one.parameter == "rrms.age")
    >>> age.claimed, age.inside
    (36.0, True)
    """
    excuses = {name: one.name for one in DEVIATIONS for name in one.undone_by}
    for name, one in parameters.items():
        repeats = _repeats(name, one)
        if repeats is None:
            continue
        told = claim(repeats.pointer)
        claimed, interval = _in_unit(told, one.unit, repeats.factor)
        inside = _repeated(one.value, claimed) if interval is None else interval.contains(one.value)
        excuse = "" if inside else excuses.get(name, "")
        yield RepeatedClaim(name, repeats.pointer, one.value, claimed, interval, inside, excuse)


def _repeats(name: str, one: Declaration) -> Repeats | None:
    reference = one.source.reference
    if ":" in reference and reference.partition(":")[0] in ledger():
        return Repeats(reference)
    return REPEATED.get(name)


def _repeated(value: float, claimed: float) -> bool:
    return abs(value - claimed) <= NEAR * abs(claimed)


def _in_unit(told: Claim, unit: str, factor: float | None) -> tuple[float, Interval | None]:
    if factor is not None:
        printed = told.interval
        ends = None if printed is None else Interval(factor * printed.low, factor * printed.high)
        return factor * told.value, ends
    known = uncertainty(told)
    value = convert(told.canonical, told.canonical_unit, unit)
    if known.standard_error is None:
        return value, None
    center, half = _forth(told.canonical, known.scale), _WIDTH * known.standard_error
    low, high = (_back(center + side * half, known.scale) for side in (-1, 1))
    return value, Interval(convert(low, told.canonical_unit, unit), convert(high, told.canonical_unit, unit))


def _forth(value: float, scale: Scale) -> float:
    if scale == "log":
        return math.log(value)
    if scale == "logit":
        return math.log(value / (1.0 - value))
    return math.atanh(value) if scale == "fisher" else value


def _back(value: float, scale: Scale) -> float:
    if scale == "log":
        return math.exp(value)
    if scale == "logit":
        return 1.0 / (1.0 + math.exp(-value))
    return math.tanh(value) if scale == "fisher" else value
