"""How well a measure repeats in the same people: intraclass correlation and error of measurement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, ndtri

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.estimates import Intervals


@dataclass(frozen=True, eq=False)
class Reliability:
    """Agreement of repeated measurements in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    icc : array of float64
        Intraclass correlation ICC(A,1): two-way random effects, absolute agreement, one measurement.
    interval : Intervals
        95% interval.
    sem : array of float64
        Standard error of measurement, differences between visits included, in the unit of the values.
    mdc : array of float64
        Change of one person that is beyond error with 95% confidence: 1.96 sqrt(2) sem.
    n : array of int64
        People with every visit.
    left_out : array of bool [replicate, subject]
        People of the study who lack one.
    converged : array of bool
        False where there is no estimate.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    icc: NDArray[np.float64]
    interval: Intervals
    sem: NDArray[np.float64]
    mdc: NDArray[np.float64]
    n: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def reliability(values: NDArray[np.float64], enrolled: NDArray[np.bool_] | None = None) -> Reliability:
    """Estimate how well a measure repeats over two or more visits.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    References
    ----------
    McGraw K.O., Wong S.P. Psychol Methods 1996;1:30-46 and 390 (the interval, by Satterthwaite's degrees of
    freedom); de Vet H.C.W. et al. J Clin Epidemiol 2006;59:1033-1039 (error of agreement).

    Examples
    --------
    >>> found = reliability(np.array([[[30.0, 32], [41, 40], [55, 58], [62, 60]]]))
    >>> round(float(found.icc[0]), 3), round(float(found.sem[0]), 2)
    (0.988, 1.5)
    """
    enrolled = everyone(values, enrolled)
    used = enrolled & np.isfinite(values).all(axis=2)
    n, visits = used.sum(axis=1), values.shape[2]
    people, between, error = _mean_squares(values, used)
    total = people * (n - 1) + between * (visits - 1) + error * (n - 1) * (visits - 1)
    converged, notes = judge(
        {
            "fewer than three people have every visit": n < 3,
            "the values do not vary": negligible(total, n * visits, largest(values, used)),
        }
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        icc = (people - error) / (people + (visits - 1) * error + visits / n * (between - error))
        sem = np.sqrt((between + (n - 1) * error) / n)
        interval = _interval(icc, (people, between, error), n, visits)
    known = np.where(converged, 1.0, np.nan)
    return Reliability(
        icc=icc * known,
        interval=Intervals(interval.low * known, interval.high * known),
        sem=sem * known,
        mdc=float(ndtri(0.975)) * np.sqrt(2) * sem * known,
        n=n,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


_Squares = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _mean_squares(values: NDArray[np.float64], used: NDArray[np.bool_]) -> _Squares:
    """Return the mean squares of people, of visits and of what is left."""
    there = used[..., None]
    filled, n, visits = np.where(there, values, 0.0), used.sum(axis=1), values.shape[2]
    count = np.maximum(n, 1)[:, None]
    grand = filled.sum(axis=(1, 2)) / (count[:, 0] * visits)
    person, visit = filled.mean(axis=2) - grand[:, None], filled.sum(axis=1) / count - grand[:, None]
    person = np.where(used, person, 0.0)
    left = np.where(there, filled - grand[:, None, None] - person[..., None] - visit[:, None], 0.0)
    degrees = np.where(n > 1, n - 1.0, np.nan)
    return (
        visits * (person**2).sum(axis=1) / degrees,
        n * (visit**2).sum(axis=1) / (visits - 1),
        (left**2).sum(axis=(1, 2)) / (degrees * (visits - 1)),
    )


def _interval(icc: NDArray[np.float64], squares: _Squares, n: NDArray[np.int64], visits: int) -> Intervals:
    people, between, error = squares
    a = visits * icc / (n * (1 - icc))
    b = 1 + visits * icc * (n - 1) / (n * (1 - icc))
    freedom = (a * between + b * error) ** 2 / (
        (a * between) ** 2 / (visits - 1) + (b * error) ** 2 / ((n - 1) * (visits - 1))
    )
    f_low, f_high = fdtri(n - 1.0, freedom, 0.975), fdtri(freedom, n - 1.0, 0.975)
    spread = visits * between + (visits * n - visits - n) * error
    return Intervals(
        n * (people - f_low * error) / (f_low * spread + n * people),
        n * (f_high * people - error) / (spread + n * f_high * people),
    )
