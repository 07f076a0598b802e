"""Several treatments in the same people, one a period: effects within people, by least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, stdtr

from lassitude.statistics.completeness import judge, negligible
from lassitude.statistics.descriptive import student_quantile
from lassitude.statistics.estimates import Intervals

_SINGULAR = 1e-10
"""Smallest singular value of the products of unit-length columns that still tells them apart."""


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of one factor against its first level; arrays [replicate, level - 1].

    Attributes
    ----------
    value, se, p : array of float64
        Least-squares estimates, standard errors and two-sided p values of the hypothesis that they are 0.
    interval : Intervals
        95% t intervals.
    f, f_p : array of float64 [replicate]
        Test that all of them are 0.
    """

    value: NDArray[np.float64]
    se: NDArray[np.float64]
    p: NDArray[np.float64]
    interval: Intervals
    f: NDArray[np.float64]
    f_p: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Crossover:
    """A crossover in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    treatments, periods : Effects
        Against the first treatment and the first period.
    carryover : Effects or None
        What the treatment before adds in the next period, against the first treatment; None where it is not
        in the model.
    df : array of float64
        Residual degrees of freedom.
    n : array of int64
        People measured in two periods or more; nobody else tells anything of a difference within people.
    left_out : array of bool [replicate, subject]
        Enrolled people measured in fewer periods.
    converged : array of bool
        False where there is no unique fit.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    treatments: Effects
    periods: Effects
    carryover: Effects | None
    df: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


class _Solved(NamedTuple):
    value: NDArray[np.float64]
    inverse: NDArray[np.float64]
    ss_residual: NDArray[np.float64]
    total: NDArray[np.float64]
    deficient: NDArray[np.bool_]


def crossover(values: NDArray[np.float64], given: NDArray[np.int64], treatments: int) -> Crossover:
    """Estimate the effects of treatments and periods within people.

    Each person has a level of its own, so that only differences within people count; people who miss periods
    stay in with those they have.

    Parameters
    ----------
    values : array of float64 [replicate, subject, period]
        NaN is missing.
    given : array of int64 [replicate, subject, period]
        Which treatment, from 0, each person had in each period; -1 throughout for people who are not in the
        replicate. Treatment 0 is the reference.
    treatments : int
        How many there are.

    Returns
    -------
    Crossover
        Nothing is raised: where the data do not determine every effect, `converged` is False and numbers
        are NaN.

    References
    ----------
    Jones B., Kenward M.G. Design and Analysis of Cross-Over Trials, 3rd ed., chapter 5; Frisch and Waugh's
    theorem removes the people's levels.

    Examples
    --------
    >>> given = np.array([[[0, 1], [1, 0], [0, 1]]])
    >>> values = np.array([[[40.0, 31.0], [35.0, 43.0], [52.0, 42.0]]])
    >>> found = crossover(values, given, 2)
    >>> round(float(found.treatments.value[0, 0]), 2), int(found.n[0])
    (-8.75, 3)
    """
    return _fit(values, given, (_treatment_columns(given, treatments), _period_columns(given)))


def crossover_with_carryover(
    values: NDArray[np.float64], given: NDArray[np.int64], treatments: int
) -> Crossover:
    """Estimate besides what the treatment of the period before adds; see :func:`crossover`.

    Two treatments in two periods cannot tell it from the treatments themselves: nothing converges then.

    Examples
    --------
    >>> given = np.array([[[0, 1], [1, 0], [0, 1]]])
    >>> values = np.array([[[40.0, 31.0], [35.0, 43.0], [52.0, 42.0]]])
    >>> bool(crossover_with_carryover(values, given, 2).converged[0])
    False
    """
    before = np.concatenate([np.full_like(given[..., :1], -1), given[..., :-1]], axis=2)
    own, periods = _treatment_columns(given, treatments), _period_columns(given)
    return _fit(values, given, (own, periods, _treatment_columns(before, treatments)))


def _fit(
    values: NDArray[np.float64], given: NDArray[np.int64], blocks: Sequence[NDArray[np.bool_]]
) -> Crossover:
    inside = given >= 0
    measured = inside & np.isfinite(values)
    held = measured.sum(axis=2)
    used = measured & (held >= 2)[..., None]
    solved = _solve(
        _within(np.concatenate(blocks, axis=3).astype(np.float64), used), _within_one(values, used)
    )
    people, measurements = (held >= 2).sum(axis=1), used.sum(axis=(1, 2))
    widths = [block.shape[3] for block in blocks]
    df = measurements - people - float(sum(widths))
    size = np.where(used, np.abs(values), 0.0).max(axis=(1, 2), initial=0.0)
    unexplained = negligible(solved.ss_residual, measurements, size)
    converged, notes = judge(
        {
            "nobody was measured in two periods": people == 0,
            "too few measurements for the effects of treatments and periods": df < 1,
            "the measurements do not tell the effects apart": solved.deficient,
            "the value does not vary within people": negligible(solved.total, measurements, size),
            "the effects determine the value without remainder": unexplained,
        }
    )
    df = np.where(converged, df, np.nan)
    ends = np.cumsum([0, *widths])
    found = [_infer(solved, slice(start, end), df) for start, end in pairwise(ends)]
    left_out = inside.any(axis=2) & (held < 2)
    carryover = found[2] if len(found) > 2 else None
    return Crossover(found[0], found[1], carryover, df, people, left_out, converged, notes)


def _treatment_columns(given: NDArray[np.int64], treatments: int) -> NDArray[np.bool_]:
    return given[..., None] == np.arange(1, treatments)


def _period_columns(given: NDArray[np.int64]) -> NDArray[np.bool_]:
    periods = np.arange(given.shape[2])
    columns = periods[:, None] == periods[None, 1:]
    return np.broadcast_to(columns, (*given.shape, columns.shape[1]))


def _within(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Subtract each person's mean over the periods used; 0 elsewhere."""
    there = used[..., None]
    known = np.where(there, values, 0.0)
    mean = known.sum(axis=2, keepdims=True) / np.maximum(there.sum(axis=2, keepdims=True), 1)
    return np.where(there, known - mean, 0.0)


