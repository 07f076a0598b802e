r"""The small-sample covariance of coefficients of Kenward and Roger.

.. math:: \Phi_A = \Phi + 2\Phi \Big[\sum_{jk} w_{jk}(Q_{jk} - P_j\Phi P_k - \tfrac14 R_{jk})\Big] \Phi

with :math:`w` the covariance of the covariance parameters, in their natural parameterization. The linear
version leaves out :math:`R_{jk}`, which holds second derivatives of the covariance. Source: Kenward and Roger
1997, doi:10.2307/2533558; 2009, doi:10.1016/j.csda.2008.12.013.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.fit import MixedFit
from lassitude.statistics.mixed_models.weights import contracted, inverse

Array = NDArray[np.float64]


def adjusted_covariance(fit: MixedFit, linear: bool = False) -> Array:
    """Compute the covariance of coefficients, enlarged for having estimated that of visits.

    Parameters
    ----------
    fit : MixedFit
        By restricted maximum likelihood.
    linear : bool
        Whether second derivatives of the covariance are left out (SAS ``DDFM=KR(FIRSTORDER)``).

    Returns
    -------
    array of float64 [replicate, regressor, regressor]
        NaN where the model has not converged.

    Raises
    ------
    ValueError
        If the model was fitted by maximum likelihood, for which the method is not defined.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import Unstructured
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, np.nan]]])
    >>> fit = fit_mixed_model(Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1)), Unstructured())
    >>> bool(adjusted_covariance(fit)[0, 1, 1] > fit.covariance[0, 1, 1])
    True
    """
    if fit.likelihood != "REML":
        raise ValueError("Kenward-Roger is defined for REML only.")
    replicates, _, count = fit.parameters.shape
    good = fit.converged
    parameters = np.where(good[:, None, None], fit.parameters, 1.0)
    found = inverse(fit.cells, fit.structure, parameters)
    w = np.where(good[:, None, None], fit.parameter_covariance, 0.0)
    slot = fit.cells.slot
    groups = fit.cells.groups
    blocks = w.reshape(replicates, groups, count, groups, count)
    own = blocks[slot // groups, slot % groups, :, slot % groups, :]
    left = found.weight[:, None] @ found.derived.first
    mixed = np.einsum("kij,kjst->kist", own, left)
    middle = np.einsum("kist,kitu->ksu", left, mixed) @ found.weight
    if not linear and found.derived.second is not None:
        bend = np.einsum("kij,kijst->kst", own, found.derived.second)
        middle = middle - 0.25 * found.weight @ bend @ found.weight
    middle = (middle + np.swapaxes(middle, 1, 2)) / 2
    moments = contracted(fit.cells, middle[:, None])[:, :, 0, :-1, :-1].sum(axis=1)
    size = fit.made.size
    moments = moments * (size[:, :, None] * size[:, None, :])
    slope, phi = np.nan_to_num(fit.slope), np.nan_to_num(fit.covariance)
    weighted = np.einsum("rij,rjab->riab", w, slope)
    outer = np.einsum("riab,rbc,ricd->rad", slope, phi, weighted, optimize=True)
    adjusted = phi + 2 * phi @ (moments - outer) @ phi
    return np.where(good[:, None, None], (adjusted + np.swapaxes(adjusted, 1, 2)) / 2, np.nan)
