"""A named patient of a study: who they are, in what state they enter, and what they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.design import Design, design
from lassitude.prediction.entering import screen
from lassitude.prediction.replicates import conduct_tasks
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.randomness.streams import Keys, person_keys
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import Course
from lassitude.trial.conduct import ConductTask
from lassitude.trial.pool import live_to_screening
from lassitude.trial.treated import in_force


@dataclass(frozen=True)
class Patient:
    """One person from the first visit of a study to the last.

    Attributes
    ----------
    study, subject, arm : str
        Names as in the study; `arm` is the arm or the sequence.
    seed : int
        Of the study.
    person : Cohort
        The one person: parameters, covariates, condition.
    keys : Keys
        Of what happens to them, [1].
    start : mapping of str to float
        States on the day of the first visit.
    first_day, days : int
        Absolute day of the first visit, and how many days follow it.
    visits : mapping of str to int
        Days since the first visit, by label.
    given : tuple of Course
        What they receive, in absolute days.
    """

    study: str
    subject: str
    arm: str
    seed: int
    person: Cohort
    keys: Keys
    start: Mapping[str, float]
    first_day: int
    days: int
    visits: Mapping[str, int]
    given: tuple[Course, ...]

    @property
    def values(self) -> dict[str, float]:
        """Every body parameter of the person, by name."""
        return {name: float(np.ravel(value)[0]) for name, value in self.person.parameters.items()}

    @property
    def covariates(self) -> dict[str, float]:
        """What the body reads of the person besides, by name."""
        return {name: float(value[0]) for name, value in self.person.covariates.items()}

    def until(self, days: int) -> Patient:
        """Return the same patient, followed for fewer days."""
        return replace(
            self, days=days, visits={label: day for label, day in self.visits.items() if day <= days}
        )


def patient_of(
    protocol: Protocol,
    subject: str,
    *,
    seed: int | None = None,
    replicates: int | None = None,
    parameters: ParameterSet = DECLARED,
) -> Patient:
    """Find a patient of the first repetition of a study.

    Parameters
    ----------
    protocol : Protocol
        What was planned.
    subject : str
        As the study names people: ``P-001`` and so on.
    seed, replicates : int, optional
        In place of the protocol's; the people of a repetition may depend on how many there are.
    parameters : ParameterSet
        Under whose first draw they live.

    Raises
    ------
    RequestError
        If the study has no such patient, is seen by the hour, or too few may enter.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> patient_of(read_protocol("canadian-ahsct"), "P-099")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 'canadian-ahsct' has no patient 'P-099'. Its people are P-001 to
    P-023.
    """
    if protocol.visits.by_hour:
        raise RequestError(
            f"{protocol.id!r} is seen by the hour, and only the equations of whole days are written for "
            "other simulators. Choose a study whose visits are in days, weeks or months."
        )
    simulation = protocol.simulation
    made = design(
        protocol,
        simulation.seed if seed is None else seed,
        simulation.replicates if replicates is None else replicates,
        Clock(),
        parameters,
    )
    population, slot = _place(made, subject)
    made, entered = screen(made, lambda tasks: {name: live_to_screening(one) for name, one in tasks})
    tasks = [task for _, task in conduct_tasks(made, entered, ((),)) if task.place == slot // BLOCK * BLOCK]
    own = list(protocol.populations).index(population)
    return _taken(made, tasks[own], population, slot, subject)


def _place(made: Design, subject: str) -> tuple[str, int]:
    """Tell in which population a patient is, and at which place in it."""
    first = 1
    for population in made.protocol.populations:
        slots = made.slots(population)
        for slot in range(slots):
            if subject == f"P-{first + slot:03d}":
                return population, slot
        first += slots
    near = did_you_mean(subject, [f"P-{number:03d}" for number in range(1, first)]) if first <= 12 else ""
    raise RequestError(
        f"{made.protocol.id!r} has no patient {subject!r}.{near} Its people are P-001 to P-{first - 1:03d}."
    )


def _taken(made: Design, task: ConductTask, population: str, slot: int, subject: str) -> Patient:
    place = np.array([slot % BLOCK])
    persons = task.persons[place]
    person = draw_cohort(task.condition, task.seed, persons, task.drawn.values(task.condition, persons))
    keys = person_keys(task.seed, task.replicates[place], persons)
    assigned = np.asarray(task.treated.assigned)[place]
    given = in_force(task.treated._replace(assigned=assigned), keys, (), person.told)
    first, *_ = days = tuple(int(day) for day in task.schedule.days)
    return Patient(
        study=made.protocol.id,
        subject=subject,
        arm=made.assignments[population][int(assigned[0])].name,
        seed=made.seed,
        person=person,
        keys=keys,
        start={name: float(value[place[0]]) for name, value in task.start.state.items()},
        first_day=first,
        days=days[-1] - first,
        visits={label: day - first for label, day in zip(task.schedule.labels, days, strict=True)},
        given=given,
    )


def levers_by_day(patient: Patient, named: Any) -> dict[str, np.ndarray]:
    """Return every lever on each day, [day], and on the last.

    Parameters
    ----------
    patient : Patient
        Who.
    named : callable
        ``(regimen, day) -> levers by name``, as the body has it.
    """
    days = patient.first_day + np.arange(patient.days + 1)
    course = np.searchsorted([one.from_day for one in patient.given], days, side="right") - 1
    found: dict[str, np.ndarray] = {}
    for number, one in enumerate(patient.given):
        on = course == number
        if on.any():
            for name, value in named(one.regimen, np.asarray(days[on], np.float32)).items():
                told = found.setdefault(name, np.zeros(len(days), np.float32))
                told[on] = np.broadcast_to(np.asarray(value, np.float32), on.sum())
    return found
