"""Compare the compiled block with libRoadRunner on the same patients, noise off.

Run ``python -m benchmarks.other_simulator``. Both follow the same patients from the first visit to the last:
the same start, the same infections, antigen, lesions and levers on the same days, every signal at every later
visit. The engine steps a block of copies of the patient on its own clock;
libRoadRunner solves the exported file at the loosest tolerance, a power of ten, that keeps the error within
the bar. Compiling is left out on both sides. Rates are per core, by processor time. The error of an endpoint
is its distance from LSODA in float64 at a tolerance of 1e-9, as a share of how far the endpoint moved since
the first visit; both are averaged over visits first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import compiled
from lassitude.engine.smooth import EXPECTED, without_events
from lassitude.interchange.agreement import roadrunner_course, roadrunner_of
from lassitude.interchange.compared import timed
from lassitude.interchange.life import Happenings, lived
from lassitude.interchange.patient import Patient
from lassitude.interchange.reference import signals_of, solved
from lassitude.interchange.sbml import sbml
from lassitude.prediction.pipeline import prepare_process
from lassitude.trial.bodies import body_model, embody, filled

ENDPOINTS = ("fatigue_physical", "disability")
BAR = 0.02
RATIO = 30.0
TOLERANCES = tuple(10.0**-exponent for exponent in range(2, 11))
YEAR = 365.25

Arrays = Mapping[str, NDArray[np.float64]]


class Way(NamedTuple):
    """One way of solving: how fast it is, and how far each endpoint lies from the reference."""

    name: str
    rate: float
    errors: dict[str, float]

    @property
    def inside(self) -> bool:
        """Whether every endpoint is within the bar."""
        return max(self.errors.values()) <= BAR


def errors(course: Arrays, exact: Arrays, start: Arrays) -> dict[str, float]:
    """Return how far each endpoint lies from the reference, as a share of how far it moved.

    Parameters
    ----------
    course, exact, start : mapping of str to array, [visit]
        By signal; the start at every visit alike.
    """
    return {
        name: float(np.abs(course[name] - exact[name]).mean() / np.abs(exact[name] - start[name]).mean())
        for name in ENDPOINTS
    }


def quickest(run: Callable[[], Arrays], turns: int) -> tuple[Arrays, float]:
    """Return what a run gives, and the least processor time of some turns, in seconds."""
    told = []
    for _ in range(turns):
        began = time.process_time()
        course = run()
        told.append((time.process_time() - began, course))
    return told[-1][1], min(seconds for seconds, _ in told)


def engine(patient: Patient, happenings: Happenings) -> Callable[[], Arrays]:
    """Return a run of a block of copies of a patient: every signal at every later visit, [visit, person]."""
    model, clock = without_events(body_model()), Clock()
    bodies = embody(patient.person, patient.keys, patient.given, clock)
    advance, sums = compiled(model, clock), no_sums(model, BLOCK)
    calm = Noise(jnp.float32(0.0), jnp.float32(0.0))
    own = {name: filled(np.array([value])) for name, value in patient.start.items()}
    visits = later_visits(patient)
    struck = {day: told for day in happenings.days if (told := happenings.struck(day))}
    begun = [max(0, int(one.from_day) - patient.first_day) for one in patient.given]
    stops = [*sorted({0, *struck, *visits, *begun} - {patient.days}), patient.days]

    def run() -> Arrays:
        state, told = own, []
        for day, following in pairwise(stops):
            for name, (kept, added) in struck.get(day, {}).items():
                state = {**state, name: np.float32(kept) * state[name] + np.float32(added)}
            first, days = jnp.int32(patient.first_day + day), jnp.int32(following - day)
            moved, _ = advance(state, bodies.on(patient.first_day + day), calm, sums, first, days)
            state = {**state, **moved}  # what only events change is not among what moves
            if following in visits:
                told.append(signals_of(patient, happenings, state, np.full(BLOCK, following - 1)))
        return {name: np.stack([one[name] for one in told]) for name in told[0]}

    return run


def later_visits(patient: Patient) -> list[int]:
    """Return the days of all visits but the first."""
    return sorted(day for day in patient.visits.values() if day > 0)


def compare(patient: Patient) -> tuple[Way, Way]:
    """Return the engine and libRoadRunner on one patient, with patient-years a second of one core.

    Raises
    ------
    ArithmeticError
        Where no tolerance keeps libRoadRunner within the bar.
    """
    happenings, visits = lived(patient).happenings, later_visits(patient)
    eves = np.array(visits) - 1
    exact = signals_of(patient, happenings, solved(patient, happenings, map(float, visits)), eves)
    begin = {name: np.full(len(visits), patient.start[name]) for name in body_model().states}
    start = signals_of(patient, happenings, {k: v for k, v in begin.items() if k != EXPECTED}, 0 * eves)
    years = patient.days / YEAR

    run = engine(patient, happenings)
    run()
    course, seconds = quickest(run, 3)
    first = {name: value[:, 0] for name, value in course.items()}
    ours = Way("engine", BLOCK * years / seconds, errors(first, exact, start))

    simulator = roadrunner_of(sbml(patient, happenings))
    for tolerance in TOLERANCES:
        course, seconds = quickest(lambda tried=tolerance: course_of(simulator, visits, tried), 3)
        other = Way(f"libRoadRunner at {tolerance:g}", years / seconds, errors(course, exact, start))
        if other.inside:
            return ours, other
    raise ArithmeticError(f"No tolerance keeps libRoadRunner within {BAR:.0%}.")


def course_of(simulator: Any, visits: list[int], tolerance: float) -> Arrays:
    """Simulate to every visit, told as it is just before anything strikes on that day."""
    return roadrunner_course(simulator, [day - 1e-6 for day in visits], tolerance)


def main() -> None:
    """Print the comparison."""
    prepare_process()
    print(f"{BLOCK} copies of a patient, noise off; endpoints {' and '.join(ENDPOINTS)}, bar {BAR:.0%}")
    for told, patient in timed().items():
        ours, other = compare(patient)
        print(f"{told}:")
        for way in (ours, other):
            shown = ", ".join(f"{name} {error:.2%}" for name, error in way.errors.items())
            print(f"  {way.name:24s} {way.rate:9.2f} patient-years/s/core   errors: {shown}")
        print(f"  ratio {ours.rate / other.rate:.0f} (bar {RATIO:.0f})", flush=True)


if __name__ == "__main__":
    main()
