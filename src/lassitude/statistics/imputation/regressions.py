"""The law of an arm as regressions of each visit on those before, drawn from what the data leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from lassitude.randomness.streams import Keys, normals, uniforms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

_RIDGE = 1e-10
"""Added to each mean square, so that covariates that determine one another raise nothing."""
_NO_SPREAD = 1e-8
"""Residual mean square, in squares of the spread at baseline, below which nothing is left to draw."""
_STRIDE = 256
"""Draws set apart for the coefficients of one regression."""


@dataclass(frozen=True, eq=False)
class Regressions:
    """Of each visit on a constant, the covariates and all visits before.

    Attributes
    ----------
    coefficients : array of float64 [..., visit, 1 + covariate + visit]
        0 for the visit itself and later ones.
    shift : array of float64 [..., visit]
        Added to the mean of each visit given those before.
    sd : array of float64 [..., visit]
        Standard deviation given the visits before.
    """

    coefficients: Floats
    shift: Floats
    sd: Floats


def cross_products(vectors: Floats, group: Integers, groups: int) -> Floats:
    """Sum products of everything with everything over the people of each group.

    Parameters
    ----------
    vectors : array of float64 [person, ..., variable]
        Sorted by group.
    group : array of int64 [person]
        Whose it is.
    groups : int
        How many there are.

    Returns
    -------
    array of float64 [group, ..., variable, variable]
        A group's sum does not depend on what stands beside it, to the last bit.

    Examples
    --------
    >>> cross_products(np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([0, 0]), 2)[:, 0, 1].tolist()
    [6.0, 0.0]
    """
    products = vectors[..., :, None] * vectors[..., None, :]
    found = np.zeros((groups, *products.shape[1:]))
    if len(group):
        starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
        found[group[starts]] = np.add.reduceat(products, starts, axis=0)
    return found


def draw_regression(
    products: Floats, n: Integers, keys: Keys, occasion: Integers, index: int, purpose: str
) -> tuple[Floats, Floats, Booleans]:
    """Draw coefficients and residual spread of one regression from their posterior.

    The prior is flat in the coefficients and in the logarithm of the spread (Rubin 1987, pages 166 to 167):
    sd² is the residual sum of squares over a chi-squared number with n - k degrees of freedom, and the
    coefficients are normal around least squares given it.

    Parameters
    ----------
    products : array of float64 [group, imputation, 1 + k, 1 + k]
        Cross products of the k regressors and, last, the outcome.
    n : array of int64 [group]
        People in them.
    keys : Keys [group]
        Of the draws.
    occasion : array of int64 [group, imputation]
        Numbers of the imputations.
    index : int
        Which regression, of all that `purpose` is drawn for.
    purpose : str
        What is drawn.

    Returns
    -------
    coefficients : array of float64 [group, imputation, k]
        0 where `failed`.
    sd : array of float64 [group, imputation]
        1 where `failed`.
    failed : array of bool [group]
        Fewer than k + 1 people, or nothing left to vary.

    References
    ----------
    Rubin D.B. Multiple Imputation for Nonresponse in Surveys. Wiley 1987.
    """
    k = products.shape[-1] - 1
    few = n < k + 1
    weight = np.maximum(n, 1)[:, None, None, None]
    safe = np.where(few[:, None, None, None], np.eye(k + 1), products) + _RIDGE * weight * np.eye(k + 1)
    root = np.linalg.cholesky(safe)
    residual = root[..., k, k]
    df = np.maximum(n - k, 1)[:, None]
    failed = few | (residual**2 <= _NO_SPREAD * df).any(axis=1)
    shaped = Keys(keys.word0[:, None], keys.word1[:, None])
    spread = residual / np.sqrt(chdtri(df, uniforms(shaped, f"{purpose} spread", occasion, index)))
    each = Keys(keys.word0[:, None, None], keys.word1[:, None, None])
    noise = normals(each, f"{purpose} coefficients", occasion[..., None], index * _STRIDE + np.arange(k))
    right = root[..., k, :k] + spread[..., None] * noise
    found = np.linalg.solve(np.swapaxes(root[..., :k, :k], -1, -2), right[..., None])[..., 0]
    return np.where(failed[:, None, None], 0.0, found), np.where(failed[:, None], 1.0, spread), failed


def draw_regressions(
    products: Sequence[Floats], n: Integers, keys: Keys, occasion: Integers, iteration: int
) -> tuple[Regressions, Booleans]:
    """Draw the regressions of all visits.

    Parameters
    ----------
    products : sequence of array of float64 [group, imputation, variable, variable]
        For each visit the cross products of a constant, covariates and the visits up to it.
    n : array of int64 [group, visit]
        People in each.
    keys, occasion
        See `draw_regression`.
    iteration : int
        Number of the pass, by which draws are keyed.

    Returns
    -------
    Regressions
        Arrays [group, imputation, ...].
    failed : array of bool [group]
        Where a regression failed.
    """
    visits, width = len(products), products[-1].shape[-1]
    shape = occasion.shape
    coefficients, sd = np.zeros((*shape, visits, width)), np.zeros((*shape, visits))
    failed = np.zeros(shape[0], dtype=bool)
    for visit, product in enumerate(products):
        index = iteration * visits + visit
        drawn, spread, bad = draw_regression(product, n[:, visit], keys, occasion, index, "imputation")
        coefficients[:, :, visit, : drawn.shape[-1]] = drawn
        sd[:, :, visit] = spread
        failed |= bad
    return Regressions(coefficients, np.zeros_like(sd), sd), failed


def means(fixed: Floats, regressions: Regressions) -> Floats:
    """Return the mean of every visit for people with given covariates.

    Parameters
    ----------
    fixed : array of float64 [person, 1 + covariate]
        One, then covariates.
    regressions : Regressions
        Arrays [person, imputation, ...].

    Returns
    -------
    array of float64 [person, imputation, visit]

    Examples
    --------
    >>> slopes = np.array([[[[2.0, 0.0, 0.0], [1.0, 0.5, 0.0]]]])
    >>> law = Regressions(slopes, np.zeros((1, 1, 2)), np.ones((1, 1, 2)))
    >>> means(np.ones((1, 1)), law).tolist()
    [[[2.0, 2.0]]]
    """
    coefficients, count = regressions.coefficients, fixed.shape[1]
    found = regressions.shift + np.einsum("pf,pmtf->pmt", fixed, coefficients[..., :count])
    for visit in range(1, found.shape[2]):
        earlier = coefficients[:, :, visit, count : count + visit]
        found[:, :, visit] += np.einsum("pms,pms->pm", found[:, :, :visit], earlier)
    return found
