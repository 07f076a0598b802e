"""Means of arms at visits, and their differences, by a mixed model for repeated measures (MMRM)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

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
from lassitude.statistics.mixed_models.structures import STRUCTURES
from lassitude.statistics.mixed_models.visit_model import Model, distance, explained, measurements

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
class VisitMeans:
    """Means, differences and tests, in every replicate.

    Attributes
    ----------
    means : Contrasts
        Arrays [replicate, arm * visits + visit], at the mean covariates of the outcomes used.
    differences : Contrasts
        The mean of each arm minus that of the reference, in the same places; 0 for the reference itself.
    combined : Contrasts
        Differences put together over visits, arrays [replicate, arm * combinations + combination].
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
    combined: Contrasts
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


def visit_means(
    model: Model, reference: int, settings: Settings, combinations: Array | None = None
) -> VisitMeans:
    """Estimate the mean of each arm at each visit and its difference from a reference arm.

    Parameters
    ----------
    model : Model
        Outcomes and covariates of any number of replicates.
    reference : int
        Position of the arm that the others are compared with.
    settings : Settings
        Covariance, likelihood and how tests are made.
    combinations : array of float64 [combination, visit], optional
        Weights of visits, such as the average of the last two.

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
    over = np.empty((0, len(model.visits))) if combinations is None else combinations
    parts = [_chunk(model.take(slice(start, start + _CHUNK)), reference, settings, over) for start in starts]
    names = ("covariance", "converged", "attempts", "people", "used")
    return VisitMeans(
        _each_contrast(np.concatenate, [part.means for part in parts]),
        _each_contrast(np.concatenate, [part.differences for part in parts]),
        _each_contrast(np.concatenate, [part.combined for part in parts]),
        _each_test(np.concatenate, [part.tests for part in parts]),
        reasons=np.concatenate([part.reasons for part in parts], axis=1),
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names},
    )


def _chunk(model: Model, reference: int, settings: Settings, over: Array) -> VisitMeans:
    """Fit few replicates, so that their sums of products stay in the cache of the processor."""
    spatial = any(STRUCTURES[name].spatial for name in settings.covariance)
    data = measurements(model, settings.by_arm, spatial)
    attempts = fit_with_fallbacks(data, settings.covariance, settings.likelihood)
    using = [inference(one.fit, settings.degrees_of_freedom, settings.standard_errors) for one in attempts]
    count, visits = len(model.outcome), len(model.visits)
    means = np.eye(len(model.arms) * visits, data.regressors.shape[3])
    cells = means.reshape(len(model.arms), visits, -1)
    between = cells - cells[reference]
    combined = (over @ between).reshape(len(model.arms) * len(over), means.shape[1])
    tests = list(_hypotheses(cells, reference))

    def merge(values: Sequence[Array]) -> Array:
        return _merged(count, attempts, values)

    apart = distance(model, spatial)
    converged, tried = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    reasons = np.full((len(settings.covariance), count), "", dtype="<U120")
    for place, attempt in enumerate(attempts):
        converged[attempt.replicates] = attempt.fit.converged
        tried[attempt.replicates] += 1
        reasons[place, attempt.replicates] = attempt.fit.reason
    return VisitMeans(
        _each_contrast(merge, [contrasts(one, means) for one in using]),
        _each_contrast(merge, [contrasts(one, between.reshape(means.shape)) for one in using]),
        _each_contrast(merge, [contrasts(one, combined) for one in using]),
        _each_test(merge, [_together(one, tests) for one in using]),
        merge([one.fit.visit_covariance(apart) for one in attempts]),
        converged, tried, explained(reasons, model), data.used.any(axis=2).sum(axis=1), data.used,
    )  # fmt: skip


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
