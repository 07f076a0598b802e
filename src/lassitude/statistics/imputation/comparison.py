"""Analysis of covariance of completed data sets, which share people, arms and covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.completeness import judge

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

_SINGULAR = 1e-7


@dataclass(frozen=True, eq=False)
class Fits:
    """Least squares of the outcome on arms and centered covariates, in every completed data set.

    Attributes
    ----------
    means : array of float64 [replicate, arm, imputation]
        Adjusted mean of each arm, at the mean covariates of all people used.
    unscaled : array of float64 [replicate, arm, arm]
        Their covariance is this times the residual variance.
    residual : array of float64 [replicate, subject, imputation]
        0 for who is not used.
    df : array of float64 [replicate]
        Residual degrees of freedom of complete data.
    converged : array of bool [replicate]
        Where there is a fit.
    notes : tuple of str
        Why there is none, with counts.
    """

    means: Floats
    unscaled: Floats
    residual: Floats
    df: Floats
    converged: Booleans
    notes: tuple[str, ...]

    def difference(self, arm: int, reference: int) -> tuple[Floats, Floats]:
        """Return the difference of two arms and its squared standard error, [replicate, imputation]."""
        unit = self.unscaled
        factor = unit[:, arm, arm] + unit[:, reference, reference] - 2 * unit[:, arm, reference]
        return self.means[:, arm] - self.means[:, reference], factor[:, None] * self.variance()

    def mean(self, arm: int) -> tuple[Floats, Floats]:
        """Return the adjusted mean of an arm and its squared standard error, [replicate, imputation]."""
        return self.means[:, arm], self.unscaled[:, arm, arm][:, None] * self.variance()

    def variance(self) -> Floats:
        """Return the residual variance, [replicate, imputation]."""
        return (self.residual**2).sum(axis=1) / self.df[:, None]


def fit_completed(outcome: Floats, covariates: Floats, arm: Integers, arms: int) -> Fits:
    """Regress completed outcomes on arms and covariates, with the same slopes in every arm.

    Parameters
    ----------
    outcome : array of float64 [replicate, subject, imputation]
        Complete where `arm` is not negative, or NaN throughout a replicate.
    covariates : array of float64 [replicate, subject, covariate]
        Complete where `arm` is not negative.
    arm : array of int64 [replicate, subject]
        Position of the arm; -1 for who is not used.
    arms : int
        How many.

    Returns
    -------
    Fits

    Examples
    --------
    >>> outcome, baseline = np.array([[1.0, 3.0, 5.0, 8.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])
    >>> fits = fit_completed(outcome[..., None], baseline[..., None], np.array([[0, 0, 1, 1]]), 2)
    >>> fits.means[0, :, 0].round(12).tolist()
    [2.0, 6.5]
    """
    used = arm >= 0
    n = used.sum(axis=1)
    members = (arm[..., None] == np.arange(arms)).astype(np.float64)
    design = np.concatenate([members, _centered(covariates, used)], axis=2)
    left, singular, right = np.linalg.svd(design, full_matrices=False)
    k = design.shape[2]
    lacking = used[..., None] & np.isnan(outcome)
    converged, notes = judge(
        {
            "missing values could not be imputed": np.any(lacking, axis=(1, 2)),
            "an arm has nobody": np.any(members.sum(axis=1) == 0, axis=1),
            f"fewer than {k + 1} people for {k} coefficients": n < k + 1,
            "arms and covariates determine one another": singular[:, -1] <= _SINGULAR * singular[:, 0],
        }
    )
    y = np.where(used[..., None] & converged[:, None, None], outcome, 0.0)
    safe = np.where(converged[:, None], singular, 1.0)
    projected = np.matmul(np.swapaxes(left, 1, 2), y)
    back = np.swapaxes(right, 1, 2) / safe[:, None, :]
    means = np.matmul(back, projected)[:, :arms]
    found = np.where(converged[:, None, None], means, np.nan)
    residual = y - np.matmul(left, projected)
    df = np.where(converged, n - k, np.nan)
    return Fits(
        found, np.matmul(back, np.swapaxes(back, 1, 2))[:, :arms, :arms], residual, df, converged, notes
    )


def _centered(covariates: Floats, used: Booleans) -> Floats:
    """Take the mean off covariates and divide by the spread, which changes no adjusted mean."""
    known = np.where(used[..., None], covariates, 0.0)
    n = np.maximum(used.sum(axis=1), 1)[:, None]
    apart = np.where(used[..., None], known - (known.sum(axis=1) / n)[:, None], 0.0)
    spread = np.sqrt((apart**2).sum(axis=1) / n)
    return apart / np.where(spread > 0, spread, 1.0)[:, None]
