"""Derive the numbers of the fatigue questionnaires' response model from published results.

Run ``python scripts/calibrate_questionnaires.py``. Only ledger entries of role ``calibrate`` are used:

- mean 34.6 of the MFIS in treatment-naive relapsing MS (ziemssen2008_ga_mfis): the latent scale has
  mean 0 there by definition;
- SD 19.7 (learmonth2013_psychometrics: SEM 7.3 and ICC 0.863 give 7.3 / sqrt(1 - 0.863));
- person reliability 0.95 (amtmann_maf_fss_mfis_irt);
- ICC 0.863 and SEM 7.3 over six months (learmonth2013_psychometrics), for the slow change within a person;
- 55% of patients against 13% of controls above one cut (tellez2005_fss_mfis), for the healthy mean.

Moments are exact: sums of items given a latent are integrated over the normal distribution, and two
correlated latents are joined by Mehler's series of Hermite polynomials. Nothing is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, least_squares
from scipy.special import ndtri

from lassitude.instruments.declarations import central
from lassitude.instruments.graded import reach_probabilities
from lassitude.instruments.questionnaires import (
    FIS_FORM,
    MFIS_FORM,
    FatigueParameters,
    FisParameters,
    Form,
    MfisParameters,
    item_thresholds,
)

MEAN, RELIABILITY, ICC, SEM = 34.6, 0.95, 0.863, 7.3
SD = SEM / np.sqrt(1.0 - ICC)
LATENT_CORRELATION = 0.6
ABOVE_CUT_PATIENTS, ABOVE_CUT_CONTROLS = 0.55, 0.13

_GRID = np.linspace(-8.0, 8.0, 1601)
_WEIGHT = np.exp(-0.5 * _GRID**2) / np.exp(-0.5 * _GRID**2).sum()
_TERMS = 80


@dataclass(frozen=True)
class Subscale:
    """A sum of items as a function of its latent, on the grid."""

    expected: NDArray[np.float64]
    item_variance: float
    coefficients: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Mean in points."""
        return float(self.coefficients[0])

    def covariance(self, other: Subscale, correlation: float) -> float:
        """Covariance of the two expected sums when their latents correlate."""
        powers = correlation ** np.arange(1, _TERMS)
        return float((self.coefficients[1:] * other.coefficients[1:] * powers).sum())

    @property
    def variance(self) -> float:
        """Variance of the sum in one population, items' noise included."""
        between = float((_WEIGHT * self.expected**2).sum()) - self.mean**2
        return between + self.item_variance


class Moments(NamedTuple):
    """What a form shows in a population whose latents are standard normal."""

    mean: float
    sd: float
    reliability: float
    sd_by_subscale: dict[str, float]


def _hermite() -> NDArray[np.float64]:
    rows = [np.ones_like(_GRID), _GRID]
    for order in range(2, _TERMS):
        rows.append((_GRID * rows[-1] - np.sqrt(order - 1.0) * rows[-2]) / np.sqrt(order))
    return np.array(rows)


_HERMITE = _hermite()


def subscale(count: int, chosen: FatigueParameters) -> Subscale:
    """Integrate the items of one subscale over its latent."""
    reach = reach_probabilities(
        np.repeat(_GRID[:, None], count, axis=1), chosen.discrimination, item_thresholds(count, chosen)
    )
    expected = reach.sum(axis=-1)
    square = (reach * (2.0 * np.arange(1, reach.shape[-1] + 1) - 1.0)).sum(axis=-1)
    noise = float((_WEIGHT * (square - expected**2).sum(axis=-1)).sum())
    total = expected.sum(axis=-1)
    return Subscale(total, noise, _HERMITE @ (_WEIGHT * total))


def _pairs(form: Form, chosen: FatigueParameters) -> tuple[dict[str, Subscale], dict[tuple[str, str], float]]:
    social = (1.0 + LATENT_CORRELATION) / np.sqrt(2.0 * (1.0 + LATENT_CORRELATION))
    parts = {name: subscale(len(numbers), chosen) for name, numbers in form.subscales.items()}
    correlation = {("cognitive", "physical"): LATENT_CORRELATION}
    correlation |= {(name, "psychosocial"): social for name in ("cognitive", "physical")}
    correlation |= {(other, one): value for (one, other), value in correlation.items()}
    return parts, correlation | {(name, name): 1.0 for name in parts}


