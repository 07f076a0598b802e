"""EDSS as eight graded items on one latent disability (graded response model), with cladribine.

Reference
---------
Novakovic A.M. et al. Application of item response theory to modeling of expanded disability status scale
in multiple sclerosis. AAPS J 2017; 19:172-179, doi:10.1208/s12248-016-9977-z; DDMODEL00000223 (CLARITY).
Final estimates of a run that ended with rounding errors (0.6 significant digits): no standard errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit


@dataclass(frozen=True)
class Item:
    """One functional system: slope and thresholds, the first as it is and the others as increments."""

    slope: float
    first: float
    increments: tuple[float, ...]

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """Latent values at which each next grade is as likely as not, [grade - 1]."""
        return np.cumsum((self.first, *self.increments))

    @property
    def top(self) -> int:
        """The highest grade."""
        return 1 + len(self.increments)


ITEMS = {
    "pyramidal": Item(3.16, -1.57, (1.27, 0.823, 1.43, 1.31)),
    "cerebellar": Item(2.81, -0.929, (0.979, 1.03, 1.64, 1.11)),
    "brainstem": Item(1.02, -0.121, (1.74, 2.02, 2.81)),
    "sensory": Item(0.980, -0.799, (1.20, 1.97, 2.39, 3.02, 2.35)),
    "bowel_bladder": Item(1.25, -0.151, (1.90, 1.54, 3.03, 0.962)),
    "visual": Item(0.424, 0.0351, (3.87, 2.76, 1.76, 1.77, 1.75)),
    "mental": Item(0.907, 0.400, (1.12, 4.17, 2.90)),
    "ambulation": Item(3.71, 1.14, (0.243, 0.225, 0.423, 0.439, 0.477, 0.139, 0.257, 0.349)),
}

EFFECTS = ("disability", "slope", "age", "years_since_diagnosis", "exacerbations")
VARIANCES = (1.0, 0.199, 99.5, 54.2, 0.371)
CORRELATIONS = {
    (0, 1): 0.114, (0, 2): 0.265, (1, 2): 0.118, (0, 3): 0.272, (1, 3): 0.0894,
    (2, 3): 0.456, (0, 4): 0.0454, (1, 4): 0.0685, (2, 4): -0.0911, (3, 4): -0.120,
}  # fmt: skip


@dataclass(frozen=True)
class Cladribine:
    """Cumulative dose in mg and creatinine clearance in mL/min; clearance counts up to 150."""

    cumulative_dose: float
    clearance: float = 104.5

    @property
    def exposure(self) -> float:
        """Cumulative dose * 104.5 / clearance."""
        return self.cumulative_dose * 104.5 / min(self.clearance, 150.0)


def covariance() -> NDArray[np.float64]:
    """Return the covariance of the five person effects, in the order of :data:`EFFECTS`."""
    correlation = np.eye(len(VARIANCES))
    for (row, column), value in CORRELATIONS.items():
        correlation[row, column] = correlation[column, row] = value
    deviation = np.sqrt(VARIANCES)
    return correlation * np.outer(deviation, deviation)


def untreated(days: ArrayLike) -> NDArray[np.float64]:
    """Return the typical person's latent disability, 0.0870 * (t / 365) ** 0.707."""
    return 0.0870 * (np.asarray(days, float) / 365) ** 0.707


def treated(days: ArrayLike, drug: Cladribine) -> NDArray[np.float64]:
    """Return the same under cladribine: 22.8% slower, less 0.171 * X / (X + 407)."""
    relief = 0.171 * drug.exposure / (drug.exposure + 407)
    return untreated(days) * (1 - 0.228) - relief


def at_least(item: Item, disability: ArrayLike) -> NDArray[np.float64]:
    """Return P(grade >= j) for j = 1 to the top, [..., grade]."""
    return expit(item.slope * (np.asarray(disability, float)[..., None] - item.thresholds))


def probabilities(item: Item, disability: ArrayLike) -> NDArray[np.float64]:
    """Return P(grade = j) for j = 0 to the top, [..., grade]."""
    reached = at_least(item, disability)
    edge = np.ones_like(reached[..., :1])
    return -np.diff(np.concatenate((edge, reached, 0 * edge), axis=-1), axis=-1)


def expected_grade(item: Item, disability: ArrayLike) -> NDArray[np.float64]:
    """Return the mean grade, the sum over j of P(grade >= j)."""
    return at_least(item, disability).sum(axis=-1)
