"""The forecasts to beat, fixed in advance: that nothing changes, and what other studies say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from lassitude.evidence.claims import Claim, claims, claims_in, uncertainty
from lassitude.prediction.scoreboard.forecasts import Forecast, around, central, crps
from lassitude.prediction.scoreboard.kinds import (
    FATIGUE,
    Kind,
    comparable,
    domain_of,
    endpoints_in,
    range_of,
)
from lassitude.prediction.scoreboard.meta_regression import Arm, Moderators, regress
from lassitude.prediction.scoreboard.record import Rival

_PEOPLE_WITH_MS = re.compile(r"MS\b|multiple sclerosis", re.IGNORECASE)
_QUARTILES_IN_SD = 1.349


@dataclass(frozen=True, slots=True)
class Asked:
    """A number to forecast, on the scale of its kind.

    Attributes
    ----------
    estimate, unit : str
        Id of the estimate and its unit.
    kind : Kind
        What it is compared with.
    claim : Claim
        The printed number; only its study, its design and its sampling error are looked at.
    error : float
        Sampling error on the scale.
    """

    estimate: str
    unit: str
    kind: Kind
    claim: Claim
    error: float


def sampling_error(kind: Kind, one: Claim, unit: str, predicted: NDArray[np.float64]) -> float:
    """Return how sure a printed number is, on the scale of its kind.

    Where the source prints no way to it, it is the spread of the predictions, which were made with the
    published number of people: their quartiles, in standard deviations.

    Parameters
    ----------
    kind : Kind
        Of the number.
    one : Claim
        The printed number.
    unit : str
        Of the estimate.
    predicted : array of float, [replicate]
        In that unit; all finite.

    Returns
    -------
    float
        0 or more.
    """
    known = uncertainty(one)
    if known.standard_error is not None and known.scale == kind.scale:
        return known.standard_error
    values = kind.forth(predicted / 100.0 + 1.0 if unit == "%" else predicted)
    low, high = np.percentile(values[np.isfinite(values)], [25, 75])
    return float(high - low) / _QUARTILES_IN_SD


def no_change(asked: Asked) -> Forecast | None:
    """Forecast that nothing changes, with the sampling error of the printed number.

    A value at a visit is what the same arm had at the first one.

    Returns
    -------
    array of float, [value], or None
        In the unit of the estimate; None where the words have no meaning.
    """
    still = _first_value(asked.claim) if asked.kind.at_visit else asked.kind.still
    if still is None:
        return None
    return in_unit(asked, around(float(asked.kind.forth(still)), asked.error, back=asked.kind.back))


def _first_value(one: Claim) -> float | None:
    if _before(one):
        return None
    alike = [
        other.canonical
        for other in claims_in(one.entry)
        if other.day == 0
        and (other.statistic, other.instrument, other.part, other.arm)
        == (one.statistic, one.instrument, one.part, one.arm)
    ]
    return alike[0] if len(alike) == 1 else None


def other_studies(asked: Asked) -> tuple[Forecast, int] | None:
    """Forecast by random-effects regression over arms that the model is fitted to.

    Returns
    -------
    pair of array of float and int, or None
        Equally likely values in the unit of the estimate, and how many published numbers they rest on; None
        where fewer than three can be compared.
    """
    arms = tuple(comparable_arms(asked))
    first = endpoints_in(asked.estimate)[0]
    width = range_of(first.instrument or "", first.part) if _by_range(asked) else 1.0
    if width is None:
        return None
    shift = np.log(width) if asked.kind.scale == "log" else 0.0
    divisor = 1.0 if asked.kind.scale == "log" else width
    found = regress(arms, moderators(asked.claim), (asked.error / divisor) ** 2)
    if found is None:
        return None
    center, error = found.center * divisor + shift, found.error * divisor
    return in_unit(asked, around(center, error, found.freedom, asked.kind.back)), len(arms)


def comparable_arms(asked: Asked) -> Iterator[Arm]:
    """List the published numbers that a forecast may rest on.

    They are of entries that may be fitted, on people with MS, not pooled, and not of the same patients. A
    number larger than its scale, which is that of another version of it, is left out, and so is one of a
    list of shares.

    Yields
    ------
    Arm
        On the scale of the kind, divided by the range of the instrument where the kind is.
    """
    found = [(one, _placed(asked, one)) for one in claims() if _belongs(asked, one)]
    placed = [(one, *place) for one, place in found if place is not None]
    known = [error**2 * (one.n or 1.0) for one, _, error in placed if error is not None and one.n]
    if not known:
        return
    usual, people = median(known), [one.n for one, *_ in placed if one.n]
    for one, value, error in placed:
        variance = usual / (one.n or median(people)) if error is None else error**2
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


def rival(forecast: Forecast, published: float, arms: int = 0) -> Rival:
    """Score a forecast that is to be beaten.

    Examples
    --------
    >>> rival(np.zeros(5), 2.0).crps
    2.0
    """
    return Rival(float(np.median(forecast)), central(forecast, 0.9), crps(forecast, published), arms)


def in_unit(asked: Asked, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring values from the unit of published numbers to that of the estimate."""
    if asked.unit != "%":
        return values
    return 100.0 * (values - 1.0) if asked.claim.statistic == "relative_change" else 100.0 * values


def _before(one: Claim) -> bool:
    """Tell whether a number is of the first visit, or of the only one."""
    return one.day == 0 or (one.day is None and one.design.kind == "cross-section")


def _belongs(asked: Asked, one: Claim) -> bool:
    held = asked.claim
    if one.role != "calibrate" or one.statistic not in asked.kind.statistics:
        return False
    if one.design.kind == "meta-analysis" or not _PEOPLE_WITH_MS.search(one.condition):
        return False
    if one.cluster and one.cluster == held.cluster:
        return False
    last = one.pointer.rpartition(".")[2]
    if asked.kind.key not in last or (asked.kind.scale == "logit" and last.isdigit()):
        return False
    if asked.kind.at_visit and _before(one) != _before(held):
        return False
    if domain_of(asked.estimate) == "fatigue":
        return one.instrument in FATIGUE
    return (one.instrument, one.part.partition(" ")[0]) == (held.instrument, held.part.partition(" ")[0])


def _placed(asked: Asked, one: Claim) -> tuple[float, float | None] | None:
    kind = asked.kind
    width = range_of(one.instrument, one.part) if _by_range(asked) else 1.0
    if width is None:
        return None
    share = comparable(kind, one) / width
    value = float(kind.forth(share))
    if not np.isfinite(value) or (_by_range(asked) and not kind.at_visit and abs(share) > 1.0):
        return None
    known = uncertainty(one)
    error = known.standard_error if known.scale == kind.scale else None
    return value, None if error is None else error / (1.0 if kind.scale == "log" else width)


def _by_range(asked: Asked) -> bool:
    """Tell whether instruments are compared by the ranges of their scales: where they may differ."""
    return asked.kind.by_range and domain_of(asked.estimate) == "fatigue"
