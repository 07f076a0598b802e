"""How many people cross a cut-off though nothing happened to them: by measurement and by where they began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr


@dataclass(frozen=True, eq=False)
class Before:
    """What scores are like among all from whom people were chosen.

    Attributes
    ----------
    mean, sd : array of float64 [replicate]
        In the unit of the score.
    """

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]


def noise_rate(
    baseline: NDArray[np.float64],
    used: NDArray[np.bool_],
    before: Before,
    correlation: NDArray[np.float64],
    change: float,
) -> NDArray[np.float64]:
    r"""Return the share of people who cross a cut-off by chance and regression to the mean alone.

    A second score with the same mean and spread, correlated with the first, is normal given it:
    :math:`x_1 \mid x_0 \sim N(\mu + \rho (x_0 - \mu), \sigma^2 (1 - \rho^2))`. The share is the mean over
    people of the probability that :math:`x_1 - x_0` reaches the cut-off.

    Parameters
    ----------
    baseline : array of float64 [replicate, subject]
        The first score of those people.
    used : array of bool [replicate, subject]
        Whose.
    before : Before
        Mean and standard deviation among all from whom they were chosen; their own where nobody was chosen
        by the score.
    correlation : array of float64 [replicate]
        Of two scores without any true change, over about the time between the visits.
    change : float
        Cut-off: negative for a fall of at least so much, positive for a rise.

    Examples
    --------
    >>> scores = np.array([[30.0, 40.0, 50.0, 60.0]])
    >>> all_of_them = Before(np.array([45.0]), np.array([15.0]))
    >>> rate = noise_rate(scores, np.ones((1, 4), dtype=bool), all_of_them, np.array([0.86]), -10.0)
    >>> round(float(rate[0]), 3)
    0.1
    """
    mean, sd = before.mean[:, None], before.sd[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = sd * np.sqrt(1 - np.clip(correlation[:, None], -1, 1) ** 2)
        expected = (correlation[:, None] - 1) * (baseline - mean)
        crossing = ndtr((expected - change) / spread * np.sign(change))
    people = used.sum(axis=1)
    total = np.where(used, crossing, 0.0).sum(axis=1)
    return np.where(people > 0, total / np.maximum(people, 1), np.nan)


def visit_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation of two visits in every replicate, array [replicate]; NaN below four people.

    Examples
    --------
    >>> float(visit_correlation(np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([[2.0, 4.0, 6.0, 8.0]]))[0])
    1.0
    """
    both = np.isfinite(one) & np.isfinite(other)
    n = np.maximum(both.sum(axis=1), 1)[:, None]
    parts = [np.where(both, values, 0.0) for values in (one, other)]
    x, y = (np.where(both, part - part.sum(axis=1, keepdims=True) / n, 0.0) for part in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    return np.where(both.sum(axis=1) >= 4, r, np.nan)
