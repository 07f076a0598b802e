"""Confidence limits of covariance parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, ndtri

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.mixed_models.fit import MixedFit

_BOUNDED = ("variance", "residual variance", "range")


def covariance_limits(fit: MixedFit) -> Intervals:
    """Compute 95% limits of each covariance parameter.

    Variances and the range of spatial structures, which lie above 0, get limits of a chi-square with
    ``2 (estimate / se)^2`` degrees of freedom (Satterthwaite 1946, Biometrics Bull 2:110); covariances and
    correlations get normal (Wald) limits. So does SAS with ``PROC MIXED CL``.

    Parameters
    ----------
    fit : MixedFit
        A fitted model.

    Returns
    -------
    Intervals
        Arrays [replicate, group, parameter], named by ``fit.structure.names``; in the parameters' own units.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.fit import fit_mixed_model
    >>> from lassitude.statistics.mixed_models.measurements import Measurements
    >>> from lassitude.statistics.mixed_models.structures import CommonCovariance
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [2.0, 1.0]]])
    >>> data = Measurements(seen, np.eye(2)[None, None].repeat(4, axis=1))
    >>> limits = covariance_limits(fit_mixed_model(data, CommonCovariance()))
    >>> limits.low.round(2), limits.high.round(2)
    (array([[[-1.53,  0.32]]]), array([[[ 3.53, 13.9 ]]]))
    """
    value = fit.parameters
    variance = np.einsum("rjj->rj", fit.parameter_covariance).reshape(value.shape)
    bounded = np.array(
        [name.startswith(_BOUNDED) for name in fit.structure.names(tuple("?" * fit.cells.visits))]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        se = np.sqrt(variance)
        half = ndtri(0.975) * se
        df = 2 * value**2 / variance
        low: NDArray[np.float64] = np.where(bounded, df * value / chdtri(df, 0.025), value - half)
        high: NDArray[np.float64] = np.where(bounded, df * value / chdtri(df, 0.975), value + half)
    return Intervals(low, high)
