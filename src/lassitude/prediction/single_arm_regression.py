"""Regression to the mean of people who enter by their score, in closed form and on whole points.

A score is a lasting level plus what passes: X = T + e, both normal, var X = SD² and var T = ICC · SD².
People enter by the mean of k measurements, M, which is their baseline. Of what lies above the population
mean m, a later measurement keeps the share

    kept = cov(M, X) / var M = ICC / (ICC + (1 - ICC) / k),

so that the expected change is -(1 - kept) (E[M | entered] - m). For one measurement kept = ICC.

Known answer: SD 19.7, ICC 0.863, entry above 33 and a mean of 51.3 at entry. With a = (33 - m) / 19.7 the
mean above the cut is m + 19.7 φ(a) / (1 - Φ(a)); it is 51.3 for m = 39.4, and 0.137 (51.3 - 39.4) = 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats: TypeAlias = NDArray[np.float64]

_REACH = 8.0
"""How many SD from the mean at entry the population's mean is looked for."""
_HALVINGS = 40
_NODES = 101


@dataclass(frozen=True, slots=True)
class Window:
    """Which scores enter, and how often they are measured for that.

    Attributes
    ----------
    low, high : float
        Only scores above `low` and below `high` enter; infinite where open.
    times : int
        Measurements whose mean is judged.
    """

    low: float = -np.inf
    high: float = np.inf
    times: int = 1


def kept_share(icc: ArrayLike, times: int) -> Floats:
    """Return the share of a deviation from the population mean that a later measurement keeps.

    Parameters
    ----------
    icc : array of float, 0 to 1
        Correlation of two measurements as far apart as entry and outcome.
    times : int
        Measurements whose mean deviates.

    Examples
    --------
    >>> kept_share(0.5, 1).item(), round(kept_share(0.5, 4).item(), 3)
    (0.5, 0.8)
    """
    return np.asarray(icc, np.float64) / _variance_share(icc, times)


def spread_at_entry(sd: ArrayLike, icc: ArrayLike, times: int) -> Floats:
    """Return the SD, over the population, of the mean that is judged at entry.

    Examples
    --------
    >>> spread_at_entry(2.0, 0.5, 1).item()
    2.0
    """
    return np.asarray(sd * np.sqrt(_variance_share(icc, times)), np.float64)


def _variance_share(icc: ArrayLike, times: int) -> Floats:
    lasting = np.asarray(icc, np.float64)
    return np.maximum(lasting + (1.0 - lasting) / times, np.finfo(float).tiny)


