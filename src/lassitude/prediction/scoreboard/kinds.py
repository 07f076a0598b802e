"""What kind of number an estimate is: what can be compared with it, and on which scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from lassitude.evidence.claims import Claim, Scale
from lassitude.instruments import INSTRUMENTS
from lassitude.prediction.scoreboard.record import Domain
from lassitude.study.endpoints import Endpoint, parse_endpoint, parse_estimate_id

FATIGUE = frozenset(
    ("FIS", "MFIS", "MFIS-5", "FSS", "CIS-20", "Chalder", "FSMC", "NFI-MS", "PROMIS-Fatigue-8a", "FSIQ-RMS")
)
_ALSO_OF_FATIGUE = frozenset(("VAS-fatigue", "fatigue-now", "EMA-fatigue"))
"""Measures of fatigue that other scales are not compared with, so that forecasts fixed in advance stay."""
DISEASE = frozenset(("EDSS", "relapses", "MRI", "brain-volume", "NfL", "lymphocytes", "CMCT"))
RATIOS = frozenset(("relative_change", "ratio"))
"""Published statistics that tell how many times as much there is; estimates tell per cent more."""
_FORTH: dict[Scale, Callable[[ArrayLike], NDArray[np.float64]]] = {
    "identity": np.asarray,
    "log": np.log,
    "logit": logit,
    "fisher": np.arctanh,
}
_BACK: dict[Scale, Callable[[ArrayLike], NDArray[np.float64]]] = {
    "identity": np.asarray,
    "log": np.exp,
    "logit": expit,
    "fisher": np.tanh,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Numbers that can be compared with each other.

    Attributes
    ----------
    statistics : tuple of str
        Of published numbers that tell the same of other studies, its own first; none for correlations and
        shares of variance, which are of two measures, while a published number names one.
    scale : {"identity", "log", "logit", "fisher"}
        On which they are about normal.
    key : str
        What the last key of a pointer to them has to contain.
    still : float or None
        What it is when nothing changes; None where the word has no meaning.
    contrast : bool
        Whether it compares arms, as trials do.
    at_visit : bool
        Whether it is a value at a visit, which stays what the same arm had at the first one.
    by_range : bool
        Whether it is divided by the range of its scale before instruments are compared.
    """

    statistics: tuple[str, ...]
    scale: Scale
    key: str = ""
    still: float | None = None
    contrast: bool = False
    at_visit: bool = False
    by_range: bool = False

    def forth(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return values on the scale; not finite where they have no place on it."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(_FORTH[self.scale](values), dtype=np.float64)

    def back(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return values in their own unit."""
        return np.asarray(_BACK[self.scale](values), dtype=np.float64)


_CHANGE = Kind(("mean_change", "median_change"), "identity", still=0.0, by_range=True)
_DIFFERENCE = Kind(("mean_difference",), "identity", still=0.0, contrast=True, by_range=True)
_LEVEL = Kind(("mean", "median"), "identity", at_visit=True, by_range=True)
_KINDS: dict[str, Kind] = {
    "mean_change": _CHANGE,
    "median_change": _CHANGE,
    "difference": _DIFFERENCE,
    "adjusted_difference": _DIFFERENCE,
    "ls_difference": _DIFFERENCE,
    "mean": _LEVEL,
    "median": _LEVEL,
    "q1": Kind(("lower_quartile",), "identity", at_visit=True, by_range=True),
    "q3": Kind(("upper_quartile",), "identity", at_visit=True, by_range=True),
    "sd_change": Kind(("sd",), "log", key="change", by_range=True),
    "percent_change_of_medians": Kind(("relative_change",), "log", still=1.0),
    "annualized_rate": Kind(("rate",), "log"),
    "rate_ratio": Kind(("rate_ratio", "relative_change"), "log", still=1.0, contrast=True),
    "hazard_ratio": Kind(("hazard_ratio",), "log", still=1.0, contrast=True),
    "event_free_share": Kind(("share_free", "proportion"), "logit"),
    "event_share": Kind(("proportion", "share_free"), "logit"),
    "share_at_least": Kind(("proportion",), "logit"),
    "correlation": Kind((), "fisher", still=0.0),
    "r_squared": Kind((), "logit"),
    "complete_reduction_n": Kind((), "identity"),
    "reduction_n": Kind((), "identity"),
    "share_above": Kind(("proportion",), "logit"),
    "ratio_of_changes": Kind(("relative_change",), "log", still=1.0, contrast=True),
    "icc": Kind(("icc",), "fisher"),
}


def kind_of(estimate: str) -> Kind | None:
    """Return the kind of an estimate; None where it is not scored, as a p value is.

    Examples
    --------
    >>> kind_of("relapses.count|rate_ratio:placebo|M24|drug").still
    1.0
    >>> print(kind_of("FIS.total|rm_anova_p|M36|ahsct"))
    None
    """
    return _KINDS.get(parse_estimate_id(estimate).statistic.partition(":")[0])


def endpoints_in(estimate: str) -> tuple[Endpoint, ...]:
    """Return what an estimate is about, what it is compared with included.

    Examples
    --------
    >>> [str(one) for one in endpoints_in("EDSS.total|correlation:MFIS.physical|D0|all")]
    ['EDSS.total', 'MFIS.physical']
    """
    parsed = parse_estimate_id(estimate)
    beside = parsed.statistic.partition(":")[2]
    found = [parse_endpoint(parsed.endpoint)]
    if "." in beside and beside.partition(".")[0] in INSTRUMENTS:
        found.append(parse_endpoint(beside))
    return tuple(found)


def domain_of(estimate: str) -> Domain:
    """Return what an estimate belongs to: fatigue where any of its measures is one of fatigue.

    Examples
    --------
    >>> domain_of("EDSS.total|correlation:MFIS.physical|D0|all"), domain_of("EDSS.total|mean|M0|all")
    ('fatigue', 'disease course')
    """
    instruments = {one.instrument for one in endpoints_in(estimate)}
    if instruments & (FATIGUE | _ALSO_OF_FATIGUE):
        return "fatigue"
    return "disease course" if instruments & DISEASE else "function and mood"


@dataclass(frozen=True, slots=True)
class Ruler:
    """How numbers of a kind are measured so that instruments can be compared.

    Attributes
    ----------
    kind : Kind
        With the scale.
    low, width : float
        Where the instrument begins and how long it is; 0 and 1 where instruments are not compared.
    """

    kind: Kind
    low: float
    width: float

    def forth(self, value: float) -> float:
        """Return a number on the scale of its kind; not finite where it has no place on it."""
        return float(self.kind.forth((value - self.low) / self.width))

    def error(self, told: float) -> float:
        """Return a standard error told on the scale of the kind, in parts of the instrument."""
        return told / self.width if self.kind.scale == "identity" else told

    def back(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values in the unit of the instrument."""
        return self.low + self.width * self.kind.back(values)

    def holds(self, value: float) -> bool:
        """Return whether the instrument can have such a number; one that has no end can."""
        return self.width == 1.0 or abs(value - self.low) <= self.width


def ruler_of(kind: Kind, compared: bool, instrument: str, part: str) -> Ruler | None:
    """Return how numbers of an instrument are measured.

    Parameters
    ----------
    kind : Kind
        Of the numbers.
    compared : bool
        Whether they are compared with those of other instruments.
    instrument, part : str
        By the names of the catalog.

    Returns
    -------
    Ruler or None
        None where instruments are compared and this one has no range.

    Examples
    --------
    >>> fatigue = ruler_of(_LEVEL, True, "FSS", "total")
    >>> fatigue.forth(4.0), fatigue.holds(40.0)
    (0.5, False)
    >>> ruler_of(_CHANGE, True, "FSS", "total").forth(-3.0)
    -0.5
    """
    if not (compared and kind.by_range):
        return Ruler(kind, 0.0, 1.0)
    spec = INSTRUMENTS[instrument].parts.get(part) if instrument in INSTRUMENTS else None
    if spec is None or not np.isfinite(spec.range).all():
        return None
    low, high = map(float, spec.range)
    return Ruler(kind, low if kind.at_visit else 0.0, high - low)


def comparable(kind: Kind, one: Claim) -> float:
    """Return a published number in the sense of its kind: shares with an event and without are complements.

    Examples
    --------
    >>> from lassitude.evidence.claims import claim
    >>> found = claim("affirm_cdp_hr:effect.value")
    >>> comparable(_KINDS["hazard_ratio"], found) == found.canonical
    True
    """
    both = {"proportion", "share_free"} <= set(kind.statistics)
    return 1.0 - one.canonical if both and one.statistic != kind.statistics[0] else one.canonical
