"""A forecast from other studies alone: random-effects regression, with moderators held back by their number.

Studies differ from their mean by chance (sampling variance) and in truth. What differs in truth is the sum
of what only the study has and of what it shares with studies of the same instrument, comparator, blinding,
entry cut and duration; each of the six has the same variance, which is fixed in advance because few arms
cannot tell them apart. One variance is estimated, by restricted maximum likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

FEWEST_ARMS = 3
"""Fewer published arms make no regression."""


@dataclass(frozen=True, slots=True)
class Moderators:
    """What an arm is compared by.

    Attributes
    ----------
    instrument, comparator, blinding : str
        Alike where the words are; empty where unknown, which is like nothing else.
    entry_cut : str
        Whether people had to have a score to enter; ``yes``, ``no`` or empty.
    days : float or None
        Since the first visit; None where unknown or not followed.
    """

    instrument: str = ""
    comparator: str = ""
    blinding: str = ""
    entry_cut: str = ""
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One published number.

    Attributes
    ----------
    value, variance : float
        On the scale of the regression, and the sampling variance of it.
    moderators : Moderators
        What it is compared by.
    """

    value: float
    variance: float
    moderators: Moderators


@dataclass(frozen=True, slots=True)
class Regression:
    """What a meta-regression predicts of a further study.

    Attributes
    ----------
    center, error : float
        Center and scale of Student's t distribution of its number, on the scale of the regression.
    freedom : float
        Arms less one.
    heterogeneity : float
        Variance between studies of each of the six parts.
    """

    center: float
    error: float
    freedom: float
    heterogeneity: float


def likeness(one: Sequence[Moderators], other: Sequence[Moderators]) -> NDArray[np.float64]:
    """Return how many moderators two arms have in common; of the durations the nearness counts, from 0 to 1.

    Durations are compared by their logarithms: twice as long leaves 0.79, eight times 0.12.

    Returns
    -------
    array of float, [arm of one, arm of other]
        0 to 5.

    Examples
    --------
    >>> open_label = Moderators("MFIS", "", "open", "yes", 84.0)
    >>> likeness([open_label], [open_label, Moderators("FSS", "", "open")])
    array([[4., 1.]])
    """
    same = np.zeros((len(one), len(other)))
    for name in ("instrument", "comparator", "blinding", "entry_cut"):
        rows, columns = ([getattr(arm, name) for arm in arms] for arms in (one, other))
        same += [[float(bool(row) and row == column) for column in columns] for row in rows]
    rows, columns = ([_log_days(arm.days) for arm in arms] for arms in (one, other))
    distance = np.subtract.outer(rows, columns)
    return same + np.nan_to_num(np.exp(-0.5 * distance**2))


def _log_days(days: float | None) -> float:
    return np.nan if days is None else float(np.log(max(days, 1.0)))


def regress(arms: Sequence[Arm], asked: Moderators, variance: float) -> Regression | None:
    """Predict the number of a further study from published arms.

    Parameters
    ----------
    arms : sequence of Arm
        Published numbers of one kind.
    asked : Moderators
        Of the study to predict.
    variance : float
        Its sampling variance, on the scale of the regression.

    Returns
    -------
    Regression or None
        None where fewer than three arms are published.

    Examples
    --------
    >>> alike = [Arm(value, 0.01, Moderators("MFIS")) for value in (1.0, 2.0, 3.0)]
    >>> round(regress(alike, Moderators("MFIS"), 0.01).center, 6)
    2.0
    """
    if len(arms) < FEWEST_ARMS:
        return None
    told = [arm.moderators for arm in arms]
    shared = likeness(told, told) + np.diag([1.0 + _unknown(one) for one in told])
    values = np.array([arm.value for arm in arms])
    chance = np.array([arm.variance for arm in arms])
    between = heterogeneity(values, chance, shared)
    inverse = np.linalg.inv(np.diag(chance) + between * shared)
    weight = inverse.sum()
    mean = float((inverse @ values).sum() / weight)
    toward = between * likeness([asked], told)[0]
    own = between * (float(likeness([asked], [asked])[0, 0]) + _unknown(asked) + 1.0)
    center = mean + float(toward @ inverse @ (values - mean))
    unsure_of_mean = (1.0 - float((inverse @ toward).sum())) ** 2 / weight
    error = np.sqrt(max(own - float(toward @ inverse @ toward), 0.0) + unsure_of_mean + variance)
    return Regression(center, float(error), len(arms) - 1.0, between)


def _unknown(asked: Moderators) -> float:
    """Count what is unknown of a study: it varies all the same."""
    words = (asked.instrument, asked.comparator, asked.blinding, asked.entry_cut)
    return float(sum(not word for word in words) + (asked.days is None))


def heterogeneity(
    values: NDArray[np.float64], chance: NDArray[np.float64], shared: NDArray[np.float64]
) -> float:
    """Estimate the variance between studies by restricted maximum likelihood.

    Parameters
    ----------
    values, chance : array of float, [arm]
        Published numbers and their sampling variances.
    shared : array of float, [arm, arm]
        What the variance between studies is multiplied by; the unit matrix in ordinary meta-analysis.

    Returns
    -------
    float
        0 or more.

    Examples
    --------
    >>> round(heterogeneity(np.array([1.0, 2.0, 3.0]), np.full(3, 0.25), np.eye(3)), 4)
    0.75
    """

    def loss(between: float) -> float:
        whole = np.diag(chance) + between * shared
        inverse = np.linalg.inv(whole)
        weight = inverse.sum()
        rest = values - (inverse @ values).sum() / weight
        return float(np.linalg.slogdet(whole)[1] + np.log(weight) + rest @ inverse @ rest)

    top = 100.0 * float(values.var()) + 1e-12
    grid = np.concatenate([[0.0], np.geomspace(1e-6, 1.0, 61)]) * top
    losses = [loss(one) for one in grid]
    place = int(np.argmin(losses))
    low, high = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-9 * top})
    return float(found.x) if found.fun < losses[0] else 0.0
