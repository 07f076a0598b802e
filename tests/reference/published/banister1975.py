"""Fitness minus fatigue: the two-component answer to training.

Reference
---------
Banister E.W. et al. A systems model of training for athletic performance. Aust J Sports Med 1975;
7:57-61. Sum convention (load of day i acts from day i + 1 on), saturation and illustrative constants as in
github.com/bsh2/Fitness-Fatigue-Models. The constants are an illustration there, not an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.signal import lfilter


@dataclass(frozen=True)
class Banister:
    """p(n) = baseline + kg * sum w_i e^{-(n-i)/tg} - kh * sum w_i e^{-(n-i)/th}, sums over i < n."""

    baseline: float = 400.0
    fitness_gain: float = 0.1
    fatigue_gain: float = 0.3
    fitness_days: float = 50.0
    fatigue_days: float = 15.0


@dataclass(frozen=True)
class Saturation:
    """w* = ceiling * w ** power / (half ** power + w ** power)."""

    ceiling: float
    half: float
    power: float


def saturated(load: ArrayLike, saturation: Saturation) -> NDArray[np.float64]:
    """Return the effective load, between 0 and the ceiling."""
    raised = np.asarray(load, float) ** saturation.power
    return saturation.ceiling * raised / (saturation.half**saturation.power + raised)


def performance(load: ArrayLike, model: Banister) -> NDArray[np.float64]:
    """Return performance on days 0 to n - 1 for the loads of the same days, [day]."""
    load = np.asarray(load, float)
    fitness = _memory(load, model.fitness_days)
    fatigue = _memory(load, model.fatigue_days)
    return model.baseline + model.fitness_gain * fitness - model.fatigue_gain * fatigue


def _memory(load: NDArray[np.float64], days: float) -> NDArray[np.float64]:
    kept = np.exp(-1 / days)
    return np.asarray(lfilter([0.0, kept], [1.0, -kept], load))


def days_below_baseline(model: Banister) -> float:
    """Return how long one bout lowers performance: ln(kh / kg) * tg * th / (tg - th)."""
    return np.log(model.fatigue_gain / model.fitness_gain) * _spread(model)


def days_to_best(model: Banister) -> float:
    """Return when one bout helps most: ln(kh * tg / (kg * th)) * tg * th / (tg - th)."""
    ratio = model.fatigue_gain * model.fitness_days / (model.fitness_gain * model.fatigue_days)
    return np.log(ratio) * _spread(model)


def _spread(model: Banister) -> float:
    return model.fitness_days * model.fatigue_days / (model.fitness_days - model.fatigue_days)
