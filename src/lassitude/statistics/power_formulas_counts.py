"""Power in closed form for what is counted: responders, first events, repeated events."""

from __future__ import annotations

import numpy as np
from scipy import stats

from lassitude.statistics.power_formulas import ALPHA, Sizes, power_of_estimate


def proportions(first: float, second: float, people: Sizes, alpha: float = ALPHA) -> float:
    """Return the power of a comparison of two proportions.

    Parameters
    ----------
    first, second : float
        Shares of responders.
    people : pair of float
        In each arm.
    alpha : float
        Two-sided level.

    Notes
    -----
    Normal approximation with the pooled variance under the null (Fleiss, Levin & Paik 2003, Statistical
    Methods for Rates and Proportions, ch. 4), without continuity correction.

    Examples
    --------
    >>> round(proportions(0.5, 0.3, (93, 93)), 2)
    0.8
    """
    n, m = people
    pooled = (n * first + m * second) / (n + m)
    null = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    se = np.sqrt(first * (1 - first) / n + second * (1 - second) / m)
    return float(stats.norm.sf((stats.norm.isf(alpha / 2) * null - abs(first - second)) / se))


def events(hazard_ratio: float, number: float, share: float = 0.5, alpha: float = ALPHA) -> float:
    """Return the power of a log-rank test.

    Parameters
    ----------
    hazard_ratio : float
        Of two arms with proportional hazards.
    number : float
        Events in both arms together.
    share : float
        Of people in one of the arms.
    alpha : float
        Two-sided level.

    Notes
    -----
    Schoenfeld 1981 (doi:10.1093/biomet/68.1.316).

    Examples
    --------
    >>> round(events(0.5, 66), 2)
    0.8
    """
    return power_of_estimate(np.log(hazard_ratio), 1 / np.sqrt(number * share * (1 - share)), alpha=alpha)


def negative_binomial(
    rates: tuple[float, float], dispersion: float, duration: float, people: Sizes, alpha: float = ALPHA
) -> float:
    """Return the power of a comparison of two rates of events by negative binomial regression.

    Parameters
    ----------
    rates : pair of float
        Events a unit of time in reference and treatment.
    dispersion : float
        Variance of a count is mean + dispersion * mean².
    duration : float
        Of everybody's observation, in the same unit of time.
    people : pair of float
        In reference and treatment.
    alpha : float
        Two-sided level.

    Notes
    -----
    Zhu & Lakkis 2014 (doi:10.1002/sim.5947), variance under the null by their method 3 (rates of maximum
    likelihood).

    Examples
    --------
    >>> round(negative_binomial((0.8, 0.5), 0.4, 1.0, (150, 150)), 3) > 0.8
    True
    """
    reference, treated = rates
    n, ratio = people[0], people[1] / people[0]
    spread = (1 + ratio) * dispersion / ratio
    pooled = (reference + ratio * treated) / (1 + ratio)
    null = (1 + ratio) / (duration * ratio * pooled) + spread
    real = (1 / reference + 1 / (ratio * treated)) / duration + spread
    distance = abs(np.log(treated / reference)) * np.sqrt(n)
    return float(stats.norm.sf((stats.norm.isf(alpha / 2) * np.sqrt(null) - distance) / np.sqrt(real)))
