"""Derive the numbers of the questionnaires' response models from published results.

Run ``python scripts/calibrate_questionnaires.py``. Only ledger entries of role ``calibrate`` and published
descriptions of the scales themselves are used. The latent scale has mean 0 and SD 1 in treatment-naive
relapsing MS, where the MFIS has mean 34.6 (ziemssen2008_ga_mfis) and SD 19.7 (learmonth2013_psychometrics:
SEM 7.3 and ICC 0.863 give 7.3 / sqrt(1 - 0.863)), and its person reliability is 0.95
(amtmann_maf_fss_mfis_irt). A sample that answered the MFIS and another form stands where its MFIS mean says.

Moments are exact: sums of items given a latent are integrated over the normal distribution, and two
correlated latents are joined by Mehler's series of Hermite polynomials. Nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, least_squares
from scipy.special import ndtri

from lassitude.instruments.answering import form_thresholds
from lassitude.instruments.declarations import central
from lassitude.instruments.fatigue_impact import FIS_FORM, MFIS_FORM, FisParameters, MfisParameters
from lassitude.instruments.forms import Facet, Form
from lassitude.instruments.graded import reach_probabilities

MEAN, RELIABILITY, ICC, SEM = 34.6, 0.95, 0.863, 7.3
SD = SEM / np.sqrt(1.0 - ICC)
ABOVE_CUT_PATIENTS, ABOVE_CUT_CONTROLS = 0.55, 0.13
CORRELATION = {
    ("fatigue_cognitive", "fatigue_physical"): 0.6,
    ("fatigue_physical", "mood"): 0.55,
    ("fatigue_cognitive", "mood"): 0.55,
    ("disability", "fatigue_physical"): 0.39,
    ("disability", "fatigue_cognitive"): 0.39,
    ("disability", "mood"): 0.2,
    ("fatigue_physical", "sleep_disturbance"): 0.35,
    ("fatigue_cognitive", "sleep_disturbance"): 0.35,
    ("mood", "sleep_disturbance"): 0.3,
}
"""Of the signals in relapsing MS; the two latents of fatigue by hypothesis, the others as for work."""
TURNOVER = 0.02
"""Return of slow swings to a person's level, per day, as in the body."""

_GRID = np.linspace(-8.0, 8.0, 1601)
_WEIGHT = np.exp(-0.5 * _GRID**2) / np.exp(-0.5 * _GRID**2).sum()
_TERMS = 80
Shift = Mapping[str, float]


def _hermite() -> NDArray[np.float64]:
    rows = [np.ones_like(_GRID), _GRID]
    for order in range(2, _TERMS):
        rows.append((_GRID * rows[-1] - np.sqrt(order - 1.0) * rows[-2]) / np.sqrt(order))
    return np.array(rows)


_HERMITE = _hermite()


def correlation(one: str, other: str) -> float:
    """Correlation of two signals; 0 where none is stated."""
    first, second = sorted((one, other))
    return 1.0 if one == other else CORRELATION.get((first, second), 0.0)


@dataclass(frozen=True)
class Subscale:
    """The items of one facet that one score counts, as a function of the facet's latent on the grid."""

    facet: Facet
    weights: tuple[tuple[str, float], ...]
    share: float
    spread: float
    expected: NDArray[np.float64]
    item_variance: float
    coefficients: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Mean in points."""
        return float(self.coefficients[0])

    @property
    def variance(self) -> float:
        """Variance of the sum in one population, items' noise included."""
        return float((_WEIGHT * self.expected**2).sum()) - self.mean**2 + self.item_variance

    def covariance(self, other: Subscale, kept: float, same_form: bool = True) -> float:
        """Covariance of two expected sums when slow states keep the share `kept` of what is asked."""
        asked = sum(a * b * correlation(s, t) for s, a in self.weights for t, b in other.weights)
        own = 0.0
        if same_form and self.facet.lasting is not None and self.facet.lasting == other.facet.lasting:
            own = np.sqrt(self.share * other.share)
        joint = np.sqrt((1.0 - self.share) * (1.0 - other.share)) * asked * kept + own
        powers = min(joint / (self.spread * other.spread), 1.0) ** np.arange(1, _TERMS)
        return float((self.coefficients[1:] * other.coefficients[1:] * powers).sum())


class Moments(NamedTuple):
    """What a score shows in one population."""

    mean: float
    sd: float
    reliability: float


def pieces(form: Form, chosen: Any, items: tuple[int, ...], shift: Shift | None = None) -> list[Subscale]:
    """Cut the items of a score by facet, in a population whose signals are shifted."""
    thresholds = form_thresholds(form, chosen)
    found, first = [], 0
    for facet in form.facets:
        places = [first + at for at, number in enumerate(facet.items) if number in items]
        first += len(facet.items)
        if places:
            found.append(_piece(facet, chosen, thresholds[places], shift or {}))
    return found


def _piece(facet: Facet, chosen: Any, thresholds: NDArray[np.float64], shift: Shift) -> Subscale:
    weights = tuple(
        (signal, float(getattr(chosen, weight) if isinstance(weight, str) else weight))
        for signal, weight in facet.weights
    )
    share = float(getattr(chosen, facet.lasting)) if facet.lasting is not None else 0.0
    swing = float(getattr(chosen, facet.swing)) if facet.swing is not None else 0.0
    asked = sum(a * b * correlation(s, t) for s, a in weights for t, b in weights)
    spread = float(np.sqrt((1.0 - share) * asked + share + swing**2))
    middle = np.sqrt(1.0 - share) * sum(weight * shift.get(signal, 0.0) for signal, weight in weights)
    latent = np.repeat((middle + spread * _GRID)[:, None], len(thresholds), axis=1)
    reach = reach_probabilities(latent, chosen.discrimination, thresholds)
    expected = reach.sum(axis=-1)
    square = (reach * (2.0 * np.arange(1, reach.shape[-1] + 1) - 1.0)).sum(axis=-1)
    noise = float((_WEIGHT * (square - expected**2).sum(axis=-1)).sum())
    total = expected.sum(axis=-1)
    return Subscale(facet, weights, share, spread, total, noise, _HERMITE @ (_WEIGHT * total))


