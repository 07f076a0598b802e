"""Whether a calibration finds what it should: known parameters recovered, and ranks of truths among draws.

Both run on a stage's own emulator, with its own errors: numbers are drawn as published ones would fall if the
parameters were known, and fitted as the published ones are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from lassitude.calibration.emulator import Emulator, emulate
from lassitude.calibration.likelihood import Likelihood, draw_deviations
from lassitude.calibration.sampling import KEPT, sample
from lassitude.randomness.streams import Keys, normals, person_keys

Floats = NDArray[np.float64]

TRUTHS = 8
"""Known parameters that are recovered in every stage."""


@dataclass(frozen=True, eq=False)
class Recovery:
    """What was known and what was found, in standard numbers.

    Attributes
    ----------
    truth, mean, sd : array, [truth, parameter]
        Known values, and mean and standard deviation of the draws.
    inside : array of bool, [truth, parameter]
        Whether the central 90% of draws hold the truth.
    """

    truth: Floats
    mean: Floats
    sd: Floats
    inside: NDArray[np.bool_]


def recover(emulator: Emulator, likelihood: Likelihood, earlier: Floats, seed: int) -> Recovery:
    """Draw known parameters from the prior, numbers from them, and fit those.

    Parameters
    ----------
    emulator : Emulator
        Of a stage.
    likelihood : Likelihood
        How its numbers may lie off.
    earlier : array, [row, earlier parameter]
        Draws of what was fitted before; each of the first `TRUTHS` rows is held for one truth. There are
        as many chains as rows.
    seed : int
        Of the draws.
    """
    rows, parameters = len(earlier), emulator.linear.shape[0]
    truths = min(TRUTHS, rows)
    keys = person_keys(seed, 1, np.arange(truths))
    truth = _from_prior(keys, parameters)
    numbers = emulate(emulator, truth, earlier[:truths]) + draw_deviations(likelihood, keys)
    left = numbers - emulator.constant - earlier[:truths] @ emulator.earlier
    chains = np.arange(rows) % truths
    drawn = sample(emulator, likelihood, left[chains], seed, "recovery").draws
    each = [drawn[chains == one].reshape(-1, parameters) for one in range(truths)]
    low, high = (np.stack([np.quantile(one, edge, axis=0) for one in each]) for edge in (0.05, 0.95))
    return Recovery(
        truth,
        np.stack([one.mean(axis=0) for one in each]),
        np.stack([one.std(axis=0, ddof=1) for one in each]),
        (low <= truth) & (truth <= high),
    )


def ranks(emulator: Emulator, likelihood: Likelihood, earlier: Floats, seed: int) -> NDArray[np.int64]:
    """Rank truths from the prior among the draws that are fitted to numbers drawn from them.

    Talts et al. 2018, arXiv:1804.06788: every rank is as frequent as every other when the sampler is right.

    Parameters
    ----------
    emulator, likelihood, seed
        As in :func:`recover`.
    earlier : array, [row, earlier parameter]
        One row for each rank.

    Returns
    -------
    array of int, [row, parameter]
        From 0 to the number of kept draws.
    """
    keys = person_keys(seed, 2, np.arange(len(earlier)))
    truth = _from_prior(keys, emulator.linear.shape[0])
    numbers = emulate(emulator, truth, earlier) + draw_deviations(likelihood, keys)
    left = numbers - emulator.constant - earlier @ emulator.earlier
    drawn = sample(emulator, likelihood, left, seed, "ranks").draws
    return (drawn < truth[:, None]).sum(axis=1)


def uniformity(found: NDArray[np.int64], highest: int = KEPT) -> Floats:
    """Return for every parameter the p value of a chi-square test that all ranks are as frequent.

    Parameters
    ----------
    found : array of int, [rank, parameter]
        From 0 to `highest`.
    highest : int
        The largest possible rank.

    Examples
    --------
    >>> even = np.tile(np.arange(9), 30)[:, None]
    >>> uniformity(even).tolist(), bool(uniformity(np.zeros_like(even))[0] < 1e-9)
    ([1.0], True)
    """
    counts = np.stack([np.bincount(column, minlength=highest + 1) for column in found.T])
    expected = len(found) / (highest + 1)
    return chi2.sf(((counts - expected) ** 2 / expected).sum(axis=1), highest)


def _from_prior(keys: Keys, parameters: int) -> Floats:
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    return normals(each, "truths", 0, np.arange(parameters))
