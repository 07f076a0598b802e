"""Magnetic stimulation of the motor cortex: how late its volley arrives, and how much of it.

Delay and block are two things: people may have normal strength and a late volley, or the reverse.
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


class MotorResponseParameters(Parameters):
    """How people differ, and the error of one examination."""

    healthy_variation: float = parameter(
        0.12,
        "1",
        bounds=(0.09, 0.13),
        source=derived("hess1986_cmct", "SD 0.76 of 6.0 ms in health, less the error of the examination"),
        meaning="coefficient of variation between people of one state of the tract: body height above all",
    )
    error: float = parameter(
        0.04,
        "1",
        bounds=(0.02, 0.08),
        source=hypothesis("a quarter of a millisecond"),
        meaning="coefficient of variation of the time between occasions",
    )
    amplitude_error: float = parameter(
        0.04,
        "1",
        bounds=(0.02, 0.1),
        source=hypothesis("collision of impulses makes the ratio repeat well"),
        meaning="coefficient of variation of the amplitude between occasions",
    )


def stimulate_the_cortex(
    chosen: MotorResponseParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure central motor conduction time and the amplitude of the triple stimulation technique.

    Parameters
    ----------
    chosen : MotorResponseParameters
        Differences between people, and errors.
    signals : mapping of str to array of float, shape [...]
        ``central_motor_conduction_time`` in ms and ``pyramidal_conduction``, a share.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the examination.

    Returns
    -------
    dict of str to Observed
        ``milliseconds``, and ``amplitude`` in percent of a whole response; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> gone = {"central_motor_conduction_time": np.array([9.0]), "pyramidal_conduction": np.array([0.0])}
    >>> stimulate_the_cortex(MotorResponseParameters(), gone, person_keys(1, 0, [0]), 0)["amplitude"].value
    array([0.])
    """
    time = np.maximum(np.asarray(signals["central_motor_conduction_time"], dtype=np.float64), 0.0)
    reached = np.clip(np.asarray(signals["pyramidal_conduction"], dtype=np.float64), 0.0, 1.0)
    own = log_normal_factor(chosen.healthy_variation, normals(keys, "CMCT healthy", 0))
    error = log_normal_factor(chosen.error, normals(keys, "CMCT", occasion))
    of_amplitude = log_normal_factor(chosen.amplitude_error, normals(keys, "TST", occasion))
    return {
        "milliseconds": Observed(time * own * error),
        "amplitude": Observed(np.minimum(100.0 * reached * of_amplitude, 100.0)),
    }


EVOKED_POTENTIALS = (
    Instrument(
        name="CMCT",
        label="Motor evoked potential: central conduction time and amplitude",
        version="transcranial magnetic stimulation; amplitude ratio of triple stimulation",
        parts={
            "milliseconds": PartSpec(
                (0.0, math.inf), "ms", "higher_worse", None, "central motor conduction time"
            ),
            "amplitude": PartSpec(
                (0.0, 100.0),
                "percent",
                "higher_better",
                None,
                "share of the motor response that the cortex reaches",
            ),
        },
        reads=("central_motor_conduction_time", "pyramidal_conduction"),
        recall_days=0,
        rights="free",
        source=("hess1986_cmct",),
        assumed=(
            "errors between occasions; no retest was found",
            "one hand muscle stands for all; sides do not differ",
            "a response is always obtained, however few axons conduct",
        ),
        parameters=central(MotorResponseParameters),
        respond=stimulate_the_cortex,
    ),
)
