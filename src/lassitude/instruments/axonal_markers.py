"""Markers of axons: neurofilament light chain in serum, and brain volume on magnetic resonance images."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals


class NeurofilamentAssayParameters(Parameters):
    """Error of the assay."""

    coefficient_of_variation: float = parameter(
        0.08,
        "1",
        bounds=(0.03, 0.2),
        source=hypothesis("usual between-run variation of single-molecule arrays"),
        meaning="between-run coefficient of variation",
    )


class BrainVolumeParameters(Parameters):
    """Error of a segmentation."""

    error_sd: float = parameter(
        0.2,
        "percent",
        bounds=(0.05, 0.5),
        source=hypothesis("hydration and repositioning move brain volume by about two tenths of a percent"),
        meaning="SD of the error of one scan",
    )


def assay_neurofilament(
    chosen: NeurofilamentAssayParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure neurofilament light chain in serum.

    Parameters
    ----------
    chosen : NeurofilamentAssayParameters
        Error.
    signals : mapping of str to array of float, shape [...]
        ``nfl`` in pg/mL, 0 or more.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``concentration`` in pg/mL; it is always far above the limit of the assay.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> seen = assay_neurofilament(
    ...     NeurofilamentAssayParameters(), {"nfl": np.array([30.0])}, person_keys(1, 0, [0]), 0)
    >>> bool(20.0 < seen["concentration"].value[0] < 45.0)
    True
    """
    z = normals(keys, "NfL assay", occasion)
    level = np.asarray(signals["nfl"], dtype=np.float64)
    return {"concentration": Observed(level * log_normal_factor(chosen.coefficient_of_variation, z))}


def measure_brain_volume(
    chosen: BrainVolumeParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure brain volume against that before the lead-in, edema included.

    Parameters
    ----------
    chosen : BrainVolumeParameters
        Error.
    signals : mapping of str to array of float, shape [...]
        ``brain_volume_change`` as a fraction.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the scan.

    Returns
    -------
    dict of str to Observed
        ``change`` in percent; the difference between two visits is the percentage change between them.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> seen = measure_brain_volume(
    ...     BrainVolumeParameters(), {"brain_volume_change": np.array([-0.02])}, person_keys(1, 0, [0]), 0)
    >>> bool(-3.0 < seen["change"].value[0] < -1.0)
    True
    """
    percent = 100.0 * np.asarray(signals["brain_volume_change"], dtype=np.float64)
    return {"change": Observed(percent + chosen.error_sd * normals(keys, "brain volume", occasion))}


AXONAL_MARKERS = (
    Instrument(
        name="NfL",
        label="Neurofilament light chain in serum",
        version="single-molecule array",
        parts={
            "concentration": PartSpec(
                (0.0, math.inf), "pg/mL", "higher_worse", None, "neurofilament in serum"
            )
        },
        reads=("nfl",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("coefficient of variation",),
        parameters=central(NeurofilamentAssayParameters),
        respond=assay_neurofilament,
    ),
    Instrument(
        name="brain-volume",
        label="Brain volume on magnetic resonance images",
        version="whole brain, registered to an early scan",
        parts={
            "change": PartSpec(
                (-100.0, 100.0), "percent", "higher_better", None, "against the volume before the lead-in"
            )
        },
        reads=("brain_volume_change",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("error of a scan",),
        parameters=central(BrainVolumeParameters),
        respond=measure_brain_volume,
    ),
)
