"""Do the assumptions of a linear regression look tenable: residuals, influence and collinearity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

_FEWEST_FOR_NORMALITY = 8


@dataclass(frozen=True, eq=False)
class RegressionDiagnostics:
    """Diagnostics in every replicate; arrays [replicate] unless said otherwise, NaN where there is no fit.

    Attributes
    ----------
    normality, normality_p : array of float64
        D'Agostino and Pearson's K^2 of the residuals (skewness and kurtosis); NaN for fewer than 8 people.
    breusch_pagan, breusch_pagan_p : array of float64
        Koenker's studentized Lagrange multiplier test that the residual variance depends on the covariates.
    largest_cook : array of float64
        Largest Cook's distance of any person.
    variance_inflation : array of float64 [replicate, covariate]
        1 / (1 - R^2) of each covariate on the others.
    condition_number : array of float64
        Of the design with its intercept, every column scaled to unit length (Belsley, Kuh and Welsch).
    """

    normality: NDArray[np.float64]
    normality_p: NDArray[np.float64]
    breusch_pagan: NDArray[np.float64]
    breusch_pagan_p: NDArray[np.float64]
    largest_cook: NDArray[np.float64]
    variance_inflation: NDArray[np.float64]
    condition_number: NDArray[np.float64]


def diagnose(
    covariates: NDArray[np.float64],
    used: NDArray[np.bool_],
    residual: NDArray[np.float64],
    basis: NDArray[np.float64],
    variance_inflation: NDArray[np.float64],
    converged: NDArray[np.bool_],
) -> RegressionDiagnostics:
    """Compute all diagnostics of fitted regressions.

    Parameters
    ----------
    covariates : array of float64 [replicate, subject, covariate]
        0 where not used.
    used : array of bool [replicate, subject]
        Complete cases.
    residual : array of float64 [replicate, subject]
        0 where not used.
    basis : array of float64 [replicate, subject, covariate]
        Orthonormal basis of the centered covariates.
    variance_inflation : array of float64 [replicate, covariate]
        As the fit gives it.
    converged : array of bool [replicate]
        Where there is a fit.

    References
    ----------
    D'Agostino R., Pearson E.S. Biometrika 1973;60:613-622. Koenker R. J Econometrics 1981;17:107-112.
    Cook R.D. Technometrics 1977;19:15-18.

    Examples
    --------
    >>> from lassitude.statistics.regression import linear_regression
    >>> x = np.arange(12.0)[None, :, None]
    >>> fit = linear_regression(np.sin(np.arange(12.0))[None] + x[..., 0], x)
    >>> fit.diagnostics.variance_inflation.round(6).tolist()
    [[1.0]]
    """
    keep = np.where(converged, 1.0, np.nan)
    normality = keep * _normality(residual, used)
    breusch_pagan = keep * _breusch_pagan(residual, used, basis)
    return RegressionDiagnostics(
        normality=normality,
        normality_p=chdtrc(2.0, normality),
        breusch_pagan=breusch_pagan,
        breusch_pagan_p=chdtrc(float(covariates.shape[2]), breusch_pagan),
        largest_cook=keep * _largest_cook(residual, used, basis),
        variance_inflation=keep[:, None] * variance_inflation,
        condition_number=keep * _condition_number(covariates, used),
    )


def _normality(residual: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = used.sum(axis=1).astype(np.float64)
    n = np.where(n >= _FEWEST_FOR_NORMALITY, n, np.nan)
    second, third, fourth = ((residual**power).sum(axis=1) / n for power in (2, 3, 4))
    with np.errstate(divide="ignore", invalid="ignore"):
        return _skewness_z(third / second**1.5, n) ** 2 + _kurtosis_z(fourth / second**2, n) ** 2


def _skewness_z(skewness: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """D'Agostino's normal transform of sample skewness (Biometrika 1970;57:679-681)."""
    y = skewness * np.sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
    beta = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
    w_squared = np.sqrt(2 * (beta - 1)) - 1
    return np.arcsinh(y * np.sqrt((w_squared - 1) / 2)) / np.sqrt(0.5 * np.log(w_squared))


def _kurtosis_z(kurtosis: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Anscombe and Glynn's normal transform of sample kurtosis (Biometrika 1983;70:227-234)."""
    mean = 3 * (n - 1) / (n + 1)
    variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) ** 2 * (n + 3) * (n + 5))
    x = (kurtosis - mean) / np.sqrt(variance)
    root_beta = 6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9))
    root_beta = root_beta * np.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))
    a = 6 + 8 / root_beta * (2 / root_beta + np.sqrt(1 + 4 / root_beta**2))
    cube_root = np.cbrt((1 - 2 / a) / (1 + x * np.sqrt(2 / (a - 4))))
    return (1 - 2 / (9 * a) - cube_root) / np.sqrt(2 / (9 * a))


def _breusch_pagan(
    residual: NDArray[np.float64], used: NDArray[np.bool_], basis: NDArray[np.float64]
) -> NDArray[np.float64]:
    n = np.maximum(used.sum(axis=1), 1)
    squared = residual**2
    centered = np.where(used, squared - (squared.sum(axis=1) / n)[:, None], 0.0)
    explained = (np.einsum("rsk,rs->rk", basis, centered) ** 2).sum(axis=1)
    total = (centered**2).sum(axis=1)
    return n * explained / np.where(total > 0, total, np.nan)


def _largest_cook(
    residual: NDArray[np.float64], used: NDArray[np.bool_], basis: NDArray[np.float64]
) -> NDArray[np.float64]:
    n, coefficients = used.sum(axis=1), basis.shape[2] + 1
    leverage = np.where(used, (basis**2).sum(axis=2) + (1 / np.maximum(n, 1))[:, None], 0.0)
    df = n - coefficients
    variance = (residual**2).sum(axis=1) / np.where(df > 0, df, np.nan)
    scale = coefficients * np.where(variance > 0, variance, np.nan)
    free = 1 - leverage
    # A person whom the fit must pass through has no residual to judge by.
    distance = residual**2 * leverage / np.where(free > 1e-10, free, np.inf) ** 2
    return distance.max(axis=1, initial=0.0) / scale


def _condition_number(covariates: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    design = np.concatenate([used[..., None].astype(np.float64), covariates], axis=2)
    length = np.sqrt((design**2).sum(axis=1, keepdims=True))
    scaled = design / np.where(length > 0, length, 1.0)
    singular = np.linalg.svd(scaled, compute_uv=False)
    smallest = singular[:, -1] if singular.shape[1] else np.zeros(singular.shape[0])
    largest = singular.max(axis=1, initial=0.0)
    return largest / np.where(smallest > 0, smallest, np.nan)