def truncated_moments(mean: ArrayLike, sd: ArrayLike, window: Window) -> tuple[Floats, Floats]:
    """Return mean and SD of those of a normal population who enter.

    Parameters
    ----------
    mean, sd : array of float
        Of what is judged, over the population; the window within 8 SD of the mean.
    window : Window
        Who enters.

    Examples
    --------
    >>> mean, sd = truncated_moments(0.0, 1.0, Window(low=0.0))
    >>> round(mean.item(), 4), round(sd.item(), 4)
    (0.7979, 0.6028)
    """
    center, width = np.broadcast_arrays(np.asarray(mean, np.float64), np.asarray(sd, np.float64))
    low, high = (window.low - center) / width, (window.high - center) / width
    share = np.where(low > 0.0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
    first = (_density(low) - _density(high)) / share
    second = (_times_density(low) - _times_density(high)) / share
    return center + width * first, width * np.sqrt(np.maximum(1.0 + second - first**2, 0.0))


def _density(at: Floats) -> Floats:
    return np.exp(-0.5 * at**2) / np.sqrt(2.0 * np.pi)


def _times_density(at: Floats) -> Floats:
    return np.where(np.isfinite(at), at, 0.0) * _density(at)


def population_mean(entered: ArrayLike, sd: ArrayLike, window: Window) -> Floats:
    """Return the population mean that gives those who enter their mean.

    Parameters
    ----------
    entered : array of float
        Mean of those who entered.
    sd : array of float
        Of what is judged, over the population.
    window : Window
        Who enters.

    Returns
    -------
    array of float
        At most 8 SD away; there where no mean gives `entered`.

    Examples
    --------
    >>> round(population_mean(51.3, 19.7, Window(low=33.0)).item(), 1)
    39.4
    """
    target, width = np.broadcast_arrays(np.asarray(entered, np.float64), np.asarray(sd, np.float64))
    below, above = target - _REACH * width, target + _REACH * width
    for _ in range(_HALVINGS):
        middle = 0.5 * (below + above)
        too_low = truncated_moments(middle, width, window)[0] < target
        below, above = np.where(too_low, middle, below), np.where(too_low, above, middle)
    return 0.5 * (below + above)


def regression(entered: ArrayLike, mean: ArrayLike, icc: ArrayLike, times: int) -> Floats:
    """Return the change that regression to the mean brings about.

    Parameters
    ----------
    entered, mean : array of float
        Mean of those who entered, and of the population.
    icc : array of float
        See :func:`kept_share`.
    times : int
        Measurements whose mean is the baseline.

    Examples
    --------
    >>> mean = population_mean(51.3, 19.7, Window(low=33.0))
    >>> round(regression(51.3, mean, 0.863, 1).item(), 1)
    -1.6
    """
    return -(1.0 - kept_share(icc, times)) * (np.asarray(entered) - np.asarray(mean))


def spread_of_change(sd: ArrayLike, icc: ArrayLike, times: int, entered_sd: ArrayLike) -> Floats:
    """Return the SD, between those who entered, of outcome minus baseline.

    Parameters
    ----------
    sd, icc, times
        See :func:`spread_at_entry`.
    entered_sd : array of float
        SD of the baseline among those who entered; 0 where their baseline is known.

    Examples
    --------
    >>> round(spread_of_change(10.0, 0.5, 1, 10.0).item(), 4) == 10.0
    True
    """
    kept = kept_share(icc, times)
    fresh = np.asarray(sd) ** 2 * (1.0 - np.asarray(icc) * kept)
    return np.sqrt(np.maximum(fresh + ((1.0 - kept) * np.asarray(entered_sd)) ** 2, 0.0))


def on_whole_points(
    mean: float, sd: float, icc: float, window: Window, ends: tuple[float, float], step: float
) -> tuple[float, float]:
    """Return the mean of baseline and of outcome where scores are whole points between two ends.

    Parameters
    ----------
    mean, sd, icc : float
        Of the normal score before it is rounded and cut off at the ends.
    window : Window
        Who enters.
    ends : pair of float
        Lowest and highest possible score.
    step : float
        Distance between possible scores.

    Returns
    -------
    tuple of float
        Mean baseline and mean outcome of those who enter.

    Examples
    --------
    >>> first, later = on_whole_points(39.1, 19.7, 0.863, Window(low=33.0), (0.0, 84.0), 1.0)
    >>> round(later - first, 1)
    -1.7
    """
    node, weight = _nodes()
    lasting = mean + sd * np.sqrt(icc) * node
    passing = max(sd * np.sqrt(1.0 - icc), 1e-9)
    scores = np.arange(ends[0], ends[1] + 0.5 * step, step)
    edges = np.concatenate([[-np.inf], scores[:-1] + 0.5 * step, [np.inf]])
    chances = np.diff(ndtr((edges - lasting[:, None]) / passing), axis=1)
    judged = _of_mean(chances, window.times)
    means = np.linspace(ends[0], ends[1], judged.shape[1])
    small = 1e-9 * step
    enter = judged * ((means > window.low + small) & (means < window.high - small))
    entering = weight * enter.sum(axis=1)
    first = (weight * (enter @ means)).sum() / entering.sum()
    return float(first), float((entering * (chances @ scores)).sum() / entering.sum())


def mean_on_whole_points(
    entered: float, sd: float, icc: float, window: Window, ends: tuple[float, float], step: float
) -> float:
    """Return the population mean that gives those who enter their mean, on whole points.

    The arguments are those of :func:`on_whole_points`, with the mean of those who entered in place of the
    population's; what is sought lies within one SD of the closed form.

    Examples
    --------
    >>> round(mean_on_whole_points(51.3, 19.7, 0.863, Window(low=33.0), (0.0, 84.0), 1.0), 1)
    39.1
    """
    near = float(population_mean(entered, spread_at_entry(sd, icc, window.times), window))
    below, above = near - sd, near + sd
    for _ in range(_HALVINGS // 2):
        middle = 0.5 * (below + above)
        too_low = on_whole_points(middle, sd, icc, window, ends, step)[0] < entered
        below, above = (middle, above) if too_low else (below, middle)
    return 0.5 * (below + above)


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Return nodes and weights that average over a standard normal, but for a factor."""
    return np.polynomial.hermite_e.hermegauss(_NODES)


def _of_mean(chances: Floats, times: int) -> Floats:
    """Return the chances of each mean of several scores that share their lasting level, [node, mean]."""
    total = chances
    for _ in range(times - 1):
        total = np.stack([np.convolve(one, other) for one, other in zip(total, chances, strict=True)])
    return total
