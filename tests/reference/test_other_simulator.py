"""Protects: another simulator that reads the SBML of a patient finds the course that the equations have.

Three routes to one course: SBML written from the traces and solved by libRoadRunner, the equations computed
in double precision by SciPy's LSODA at 1e-9, and the stepper. The bar of the first two, 1e-4 of each signal's
range, is that of the design; nothing here is left to chance, so there is no error rate.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import libsbml
import numpy as np
import pytest
import yaml
from scipy.special import ndtr

from lassitude.interchange.agreement import (
    BAR,
    Distance,
    production_against_reference,
    roadrunner_against_reference,
)
from lassitude.interchange.equations import equations
from lassitude.interchange.life import Life, lived, stepped
from lassitude.interchange.mathml import math, normal_cdf_definition
from lassitude.interchange.patient import Patient
from lassitude.interchange.petab import petab
from lassitude.interchange.sbml import OMISSIONS, sbml
from lassitude.population.cohort import draw_cohort
from lassitude.randomness.streams import person_keys
from lassitude.therapies.regimen import Treatment, courses

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("other simulator")]
DAYS = 45


def somebody(days: int = DAYS) -> Patient:
    """Return somebody with relapsing MS who often catches a cold and trains from the tenth day on."""
    person = draw_cohort("rrms", 5, np.arange(1))
    person.parameters["triggers.infections_per_year"] = 40.0
    keys = person_keys(5, 0, np.arange(1))
    return Patient(
        study="invented",
        subject="P-001",
        arm="training",
        seed=5,
        person=person,
        keys=keys,
        start={name: float(value[0]) for name, value in person.state.items()},
        first_day=0,
        days=days,
        visits={"D0": 0, "D20": 20, "D45": 45},
        given=courses((Treatment("aerobic-training", 10.0, 40.0, {}, "attention"),), keys),
    )


@pytest.fixture(scope="module")
def patient() -> Patient:
    return somebody()


@pytest.fixture(scope="module")
def life(patient: Patient) -> Life:
    return lived(patient)


@pytest.fixture(scope="module")
def text(patient: Patient, life: Life) -> str:
    return sbml(patient, life.happenings)


def test_libsbml_finds_no_error_and_warns_of_units_of_functions_alone(text: str) -> None:
    """A chain of functions has no units of its own; what it is handed has, and may be of several kinds."""
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    log = document.getErrorLog()
    found = [log.getError(number) for number in range(log.getNumErrors())]
    assert not [one.getMessage() for one in found if one.getSeverity() > libsbml.LIBSBML_SEV_WARNING]
    assert {one.getErrorId() for one in found} <= {10501, 10513}  # units of arguments, units not to be told
    model = document.getModel()
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    assert all(model.getParameter(number).isSetUnits() for number in range(model.getNumParameters()))
    assert all(one[:30] in model.getNotesString() for one in OMISSIONS)


def test_every_state_is_in_the_file_and_every_grade_survives(text: str) -> None:
    model = libsbml.readSBMLFromString(text).getModel()
    found = equations()
    assert not [name for name in found.states if model.getParameter(found.about[name].identifier) is None]
    opening = model.getParameter("barrier__opening")
    assert "sourced: doi:10.1186/s12859-020-03823-9" in opening.getNotesString()


def test_what_happened_becomes_events(text: str, life: Life) -> None:
    happened = [day for day in life.happenings.days[1:] if life.happenings.struck(day)]
    assert any(life.happenings.struck(day).get("infection") == (0.0, 1.0) for day in happened)
    model = libsbml.readSBMLFromString(text).getModel()
    events = {model.getEvent(number).getId() for number in range(model.getNumEvents())}
    assert {f"day_{day}" for day in happened} <= events
    assert {"day_10", "day_40"} <= events  # training begins and ends


def test_libroadrunner_finds_the_course_of_the_reference(patient: Patient, life: Life, text: str) -> None:
    found = roadrunner_against_reference(patient, life.happenings, text)
    moved = {name for name, one in found.items() if one.range > 0.0}
    assert {"fatigue_physical", "sickness", "il17", "temperature", "fitness", "daily_steps"} <= moved
    assert not {name: one for name, one in found.items() if one.largest > BAR}


def test_the_stepper_stays_near_the_reference(patient: Patient, life: Life) -> None:
    """Bar: a tenth of the range of what moves; what is measured over a study is in the docs."""
    found = production_against_reference(patient, life.happenings)
    moved: dict[str, Distance] = {name: one for name, one in found.items() if one.range > 0.1}
    assert not {name: one for name, one in moved.items() if one.typical > 0.1}


def test_the_life_without_chance_keeps_what_happened(patient: Patient, life: Life) -> None:
    calm = stepped(patient, life.happenings)
    born = life.states["lesions_born"][-1] - patient.start["lesions_born"]
    assert calm["lesions_born"][-1] == pytest.approx(patient.start["lesions_born"] + born)
    for day in life.happenings.days[1:-1]:
        if life.happenings.struck(day).get("infection") == (0.0, 1.0):
            cleared = np.exp(-patient.values["triggers.infection_clearance"])
            assert calm["infection"][day] == pytest.approx(cleared, rel=0.01)


def test_chance_is_gone_where_it_is_off(patient: Patient, life: Life) -> None:
    assert np.abs(stepped(patient, life.happenings)["mood"] - life.states["mood"]).max() > 1e-3


def test_petab_takes_the_problem(patient: Patient, life: Life, tmp_path: Path) -> None:
    from petab.v1 import Problem, lint_problem

    for name, content in petab(patient, life).items():
        (tmp_path / name).write_bytes(content)
    problem = Problem.from_yaml(str(tmp_path / "problem.yaml"))
    assert lint_problem(problem) is False  # False: no error was found
    assert yaml.safe_load((tmp_path / "problem.yaml").read_text())["format_version"] == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "parameters.tsv").read_text()), delimiter="\t"))
    own = {row["parameterId"]: float(row["nominalValue"]) for row in rows}
    assert own["fatigue__person_physical"] == patient.values["fatigue.person_physical"]
    assert {
        row["time"] for row in csv.DictReader((tmp_path / "measurements.tsv").open(), delimiter="\t")
    } == {
        "20",
        "45",
    }


def test_the_normal_distribution_travels_with_the_file() -> None:
    """Against SciPy; West 2005 claims 15 digits."""
    from roadrunner import RoadRunner

    where = np.linspace(-6.9, 6.9, 47)
    rules = "".join(
        f'<assignmentRule variable="v{number}">'
        f"{math(f'<apply><ci>Phi</ci><cn> {value!r} </cn></apply>')}</assignmentRule>"
        for number, value in enumerate(float(one) for one in where)
    )
    named = "".join(f'<parameter id="v{number}" constant="false"/>' for number in range(len(where)))
    text = (
        '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model>'
        f"<listOfFunctionDefinitions>{normal_cdf_definition()}</listOfFunctionDefinitions>"
        f"<listOfParameters>{named}</listOfParameters><listOfRules>{rules}</listOfRules></model></sbml>"
    )
    simulator = RoadRunner(text)
    found = [simulator.getValue(f"v{number}") for number in range(len(where))]
    np.testing.assert_allclose(found, ndtr(where), rtol=1e-11, atol=1e-15)
