"""Tests of immunity: lymphocyte subsets, Epstein-Barr virus, the antibody against it, and the gut."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.assays import log_normal_factor, reported
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import STATUSES, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

SUBSETS = {
    "cd4": ("cd4_count", "CD4 T cells"),
    "naive_cd4": ("naive_cd4_count", "naive CD4 T cells"),
    "cd8": ("cd8_count", "CD8 T cells"),
    "cd19": ("b_cell_count", "B cells"),
}
"""Part, and the signal that it counts in words."""


class CytometryParameters(Parameters):
    """Error of a count by flow cytometry."""

    coefficient_of_variation: float = parameter(
        0.15,
        "1",
        bounds=(0.05, 0.4),
        source=hypothesis("the hour of the day, and the count itself"),
        meaning="coefficient of variation of a count between days",
    )


class ViralLoadParameters(Parameters):
    """Error and limit of viral DNA in blood."""

    log_sd: float = parameter(
        0.4,
        "1",
        bounds=(0.1, 1.0),
        source=hypothesis("few copies are counted; laboratories differ about half a log step"),
        meaning="SD of the log of what is measured",
    )
    lower_limit: float = parameter(
        100.0,
        "1/mL",
        bounds=(10.0, 1000.0),
        source=hypothesis("usual order of magnitude; many carriers lie below"),
        meaning="fewest copies that are reported as a number",
    )


class AntibodyParameters(Parameters):
    """Error of an antibody assay."""

    coefficient_of_variation: float = parameter(
        0.12,
        "1",
        bounds=(0.05, 0.3),
        source=hypothesis("usual between-run variation of an immunoassay"),
        meaning="between-run coefficient of variation",
    )
    lasting_share: float = parameter(
        0.5,
        "1",
        bounds=(0.0, 0.9),
        source=hypothesis("antibodies of one person bind one kit in their own way"),
        meaning="share of the variance of the error that stays with the person",
    )


class StoolParameters(Parameters):
    """Error of the dysbiosis index of one stool sample."""

    error_sd: float = parameter(
        0.1,
        "1",
        bounds=(0.02, 0.3),
        source=hypothesis("samples of one week differ as much as people do"),
        meaning="SD of the index between samples",
    )


def count_subsets(
    chosen: CytometryParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Count lymphocyte subsets in blood by flow cytometry.

    Parameters
    ----------
    chosen : CytometryParameters
        Error.
    signals : mapping of str to array of float, shape [...]
        Counts, 1/mm3.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        A count for each part, 1/mm3, and the share of naive cells among CD4 cells of the sample, percent.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> body = dict.fromkeys((signal for signal, _ in SUBSETS.values()), np.array([400.0]))
    >>> exact = CytometryParameters(coefficient_of_variation=0.0)
    >>> float(count_subsets(exact, body, person_keys(1, 0, [0]), 0)["cd4"].value[0])
    400.0
    """
    found = {}
    for index, (part, (signal, _)) in enumerate(SUBSETS.items()):
        z = normals(keys, "flow cytometry", occasion, index)
        true = np.maximum(np.asarray(signals[signal], dtype=np.float64), 0.0)
        found[part] = Observed(true * log_normal_factor(chosen.coefficient_of_variation, z))
    return {**found, "naive_cd4_share": _share(found["naive_cd4"].value, found["cd4"].value)}


def _share(some: NDArray[np.float64], cells: NDArray[np.float64]) -> Observed:
    """Return in percent how many of the cells some are; invalid where there are none."""
    there = cells > 0.0
    share = np.where(there, 100.0 * np.minimum(some / np.where(there, cells, 1.0), 1.0), np.nan)
    status = np.where(there, STATUSES.index("observed"), STATUSES.index("invalid")).astype(np.int8)
    return Observed(share, status)


def measure_viral_load(
    chosen: ViralLoadParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure Epstein-Barr virus DNA in blood.

    Parameters
    ----------
    chosen : ViralLoadParameters
        Error and limit.
    signals : mapping of str to array of float, shape [...]
        ``ebv_load``, 1/mL.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``copies`` a mL; NaN with status ``below_limit`` under the limit.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> few = {"ebv_load": np.array([0.1])}
    >>> seen = measure_viral_load(ViralLoadParameters(), few, person_keys(1, 0, [0]), 0)
    >>> STATUSES[seen["copies"].status[0]]
    'below_limit'
    """
    z = normals(keys, "EBV DNA", occasion)
    load = np.asarray(signals["ebv_load"], dtype=np.float64)
    return {"copies": reported(load * np.exp(chosen.log_sd * z), chosen.lower_limit)}


def measure_antibody(
    chosen: AntibodyParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure antibody against EBNA1, which latent Epstein-Barr virus makes.

    Parameters
    ----------
    chosen : AntibodyParameters
        Error.
    signals : mapping of str to array of float, shape [...]
        ``anti_ebna1``; 1 is the healthy median.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``level`` in healthy medians.
    """
    z = lasting_normals(keys, "anti-EBNA1", occasion, 0, chosen.lasting_share)
    true = np.maximum(np.asarray(signals["anti_ebna1"], dtype=np.float64), 0.0)
    return {"level": Observed(true * log_normal_factor(chosen.coefficient_of_variation, z))}


def sequence_stool(
    chosen: StoolParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Read the dysbiosis index off a stool sample.

    Parameters
    ----------
    chosen : StoolParameters
        Error.
    signals : mapping of str to array of float, shape [...]
        ``dysbiosis``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``index``, 0 to 1.
    """
    true = np.asarray(signals["dysbiosis"], dtype=np.float64)
    return {"index": Observed(np.clip(true + chosen.error_sd * normals(keys, "stool", occasion), 0.0, 1.0))}


_EVER = (0.0, math.inf)
IMMUNE_TESTS = (
    Instrument(
        name="lymphocytes",
        label="Lymphocyte subsets",
        version="flow cytometry of blood",
        parts={
            **{
                part: PartSpec(_EVER, "1/mm**3", "neutral", None, told) for part, (_, told) in SUBSETS.items()
            },
            "naive_cd4_share": PartSpec(
                (0.0, 100.0), "percent", "neutral", None, "naive cells among CD4 T cells"
            ),
        },
        reads=tuple(signal for signal, _ in SUBSETS.values()),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("coefficient of variation, the same in every subset",),
        parameters=central(CytometryParameters),
        respond=count_subsets,
    ),
    Instrument(
        name="EBV-DNA",
        label="Epstein-Barr virus DNA",
        version="copies in whole blood",
        parts={"copies": PartSpec(_EVER, "1/mL", "neutral", None, "copies of viral DNA")},
        reads=("ebv_load",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("error and limit", "everybody carries the virus"),
        parameters=central(ViralLoadParameters),
        respond=measure_viral_load,
    ),
    Instrument(
        name="anti-EBNA1",
        label="Antibody against EBNA1",
        version="immunoassay in serum",
        parts={"level": PartSpec(_EVER, "1", "neutral", None, "antibody in healthy medians")},
        reads=("anti_ebna1",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("error", "everybody carries the virus"),
        parameters=central(AntibodyParameters),
        respond=measure_antibody,
    ),
    Instrument(
        name="dysbiosis",
        label="Dysbiosis index of the gut",
        version="one stool sample, 0 to 1",
        parts={"index": PartSpec((0.0, 1.0), "1", "neutral", None, "dysbiosis index")},
        reads=("dysbiosis",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("the index and its error; unless switched on it moves nothing in the body",),
        parameters=central(StoolParameters),
        respond=sequence_stool,
    ),
)
