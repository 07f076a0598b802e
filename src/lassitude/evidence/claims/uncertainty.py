"""How sure a published number is: its standard error on the scale on which it is about normal.

The sources differ in what they print, so the ways are tried in order: a printed standard error, a printed
interval, spread and people, people alone, a printed p value. Where none is open the reason is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from lassitude.evidence.claims.claim import Claim
from lassitude.evidence.claims.sampling import error_from_people, events_behind
from lassitude.evidence.claims.table import claims_in

Scale = Literal["identity", "log", "logit", "fisher"]

_SCALES: dict[str, Scale] = {
    **dict.fromkeys(
        ("rate", "rate_ratio", "hazard_ratio", "odds_ratio", "risk_ratio", "ratio", "relative_change"), "log"
    ),
    **dict.fromkeys(("sd", "dispersion", "sem", "mdc", "variation", "time", "percentile"), "log"),
    **dict.fromkeys(("proportion", "share_free"), "logit"),
    **dict.fromkeys(("correlation", "partial_correlation", "icc", "reliability"), "fisher"),
}
_LOSES = {"median": math.sqrt(math.pi / 2), "lower_quartile": 1.3626, "upper_quartile": 1.3626}
"""Standard error of a median and a quartile over that of a mean, in a normal distribution."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure a number is.

    Attributes
    ----------
    scale : {"identity", "log", "logit", "fisher"}
        On which it is about normal.
    standard_error : float or None
        Of the canonical number, on that scale; None when the source gives no way to it.
    source : str
        Where the standard error comes from, or why there is none.
    """

    scale: Scale
    standard_error: float | None
    source: str


def standard_error(one: Claim) -> float | None:
    """Return the standard error of the canonical number on its scale; None when nothing leads to it.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> round(standard_error(claim("affirm_cdp_hr:effect.value")), 3)
    0.149
    """
    return uncertainty(one).standard_error


def transformation(one: Claim) -> Scale:
    """Return the scale on which a number is about normal.

    A share of 0 or 1 and a rate of 0 stay on theirs: whoever uses them decides how near the end they count.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> transformation(claim("loy2017_fatigability:effect.value"))
    'fisher'
    """
    if one.statistic == "count" and one.canonical_unit == "share":
        return "logit"
    if one.statistic == "mean" and one.unit in ("lesions", "relapses"):
        return "log"
    scale = _SCALES.get(one.statistic, "identity")
    return "identity" if scale == "log" and one.canonical <= 0 and one.statistic != "rate" else scale


def uncertainty(one: Claim) -> Uncertainty:
    """Return how sure a number is, and by which way that is known.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> uncertainty(claim("ziemssen2008_ga_mfis:arms.glatiramer.change_mean")).source
    'SD and people'
    """
    scale = transformation(one)
    for source, way in _WAYS:
        error = way(one, scale)
        if error is not None and math.isfinite(error) and error > 0:
            return Uncertainty(scale, error, source)
    return Uncertainty(scale, None, _why_not(one))


def _from_error(one: Claim, scale: Scale) -> float | None:
    if not one.printed_error:
        return None
    return _scaled(one.printed_error * _unit_factor(one), one, scale)


def _from_interval(one: Claim, scale: Scale) -> float | None:
    if one.interval is None:
        return None
    ends = [_forth(_canonical_end(end, one), scale) for end in (one.interval.low, one.interval.high)]
    width = NormalDist().inv_cdf(0.5 + one.interval.level / 2)
    if any(end is None or not math.isfinite(end) for end in ends):
        raw = abs(one.interval.high - one.interval.low) / (2 * width) * _unit_factor(one)
        return _scaled(raw, one, scale)
    return abs(ends[1] - ends[0]) / (2 * width)  # pyright: ignore[reportOperatorIssue, reportOptionalOperand]


def _from_spread(one: Claim, scale: Scale) -> float | None:
    if one.sd is None or not one.n:
        return None
    lost = _LOSES.get(one.statistic, 1.0)
    return _scaled(lost * one.sd * _unit_factor(one) / math.sqrt(one.n), one, scale)


def _from_p(one: Claim, scale: Scale) -> float | None:
    if one.p is None or not _SMALLEST_P < one.p < 1 or one.statistic not in _COMPARED:
        return None
    away = _forth(one.canonical, scale)
    if away is None or away == 0:
        return None
    return abs(away) / NormalDist().inv_cdf(1 - one.p / 2)


_COMPARED = (
    "mean_change",
    "mean_difference",
    "smd",
    "rate_ratio",
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "relative_change",
    "ratio",
    "slope",
)
_SMALLEST_P = 1e-15
_OF_ARMS = ("rate", "mean_change", "mean", "count", "proportion", "share_free")


def _from_people(one: Claim, scale: Scale) -> float | None:
    return error_from_people(one)


def _from_arms(one: Claim, scale: Scale) -> float | None:
    if not one.comparator or one.statistic not in _COMPARED or scale not in ("log", "identity"):
        return None
    alike = [
        other
        for other in claims_in(one.entry)
        if (other.instrument, other.part) == (one.instrument, one.part) and not other.comparator
    ]
    treated = {other.statistic: other for other in reversed(alike) if other.arm == one.arm}
    compared = {other.statistic: other for other in reversed(alike) if other.arm == one.comparator}
    pairs = [(treated[kind], compared[kind]) for kind in _OF_ARMS if kind in treated and kind in compared]
    errors = [error for pair in pairs if (error := _error_between(*pair, scale)) is not None]
    return errors[0] if errors else None


def _error_between(treated: Claim, compared: Claim, scale: Scale) -> float | None:
    first, second = events_behind(treated), events_behind(compared)
    if scale == "log" and first and second:
        return math.sqrt(1 / first + 1 / second)
    errors = [_on_scale(each, scale) for each in (treated, compared)]
    return math.hypot(*(error for error in errors if error)) if all(errors) else None


def _on_scale(one: Claim, scale: Scale) -> float | None:
    found = uncertainty(one)
    if found.standard_error is None or found.scale == scale:
        return found.standard_error
    if scale == "log":
        return (
            found.standard_error / one.canonical if found.scale == "identity" and one.canonical > 0 else None
        )
    return found.standard_error * one.canonical * (1 - one.canonical) if found.scale == "logit" else None


_WAYS: tuple[tuple[str, Callable[[Claim, Scale], float | None]], ...] = (
    ("printed standard error", _from_error),
    ("printed interval", _from_interval),
    ("SD and people", _from_spread),
    ("people", _from_people),
    ("printed p value", _from_p),
    ("the arms compared", _from_arms),
)


def _why_not(one: Claim) -> str:
    if one.n is None:
        return "the entry says neither how wide it is nor how many people stand behind it"
    if one.design.kind == "meta-analysis":
        return "pooled without an interval: the people do not tell how far studies lie apart"
    return f"a {one.statistic.replace('_', ' ')} without a spread, an interval or a p value"


def _forth(value: float, scale: Scale) -> float | None:
    if scale == "log":
        return math.log(value) if value > 0 else None
    if scale == "logit":
        return math.log(value / (1 - value)) if 0 < value < 1 else None
    if scale == "fisher":
        return math.atanh(value) if -1 < value < 1 else None
    return value


def _scaled(error: float, one: Claim, scale: Scale) -> float | None:
    value = one.canonical
    if scale == "log":
        return error / value if value > 0 else None
    if scale == "logit":
        return error / (value * (1 - value)) if 0 < value < 1 else None
    if scale == "fisher":
        return error / (1 - value**2)
    return error


def _unit_factor(one: Claim) -> float:
    if one.unit == "%":
        return 0.01
    return abs(one.canonical / one.value) if one.value else 1.0


def _canonical_end(end: float, one: Claim) -> float:
    if one.statistic == "relative_change" and one.unit == "%":
        return 1 + end / 100
    return end * _unit_factor(one) * (-1 if one.canonical * one.value < 0 else 1)
