"""Muscle: knee extension on a dynamometer, how force declines and recovers, and how long a load is held."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.answering import LEAST_DISABILITY
from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, Retest, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.muscle_bout import endurance, maximal_force, rested_force
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

DISABILITY_WITH_FATIGUE = 0.39
"""Correlation of disability with the MFIS (rooney2019_prevalence)."""
EFFORT_SECONDS, REST_SECONDS, LONGEST_HELD = 30.0, 60.0, 600.0
LEAST_STRENGTH = 1e-3


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
    """How fast motor units tire and recover, and what that goes with."""

    fatigue_rate: float = parameter(
        0.0141,
        "1/s",
        bounds=(0.0120, 0.0160),
        source=derived(
            "doi:10.1016/j.jbiomech.2021.110695",
            "knee rows of women and men, 0.01407 and 0.01420, seven to three",
        ),
        meaning="rate at which active motor units tire in the typical person",
    )
    recovery_rate: float = parameter(
        0.00175,
        "1/s",
        bounds=(0.0013, 0.0021),
        source=derived(
            "doi:10.1016/j.jbiomech.2021.110695",
            "knee rows of women and men, 0.00185 and 0.00153, seven to three",
        ),
        meaning="rate at which tired motor units recover during an effort",
    )
    rest_factor: float = parameter(
        7.7,
        "1",
        bounds=(6.0, 11.0),
        source=derived(
            "doi:10.1016/j.jbiomech.2021.110695", "knee rows of women and men, 6.32 and 10.96, seven to three"
        ),
        meaning="times that tired motor units recover faster at rest",
    )
    spread: float = parameter(
        0.5,
        "1",
        bounds=(0.3, 0.9),
        source=hypothesis("SD of the decline near 11%; protocols differ widely"),
        meaning="SD of the log of the first rate in relapsing MS",
    )
    disability_weight: float = parameter(
        0.5,
        "1",
        bounds=(0.2, 0.7),
        source=hypothesis("drive fails under effort with disability, beyond what block explains"),
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
    by_fitness: float = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.6),
        source=hypothesis("fibers of untrained muscle tire faster; size supposed"),
        meaning="fall of the log of the first rate at full fitness",
    )
    load: float = parameter(
        0.4,
        "1",
        bounds=(0.2, 0.6),
        source=hypothesis("a load of daily life, the same whatever is left of strength"),
        meaning="load that is held, as a share of the person's own healthy maximum",
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


def rate_of_fatigue(
    chosen: FatigabilityParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> NDArray[np.float64]:
    """Return how fast active motor units tire, 1/s.

    ``F exp(spread (w_d disability + w_f fatigue + residual) - by_fitness fitness)``, the residual making the
    variance of the bracket 1 in relapsing MS.

    Parameters
    ----------
    chosen : FatigabilityParameters
        Rates, spread and weights.
    signals : mapping of str to array of float, shape [...]
        ``disability`` and ``fatigue_physical``, in SD of relapsing MS, and ``fitness``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the test.
    """
    fatigue = np.asarray(signals["fatigue_physical"], dtype=np.float64)
    disability = np.maximum(np.asarray(signals["disability"], dtype=np.float64), LEAST_DISABILITY)
    by_disability, by_fatigue = np.asarray(chosen.disability_weight), np.asarray(chosen.fatigue_weight)
    told = by_disability**2 + by_fatigue**2 + 2.0 * DISABILITY_WITH_FATIGUE * by_disability * by_fatigue
    residual = lasting_normals(keys, "fatigability", occasion, 0, chosen.lasting_share)
    standing = by_disability * disability + by_fatigue * fatigue + np.sqrt(1.0 - told) * residual
    return chosen.fatigue_rate * np.exp(chosen.spread * standing - chosen.by_fitness * signals["fitness"])


def tire_the_knee(
    chosen: FatigabilityParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Let a person extend the knee with all force for 30 s, rest a minute, and later hold a load.

    Motor units tire and recover by :mod:`lassitude.instruments.muscle_bout`; axons that fail at the rate of a
    maximal effort take their share of the force besides. The load is the same whatever is left of strength,
    so weakness alone shortens its time.

    Parameters
    ----------
    chosen : FatigabilityParameters
        Rates, spread, weights and load.
    signals : mapping of str to array of float, shape [...]
        As for :func:`rate_of_fatigue`, and ``strength`` and ``sustained_drive`` as shares.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the test.

    Returns
    -------
    dict of str to Observed
        ``decline`` and ``recovered`` in percent of the first force, ``endurance`` in seconds, at most 600;
        NaN where a signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> names = ("fatigue_physical", "disability", "fitness", "strength", "sustained_drive")
    >>> gone = dict.fromkeys(names, np.array([0.0]))
    >>> tire_the_knee(FatigabilityParameters(), gone, person_keys(1, 0, [0]), 0)["endurance"].value
    array([0.])
    """
    driven = np.clip(np.asarray(signals["sustained_drive"], dtype=np.float64), 0.0, 1.0)
    left = np.maximum(np.asarray(signals["strength"], dtype=np.float64), LEAST_STRENGTH)
    tiring = rate_of_fatigue(chosen, signals, keys, occasion)
    force = maximal_force(EFFORT_SECONDS, tiring, chosen.recovery_rate)
    rested = rested_force(force, REST_SECONDS, chosen.recovery_rate, chosen.rest_factor)
    held = endurance(chosen.load / (left * np.maximum(driven, LEAST_STRENGTH)), tiring, chosen.recovery_rate)
    known = 0.0 * (driven + left + tiring)
    return {
        "decline": Observed(100.0 * (1.0 - force * driven)),
        "recovered": Observed(100.0 * rested + known),
        "endurance": Observed(np.minimum(held, LONGEST_HELD) + known),
    }


KNEE_PARTS = {"torque": PartSpec((0.0, math.inf), "N*m", "higher_better", None, "maximum torque")}
FATIGABILITY_PARTS = {
    "decline": PartSpec(
        (0.0, 100.0), "percent", "higher_worse", None, "force lost over 30 s of maximal effort"
    ),
    "recovered": PartSpec((0.0, 100.0), "percent", "higher_better", None, "force after a rest of a minute"),
    "endurance": PartSpec((0.0, LONGEST_HELD), "s", "higher_better", None, "time for which a load is held"),
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
        version="knee extension: 30 s of maximal effort, a minute of rest, and a load of 40% held",
        parts=FATIGABILITY_PARTS,
        reads=("fatigue_physical", "disability", "fitness", "strength", "sustained_drive"),
        recall_days=0,
        rights="free",
        source=("loy2017_fatigability", "doi:10.1212/wnl.53.4.743", "doi:10.1016/j.jbiomech.2021.110695"),
        assumed=(
            "spread, weight of disability and effect of fitness",
            "sex is not read: rates are those of seven women and three men of ten",
            "its retest was published in words only",
        ),
        parameters=central(FatigabilityParameters),
        respond=tire_the_knee,
    ),
)
