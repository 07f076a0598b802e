"""Exercise to exhaustion on a cycle: a cardiopulmonary test, which a study may repeat on the next day.

The test reads the body as it arrives. What it costs the person is an exertion that the protocol plans.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

_OWN = "exercise test (lasting)"
_LEAST = 0.02


class ExerciseTestParameters(Parameters):
    """Values of a healthy, habitually active adult, and what changes them."""

    peak_uptake: float = parameter(
        30.0,
        "mL/min/kg",
        bounds=(24.0, 38.0),
        source=hypothesis("usual of sedentary adult women and men together"),
        meaning="mean peak oxygen uptake in health",
    )
    peak_work: float = parameter(
        150.0,
        "W",
        bounds=(110.0, 200.0),
        source=hypothesis("usual of sedentary adult women and men together"),
        meaning="mean peak work rate in health",
    )
    threshold_work: float = parameter(
        75.0,
        "W",
        bounds=(50.0, 110.0),
        source=hypothesis("half of peak work"),
        meaning="mean work rate at the ventilatory threshold in health",
    )
    threshold_share: float = parameter(
        0.47,
        "1",
        bounds=(0.4, 0.6),
        source=derived(
            "vancampen2020_severity", "47% of predicted peak uptake in mild ME/CFS, unimpaired at best"
        ),
        meaning="oxygen uptake at the ventilatory threshold as a share of healthy peak uptake",
    )
    variation: float = parameter(
        0.22,
        "1",
        bounds=(0.12, 0.3),
        source=hypothesis("age, sex and body size"),
        meaning="coefficient of variation between healthy people",
    )
    by_fitness: float = parameter(
        0.15,
        "1",
        bounds=(0.05, 0.25),
        source=hypothesis("training to the full effect raises peak uptake by about a sixth"),
        meaning="log rise at full training effect",
    )
    by_drive: float = parameter(
        1.2,
        "1",
        bounds=(0.4, 2.0),
        source=derived(
            "vo2peak_lifespan_ms",
            "29 to 41% below the norm at EDSS 1 to 7, where about 75% of muscle is driven; muscle that is "
            "not driven takes up no oxygen",
        ),
        meaning="power of the share of muscle that is driven in what is reached",
    )
    peak_by_capacity: float = parameter(
        0.4,
        "1",
        bounds=(0.0, 1.0),
        source=hypothesis("the peak falls less than the threshold on a second day", "lim2020_2day_cpet"),
        meaning="power of energy capacity in peak values; 1 at the threshold",
    )
    peak_error: float = parameter(
        0.05, "1", bounds=(0.03, 0.1), source=hypothesis("usual of repeated tests"),
        meaning="coefficient of variation of peak values between occasions",
    )  # fmt: skip
    threshold_error: float = parameter(
        0.07, "1", bounds=(0.04, 0.15), source=hypothesis("thresholds are read less exactly than peaks"),
        meaning="coefficient of variation of values at the threshold between occasions",
    )  # fmt: skip


def exercise_to_exhaustion(
    chosen: ExerciseTestParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure peak and ventilatory threshold.

    ``healthy value * own * exp(by_fitness * fitness) * drive^by_drive * capacity^power * error``

    Parameters
    ----------
    chosen : ExerciseTestParameters
        Healthy values, links and errors.
    signals : mapping of str to array of float, shape [...]
        ``energy_capacity``, ``fitness`` and ``central_drive``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the test.

    Returns
    -------
    dict of str to Observed
        ``vo2_peak``, ``work_peak``, ``vo2_threshold`` and ``work_threshold``; NaN where a signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> body = {"energy_capacity": np.array([0.6, 0.8]), "fitness": np.zeros(2), "central_drive": np.ones(2)}
    >>> same = person_keys(1, 0, [0, 0])
    >>> work = exercise_to_exhaustion(ExerciseTestParameters(), body, same, 0)["work_threshold"].value
    >>> (work[:1] / work[1:]).round(2)
    array([0.75])
    """
    capacity = np.maximum(np.asarray(signals["energy_capacity"], dtype=np.float64), _LEAST)
    driven = np.maximum(np.asarray(signals["central_drive"], dtype=np.float64), _LEAST)
    fit = np.exp(chosen.by_fitness * np.asarray(signals["fitness"], dtype=np.float64))
    own = log_normal_factor(chosen.variation, normals(keys, _OWN, 0))
    reached = own * fit * driven**chosen.by_drive
    peak = reached * capacity**chosen.peak_by_capacity
    threshold = reached * capacity
    uptake_error = log_normal_factor(chosen.peak_error, normals(keys, "exercise test: peak uptake", occasion))
    work_error = log_normal_factor(chosen.peak_error, normals(keys, "exercise test: peak work", occasion))
    turning = normals(keys, "exercise test: threshold", occasion)
    turn_error = log_normal_factor(chosen.threshold_error, turning)
    return {
        "vo2_peak": Observed(chosen.peak_uptake * peak * uptake_error),
        "work_peak": Observed(chosen.peak_work * peak * work_error),
        "vo2_threshold": Observed(chosen.threshold_share * chosen.peak_uptake * threshold * turn_error),
        "work_threshold": Observed(chosen.threshold_work * threshold * turn_error),
    }


def _part(unit: str, meaning: str) -> PartSpec:
    return PartSpec((0.0, math.inf), unit, "higher_better", None, meaning)


EXERCISE_TESTS = (
    Instrument(
        name="CPET",
        label="Cardiopulmonary exercise test",
        version="ramp on a cycle to exhaustion; two days in a row make the two-day test",
        parts={
            "vo2_peak": _part("mL/min/kg", "peak oxygen uptake"),
            "work_peak": _part("W", "peak work rate"),
            "vo2_threshold": _part("mL/min/kg", "oxygen uptake at the ventilatory threshold"),
            "work_threshold": _part("W", "work rate at the ventilatory threshold"),
        },
        reads=("central_drive", "fitness", "energy_capacity"),
        recall_days=0,
        rights="free",
        source=("lim2020_2day_cpet", "vancampen2020_severity", "vo2peak_lifespan_ms"),
        assumed=(
            "healthy values, their spread, errors and every link to signals",
            "effort is maximal each time; sex is not read, so it is part of the spread",
            "the test itself tires nobody unless the protocol plans its exertion",
        ),
        parameters=central(ExerciseTestParameters),
        respond=exercise_to_exhaustion,
    ),
)
