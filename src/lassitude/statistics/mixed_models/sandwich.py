r"""Empirical covariances of coefficients, which hold even where the covariance of visits is misspecified.

With whitened regressors :math:`\tilde X_i`, residuals :math:`\tilde e_i` and leverages
:math:`\tilde H_i = \tilde X_i\Phi\tilde X_i'` of person :math:`i`,

.. math:: \Phi\Big[\sum_i \tilde X_i' A_i \tilde e_i\tilde e_i' A_i\tilde X_i\Big]\Phi,

where :math:`A_i` is the identity (CR0), :math:`(I-\tilde H_i)^{-1/2}` (CR2) or :math:`(I-\tilde H_i)^{-1}`
(CR3). Source: Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; Bell and McCaffrey 2002 (Survey Methodology
28:169); Mancl and DeRouen 2001, doi:10.1111/j.0006-341X.2001.00126.x; degrees of freedom: Pustejovsky and
Tipton 2018, doi:10.1080/07350015.2016.1247004.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.cells import cell_of_people
from lassitude.statistics.mixed_models.fit import MixedFit
from lassitude.statistics.mixed_models.weights import inverse

Array = NDArray[np.float64]
Empirical = Literal["CR0", "CR2", "CR3"]
_POWER = {"CR0": 0.0, "CR2": -0.5, "CR3": -1.0}


@dataclass(frozen=True, eq=False)
class Sandwich:
    """Empirical covariances of coefficients.

    Attributes
    ----------
    covariance : array of float64 [replicate, regressor, regressor]
        NaN where the model has not converged.
    spread : array of float64 [replicate, subject, visit, regressor]
        Whitened, adjusted regressors of each person times the model-based covariance: what the degrees of
        freedom of a contrast follow from.
    shared : array of float64 [replicate, subject, regressor, regressor]
        Products of whitened regressors with `spread`.
    model : array of float64 [replicate, regressor, regressor]
        Model-based covariance.
    """

    covariance: Array
    spread: Array
    shared: Array
    model: Array

    def df(self, contrasts: Array) -> Array:
        """Compute Bell and McCaffrey's degrees of freedom of contrasts [replicate, contrast, regressor]."""
        g = np.einsum("rntq,rcq->rcnt", self.spread, contrasts)
        u = np.einsum("rnpq,rcq->rcnp", self.shared, contrasts)
        length = (g**2).sum(axis=-1)
        pulled = np.einsum("rcnp,rpq,rcnq->rcn", u, self.model, u, optimize=True)
        around = np.einsum("rcnp,rcnq->rcpq", u, u) @ self.model[:, None]
        squared = (length**2 - 2 * length * pulled).sum(axis=-1)
        squared = squared + np.einsum("rcpq,rcqp->rc", around, around)
        with np.errstate(divide="ignore", invalid="ignore"):
            return (length - pulled).sum(axis=-1) ** 2 / squared


def sandwich(fit: MixedFit, kind: Empirical) -> Sandwich:
    """Compute the empirical covariance of coefficients.

    Parameters
    ----------
    fit : MixedFit
        A fitted model.
    kind : str
        ``CR0`` (SAS ``EMPIRICAL``), ``CR2`` (bias-reduced) or ``CR3`` (like a jackknife of people).

    Returns
    -------
    Sandwich
        In the unit of `fit.covariance`.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> sandwich(fit, "CR2").covariance[0, 0, 0].round(4), fit.covariance[0, 0, 0].round(4)
    (np.float64(0.1667), np.float64(0.1667))
    """
    good = fit.converged
    x, e = _whitened(fit)
    x = x * fit.made.size[:, None, None, :]
    phi = np.where(good[:, None, None], fit.covariance, np.nan)
    safe = np.nan_to_num(phi)
    leverage = np.einsum("rntp,rpq,rnsq->rnts", x, safe, x, optimize=True)
    adjusted = _powered(np.eye(x.shape[2]) - leverage, _POWER[kind]) @ x
    score = np.einsum("rntq,rnt->rnq", adjusted, e)
    middle = np.swapaxes(score, 1, 2) @ score
    spread = adjusted @ safe[:, None]
    return Sandwich(phi @ middle @ phi, spread, np.swapaxes(x, 2, 3) @ spread, safe)


def _whitened(fit: MixedFit) -> tuple[Array, Array]:
    """Multiply regressors and residuals of each person by the root of the inverse covariance."""
    made, cells = fit.made, fit.cells
    parameters = np.where(fit.converged[:, None, None], fit.parameters, 1.0)
    found = inverse(cells, fit.structure, parameters)
    values, vectors = np.linalg.eigh(found.weight)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    x = made.rows[..., :-1]
    beta = np.nan_to_num(fit.coefficients * made.size - made.rough)
    e = made.rows[..., -1] - np.einsum("rntq,rq->rnt", x, beta)
    e = np.where(made.used, e, 0.0)
    cell = cell_of_people(made, cells.groups)
    there = (cell >= 0)[..., None, None]
    roots = np.where(there, root[np.maximum(cell, 0)], 0.0)
    return roots @ x, np.einsum("rnts,rns->rnt", roots, e)


def _powered(matrix: Array, power: float) -> Array:
    """Raise symmetric matrices to a power; directions that the person alone determines are left out."""
    if power == 0:
        return np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape)
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-10
    scaled = np.where(kept, np.where(kept, values, 1.0) ** power, 0.0)
    return (vectors * scaled[..., None, :]) @ np.swapaxes(vectors, -1, -2)
