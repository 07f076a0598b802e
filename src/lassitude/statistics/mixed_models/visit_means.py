"""Means of arms at visits, and their differences, by a mixed model for repeated measures (MMRM)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.mixed_models.fit import Likelihood
from lassitude.statistics.mixed_models.inference import (
    Contrasts,
    DegreesOfFreedom,
    Inference,
    JointTest,
    StandardErrors,
    contrasts,
    inference,
    joint_test,
)
from lassitude.statistics.mixed_models.ladder import Attempt, fit_with_fallbacks
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES

Array = NDArray[np.float64]
_CHUNK = 64


@dataclass(frozen=True)
class Settings:
    """How means of visits are estimated.

    Attributes
    ----------
    covariance : tuple of str
        Structures, the planned one first.
    likelihood, degrees_of_freedom, standard_errors : str
        See `fit_mixed_model` and `inference`.
    by_arm : bool
        Whether each arm has a covariance of its own.
    """

    covariance: tuple[str, ...] = ("unstructured",)
    likelihood: Likelihood = "REML"
    degrees_of_freedom: DegreesOfFreedom = "kenward-roger"
    standard_errors: StandardErrors = "model"
    by_arm: bool = False


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


@dataclass(frozen=True, eq=False)
class VisitMeans:
    """Means, differences and tests, in every replicate.

    Attributes
    ----------
    means : Contrasts
        Arrays [replicate, arm * visits + visit], at the mean covariates of the outcomes used.
    differences : Contrasts
        The mean of each arm minus that of the reference, in the same places; 0 for the reference itself.
    tests : JointTest
        Arrays [replicate, term] in the order of `terms`.
    covariance : array of float64 [replicate, group, visit, visit]
        Of the outcomes of one person.
    converged : array of bool [replicate]
        Whether one of the structures converged.
    attempts : array of int64 [replicate]
        How many structures were tried.
    reasons : array of str [structure, replicate]
        Why each structure failed; empty where it was not tried or converged.
    people : array of int64 [replicate]
        People with at least one outcome used.
    used : array of bool [replicate, subject, visit]
        Outcomes used.
    """

    means: Contrasts
    differences: Contrasts
    tests: JointTest
    covariance: Array
    converged: NDArray[np.bool_]
    attempts: NDArray[np.int64]
    reasons: NDArray[np.str_]
    people: NDArray[np.int64]
    used: NDArray[np.bool_]


def terms(visits: int) -> tuple[str, ...]:
    """Name the terms tested: arm averaged over visits, visit averaged over arms, and their interaction.

    Parameters
    ----------
    visits : int
        How many visits there are.

    Examples
    --------
    >>> terms(3)
    ('arm', 'visit', 'arm*visit')
    """
    return ("arm", "visit", "arm*visit") if visits > 1 else ("arm",)


def visit_means(model: Model, reference: int, settings: Settings) -> VisitMeans:
    """Estimate the mean of each arm at each visit and its difference from a reference arm.

    Parameters
    ----------
    model : Model
        Outcomes and covariates of any number of replicates.
    reference : int
        Position of the arm that the others are compared with.
    settings : Settings
        Covariance, likelihood and how tests are made.

    Returns
    -------
    VisitMeans
        NaN where no structure converged.

    Examples
    --------
    >>> change = np.array([[[0.0, 1.0], [1.0, 1.5], [2.0, 0.0], [4.0, 6.0], [5.0, 5.5], [7.0, 6.0]]])
    >>> arm, none = np.array([[0, 0, 0, 1, 1, 1]]), np.empty((1, 6, 0))
    >>> days = np.array([56.0, 112.0])
    >>> model = Model(change, arm, ("placebo", "drug"), ("W8", "W16"), days, none, none)
    >>> visit_means(model, 0, Settings()).differences.value.round(2)
    array([[0.  , 0.  , 4.33, 5.  ]])
    """
    starts = range(0, len(model.outcome), _CHUNK)
    parts = [_chunk(model.take(slice(start, start + _CHUNK)), reference, settings) for start in starts]
    names = ("covariance", "converged", "attempts", "people", "used")
    return VisitMeans(
        _each_contrast(np.concatenate, [part.means for part in parts]),
        _each_contrast(np.concatenate, [part.differences for part in parts]),
        _each_test(np.concatenate, [part.tests for part in parts]),
        reasons=np.concatenate([part.reasons for part in parts], axis=1),
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names},
    )


def _chunk(model: Model, reference: int, settings: Settings) -> VisitMeans:
    """Fit few replicates, so that their sums of products stay in the cache of the processor."""
    spatial = any(STRUCTURES[name].spatial for name in settings.covariance)
    data = _measurements(model, settings.by_arm, spatial)
    attempts = fit_with_fallbacks(data, settings.covariance, settings.likelihood)
    using = [inference(one.fit, settings.degrees_of_freedom, settings.standard_errors) for one in attempts]
    count, visits = len(model.outcome), len(model.visits)
    means = np.eye(len(model.arms) * visits, data.regressors.shape[3])
    cells = means.reshape(len(model.arms), visits, -1)
    between = (cells - cells[reference]).reshape(means.shape)
    tests = list(_hypotheses(cells, reference))

    def merge(values: Sequence[Array]) -> Array:
        return _merged(count, attempts, values)

    distance = _distance(model, spatial)
    converged, tried = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    reasons = np.full((len(settings.covariance), count), "", dtype="<U120")
    for place, attempt in enumerate(attempts):
        converged[attempt.replicates] = attempt.fit.converged
        tried[attempt.replicates] += 1
        reasons[place, attempt.replicates] = attempt.fit.reason
    return VisitMeans(
        _each_contrast(merge, [contrasts(one, means) for one in using]),
        _each_contrast(merge, [contrasts(one, between) for one in using]),
        _each_test(merge, [_together(one, tests) for one in using]),
        merge([one.fit.visit_covariance(distance) for one in attempts]),
        converged, tried, _explained(reasons, model), data.used.any(axis=2).sum(axis=1), data.used,
    )  # fmt: skip


def _measurements(model: Model, by_arm: bool, spatial: bool) -> Measurements:
    """Make the regressors: a mean for each arm and visit, and covariates less their mean."""
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
    return Measurements(
        outcome, np.concatenate(columns, axis=3), np.maximum(model.arm, 0) if by_arm else None
    )


def _distance(model: Model, spatial: bool) -> Array:
    """Return days between visits, or for structures that do not ask for days visits one apart."""
    place = model.days if spatial else np.arange(len(model.visits)).astype(float)
    return np.abs(np.subtract.outer(place, place))


def _centered(values: Array, seen: NDArray[np.int64]) -> Array:
    """Take the mean over outcomes used off each covariate; 0 for people without outcomes."""
    there = (seen > 0)[..., None]
    clean = np.where(there, np.nan_to_num(values), 0.0)
    mean = np.einsum("rnc,rn->rc", clean, seen) / np.maximum(seen.sum(axis=1), 1)[:, None]
    return np.where(there, clean - mean[:, None, :], 0.0)


def _hypotheses(cells: Array, reference: int) -> Iterator[Array]:
    """Yield the combinations of coefficients that each term says are 0, in the order of `terms`."""
    between = np.delete(cells, reference, axis=0) - cells[reference]
    yield between.mean(axis=1)
    if cells.shape[1] > 1:
        average = cells.mean(axis=0)
        yield average[1:] - average[0]
        yield (between[:, 1:] - between[:, :1]).reshape(-1, cells.shape[2])


def _together(using: Inference, tests: Sequence[Array]) -> JointTest:
    found = [joint_test(using, weights) for weights in tests]
    return JointTest(*(np.stack([getattr(one, name) for one in found], axis=1) for name in _TEST))


def _explained(reasons: NDArray[np.str_], model: Model) -> NDArray[np.str_]:
    """Name the visit that an arm lacks, where that is why a model could not be fitted."""
    for place, arm in enumerate(model.arms):
        seen = (np.isfinite(model.outcome) & (model.arm == place)[..., None]).any(axis=1)
        for at, visit in enumerate(model.visits):
            lacking = ~seen[:, at] & (reasons != "")
            reasons = np.where(lacking, f"nobody in the arm {arm} has a value at {visit}", reasons)
    return reasons


def _merged(count: int, attempts: Sequence[Attempt], values: Sequence[Array]) -> Array:
    """Take the values of the structure that converged, in each replicate."""
    whole = np.full((count, *values[0].shape[1:]), np.nan)
    for attempt, value in zip(attempts, values, strict=True):
        good = attempt.fit.converged
        whole[attempt.replicates[good]] = value[good]
    return whole


_TEST = ("f", "df_numerator", "df", "p")


def _each_contrast(combine: Callable[[Sequence[Array]], Array], parts: Sequence[Contrasts]) -> Contrasts:
    ends = (combine([getattr(part.interval, end) for part in parts]) for end in ("low", "high"))
    fields = ("value", "se", "df", "p")
    values = {name: combine([getattr(part, name) for part in parts]) for name in fields}
    return Contrasts(**values, interval=Intervals(*ends))


def _each_test(combine: Callable[[Sequence[Array]], Array], parts: Sequence[JointTest]) -> JointTest:
    return JointTest(*(combine([getattr(part, name) for part in parts]) for name in _TEST))
