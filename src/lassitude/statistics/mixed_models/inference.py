"""Estimates, intervals and tests of linear combinations of fixed effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, stdtr, stdtrit

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.mixed_models.fit import MixedFit
from lassitude.statistics.mixed_models.kenward_roger import adjusted_covariance
from lassitude.statistics.mixed_models.sandwich import Sandwich, sandwich
from lassitude.statistics.mixed_models.structures import Unstructured

Array = NDArray[np.float64]
DegreesOfFreedom = Literal["kenward-roger", "kenward-roger-linear", "satterthwaite", "between-within"]
StandardErrors = Literal["model", "CR0", "CR2", "CR3"]


@dataclass(frozen=True, eq=False)
class Inference:
    """A fit with the covariance of coefficients and the degrees of freedom that tests use.

    Attributes
    ----------
    fit : MixedFit
        The model.
    degrees_of_freedom, standard_errors : str
        Which were chosen.
    covariance : array of float64 [replicate, regressor, regressor]
        Of the coefficients: model-based, adjusted or empirical.
    robust : Sandwich, optional
        For empirical standard errors.
    """

    fit: MixedFit
    degrees_of_freedom: DegreesOfFreedom
    standard_errors: StandardErrors
    covariance: Array
    robust: Sandwich | None


@dataclass(frozen=True, eq=False)
class Contrasts:
    """Linear combinations of fixed effects; arrays [replicate, contrast].

    Attributes
    ----------
    value, se, df, p : array of float64
        Estimate, standard error, degrees of freedom of t, two-sided p value of the hypothesis that it is 0.
    interval : Intervals
        95% t interval.
    """

    value: Array
    se: Array
    df: Array
    p: Array
    interval: Intervals


@dataclass(frozen=True, eq=False)
class JointTest:
    """Test that several combinations of fixed effects are 0; arrays [replicate].

    Attributes
    ----------
    f : array of float64
        F statistic, scaled where Kenward-Roger asks for it.
    df_numerator, df : array of float64
        Degrees of freedom of numerator and denominator.
    p : array of float64
        Its p value.
    """

    f: Array
    df_numerator: Array
    df: Array
    p: Array

    def arrays(self) -> tuple[Array, Array, Array, Array]:
        """Return F, both degrees of freedom and p."""
        return self.f, self.df_numerator, self.df, self.p


def inference(
    fit: MixedFit,
    degrees_of_freedom: DegreesOfFreedom = "kenward-roger",
    standard_errors: StandardErrors = "model",
) -> Inference:
    """Choose how to account for the estimated covariance.

    Parameters
    ----------
    fit : MixedFit
        The model.
    degrees_of_freedom : str
        ``kenward-roger`` and ``kenward-roger-linear`` adjust the covariance of coefficients too, and need
        REML; ``satterthwaite`` (with empirical standard errors, Bell and McCaffrey's); ``between-within`` as
        in SAS.
    standard_errors : str
        ``model``, or empirical: ``CR0``, ``CR2``, ``CR3``.

    Returns
    -------
    Inference
        For `contrasts` and `joint_test`.

    Raises
    ------
    ValueError
        If Kenward-Roger is asked for with ML or with empirical standard errors.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> found = contrasts(inference(fit), np.array([[-1.0, 1.0]]))
    >>> found.value.round(2), found.df.round(2)
    (array([[1.]]), array([[3.]]))
    """
    roger = degrees_of_freedom.startswith("kenward-roger")
    if standard_errors == "model":
        covariance = (
            adjusted_covariance(fit, degrees_of_freedom.endswith("linear")) if roger else fit.covariance
        )
        return Inference(fit, degrees_of_freedom, standard_errors, covariance, None)
    if roger:
        raise ValueError("Kenward-Roger adjusts model-based standard errors only.")
    robust = sandwich(fit, standard_errors)
    return Inference(fit, degrees_of_freedom, standard_errors, robust.covariance, robust)


def contrasts(using: Inference, weights: Array) -> Contrasts:
    """Estimate linear combinations of coefficients one by one.

    Parameters
    ----------
    using : Inference
        Model, covariance and degrees of freedom.
    weights : array of float64 [contrast, regressor] or [replicate, contrast, regressor]
        Coefficients of the combinations.

    Returns
    -------
    Contrasts
        NaN where the model has not converged.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> contrasts(inference(fit), np.array([[1.0, 0.0], [0.0, 1.0]])).value.round(2)
    array([[2., 3.]])
    """
    fit = using.fit
    rows = _rows(weights, fit)
    value = np.einsum("rcq,rq->rc", rows, fit.coefficients)
    variance = np.einsum("rcp,rpq,rcq->rc", rows, using.covariance, rows, optimize=True)
    se = np.sqrt(variance)
    df = _df(using, rows)
    half = stdtrit(df, 0.975) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(df, -np.abs(value / se))
    return Contrasts(value, se, df, p, Intervals(value - half, value + half))


def joint_test(using: Inference, weights: Array) -> JointTest:
    """Test that several combinations of coefficients are 0 together.

    Parameters
    ----------
    using : Inference
        Model, covariance and degrees of freedom.
    weights : array of float64 [contrast, regressor]
        Linearly independent combinations.

    Returns
    -------
    JointTest
        Satterthwaite: Fai and Cornelius 1996 (J Stat Comput Simul 54:363), as in SAS; Kenward-Roger: their
        scaled F. NaN where the model has not converged.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> joint_test(inference(fit), np.eye(2)).df.round(2)
    array([2.])
    """
    fit, count = using.fit, len(weights)
    good = fit.converged
    covariance = np.where(good[:, None, None], using.covariance, np.eye(using.covariance.shape[1]))
    middle = weights @ covariance @ weights.T
    value = np.nan_to_num(fit.coefficients) @ weights.T
    f = (value * np.linalg.solve(middle, value[..., None])[..., 0]).sum(axis=1) / count
    if count > 1 and using.degrees_of_freedom.startswith("kenward-roger"):
        scale, df = _roger_joint(fit, weights)
        f = scale * f
    elif count > 1 and using.degrees_of_freedom == "satterthwaite":
        df = _fai_cornelius(using, middle, weights)
    else:
        df = np.nanmin(np.where(good[:, None], _df(using, _rows(weights, fit)), np.inf), axis=1)
    f, df = np.where(good, f, np.nan), np.where(good, df, np.nan)
    numerator = np.full(len(f), float(count))
    return JointTest(f, numerator, df, fdtrc(numerator, df, f))


def _rows(weights: Array, fit: MixedFit) -> Array:
    return np.broadcast_to(weights, (len(fit.converged), *weights.shape[-2:]))


def _df(using: Inference, rows: Array) -> Array:
    if using.degrees_of_freedom == "between-within":
        return _between_within(using.fit, rows)
    if using.robust is not None:
        return np.where(using.fit.converged[:, None], using.robust.df(rows), np.nan)
    return _satterthwaite(using.fit, rows)


def _satterthwaite(fit: MixedFit, rows: Array) -> Array:
    """Match the variance of each estimated variance to that of a chi-square; model-based covariance."""
    pulled = rows @ fit.covariance
    variance = (pulled * rows).sum(axis=2)
    gradient = np.einsum("rcp,rjpq,rcq->rcj", pulled, fit.slope, pulled, optimize=True)
    spread = np.einsum("rcj,rjk,rck->rc", gradient, fit.parameter_covariance, gradient, optimize=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * variance**2 / spread


def _fai_cornelius(using: Inference, middle: Array, weights: Array) -> Array:
    """Combine the degrees of freedom of independent combinations."""
    _, vectors = np.linalg.eigh(middle)
    rotated = np.swapaxes(vectors, 1, 2) @ weights
    each = _df(using, rotated)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(each > 2, each / (each - 2), 0.0).sum(axis=1)
    count = len(weights)
    with np.errstate(divide="ignore"):
        return np.where(mean > count, 2 * mean / np.where(mean > count, mean - count, 1.0), 0.0)


def _roger_joint(fit: MixedFit, weights: Array) -> tuple[Array, Array]:
    """Scale and denominator degrees of freedom of Kenward and Roger's F."""
    count = len(weights)
    phi = np.where(fit.converged[:, None, None], fit.covariance, np.eye(fit.covariance.shape[1]))
    theta = weights.T @ np.linalg.solve(weights @ phi @ weights.T, weights @ phi)
    turned = np.nan_to_num(fit.slope).swapaxes(0, 1) @ phi
    each = np.swapaxes(theta @ turned, 0, 1)
    traces = np.einsum("rjpp->rj", each)
    w = np.nan_to_num(fit.parameter_covariance)
    a1 = np.einsum("rj,rjk,rk->r", traces, w, traces)
    a2 = np.einsum("rjpq,rjk,rkqp->r", each, w, each, optimize=True)
    b = (a1 + 6 * a2) / (2 * count)
    a1, a2 = (np.where(fit.converged, one, np.nan) for one in (a1, a2))
    g = ((count + 1) * a1 - (count + 4) * a2) / ((count + 2) * a2)
    below = 3 * count + 2 * (1 - g)
    c1, c2, c3 = g / below, (count - g) / below, (count + 2 - g) / below
    mean = 1 / (1 - a2 / count)
    variance = 2 / count * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    ratio = variance / (2 * mean**2)
    df = 4 + (count + 2) / (count * ratio - 1)
    return df / (mean * (df - 2)), df


def _between_within(fit: MixedFit, rows: Array) -> Array:
    """Split the residual degrees of freedom between people and within them.

    A combination is within people where what people differ by from their own mean suffices to estimate it.
    """
    used = fit.made.used[..., None]
    x = fit.made.rows[..., :-1]
    mean = x.sum(axis=2, keepdims=True) / np.maximum(used.sum(axis=2, keepdims=True), 1)
    inner = np.where(used, x - mean, 0.0).reshape(len(x), -1, x.shape[3])
    values, vectors = np.linalg.eigh(np.swapaxes(inner, 1, 2) @ inner)
    varies = values > 1e-9 * fit.rows[:, None]
    scaled = rows / fit.made.size[:, None]
    outside = ((scaled @ vectors) ** 2 * ~varies[:, None]).sum(axis=2)
    within = outside < 1e-12 * (scaled**2).sum(axis=2)
    rank = varies.sum(axis=1)
    between = fit.people - (x.shape[3] - rank)
    inside = between if isinstance(fit.structure, Unstructured) else fit.rows - fit.people - rank
    return np.where(within, inside[:, None], between[:, None]).astype(float)
