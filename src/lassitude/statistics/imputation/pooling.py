"""Pool the results of completed data sets: Rubin's rules, and the bootstrap around imputation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from lassitude.statistics.descriptive import student_quantile
from lassitude.statistics.estimates import Intervals

Floats = NDArray[np.float64]

_USABLE = 0.9
"""Share of samples drawn again that must be imputed."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """One number pooled over imputations; arrays of any one shape.

    Attributes
    ----------
    value, se, df, p : array of float64
        Mean, its standard error, degrees of freedom and two-sided p value of the hypothesis that it is 0.
    interval : Intervals
        95% t interval.
    """

    value: Floats
    se: Floats
    df: Floats
    p: Floats
    interval: Intervals


def rubin(values: Floats, variances: Floats, complete_df: Floats) -> Pooled:
    """Pool by Rubin's rules, with the degrees of freedom of Barnard and Rubin.

    With mean variance W within and variance B between m imputations, T = W + (1 + 1/m) B and
    r = (1 + 1/m) B / T, the degrees of freedom are 1 / (1/a + 1/b) with a = (m - 1) / r² and
    b = (v + 1) / (v + 3) v (1 - r), where v are those of complete data; where all imputations agree, v.

    Parameters
    ----------
    values, variances : array of float64 [..., imputation]
        Estimate of each completed data set and its squared standard error.
    complete_df : array of float64 [...]
        Degrees of freedom of the analysis without missing values.

    Returns
    -------
    Pooled

    References
    ----------
    Rubin D.B. Multiple Imputation for Nonresponse in Surveys. Wiley 1987, section 3.1; Barnard J., Rubin D.B.
    Biometrika 1999;86:948-955.

    Examples
    --------
    >>> found = rubin(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 1.0, 1.0]]), np.array([20.0]))
    >>> float(found.value[0]), round(float(found.se[0]), 4), round(float(found.df[0]), 3)
    (2.0, 1.5275, 3.436)
    """
    m = values.shape[-1]
    value, within = values.mean(axis=-1), variances.mean(axis=-1)
    between = values.var(axis=-1, ddof=1)
    total = within + (1 + 1 / m) * between
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (1 + 1 / m) * between / total
        of_draws = (m - 1) / share**2
        of_data = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
        df = np.where(share > 1e-24, 1 / (1 / of_draws + 1 / of_data), complete_df)
    return _inferred(value, np.sqrt(total), df)


def bootstrapped(values: Floats) -> Pooled:
    """Pool estimates of samples drawn again, each imputed several times.

    With mean squares MSB between B samples and MSW within their D imputations, the variance is
    (B + 1) / (B D) MSB - MSW / D; its degrees of freedom follow Satterthwaite.

    Parameters
    ----------
    values : array of float64 [..., sample, imputation]
        Estimate of each completed sample; NaN where a sample could not be imputed, which leaves it out.

    Returns
    -------
    Pooled
        NaN where imputation makes all of the difference and no variance is left, and where more than a tenth
        of the samples could not be imputed.

    References
    ----------
    von Hippel P.T., Bartlett J.W. Statistical Science 2021;36:400-420.

    Examples
    --------
    >>> found = bootstrapped(np.array([[[1.0, 1.2], [2.0, 2.2], [0.0, 0.2]]]))
    >>> round(float(found.value[0]), 2), round(float(found.se[0]), 4), round(float(found.df[0]), 2)
    (1.1, 1.1504, 1.97)
    """
    imputations, usable = values.shape[-1], np.isfinite(values).all(axis=-1)
    samples = np.where(usable.mean(axis=-1) >= _USABLE, usable.sum(axis=-1), np.nan)
    means = np.where(usable, values.mean(axis=-1), 0.0)
    center = means.sum(axis=-1) / samples
    apart = np.where(usable, means - center[..., None], 0.0)
    among = imputations * (apart**2).sum(axis=-1) / (samples - 1)
    within = np.where(usable, values.var(axis=-1, ddof=1), 0.0).sum(axis=-1) / samples
    outer = (samples + 1) / (samples * imputations) * among
    variance = outer - within / imputations
    spread = outer**2 / (samples - 1) + within**2 / (samples * imputations**2 * (imputations - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.where(variance > 0, np.sqrt(np.abs(variance)), np.nan)
        df = np.where(variance > 0, variance**2 / spread, np.nan)
    return _inferred(center, se, df)


def _inferred(value: Floats, se: Floats, df: Floats) -> Pooled:
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(df, -np.abs(value / se))
    margin = student_quantile(df) * se
    return Pooled(value, se, df, p, Intervals(value - margin, value + margin))
