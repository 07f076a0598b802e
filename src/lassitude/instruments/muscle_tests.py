"""Muscle: knee extension on a dynamometer, and how force declines under a sustained contraction."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.answering import LEAST_DISABILITY
from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, Retest, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

DISABILITY_WITH_FATIGUE = 0.39
"""Correlation of disability with the MFIS (rooney2019_prevalence)."""


class KneeExtensionParameters(Parameters):
    """Maximum torque and its error."""

    healthy_torque: float = parameter(
        160.0,
        "N*m",
        bounds=(110.0, 220.0),
        source=hypothesis("usual of adult women and men together"),
        meaning="mean healthy maximum",
    )
    healthy_variation: float = parameter(
        0.3,
        "1",
        bounds=(0.2, 0.4),
        source=hypothesis("body size, sex and age"),
        meaning="coefficient of variation of the healthy maximum between people",
    )
    error: float = parameter(
        0.088,
        "1",
        bounds=(0.047, 0.13),
        source=derived(
            "strength_protocol_reliability",
            "minimal detectable change of 13% to 36% of the mean over 7 to 10 days, divided by 1.96 sqrt(2); "
            "the middle of the range",
        ),
        meaning="coefficient of variation between occasions",
    )


class FatigabilityParameters(Parameters):
    """Decline of force and what it goes with."""

    typical: float = parameter(
        -0.6,
        "1",
        bounds=(-1.2, 0.0),
        source=hypothesis("a decline near 35%; protocols differ widely"),
        meaning="logit of the share of force lost by the typical person",
    )
    spread: float = parameter(
        0.5,
        "1",
        bounds=(0.3, 0.9),
        source=hypothesis("SD near 11%; protocols differ widely"),
        meaning="SD of that logit in relapsing MS",
    )
    disability_weight: float = parameter(
        0.5,
        "1",
        bounds=(0.2, 0.7),
        source=hypothesis("blocked axons fail under effort"),
        meaning="weight of disability, per SD, in standardized fatigability",
    )
    fatigue_weight: float = parameter(
        0.115,
        "1",
        bounds=(0.0, 0.25),
        source=derived(
            "loy2017_fatigability, rooney2019_prevalence",
            "correlation 0.31 with perceived fatigue, of which 0.5 * 0.39 goes through disability",
        ),
        meaning="weight of perceived physical fatigue, per SD, in standardized fatigability",
    )
    lasting_share: float = parameter(
        0.8,
        "1",
        bounds=(0.5, 0.95),
        source=hypothesis("retest over days was called very good", "doi:10.1212/wnl.53.4.743"),
        meaning="correlation of the personal residual between two tests",
    )


def extend_the_knee(
    chosen: KneeExtensionParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure the maximum torque of knee extension.

    Parameters
    ----------
    chosen : KneeExtensionParameters
        The healthy maximum and the error.
    signals : mapping of str to array of float, shape [...]
        ``strength``, as a fraction of the person's own healthy maximum.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the test.

    Returns
    -------
    dict of str to Observed
        ``torque`` in newton meters; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> gone = {"strength": np.array([0.0])}
    >>> extend_the_knee(KneeExtensionParameters(), gone, person_keys(1, 0, [0]), 0)["torque"].value
    array([0.])
    """
    left = np.maximum(np.asarray(signals["strength"], dtype=np.float64), 0.0)
    own = log_normal_factor(chosen.healthy_variation, normals(keys, "knee extension healthy", 0))
    error = log_normal_factor(chosen.error, normals(keys, "knee extension", occasion))
    return {"torque": Observed(chosen.healthy_torque * own * left * error)}


def sustain_the_force(
    chosen: FatigabilityParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure how much force is lost during a sustained maximal contraction.

    ``logit(share lost) = typical + spread (w_d disability + w_f fatigue + residual)``, the residual making
    the variance of the bracket 1 in relapsing MS.

    Parameters
    ----------
    chosen : FatigabilityParameters
        Level, spread and weights.
    signals : mapping of str to array of float, shape [...]
        ``disability`` and ``fatigue_physical``, in SD of relapsing MS.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the test.

    Returns
    -------
    dict of str to Observed
        ``decline`` in percent; NaN where a signal is NaN.
    """
    fatigue = np.asarray(signals["fatigue_physical"], dtype=np.float64)
    disability = np.maximum(np.asarray(signals["disability"], dtype=np.float64), LEAST_DISABILITY)
    by_disability, by_fatigue = np.asarray(chosen.disability_weight), np.asarray(chosen.fatigue_weight)
    told = by_disability**2 + by_fatigue**2 + 2.0 * DISABILITY_WITH_FATIGUE * by_disability * by_fatigue
    residual = lasting_normals(keys, "fatigability", occasion, 0, chosen.lasting_share)
    standing = by_disability * disability + by_fatigue * fatigue + np.sqrt(1.0 - told) * residual
    return {"decline": Observed(100.0 / (1.0 + np.exp(-(chosen.typical + chosen.spread * standing))))}


KNEE_PARTS = {"torque": PartSpec((0.0, math.inf), "N*m", "higher_better", None, "maximum torque")}
FATIGABILITY_PARTS = {
    "decline": PartSpec(
        (0.0, 100.0), "percent", "higher_worse", None, "force lost, in percent of the maximum"
    )
}

MUSCLE_TESTS = (
    Instrument(
        name="knee-extension",
        label="Knee extension on a dynamometer",
        version="best maximal voluntary contraction, in newton meters",
        parts=KNEE_PARTS,
        reads=("strength",),
        recall_days=0,
        rights="free",
        source=("strength_protocol_reliability",),
        assumed=(
            "healthy maximum and its spread; sex is not read, so it is part of the spread",
            "the retest of hand-held dynamometry of many muscles holds for the knee",
        ),
        parameters=central(KneeExtensionParameters),
        respond=extend_the_knee,
        retests=(Retest("torque", 8, (0.81, 0.97), None, "strength_protocol_reliability", True),),
    ),
    Instrument(
        name="fatigability",
        label="Motor fatigability index",
        version="percent decline of force over a sustained maximal contraction",
        parts=FATIGABILITY_PARTS,
        reads=("fatigue_physical", "disability"),
        recall_days=0,
        rights="free",
        source=("loy2017_fatigability", "doi:10.1212/wnl.53.4.743"),
        assumed=(
            "level, spread and weight of disability",
            "its retest was published in words only",
        ),
        parameters=central(FatigabilityParameters),
        respond=sustain_the_force,
    ),
)