def moments(
    form: Form, chosen: Any, items: tuple[int, ...] | None = None, shift: Shift | None = None
) -> Moments:
    """Mean, SD and internal reliability of a sum of items, counted from each item's lowest answer."""
    parts = pieces(form, chosen, items or form.items, shift)
    noise = sum(part.item_variance for part in parts)
    variance = noise + sum(one.covariance(other, 1.0) for one in parts for other in parts)
    return Moments(sum(part.mean for part in parts), float(np.sqrt(variance)), 1.0 - noise / variance)


def kept(slow_sd: float, days: float) -> float:
    """Correlation of what is asked on two days, when a slow state of SD `slow_sd` returns to its level."""
    return 1.0 - slow_sd**2 * (1.0 - np.exp(-TURNOVER * days))


def retest(
    form: Form, chosen: Any, slow_sd: float, days: float = np.inf, items: tuple[int, ...] | None = None
) -> tuple[float, float]:
    """ICC and SEM when latents change within the person by a slow state of SD `slow_sd`.

    The latent of an occasion is ``sqrt(1 - s^2) trait + s state``: its SD stays 1, and distant occasions
    correlate ``1 - s^2``. Trait and state have the same correlations between signals.
    """
    parts = pieces(form, chosen, items or form.items)
    lasting = sum(one.covariance(other, kept(slow_sd, days)) for one in parts for other in parts)
    variance = moments(form, chosen, items).sd ** 2
    return lasting / variance, float(np.sqrt(variance - lasting))


def between_forms(one: tuple[Form, Any], other: tuple[Form, Any]) -> float:
    """Correlation of the sums of two forms answered on one day."""
    parts, others = (pieces(form, chosen, form.items) for form, chosen in (one, other))
    shared = sum(mine.covariance(yours, 1.0, same_form=False) for mine in parts for yours in others)
    return shared / (moments(*one).sd * moments(*other).sd)


def solved(start: Any, names: Mapping[str, tuple[float, float]], misfit: Callable[[Any], list[float]]) -> Any:
    """Solve some parameters, each between bounds, for as many conditions."""
    low, high = np.array(list(names.values())).T

    def tried(values: NDArray[np.float64]) -> Any:
        return replace(start, **dict(zip(names, map(float, values), strict=True)))

    first = np.clip([getattr(start, name) for name in names], low + 1e-6, high - 1e-6)
    return tried(least_squares(lambda values: misfit(tried(values)), first, bounds=(low, high)).x)


def fit_form() -> MfisParameters:
    """Solve discrimination, location and step of the MFIS for mean, SD and person reliability."""

    def misfit(tried: MfisParameters) -> list[float]:
        found = moments(MFIS_FORM, tried)
        return [found.mean - MEAN, found.sd - SD, 100.0 * (found.reliability - RELIABILITY)]

    names = {"discrimination": (0.5, 6.0), "location": (-2.0, 2.0), "step": (0.05, 2.0)}
    return solved(central(MfisParameters), names, misfit)


def slow_within_person_sd(chosen: MfisParameters) -> float:
    """Solve the slow within-person SD that gives the published ICC of the MFIS."""
    return float(brentq(lambda s: retest(MFIS_FORM, chosen, s)[0] - ICC, 0.01, 0.9))  # pyright: ignore


def both_latents(value: float) -> dict[str, float]:
    """Shift of both latents of fatigue by the same amount."""
    return {"fatigue_physical": value, "fatigue_cognitive": value}


def mfis_shift(mean: float) -> dict[str, float]:
    """Shift of both latents of fatigue at which the MFIS has a given mean."""

    def off(value: float) -> float:
        return moments(MFIS_FORM, central(MfisParameters), shift=both_latents(value)).mean - mean

    return both_latents(float(brentq(off, -3.0, 3.0)))  # pyright: ignore


def healthy_mean() -> float:
    """Latent mean of healthy people, if they vary as much as patients and one cut applies to both."""
    return float(ndtri(ABOVE_CUT_CONTROLS) - ndtri(ABOVE_CUT_PATIENTS))


def main() -> None:
    """Print the derived numbers and what follows from the frozen ones."""
    fitted, frozen = fit_form(), central(MfisParameters)
    for name in ("discrimination", "location", "step"):
        print(f"{name:16s} derived {getattr(fitted, name):7.4f}   frozen {getattr(frozen, name):7.4f}")
    print("MFIS", moments(MFIS_FORM, frozen))
    print("FIS ", moments(FIS_FORM, central(FisParameters)))
    slow = slow_within_person_sd(frozen)
    icc, sem = retest(MFIS_FORM, frozen, slow)
    print(f"slow within-person SD {slow:.4f}: MFIS ICC {icc:.3f}, SEM {sem:.2f}")
    for name, scale in MFIS_FORM.scales.items():
        print(f"    {name}:", retest(MFIS_FORM, frozen, slow, items=scale.items))
    icc, sem = retest(FIS_FORM, central(FisParameters), slow)
    print(f"the same for FIS: ICC {icc:.3f}, SEM {sem:.2f}")
    print(f"healthy latent mean {healthy_mean():.3f}")


if __name__ == "__main__":
    main()