def moments(form: Form, chosen: FatigueParameters) -> Moments:
    """Mean, SD and reliability of a form where the latents are standard normal."""
    parts, correlation = _pairs(form, chosen)
    variance = sum(part.variance for part in parts.values()) + sum(
        parts[one].covariance(parts[other], value)
        for (one, other), value in correlation.items()
        if one != other
    )
    noise = sum(part.item_variance for part in parts.values())
    return Moments(
        mean=sum(part.mean for part in parts.values()),
        sd=float(np.sqrt(variance)),
        reliability=1.0 - noise / variance,
        sd_by_subscale={name: float(np.sqrt(part.variance)) for name, part in parts.items()},
    )


def retest(form: Form, chosen: FatigueParameters, slow_sd: float) -> tuple[float, float]:
    """ICC and SEM when latents change within the person by a slow state of SD `slow_sd`.

    The latent of an occasion is ``sqrt(1 - s^2) trait + s state``: its SD stays 1, and occasions
    correlate ``1 - s^2``. Trait and state have the same correlation between the two latents.
    """
    parts, correlation = _pairs(form, chosen)
    lasting = sum(
        parts[one].covariance(parts[other], value * (1.0 - slow_sd**2))
        for (one, other), value in correlation.items()
    )
    variance = moments(form, chosen).sd ** 2
    return lasting / variance, float(np.sqrt(variance - lasting))


def retest_of_subscales(
    form: Form, chosen: FatigueParameters, slow_sd: float
) -> dict[str, tuple[float, float]]:
    """ICC and SEM of each subscale, as :func:`retest` gives them for the total."""
    parts, _ = _pairs(form, chosen)
    lasting = {name: part.covariance(part, 1.0 - slow_sd**2) for name, part in parts.items()}
    return {
        name: (lasting[name] / part.variance, float(np.sqrt(part.variance - lasting[name])))
        for name, part in parts.items()
    }


def fit_form() -> MfisParameters:
    """Solve discrimination, location and step for mean, SD and person reliability."""

    def tried(values: NDArray[np.float64]) -> MfisParameters:
        return replace(central(MfisParameters), discrimination=values[0], location=values[1], step=values[2])

    def misfit(values: NDArray[np.float64]) -> list[float]:
        found = moments(MFIS_FORM, tried(values))
        return [found.mean - MEAN, found.sd - SD, 100.0 * (found.reliability - RELIABILITY)]

    solved = least_squares(misfit, [2.0, 0.3, 0.6], bounds=([0.5, -2.0, 0.05], [6.0, 2.0, 2.0])).x
    return tried(solved)


def slow_within_person_sd(chosen: FatigueParameters) -> float:
    """Solve the slow within-person SD that gives the published ICC of the MFIS."""
    return float(brentq(lambda s: retest(MFIS_FORM, chosen, s)[0] - ICC, 0.01, 0.9))  # pyright: ignore


def healthy_mean() -> float:
    """Latent mean of healthy people, if they vary as much as patients and one cut applies to both."""
    return float(ndtri(ABOVE_CUT_CONTROLS) - ndtri(ABOVE_CUT_PATIENTS))


def main() -> None:
    """Print the derived numbers and what follows from the frozen ones."""
    solved, frozen = fit_form(), central(MfisParameters)
    for name in ("discrimination", "location", "step"):
        print(f"{name:16s} derived {getattr(solved, name):7.4f}   frozen {getattr(frozen, name):7.4f}")
    print("MFIS", moments(MFIS_FORM, frozen))
    print("FIS ", moments(FIS_FORM, central(FisParameters)))
    slow = slow_within_person_sd(frozen)
    icc, sem = retest(MFIS_FORM, frozen, slow)
    print(f"slow within-person SD {slow:.4f}: MFIS ICC {icc:.3f}, SEM {sem:.2f}")
    print("subscales:", retest_of_subscales(MFIS_FORM, frozen, slow))
    icc, sem = retest(FIS_FORM, central(FisParameters), slow)
    print(f"the same for FIS: ICC {icc:.3f}, SEM {sem:.2f}")
    print(f"healthy latent mean {healthy_mean():.3f}")


if __name__ == "__main__":
    main()
