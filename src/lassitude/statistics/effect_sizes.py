"""Differences and changes in standard deviations, and as ratios of means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from lassitude.statistics.completeness import everyone, judge, largest, negligible
from lassitude.statistics.descriptive import describe
from lassitude.statistics.estimates import Intervals

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class EffectSize:
    """An effect size in every replicate; arrays [replicate].

    Attributes
    ----------
    value : array of float64
        In standard deviations, or a ratio.
    se : array of float64
        Of large samples; of a ratio that of its logarithm times the ratio.
    interval : Intervals
        95% interval, symmetric in the value, for ratios in the logarithm.
    n : array of int64
        People with all values.
    converged : array of bool
        False where there is no number.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    value: Floats
    se: Floats
    interval: Intervals
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Moments:
    n: NDArray[np.int64]
    mean: Floats
    sd: Floats
    flat: NDArray[np.bool_]


def hedges_g(group: Floats, reference: Floats) -> EffectSize:
    """Return the difference of two means in their pooled standard deviation, corrected for small samples.

    Parameters
    ----------
    group, reference : array of float64 [replicate, subject]
        One unit; NaN is missing, and everybody who does not belong to the group.

    References
    ----------
    Hedges L.V. J Educ Stat 1981;6:107-128; standard error as in Hedges L.V., Olkin I. Statistical Methods for
    Meta-Analysis, 1985, 5: sqrt(1 / n1 + 1 / n2 + g² / (2 (n1 + n2))).

    Examples
    --------
    >>> found = hedges_g(np.array([[6.0, 7, 8, 9, np.nan, np.nan]]), np.array([[np.nan] * 3 + [4.0, 5, 6]]))
    >>> round(float(found.value[0]), 3), round(float(found.se[0]), 3)
    (1.776, 0.899)
    """
    one, other = _moments(group), _moments(reference)
    df = one.n + other.n - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = np.sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / df)
        value = small_sample_factor(df) * (one.mean - other.mean) / pooled
        se = np.sqrt(1 / one.n + 1 / other.n + value**2 / (2 * (one.n + other.n)))
    converged, notes = judge(
        {
            "fewer than two people of a group have a value": (one.n < 2) | (other.n < 2),
            "the values do not vary within the groups": one.flat & other.flat,
        }
    )
    return _told(value, se, one.n + other.n, converged, notes)


def standardized_change(
    before: Floats,
    after: Floats,
    enrolled: NDArray[np.bool_] | None = None,
    spread: Literal["baseline", "change"] = "baseline",
) -> EffectSize:
    """Return the mean change in a standard deviation, corrected for small samples.

    Parameters
    ----------
    before, after : array of float64 [replicate, subject]
        One unit; NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.
    spread : {"baseline", "change"}
        Whether of the values before or of the changes.

    References
    ----------
    Becker B.J. Br J Math Stat Psychol 1988;41:257-278; Gibbons R.D. J Educ Stat 1993;18:271-279. Standard
    errors: sqrt(2 (1 - r) / n + d² / (2 n)), of the changes' standard deviation sqrt(1 / n + d² / (2 n)).

    Examples
    --------
    >>> found = standardized_change(np.array([[30.0, 40, 50, 60]]), np.array([[26.0, 38, 41, 55]]))
    >>> round(float(found.value[0]), 3), round(float(found.se[0]), 3)
    (-0.28, 0.149)
    """
    used = everyone(before, enrolled) & np.isfinite(before) & np.isfinite(after)
    one, other = (_moments(np.where(used, values, np.nan)) for values in (before, after))
    change = _moments(np.where(used, after - before, np.nan))
    n, unit = one.n, one if spread == "baseline" else change
    with np.errstate(divide="ignore", invalid="ignore"):
        value = small_sample_factor(n - 1) * change.mean / unit.sd
        noise = 2 * (1 - _paired_correlation(one, other, change)) if spread == "baseline" else 1.0
        se = np.sqrt(noise / n + value**2 / (2 * n))
    what = "values before" if spread == "baseline" else "changes"
    converged, notes = judge(
        {
            "fewer than three people have both values": n < 3,
            f"the {what} do not vary": unit.flat,
        }
    )
    return _told(value, se, n, converged, notes)


