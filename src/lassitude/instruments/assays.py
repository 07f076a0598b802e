"""Blood tests: the interferon-gamma assay and the interferon-stimulated-gene score.

The two are kept apart: interferon beta raises the gene score while it lowers relapses.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.parts import STATUSES, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals


class AssayParameters(Parameters):
    """Error and limit of the interferon-gamma assay."""

    coefficient_of_variation: float = parameter(
        0.15,
        "1",
        bounds=(0.05, 0.3),
        source=hypothesis("usual between-run variation of an immunoassay"),
        meaning="between-run coefficient of variation",
    )
    lower_limit: float = parameter(
        2.0,
        "pg/mL",
        bounds=(0.1, 10.0),
        source=hypothesis("usual order of magnitude; kits differ"),
        meaning="lowest concentration that is reported as a number",
    )


class GeneScoreParameters(Parameters):
    """Scale and error of the interferon-stimulated-gene score."""

    healthy_sd: float = parameter(
        0.6,
        "1",
        bounds=(0.3, 1.2),
        source=hypothesis("spread of healthy people; sets only the unit"),
        meaning="SD of log2 expression among healthy people, which is one unit of the score",
    )
    background: float = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.2),
        source=hypothesis("expression without any interferon is low, not zero"),
        meaning="expression without interferon, as a fraction of the healthy mean",
    )
    error_sd: float = parameter(
        0.3,
        "1",
        bounds=(0.1, 0.6),
        source=hypothesis("mean of several genes, each measured with error"),
        meaning="SD of the measurement error, in units of the score",
    )


def log_normal_factor(variation: ArrayLike, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn standard normal numbers into factors with mean 1 and a given coefficient of variation.

    Examples
    --------
    >>> log_normal_factor(0.0, np.array([-1.0, 2.0]))
    array([1., 1.])
    """
    spread = np.log1p(np.square(variation))
    return np.exp(np.sqrt(spread) * z - 0.5 * spread)


def reported(measured: ArrayLike, limit: float) -> Observed:
    """Tell a measured amount as a laboratory does: a number, or that it lies below the limit of the test.

    Parameters
    ----------
    measured : array of float
        Amounts; NaN where a measurement failed.
    limit : float
        Lowest amount that is reported as a number, in the same unit.

    Examples
    --------
    >>> told = reported(np.array([3.0, 0.1, np.nan]), 0.5)
    >>> told.value, [STATUSES[one] for one in told.status]
    (array([ 3., nan, nan]), ['observed', 'below_limit', 'invalid'])
    """
    found = np.maximum(np.asarray(measured, dtype=np.float64), 0.0)
    low = found < limit
    status = np.where(low, STATUSES.index("below_limit"), STATUSES.index("observed"))
    status = np.where(np.isnan(found), STATUSES.index("invalid"), status).astype(np.int8)
    return Observed(np.where(low, np.nan, found), status, limit)


def assay_interferon_gamma(
    chosen: AssayParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure interferon gamma in blood.

    Parameters
    ----------
    chosen : AssayParameters
        Error and limit.
    signals : mapping of str to array of float, shape [...]
        ``ifn_gamma`` in pg/mL, 0 or more.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``concentration`` in pg/mL; below the limit the value is NaN, the status ``below_limit`` and
        the limit is given, so that nobody can average a number that no laboratory reports.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> seen = assay_interferon_gamma(
    ...     AssayParameters(), {"ifn_gamma": np.array([0.1])}, person_keys(1, 0, [0]), 0)
    >>> STATUSES[seen["concentration"].status[0]], seen["concentration"].limit
    ('below_limit', 2.0)
    """
    true = np.asarray(signals["ifn_gamma"], dtype=np.float64)
    z = normals(keys, "IFNG assay", occasion)
    measured = true * log_normal_factor(chosen.coefficient_of_variation, z)
    return {"concentration": reported(measured, chosen.lower_limit)}


def score_stimulated_genes(
    chosen: GeneScoreParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Score the expression of interferon-stimulated genes against healthy people.

    ``z = log2((activity + background) / (1 + background)) / healthy_sd + error``

    Parameters
    ----------
    chosen : GeneScoreParameters
        Scale and error.
    signals : mapping of str to array of float, shape [...]
        ``type1_interferon_activity``; 1 is the healthy mean.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``score``; 0 is the healthy mean, 1 one healthy SD.
    """
    activity = np.maximum(np.asarray(signals["type1_interferon_activity"], dtype=np.float64), 0.0)
    expression = np.log2((activity + chosen.background) / (1.0 + chosen.background))
    error = chosen.error_sd * normals(keys, "ISG score", occasion)
    return {"score": Observed(expression / chosen.healthy_sd + error)}


ASSAY_PARTS = {
    "concentration": PartSpec((0.0, math.inf), "pg/mL", "neutral", None, "interferon gamma in blood")
}
GENE_SCORE_PARTS = {
    "score": PartSpec((-math.inf, math.inf), "1", "neutral", None, "mean expression in healthy SD")
}

ASSAYS = (
    Instrument(
        name="IFNG",
        label="Interferon-gamma assay",
        version="immunoassay in blood",
        parts=ASSAY_PARTS,
        reads=("ifn_gamma",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("coefficient of variation", "lower limit"),
        parameters=central(AssayParameters),
        respond=assay_interferon_gamma,
    ),
    Instrument(
        name="ISG",
        label="Interferon-stimulated-gene score",
        version="mean log2 expression in healthy SD",
        parts=GENE_SCORE_PARTS,
        reads=("type1_interferon_activity",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("healthy spread", "background", "measurement error"),
        parameters=central(GeneScoreParameters),
        respond=score_stimulated_genes,
    ),
)
