"""Groups compared after adjustment for the baseline and covariates, for every replicate at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.regression import Coefficients, Regression, linear_regression


@dataclass(frozen=True, eq=False)
class Adjusted:
    """One adjusted mean or difference in every replicate; arrays [replicate].

    Attributes
    ----------
    value, se, p : array of float64
        Estimate, standard error and two-sided p value of the hypothesis that it is 0.
    interval : Intervals
        95% t interval.
    """

    value: NDArray[np.float64]
    se: NDArray[np.float64]
    p: NDArray[np.float64]
    interval: Intervals


@dataclass(frozen=True, eq=False)
class Covariance:
    """An analysis of covariance in every replicate.

    Attributes
    ----------
    means : tuple of Adjusted
        Mean of each group at the mean covariates of all people used.
    differences : mapping of int to Adjusted
        By position of a group, the reference left out: its adjusted mean minus that of the reference.
    f, p : array of float64 [replicate]
        Test that all groups have the same adjusted mean.
    fit : Regression
        The regression on groups and covariates, with whom it left out.
    """

    means: tuple[Adjusted, ...]
    differences: Mapping[int, Adjusted]
    f: NDArray[np.float64]
    p: NDArray[np.float64]
    fit: Regression


def analysis_of_covariance(
    outcome: NDArray[np.float64],
    covariates: NDArray[np.float64],
    groups: Sequence[NDArray[np.bool_]],
    reference: int,
) -> Covariance:
    """Regress an outcome on group and covariates, with the same slopes in every group.

    Parameters
    ----------
    outcome : array of float64 [replicate, subject]
        NaN is missing.
    covariates : array of float64 [replicate, subject, covariate]
        At least one, such as the outcome at baseline; NaN is missing.
    groups : sequence of array of bool [replicate, subject]
        Who belongs to each group; two groups or more, no person in two.
    reference : int
        Position of the group that the others are compared with.

    Returns
    -------
    Covariance
        From the people without any missing value; see `linear_regression` for when there is no fit.

    Examples
    --------
    >>> before = np.array([[1.0, 2.0, 3.0, 1.0, 2.0, 4.0]])
    >>> after = before + np.array([[0.1, 0.0, -0.1, 5.0, 5.2, 4.9]])
    >>> treated = np.array([[False, False, False, True, True, True]])
    >>> found = analysis_of_covariance(after, before[..., None], [~treated, treated], 0)
    >>> round(float(found.differences[1].value[0]), 2)
    5.06
    """
    members = np.stack(groups, axis=2)
    enrolled = np.logical_or.reduce(groups)
    used = enrolled & np.isfinite(outcome) & np.isfinite(covariates).all(axis=2)
    centered = covariates - _mean(covariates, used)[:, None, :]
    fits = [_fit(outcome, members, centered, base, enrolled) for base in range(len(groups))]
    full = fits[reference]
    without = linear_regression(outcome, centered, used)
    effects, several = full.coefficients, len(groups) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        gained = np.maximum(full.r_squared - np.where(without.converged, without.r_squared, 0.0), 0.0)
        f = (gained / several) / ((1 - full.r_squared) / full.df)
    columns = [group for group in range(len(groups)) if group != reference]
    return Covariance(
        means=tuple(_coefficient(fit.coefficients, 0) for fit in fits),
        differences={group: _coefficient(effects, 1 + place) for place, group in enumerate(columns)},
        f=f,
        p=fdtrc(float(several), full.df, f),
        fit=full,
    )


def _fit(
    outcome: NDArray[np.float64],
    members: NDArray[np.bool_],
    centered: NDArray[np.float64],
    base: int,
    enrolled: NDArray[np.bool_],
) -> Regression:
    """Regress with one group as the base, whose adjusted mean then is the intercept."""
    others = np.delete(members, base, axis=2).astype(np.float64)
    return linear_regression(outcome, np.concatenate([others, centered], axis=2), enrolled)


def _mean(covariates: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = np.maximum(used.sum(axis=1), 1)[:, None]
    return np.where(used[..., None], covariates, 0.0).sum(axis=1) / n


def _coefficient(found: Coefficients, index: int) -> Adjusted:
    interval = Intervals(found.interval.low[:, index], found.interval.high[:, index])
    return Adjusted(found.value[:, index], found.se[:, index], found.p[:, index], interval)
