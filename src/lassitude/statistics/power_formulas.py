"""Power in closed form: what normal theory gives before anything is simulated.

Each function returns the probability of a significant result in the direction of the effect, tested on two
sides. They stand beside simulated power, never in its place: they know nothing of entry cuts, floors of
scales, or people who leave because they feel no better.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

ALPHA = 0.05
Sizes = tuple[float, float]
"""People in two arms; need not be whole."""


def power_of_estimate(effect: float, se: float, df: float = np.inf, alpha: float = ALPHA) -> float:
    """Return the power of a t test of an estimate whose standard error is known.

    Parameters
    ----------
    effect, se : float
        Expected estimate and its standard error, in one unit.
    df : float
        Degrees of freedom of the error; infinite for a normal test.
    alpha : float
        Two-sided level.

    Returns
    -------
    float
        Power in the direction of the effect; half of alpha where there is none.

    Examples
    --------
    >>> round(power_of_estimate(2.8, 1.0), 3)
    0.8
    """
    shift = abs(effect) / se
    if np.isinf(df):
        return float(stats.norm.sf(stats.norm.isf(alpha / 2) - shift))
    return float(stats.nct.sf(stats.t.isf(alpha / 2, df), df, shift))


def two_sample_t(effect: float, sd: float, people: Sizes, alpha: float = ALPHA) -> float:
    """Return the power of a t test of two independent arms with one standard deviation.

    Parameters
    ----------
    effect, sd : float
        Difference of means and standard deviation, in one unit.
    people : pair of float
        In each arm.
    alpha : float
        Two-sided level.

    Notes
    -----
    Exact under normality by the noncentral t distribution (Cohen 1988, Statistical Power Analysis, ch. 2).

    Examples
    --------
    >>> round(two_sample_t(0.5, 1.0, (64, 64)), 4)
    0.8015
    """
    se = sd * np.sqrt(1 / people[0] + 1 / people[1])
    return power_of_estimate(effect, se, sum(people) - 2, alpha)


def ancova(effect: float, sd: float, correlation: float, people: Sizes, alpha: float = ALPHA) -> float:
    """Return the power of an analysis of covariance on one baseline.

    Parameters
    ----------
    effect, sd : float
        Difference of means and standard deviation of the outcome, in one unit.
    correlation : float
        Of baseline and outcome within arms.
    people : pair of float
        In each arm.
    alpha : float
        Two-sided level.

    Notes
    -----
    The outcome keeps the share 1 - r² of its variance (Borm et al. 2007, doi:10.1016/j.jclinepi.2007.02.006);
    that the baseline is not the same in both arms costs the factor 1 + 1/(n - 4) (Frison & Pocock 1992,
    doi:10.1002/sim.4780111304, for one baseline).

    Examples
    --------
    >>> ancova(0.5, 1.0, 0.7, (40, 40)) > two_sample_t(0.5, 1.0, (40, 40))
    True
    """
    total = sum(people)
    left = sd * np.sqrt((1 - correlation**2) * (1 + 1 / (total - 4)))
    return power_of_estimate(effect, left * np.sqrt(1 / people[0] + 1 / people[1]), total - 3, alpha)


def crossover(
    effect: float, sd: float, correlation: float, people: float, periods: int = 2, alpha: float = ALPHA
) -> float:
    """Return the power of a crossover in which everybody has each treatment for one period.

    Parameters
    ----------
    effect, sd : float
        Difference of two treatments and standard deviation between people in one period, in one unit.
    correlation : float
        Of two periods of one person.
    people : float
        Who have all periods.
    periods : int
        As many as treatments.
    alpha : float
        Two-sided level.

    Notes
    -----
    The variance of the difference is 2 sd² (1 - r) / n (Senn 2002, Cross-over Trials in Clinical Research,
    ch. 3); no carry-over.

    Examples
    --------
    >>> round(crossover(0.5, 1.0, 0.5, 34), 2)
    0.81
    """
    se = sd * np.sqrt(2 * (1 - correlation) / people)
    return power_of_estimate(effect, se, (periods - 1) * (people - 2), alpha)


def mixed_model_variance(covariance: ArrayLike, retained: ArrayLike) -> float:
    """Return n times the variance of a mean at the last visit, by a mixed model with monotone dropout.

    Parameters
    ----------
    covariance : array of float, [visit, visit]
        Of one person's outcomes within arms, given baseline and covariates; unstructured in the model.
    retained : array of float, [visit]
        Share of people still there at each visit; never rises.

    Returns
    -------
    float
        In the square of the outcome's unit.

    Raises
    ------
    ValueError
        If somebody comes back, nobody is left, or the shapes disagree.

    Notes
    -----
    People who left after visit j carry the information of the first j visits; the sum of these, inverted, is
    the variance (Lu, Luo & Chen 2008, doi:10.2202/1557-4679.1098).

    Examples
    --------
    >>> round(mixed_model_variance([[4.0, 2.0], [2.0, 4.0]], [1.0, 1.0]), 6)
    4.0
    >>> round(mixed_model_variance([[4.0, 0.0], [0.0, 4.0]], [1.0, 0.5]), 6)
    8.0
    """
    sigma, shares = np.asarray(covariance, float), np.asarray(retained, float)
    if sigma.shape != (len(shares), len(shares)):
        raise ValueError(f"{sigma.shape} covariances do not fit {len(shares)} visits")
    if (np.diff(shares) > 1e-12).any() or shares[-1] <= 0:
        raise ValueError(f"shares of people still there fall and end above 0; got {shares.tolist()}")
    leaving = shares - np.append(shares[1:], 0.0)
    information = np.zeros_like(sigma)
    for count, share in enumerate(leaving, start=1):
        information[:count, :count] += share * np.linalg.inv(sigma[:count, :count])
    return float(np.linalg.inv(information)[-1, -1])


def mixed_model(
    effect: float,
    covariance: ArrayLike,
    retained: tuple[ArrayLike, ArrayLike],
    people: Sizes,
    alpha: float = ALPHA,
) -> float:
    """Return the power of a mixed model for repeated measures at the last visit.

    Parameters
    ----------
    effect : float
        Difference of means at the last visit.
    covariance : array of float, [visit, visit]
        As for :func:`mixed_model_variance`.
    retained : pair of array of float, [visit]
        Share still there at each visit, by arm.
    people : pair of float
        Randomized to each arm.
    alpha : float
        Two-sided level.

    Notes
    -----
    Lu, Luo & Chen 2008 (doi:10.2202/1557-4679.1098), with the degrees of freedom of those who finish.

    Examples
    --------
    >>> full = mixed_model(0.5, [[1.0]], ([1.0], [1.0]), (64, 64))
    >>> round(full - two_sample_t(0.5, 1.0, (64, 64)), 12)
    0.0
    """
    variances = [mixed_model_variance(covariance, shares) for shares in retained]
    se = float(np.sqrt(sum(one / n for one, n in zip(variances, people, strict=True))))
    finished = sum(n * float(np.asarray(shares)[-1]) for n, shares in zip(people, retained, strict=True))
    return power_of_estimate(effect, se, finished - 2, alpha)


def given_baseline(covariance: ArrayLike) -> NDArray[np.float64]:
    """Return the covariance of later visits once each is adjusted for the first.

    Parameters
    ----------
    covariance : array of float, [visit, visit]
        Baseline first.

    Examples
    --------
    >>> given_baseline([[1.0, 0.5], [0.5, 1.0]]).tolist()
    [[0.75]]
    """
    sigma = np.asarray(covariance, float)
    return sigma[1:, 1:] - np.outer(sigma[1:, 0], sigma[0, 1:]) / sigma[0, 0]


def monotone(shares: Sequence[float]) -> NDArray[np.float64]:
    """Return shares of people seen at each visit as shares still there, which never rise.

    Examples
    --------
    >>> monotone([1.0, 0.8, 0.9]).tolist()
    [1.0, 0.9, 0.9]
    """
    return np.maximum.accumulate(np.asarray(shares, float)[::-1])[::-1]
