"""Fit the planned covariance structure and, only where it fails, those planned to fall back on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.fit import Likelihood, MixedFit, fit_mixed_model
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES


@dataclass(frozen=True, eq=False)
class Attempt:
    """One structure, tried in the replicates in which those before it failed.

    Attributes
    ----------
    name : str
        Name of the structure in protocols.
    replicates : array of int64 [replicate tried]
        Which replicates it was tried in.
    fit : MixedFit
        The fit of these.
    """

    name: str
    replicates: NDArray[np.int64]
    fit: MixedFit


def fit_with_fallbacks(
    data: Measurements, names: Sequence[str], likelihood: Likelihood = "REML"
) -> tuple[Attempt, ...]:
    """Try covariance structures in the order planned.

    Parameters
    ----------
    data : Measurements
        Of any number of replicates.
    names : sequence of str
        Structures, the planned one first; see `STRUCTURES`.
    likelihood : str
        ``REML`` or ``ML``.

    Returns
    -------
    tuple of Attempt
        The first over all replicates, each later one over the replicates in which none before converged;
        it ends early when there are none.

    Examples
    --------
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> data = Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1))
    >>> [attempt.name for attempt in fit_with_fallbacks(data, ["unstructured", "toeplitz"])]
    ['unstructured']
    """
    left = np.arange(len(data.outcome))
    attempts: list[Attempt] = []
    for name in names:
        fit = fit_mixed_model(data.take(left), STRUCTURES[name], likelihood)
        attempts.append(Attempt(name, left, fit))
        left = left[~fit.converged]
        if not len(left):
            break
    return tuple(attempts)
