"""F tests within subjects and their correction for lack of sphericity."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc


class UnivariateTest(NamedTuple):
    """An F test within subjects in every replicate; arrays [replicate].

    Attributes
    ----------
    f : array of float64
        F statistic of the univariate analysis.
    df_effect, df_error : array of float64
        Degrees of freedom before correction.
    epsilon_gg, epsilon_hf : array of float64
        Greenhouse-Geisser and Huynh-Feldt epsilon, the second with Lecoutre's correction where there are
        groups. It may exceed 1, as it does in R; it is taken as 1 where it is used.
    mauchly_w, mauchly_p : array of float64
        Mauchly's test of sphericity; NaN for one contrast and where the covariance matrix is singular
        because there are too few people.
    p, p_gg, p_hf : array of float64
        Upper tail of F: uncorrected, and with both degrees of freedom times epsilon.
    """

    f: NDArray[np.float64]
    df_effect: NDArray[np.float64]
    df_error: NDArray[np.float64]
    epsilon_gg: NDArray[np.float64]
    epsilon_hf: NDArray[np.float64]
    mauchly_w: NDArray[np.float64]
    mauchly_p: NDArray[np.float64]
    p: NDArray[np.float64]
    p_gg: NDArray[np.float64]
    p_hf: NDArray[np.float64]


def univariate_test(
    explained: NDArray[np.float64],
    hypotheses: int,
    products: NDArray[np.float64],
    df_people: NDArray[np.float64],
) -> UnivariateTest:
    """Test contrasts within subjects against their variation between subjects.

    Parameters
    ----------
    explained : array of float64 [replicate]
        Sum of squares of the effect, over all contrasts.
    hypotheses : int
        Degrees of freedom of the effect between subjects: 1 for the mean over groups, groups - 1 for
        differences between them.
    products : array of float64 [replicate, contrast, contrast]
        Sums of products of orthonormal contrasts about the mean of each group.
    df_people : array of float64 [replicate]
        People minus groups; NaN where there is no test.

    Returns
    -------
    UnivariateTest

    References
    ----------
    Greenhouse S.W., Geisser S. Psychometrika 1959;24:95-112. Huynh H., Feldt L.S. J Educ Stat 1976;1:69-82.
    Lecoutre B. J Educ Stat 1991;16:371-372. Mauchly J.W. Ann Math Stat 1940;11:204-209.

    Examples
    --------
    >>> found = univariate_test(np.array([20.0]), 1, np.array([[[2.0, 0.0], [0.0, 2.0]]]), np.array([4.0]))
    >>> found.f.tolist(), found.df_error.tolist(), found.epsilon_gg.tolist()
    ([20.0], [8.0], [1.0])
    """
    contrasts = np.where(np.isfinite(df_people), float(products.shape[1]), np.nan)
    df_effect, df_error = contrasts * hypotheses, contrasts * df_people
    with np.errstate(divide="ignore", invalid="ignore"):
        f = (explained / df_effect) / (np.trace(products, axis1=1, axis2=2) / df_error)
    epsilon_gg, epsilon_hf = _epsilons(products, contrasts, df_people)
    mauchly_w, mauchly_p = _mauchly(products, contrasts, df_people)
    at_most_one = np.fmin(epsilon_hf, 1.0)
    return UnivariateTest(
        f=f,
        df_effect=df_effect,
        df_error=df_error,
        epsilon_gg=epsilon_gg,
        epsilon_hf=epsilon_hf,
        mauchly_w=mauchly_w,
        mauchly_p=mauchly_p,
        p=fdtrc(df_effect, df_error, f),
        p_gg=fdtrc(epsilon_gg * df_effect, epsilon_gg * df_error, f),
        p_hf=fdtrc(at_most_one * df_effect, at_most_one * df_error, f),
    )


def _epsilons(
    products: NDArray[np.float64], d: NDArray[np.float64], df_people: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    trace = np.trace(products, axis1=1, axis2=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        gg = trace**2 / (d * (products**2).sum(axis=(1, 2)))
        room = df_people - d * gg
        hf = ((df_people + 1) * d * gg - 2) / (d * np.where(room > 1e-9 * df_people, room, np.nan))
    return gg, hf


def _mauchly(
    products: NDArray[np.float64], d: NDArray[np.float64], df_people: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mauchly's W and its p value by Box's second-order expansion, the one R's mauchly.test uses."""
    d = np.where((d > 1) & (df_people >= d), d, np.nan)
    sign, log_determinant = np.linalg.slogdet(products)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_w = log_determinant - d * np.log(np.trace(products, axis1=1, axis2=2) / d)
    log_w = np.where(sign > 0, log_w, np.nan)
    rho_df = df_people - (2 * d * d + d + 2) / (6 * d)
    weight = (d + 2) * (d - 1) * (d - 2) * (2 * d**3 + 6 * d**2 + 3 * d + 2) / (288 * rho_df**2 * d**2)
    df = d * (d + 1) / 2 - 1
    z = -rho_df * log_w
    first, second = chdtrc(df, z), chdtrc(df + 4, z)
    return np.exp(log_w), np.where(rho_df > 0, np.clip(first + weight * (second - first), 0, 1), np.nan)