def ratio_of_means(group: Floats, reference: Floats) -> EffectSize:
    """Return the ratio of two groups' means, with an interval by the logarithm.

    Parameters
    ----------
    group, reference : array of float64 [replicate, subject]
        One unit with a true zero; NaN is missing, and everybody who does not belong to the group.

    References
    ----------
    Hedges L.V., Gurevitch J., Curtis P.S. Ecology 1999;80:1150-1156.

    Examples
    --------
    >>> ratio = ratio_of_means(np.array([[6.0, 8, np.nan, np.nan]]), np.array([[np.nan, np.nan, 4.0, 6]]))
    >>> round(float(ratio.value[0]), 2), round(float(ratio.interval.low[0]), 2)
    (1.4, 0.86)
    """
    one, other = _moments(group), _moments(reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = _relative(one) + _relative(other)
    converged, notes = _ratio_reasons(one, other)
    return _ratio(one, other, variance, one.n + other.n, converged, notes)


def ratio_of_paired_means(
    before: Floats, after: Floats, enrolled: NDArray[np.bool_] | None = None
) -> EffectSize:
    """Return the ratio of the mean after to the mean before, in the same people.

    Parameters
    ----------
    before, after : array of float64 [replicate, subject]
        One unit with a true zero; NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    References
    ----------
    Lajeunesse M.J. Ecology 2011;92:2049-2055 (dependent means).

    Examples
    --------
    >>> ratio = ratio_of_paired_means(np.array([[30.0, 40, 50]]), np.array([[15.0, 22, 23]]))
    >>> round(float(ratio.value[0]), 2), round(float(ratio.se[0]), 3)
    (0.5, 0.029)
    """
    used = everyone(before, enrolled) & np.isfinite(before) & np.isfinite(after)
    one, other = (_moments(np.where(used, values, np.nan)) for values in (after, before))
    change = _moments(np.where(used, after - before, np.nan))
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = _paired_covariance(one, other, change) / (one.n * one.mean * other.mean)
        variance = np.maximum(_relative(one) + _relative(other) - 2 * shared, 0.0)
    converged, notes = _ratio_reasons(one, other)
    return _ratio(one, other, variance, one.n, converged, notes)


def small_sample_factor(df: NDArray[np.int64]) -> Floats:
    """Return what corrects a standardized mean difference for small samples; NaN below two degrees.

    Examples
    --------
    >>> small_sample_factor(np.array([8])).round(4).tolist()
    [0.9027]
    """
    known = np.where(df > 1, df, np.nan)
    return np.exp(gammaln(known / 2) - np.log(known / 2) / 2 - gammaln((known - 1) / 2))


def _moments(values: Floats) -> _Moments:
    found = describe(values[..., None])
    n, sd = found.n[:, 0], found.sd[:, 0]
    with np.errstate(invalid="ignore"):
        flat = negligible(np.nan_to_num((n - 1) * sd**2), n, largest(values, np.isfinite(values)))
    return _Moments(n, found.mean[:, 0], sd, flat)


def _relative(one: _Moments) -> Floats:
    return one.sd**2 / (one.n * one.mean**2)


def _paired_covariance(one: _Moments, other: _Moments, change: _Moments) -> Floats:
    return (one.sd**2 + other.sd**2 - change.sd**2) / 2


def _paired_correlation(one: _Moments, other: _Moments, change: _Moments) -> Floats:
    scale = one.sd * other.sd
    return np.where(scale > 0, _paired_covariance(one, other, change) / np.where(scale > 0, scale, 1.0), 0.0)


def _ratio_reasons(one: _Moments, other: _Moments) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    few = (one.n < 2) | (other.n < 2)
    return judge(
        {
            "fewer than two people have a value": few,
            "a mean is not above 0, so that a ratio says nothing": ~((one.mean > 0) & (other.mean > 0)),
        }
    )


def _ratio(
    one: _Moments,
    other: _Moments,
    variance: Floats,
    n: NDArray[np.int64],
    converged: NDArray[np.bool_],
    notes: tuple[str, ...],
) -> EffectSize:
    known = np.where(converged, 1.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, error = known * one.mean / other.mean, np.sqrt(variance)
        factor = np.exp(float(ndtri(0.975)) * error)
    return EffectSize(value, value * error, Intervals(value / factor, value * factor), n, converged, notes)


def _told(
    value: Floats,
    se: Floats,
    n: NDArray[np.int64],
    converged: NDArray[np.bool_],
    notes: tuple[str, ...],
) -> EffectSize:
    sized, error = np.where(converged, value, np.nan), np.where(converged, se, np.nan)
    margin = float(ndtri(0.975)) * error
    return EffectSize(sized, error, Intervals(sized - margin, sized + margin), n, converged, notes)
