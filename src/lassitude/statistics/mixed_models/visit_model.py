"""The regressors of means by arm and visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.measurements import Measurements

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Model:
    """What the means of visits are estimated from.

    Attributes
    ----------
    outcome : array of float64 [replicate, subject, visit]
        NaN is missing.
    arm : array of int64 [replicate, subject]
        Position in `arms`; -1 for people who belong to none.
    arms, visits : tuple of str
        Names.
    days : array of float64 [visit]
        When visits are planned; the range of a spatial covariance is in days.
    by_visit : array of float64 [replicate, subject, covariate]
        Covariates with a slope for each visit, such as the baseline; NaN leaves the person out.
    constant : array of float64 [replicate, subject, covariate]
        Covariates with one slope for all visits.
    """

    outcome: Array
    arm: NDArray[np.int64]
    arms: tuple[str, ...]
    visits: tuple[str, ...]
    days: Array
    by_visit: Array
    constant: Array

    def take(self, rows: slice) -> Model:
        """Keep some replicates."""
        return replace(
            self,
            outcome=self.outcome[rows],
            arm=self.arm[rows],
            by_visit=self.by_visit[rows],
            constant=self.constant[rows],
        )


def measurements(model: Model, by_arm: bool, spatial: bool) -> Measurements:
    """Make the regressors: a mean for each arm and visit, and covariates less their mean.

    Parameters
    ----------
    model : Model
        Outcomes and covariates.
    by_arm : bool
        Whether each arm has a covariance of its own.
    spatial : bool
        Whether the covariance depends on the days between visits.

    Returns
    -------
    Measurements
        The first ``arms * visits`` regressors are the means, arm by arm.

    Examples
    --------
    >>> none = np.empty((1, 2, 0))
    >>> two = Model(np.zeros((1, 2, 2)), np.array([[0, 1]]), ("a", "b"), ("W8", "W16"),
    ...             np.array([56.0, 112.0]), none, none)
    >>> measurements(two, by_arm=False, spatial=False).regressors[0, 1]
    array([[0., 0., 1., 0.],
           [0., 0., 0., 1.]])
    """
    replicates, subjects, visits = model.outcome.shape
    complete = np.isfinite(model.by_visit).all(axis=2) & np.isfinite(model.constant).all(axis=2)
    outcome = np.where(((model.arm >= 0) & complete)[..., None], model.outcome, np.nan)
    seen = np.isfinite(outcome).sum(axis=2)
    place, arms = np.arange(visits), len(model.arms)
    cells = np.zeros((replicates, subjects, visits, arms, visits))
    for arm in range(arms):
        cells[:, :, place, arm, place] = (model.arm == arm)[:, :, None]
    slopes = _centered(model.by_visit, seen)[:, :, None, :, None] * np.eye(visits)[:, None, :]
    constant = _centered(model.constant, seen)[:, :, None, :]
    columns = [
        cells.reshape(replicates, subjects, visits, -1),
        slopes.reshape(replicates, subjects, visits, visits * model.by_visit.shape[2]),
        np.broadcast_to(constant, (replicates, subjects, visits, constant.shape[3])),
    ]
    group = np.maximum(model.arm, 0) if by_arm else None
    days = np.broadcast_to(model.days[:, None], (*outcome.shape, 1)) if spatial else None
    return Measurements(outcome, np.concatenate(columns, axis=3), group, place=days)


def distance(model: Model, spatial: bool) -> Array:
    """Return days between visits [visit, visit], or for structures that ask for no days visits one apart."""
    place = model.days if spatial else np.arange(len(model.visits)).astype(float)
    return np.abs(np.subtract.outer(place, place))


def explained(reasons: NDArray[np.str_], model: Model) -> NDArray[np.str_]:
    """Name the visit that an arm lacks, where that is why a fit [structure, replicate] failed."""
    for place, arm in enumerate(model.arms):
        seen = (np.isfinite(model.outcome) & (model.arm == place)[..., None]).any(axis=1)
        for at, visit in enumerate(model.visits):
            lacking = ~seen[:, at] & (reasons != "")
            reasons = np.where(lacking, f"nobody in the arm {arm} has a value at {visit}", reasons)
    return reasons


def _centered(values: Array, seen: NDArray[np.int64]) -> Array:
    """Take the mean over outcomes used off each covariate; 0 for people without outcomes."""
    there = (seen > 0)[..., None]
    clean = np.where(there, np.nan_to_num(values), 0.0)
    mean = np.einsum("rnc,rn->rc", clean, seen) / np.maximum(seen.sum(axis=1), 1)[:, None]
    return np.where(there, clean - mean[:, None, :], 0.0)
