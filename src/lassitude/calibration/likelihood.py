"""What a published number says of a prediction: a Student t around it, as wide as all that is not known.

Its variance is the published one (times a declared factor for a secondary source), that between studies, and
that of the emulator. Numbers that rest on the same patients form one likelihood: their published parts go
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from lassitude.calibration.scales import Fisher, Scale
from lassitude.randomness.streams import Keys, normals, uniforms

TOGETHER = 0.7
"""Hypothesis: how the errors of numbers go together that rest on the same patients and the same outcome."""
TAILS = 5.0
"""Hypothesis: degrees of freedom of the t, so that a number which the model cannot meet bends little else."""
SECONDARY = 2.0
"""Hypothesis: variance of a number from a review over that of the same number from its source."""


@dataclass(frozen=True)
class Observation:
    """A published number that a stage is fitted to.

    Attributes
    ----------
    target : str
        Name of the protocol that repeats the study.
    estimate : str
        Id of the estimate in it.
    pointer : str
        Where the number stands in the ledger.
    published : float
        The number, in the unit of the estimate.
    scale : Scale
        On which it is about normal.
    standard_error : float
        Published, on that scale.
    between : float
        Standard deviation between studies, on that scale.
    factor : float
        Of the published variance: 1, or more for a secondary source.
    group : str
        Those of one group form one likelihood.
    """

    target: str
    estimate: str
    pointer: str
    published: float
    scale: Scale
    standard_error: float
    between: float
    factor: float
    group: str

    @property
    def name(self) -> str:
        """Which number of which target."""
        return f"{self.target}: {self.estimate}"

    @property
    def told(self) -> float:
        """The number on its scale."""
        return float(self.scale.forth(self.published))

    @property
    def spread(self) -> float:
        """Standard deviation of the number as a study of this kind, on its scale."""
        return float(np.sqrt(self.factor * self.standard_error**2 + self.between**2))


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The numbers of a stage and how they may lie off, in the arrays that a sampler needs.

    Attributes
    ----------
    told : array, [number]
        Published, each on its scale.
    covariance : array, [number, number]
        Of published number minus emulated one.
    whitening : array, [number, number]
        Times a deviation it gives independent parts of variance 1; rows of numbers left out are 0.
    groups : array of int, [number]
        Which likelihood each belongs to; numbers of a group stand anywhere.
    sizes : array, [group]
        How many numbers of each group are in use.
    """

    told: NDArray[np.float64]
    covariance: NDArray[np.float64]
    whitening: NDArray[np.float64]
    groups: NDArray[np.int64]
    sizes: NDArray[np.float64]

    def with_numbers(self, told: NDArray[np.float64]) -> Likelihood:
        """Return the likelihood of other numbers, as uncertain as these."""
        return replace(self, told=told)


def likelihood_of(observations: Sequence[Observation], emulator_error: NDArray[np.float64]) -> Likelihood:
    """Put together the likelihood of a stage.

    Parameters
    ----------
    observations : sequence of Observation
        Published numbers.
    emulator_error : array, [number]
        Standard deviation of what the emulator gets wrong; infinite where it cannot tell, and the number is
        left out.

    Examples
    --------
    >>> from lassitude.calibration.scales import Identity
    >>> one = Observation("a", "X|mean|M0|arm", "e:v", 3.0, Identity(), 0.3, 0.4, 1.0, "e")
    >>> likelihood_of([one, one], np.zeros(2)).covariance.round(3).tolist()
    [[0.25, 0.175], [0.175, 0.25]]
    """
    names = list(dict.fromkeys(one.group for one in observations))
    groups = np.array([names.index(one.group) for one in observations], dtype=np.int64)
    spreads = np.array([one.spread for one in observations])
    correlation = np.where(groups[:, None] == groups, TOGETHER, 0.0)
    np.fill_diagonal(correlation, 1.0)
    signs = _signs(observations)
    correlation *= np.outer(signs, signs)
    used = np.isfinite(emulator_error)
    covariance = correlation * np.outer(spreads, spreads)
    covariance += np.diag(np.where(used, emulator_error, 0.0) ** 2)
    return Likelihood(
        told=np.array([one.told for one in observations]),
        covariance=covariance,
        whitening=_whitening(covariance, used),
        groups=groups,
        sizes=np.bincount(groups[used], minlength=len(names)).astype(np.float64),
    )


def log_likelihood(likelihood: Likelihood, emulated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithm of the likelihood of predictions, up to a constant.

    Parameters
    ----------
    likelihood : Likelihood
        Of the stage.
    emulated : array, [..., number]
        Predictions on the scales of the numbers.

    Examples
    --------
    >>> from lassitude.calibration.scales import Identity
    >>> one = Observation("a", "X|mean|M0|arm", "e:v", 3.0, Identity(), 0.3, 0.4, 1.0, "e")
    >>> log_likelihood(likelihood_of([one], np.zeros(1)), np.array([[3.0], [3.5]])).round(3).tolist()
    [-0.0, -0.547]
    """
    parts = (likelihood.told - emulated) @ likelihood.whitening.T
    member = np.eye(len(likelihood.sizes))[likelihood.groups]
    squares = parts**2 @ member
    return -0.5 * ((TAILS + likelihood.sizes) * np.log1p(squares / TAILS)).sum(axis=-1)


def draw_deviations(likelihood: Likelihood, keys: Keys) -> NDArray[np.float64]:
    """Draw how far published numbers lie from emulated ones, [draw, number], one for each key.

    Examples
    --------
    >>> from lassitude.calibration.scales import Identity
    >>> from lassitude.randomness.streams import person_keys
    >>> one = Observation("a", "X|mean|M0|arm", "e:v", 3.0, Identity(), 0.3, 0.4, 1.0, "e")
    >>> draw_deviations(likelihood_of([one], np.zeros(1)), person_keys(1, 0, np.arange(4))).shape
    (4, 1)
    """
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    plain = normals(each, "deviations of numbers", 0, np.arange(len(likelihood.told)))
    shares = uniforms(each, "tails of likelihoods", 0, np.arange(len(likelihood.sizes)))
    wider = np.sqrt(TAILS / chi2.ppf(shares, TAILS))[:, likelihood.groups]
    return (plain @ np.linalg.cholesky(likelihood.covariance).T) * wider


def _signs(observations: Sequence[Observation]) -> NDArray[np.float64]:
    """Return -1 for negative correlations: what makes people more alike makes them more negative."""
    return np.array(
        [-1.0 if isinstance(one.scale, Fisher) and one.published < 0.0 else 1.0 for one in observations]
    )


def _whitening(covariance: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows = np.flatnonzero(used)
    whitening = np.zeros_like(covariance)
    inverse = np.linalg.inv(np.linalg.cholesky(covariance[np.ix_(rows, rows)]))
    whitening[np.ix_(rows, rows)] = inverse
    return whitening
