"""Fill in a person's missing visits, given the regressions that the person's values follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, normals
from lassitude.statistics.imputation.regressions import Regressions

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def fill_gaps(
    values: Floats,
    gaps: Booleans,
    seen: Integers,
    fixed: Floats,
    law: Regressions,
    noise: Floats,
) -> Floats:
    """Draw each value missing between others, given all others of the person, one visit after another.

    With residuals e_s = y_s - mean_s of the visits s up to the last one seen, the density of y_t given the
    rest is normal with precision sum of c_s² / sd_s² and mean -sum of c_s r_s / sd_s² over it, where c_t = 1,
    c_s is minus the coefficient of y_t in the regression of visit s, and r_s is e_s at y_t = 0.

    Parameters
    ----------
    values : array of float64 [person, imputation, visit]
        Complete up to the last visit seen.
    gaps : array of bool [person, visit]
        Which of them are drawn.
    seen : array of int64 [person]
        Visits up to the last one seen.
    fixed : array of float64 [person, 1 + covariate]
        One, then covariates.
    law : Regressions
        Arrays [person, imputation, ...].
    noise : array of float64 [person, imputation, visit]
        Standard normal.

    Returns
    -------
    array of float64 [person, imputation, visit]
        A new array.
    """
    found, count = values.copy(), fixed.shape[1]
    visits = np.arange(values.shape[2])
    constant = law.shift + np.einsum("pf,pmtf->pmt", fixed, law.coefficients[..., :count])
    for visit in visits:
        who = np.flatnonzero(gaps[:, visit])
        if not who.size:
            continue
        slopes = law.coefficients[who][..., count:]
        others = found[who]
        others[:, :, visit] = 0.0
        residual = others - constant[who] - np.einsum("pms,pmts->pmt", others, slopes)
        share = np.where(visits == visit, 1.0, -slopes[..., visit])
        involved = (visits >= visit) & (visits < seen[who][:, None])
        weight = np.where(involved[:, None, :], law.sd[who] ** -2.0, 0.0)
        precision = (share**2 * weight).sum(axis=2)
        mean = -(share * residual * weight).sum(axis=2) / precision
        found[who, :, visit] = mean + noise[who, :, visit] / np.sqrt(precision)
    return found


def fill_ends(values: Floats, missing: Booleans, fixed: Floats, law: Regressions, noise: Floats) -> Floats:
    """Draw missing values given the visits before, in order of time.

    Parameters
    ----------
    values : array of float64 [person, imputation, visit]
        Anything where `missing`.
    missing : array of bool [person, visit]
        Which are drawn.
    fixed : array of float64 [person, 1 + covariate]
        One, then covariates.
    law : Regressions
        Arrays [person, imputation, ...].
    noise : array of float64 [person, imputation, visit]
        Standard normal.

    Returns
    -------
    array of float64 [person, imputation, visit]
        A new array.

    Examples
    --------
    >>> slopes = np.array([[[[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]]])
    >>> law = Regressions(slopes, np.zeros((1, 1, 2)), np.ones((1, 1, 2)))
    >>> fill_ends(np.zeros((1, 1, 2)), np.array([[True, True]]), np.ones((1, 1)), law, np.zeros((1, 1, 2)))
    array([[[1., 2.]]])
    """
    found, count = values.copy(), fixed.shape[1]
    for visit in range(values.shape[2]):
        who = np.flatnonzero(missing[:, visit])
        if not who.size:
            continue
        coefficients = law.coefficients[who, :, visit]
        mean = law.shift[who, :, visit] + np.einsum("pf,pmf->pm", fixed[who], coefficients[..., :count])
        mean += np.einsum("pms,pms->pm", found[who], coefficients[..., count:])
        found[who, :, visit] = mean + law.sd[who, :, visit] * noise[who, :, visit]
    return found


def noise_for(keys: Keys, purpose: str, occasion: Integers, visits: int, iteration: int = 0) -> Floats:
    """Draw the standard normal numbers of one pass, keyed by person, imputation and visit.

    Parameters
    ----------
    keys : Keys [person]
        Of people.
    purpose : str
        What they are for.
    occasion : array of int64 [person, imputation]
        Numbers of the imputations.
    visits, iteration : int
        How many visits, and number of the pass.

    Returns
    -------
    array of float64 [person, imputation, visit]
    """
    each = Keys(keys.word0[:, None, None], keys.word1[:, None, None])
    return normals(each, purpose, occasion[..., None], iteration * visits + np.arange(visits))
