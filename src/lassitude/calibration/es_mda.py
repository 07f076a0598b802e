"""A second opinion on the posterior: an ensemble smoother with multiple data assimilation.

Emerick and Reynolds 2013, doi:10.1016/j.cageo.2012.03.011, with equal inflation. It shares the emulator with
the sampler but none of its steps, and is exact only where everything is linear and normal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from lassitude.randomness.streams import Keys, normals, person_keys, uniforms

Floats = NDArray[np.float64]

ROUNDS = 4
MEMBERS = 512


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Where the smoother ends.

    Attributes
    ----------
    mean, sd : array, [parameter]
        Of the ensemble, in standard numbers.
    """

    mean: Floats
    sd: Floats


def smooth(
    predict: Callable[[Floats], Floats], told: Floats, covariance: Floats, parameters: int, seed: int
) -> Ensemble:
    """Move an ensemble from the prior to the numbers in a few rounds.

    Parameters
    ----------
    predict : callable
        Standard numbers [member, parameter] to predictions [member, number].
    told : array, [number]
        Published.
    covariance : array, [number, number]
        Of published minus predicted.
    parameters : int
        How many there are.
    seed : int
        Of the calibration.

    Examples
    --------
    >>> found = smooth(lambda at: at, np.array([1.0]), np.array([[1.0]]), 1, 2026)
    >>> bool(abs(found.mean[0] - 0.5) < 0.1), bool(abs(found.sd[0] - 0.5**0.5) < 0.1)
    (True, True)
    """
    keys = person_keys(seed, 0, np.arange(MEMBERS))
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    shift = uniforms(person_keys(seed, 1, 0), "ensemble", 0, np.arange(parameters))
    grid = qmc.Sobol(parameters, scramble=False).random(MEMBERS) if parameters else np.zeros((MEMBERS, 0))
    members = norm.ppf((grid + shift) % 1.0)
    root = np.linalg.cholesky(covariance * ROUNDS)
    for turn in range(ROUNDS):
        predicted = predict(members)
        noise = normals(each, "ensemble: noise", turn, np.arange(len(told))) @ root.T
        centered = predicted - predicted.mean(axis=0)
        cross = (members - members.mean(axis=0)).T @ centered / (MEMBERS - 1)
        own = centered.T @ centered / (MEMBERS - 1)
        gain = np.linalg.solve(own + covariance * ROUNDS, cross.T)
        members = members + (told + noise - predicted) @ gain
    return Ensemble(members.mean(axis=0), members.std(axis=0, ddof=1))