def _within_one(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    return _within(values[..., None], used)[..., 0]


def _solve(x: NDArray[np.float64], y: NDArray[np.float64]) -> _Solved:
    rows = x.reshape(x.shape[0], -1, x.shape[3])
    flat = y.reshape(y.shape[0], -1)
    length = np.sqrt((rows**2).sum(axis=1))
    scaled = rows / np.where(length > 0, length, 1.0)[:, None, :]
    left, singular, right = np.linalg.svd(np.swapaxes(scaled, 1, 2) @ scaled, hermitian=True)
    deficient = singular[:, -1] <= _SINGULAR * np.maximum(singular[:, 0], 1.0)
    safe = np.where(deficient[:, None], np.nan, singular)
    unscaled = np.einsum("rki,ri,rij->rkj", left, 1 / safe, right)
    scale = np.where(length > 0, length, np.nan)
    inverse = unscaled / scale[:, :, None] / scale[:, None, :]
    value = np.einsum("rkj,rj->rk", inverse, np.einsum("rnk,rn->rk", rows, flat))
    residual = flat - np.einsum("rnk,rk->rn", rows, value)
    return _Solved(value, inverse, (residual**2).sum(axis=1), (flat**2).sum(axis=1), deficient)


def _infer(solved: _Solved, columns: slice, df: NDArray[np.float64]) -> Effects:
    usable = np.isfinite(df)
    value = np.where(usable[:, None], solved.value[:, columns], np.nan)
    inverse = solved.inverse[:, columns, columns]
    variance = np.where(usable, solved.ss_residual, np.nan) / df
    se = np.sqrt(np.diagonal(inverse, axis1=1, axis2=2) * variance[:, None])
    margin = student_quantile(df)[:, None] * se
    several = value.shape[1]
    weight = np.linalg.inv(np.where(usable[:, None, None], inverse, np.eye(several)))
    f = np.einsum("rk,rkj,rj->r", value, weight, value) / several / variance
    return Effects(
        value=value,
        se=se,
        p=2 * stdtr(df[:, None], -np.abs(value / se)),
        interval=Intervals(value - margin, value + margin),
        f=f,
        f_p=fdtrc(float(several), df, f),
    )
