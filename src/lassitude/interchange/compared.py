"""The patients on whom ways of solving the same equations are compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.interchange.patient import Patient, patient_of
from lassitude.population.cohort import draw_cohort
from lassitude.randomness.streams import person_keys
from lassitude.study.protocol import read_protocol
from lassitude.therapies.regimen import Treatment, courses

SEED = 5
MONTH = Treatment("aerobic-training", 10.0, 40.0, {}, "attention")
HALF_YEAR = Treatment("aerobic-training", 30.0, 210.0, {}, "attention")
OFTEN = 40.0
"""Infections a year of somebody who often catches a cold."""


def often_ill(days: int) -> Patient:
    """Return somebody with relapsing MS who often catches a cold and trains for a month from day 10 on.

    Parameters
    ----------
    days : int
        How long they are followed.

    Examples
    --------
    >>> often_ill(45).values["triggers.infections_per_year"]
    40.0
    """
    return followed(days, (MONTH,), OFTEN)


def over_studies() -> dict[str, Patient]:
    """Return on whom the error of production is measured over the length of a study, by what they are called.

    Examples
    --------
    >>> {told: patient.days for told, patient in over_studies().items()}  # doctest: +SKIP
    {'a year with infections and training': 366, 'three years from a transplantation': 1096}
    """
    return {
        "a year with infections and training": often_ill(366),
        "three years from a transplantation": patient_of(read_protocol("canadian-ahsct"), "P-001"),
    }


def timed() -> dict[str, Patient]:
    """Return on whom the engine is timed beside another simulator, by what they are called.

    Examples
    --------
    >>> [patient.arm for patient in timed().values()]
    ['untreated', 'aerobic-training']
    """
    return {"a year untreated": followed(366, ()), "a year with training": followed(366, (HALF_YEAR,))}


def followed(days: int, treatments: Sequence[Treatment], infections_per_year: float | None = None) -> Patient:
    """Return somebody with relapsing MS, of no study, followed from the day they are drawn.

    Parameters
    ----------
    days : int
        Between the first and the last visit; the second lies halfway.
    treatments : sequence of Treatment
        What they receive, in days since the first visit.
    infections_per_year : float, optional
        In place of the person's own.

    Examples
    --------
    >>> followed(60, ()).visits
    {'D0': 0, 'D30': 30, 'D60': 60}
    """
    person = draw_cohort("rrms", SEED, np.arange(1))
    if infections_per_year is not None:
        person.parameters["triggers.infections_per_year"] = infections_per_year
    keys = person_keys(SEED, 0, np.arange(1))
    return Patient(
        study="invented",
        subject="P-001",
        arm=" and ".join(one.name for one in treatments) or "untreated",
        seed=SEED,
        person=person,
        keys=keys,
        start={name: float(value[0]) for name, value in person.state.items()},
        first_day=0,
        days=days,
        visits={f"D{day}": day for day in (0, days // 2, days)},
        given=courses(treatments, keys),
    )
