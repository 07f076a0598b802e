"""Whether chains have mixed and how many independent draws they are worth.

Split R-hat and effective sample size after Vehtari et al. 2021, doi:10.1214/20-BA1221, without
rank-normalizing: the numbers are nearly normal already.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def split_r_hat(draws: Floats) -> Floats:
    """Compare halves of chains with each other: 1 where all of them draw from the same.

    Parameters
    ----------
    draws : array, [chain, draw, parameter]
        Two draws a chain or more.

    Returns
    -------
    array, [parameter]

    Examples
    --------
    >>> apart = np.stack([np.zeros((4, 1)), np.ones((4, 1))]) + np.array([0.0, 0.1, 0.0, 0.1])[:, None]
    >>> bool(split_r_hat(apart)[0] > 2)
    True
    """
    halves = _halves(draws)
    within, between, length = *_variances(halves), halves.shape[1]
    total = (length - 1) / length * within + between / length
    return np.sqrt(total / np.maximum(within, 1e-300))


def effective_sample_size(draws: Floats) -> Floats:
    """Count independent draws that would know the mean as well, [parameter].

    Parameters
    ----------
    draws : array, [chain, draw, parameter]
        Four draws a chain or more.

    Examples
    --------
    >>> same = np.broadcast_to(np.arange(8.0)[:, None, None], (8, 10, 1))
    >>> bool(effective_sample_size(same + 1e-9 * np.arange(10.0)[:, None])[0] < 20)
    True
    """
    halves = _halves(draws)
    chains, length, _ = halves.shape
    within, between = _variances(halves)
    total = np.maximum((length - 1) / length * within + between / length, 1e-300)
    centered = halves - halves.mean(axis=1, keepdims=True)
    alike = np.stack(
        [(centered[:, lag:] * centered[:, : length - lag]).sum(axis=1).mean(axis=0) for lag in range(length)]
    ) / (length - 1)
    correlations = 1.0 - (within - alike) / total
    return chains * length / _integrated(correlations)


def _halves(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _variances(halves: Floats) -> tuple[Floats, Floats]:
    """Return the mean variance within chains, and the variance of their means times their length."""
    length = halves.shape[1]
    return halves.var(axis=1, ddof=1).mean(axis=0), length * halves.mean(axis=1).var(axis=0, ddof=1)


def _integrated(correlations: Floats) -> Floats:
    """Add up correlations two lags at a time as long as they fall and stay above zero (Geyer 1992)."""
    length = len(correlations) // 2 * 2
    two = correlations[:length].reshape(-1, 2, correlations.shape[1]).sum(axis=1)
    falling = np.minimum.accumulate(two, axis=0)
    positive = np.cumprod(falling > 0.0, axis=0) * falling
    return np.maximum(-1.0 + 2.0 * positive.sum(axis=0), 1e-3)
