"""How far two ways of solving one patient's equations lie apart, signal by signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.interchange.equations import equations
from lassitude.interchange.life import Happenings, stepped
from lassitude.interchange.patient import Patient
from lassitude.interchange.reference import signals_of, solved
from lassitude.quantities.errors import RequestError

Arrays = Mapping[str, NDArray[np.float64]]
RELATIVE = 1e-10
"""Relative tolerance that libRoadRunner is asked for; the absolute one is a thousandth of it."""
BAR = 1e-4
"""How far another simulator may lie from the reference, as a share of a signal's range."""
SMALLEST_RANGE = 1e-9
"""A signal that moves less than this share of its size counts as standing still."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a course lies from the reference.

    Attributes
    ----------
    range : float
        Largest less smallest value of the reference, in the signal's unit.
    largest, typical : float
        Largest distance, and the root of the mean square, as shares of the range; of a signal that stands
        still, as shares of its size.
    """

    range: float
    largest: float
    typical: float


def distances(course: Arrays, reference: Arrays) -> dict[str, Distance]:
    """Compare a course with the reference.

    Parameters
    ----------
    course, reference : mapping of str to array, [time]
        By signal, at the same times.

    Examples
    --------
    >>> told = distances({"x": np.array([0.0, 1.1])}, {"x": np.array([0.0, 2.0])})["x"]
    >>> told.range, round(told.largest, 2)
    (2.0, 0.45)
    """
    found = {}
    for name, exact in reference.items():
        missed, span, size = np.abs(course[name] - exact), float(np.ptp(exact)), float(np.abs(exact).max())
        scale = span if span > SMALLEST_RANGE * max(size, 1e-12) else max(size, 1e-12)
        found[name] = Distance(span, float(missed.max()) / scale, float(np.sqrt(np.mean(missed**2))) / scale)
    return found


def production_against_reference(patient: Patient, happenings: Happenings) -> dict[str, Distance]:
    """Measure the error of the stepper on a patient's smooth equations, at the end of every day.

    Parameters
    ----------
    patient : Patient
        Who.
    happenings : Happenings
        What strikes them and what they are given.

    Returns
    -------
    dict of str to Distance
        By signal.
    """
    days = np.arange(patient.days)
    exact = solved(patient, happenings, days + 1.0)
    kept = stepped(patient, happenings)
    return distances(
        signals_of(patient, happenings, {name: kept[name] for name in exact}, days),
        signals_of(patient, happenings, exact, days),
    )


def roadrunner_against_reference(patient: Patient, happenings: Happenings, text: str) -> dict[str, Distance]:
    """Measure how far libRoadRunner lies from the reference, at noon of every day.

    Parameters
    ----------
    patient : Patient
        Who.
    happenings : Happenings
        What strikes them and what they are given.
    text : str
        Their body as SBML.

    Raises
    ------
    RequestError
        If libRoadRunner is not installed.
    """
    days = np.arange(patient.days)
    exact = signals_of(patient, happenings, solved(patient, happenings, days + 0.5), days)
    simulator = roadrunner_of(text)
    found = roadrunner_course(simulator, [*(days + 0.5)], RELATIVE)
    return distances(found, exact)


def roadrunner_of(text: str) -> Any:
    """Load SBML into libRoadRunner, with every signal as an output.

    Raises
    ------
    RequestError
        If libRoadRunner is not installed.
    """
    try:
        from roadrunner import RoadRunner
    except ImportError:
        raise RequestError(
            "The comparison needs libRoadRunner, which is a development tool: install it beside lassitude "
            "(pip install libroadrunner) and ask again."
        ) from None
    found = equations()
    simulator: Any = RoadRunner(text)
    outputs = (found.about[one].identifier for one in found.signals.values())
    simulator.timeCourseSelections = ["time", *outputs]
    return simulator


def roadrunner_course(simulator: Any, times: list[float], relative: float) -> dict[str, NDArray[np.float64]]:
    """Simulate from time 0 and return every signal at some times.

    Parameters
    ----------
    simulator : RoadRunner
        From :func:`roadrunner_of`.
    times : list of float
        Rising, above 0.
    relative : float
        Relative tolerance.

    Returns
    -------
    dict of str to array, [time]
    """
    simulator.resetToOrigin()
    simulator.integrator.relative_tolerance = relative
    simulator.integrator.absolute_tolerance = relative * 1e-3
    simulator.integrator.maximum_num_steps = 10**6
    told = np.array(simulator.simulate(times=[0.0, *times]))
    return {name: told[1:, place + 1] for place, name in enumerate(equations().signals)}
