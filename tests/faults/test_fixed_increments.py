"""Protects people with ME/CFS: exercise by fixed increments is never simulated for them as a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.population.conditions import CONDITIONS, WORSENED_BY_EXERTION
from lassitude.prediction.describing import cautioned
from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import plan_sha256, shipped_experiments, shipped_protocols
from lassitude.therapies.catalog import TRAININGS
from lassitude.workflows.known_names import check_names
from lassitude.workflows.plans import WrittenPlan, read_plan

PLAN = """
schema = "lassitude.protocol/1"
id = "graded"
title = "Twelve weeks of exercise in ME/CFS"

[populations.patients]
condition = "me-cfs"
n = 30
eligibility = [{ measure = "DSQ-SF.oxford", equals = 1 }]

[arms.exercise]
population = "patients"
blinding = "open"
treatments = [{ name = "aerobic-training", start_day = 0 }]

[design]
type = "cohorts"

[visits]
schedule = { W0 = "0 wk", W12 = "12 wk" }
window_days = [-7, 7]
measure = ["FSS", "DSQ-PEM", "DSQ-SF"]

[analysis.fatigue]
type = "descriptive"
endpoint = "FSS.total"
"""
HARM = """
[analysis.malaise]
type = "descriptive"
endpoint = "DSQ-PEM.total"
"""
MARK = """
[historical]
reason = "Repeats a trial of 1997 to ask what it did."
case_definition = "oxford"
"""


def plan(folder: Path, text: str) -> WrittenPlan:
    path = folder / "graded.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(RequestError) as refused:
        check_names(plan(folder, text))
    return str(refused.value)


@pytest.mark.parametrize("condition", ["me-cfs", "me-cfs-postinfectious", "me-cfs-bistable-axis"])
@pytest.mark.parametrize("training", TRAININGS)
def test_training_is_refused_with_its_place_and_the_way_out(
    tmp_path: Path, condition: str, training: str
) -> None:
    text = PLAN.replace('"me-cfs"', f'"{condition}"').replace("aerobic-training", training)
    said = refusal(tmp_path, text)
    assert "graded.toml, line 14: arms.exercise.treatments[0]" in said
    assert training in said and condition in said
    assert "energy-conservation" in said and "[historical]" in said


def test_training_before_the_study_is_refused_too(tmp_path: Path) -> None:
    former = 'n = 30\nbackground = [{ name = "aerobic-training", stop_day = -1 }]'
    text = PLAN.replace("n = 30", former).replace('"aerobic-training", start', '"energy-conservation", start')
    assert "populations.patients.background[0]" in refusal(tmp_path, text)


def test_what_is_marked_passes_and_its_reader_is_cautioned(tmp_path: Path) -> None:
    marked = plan(tmp_path, PLAN + HARM + MARK)
    check_names(marked)
    said = " ".join(one.message for one in cautioned(marked.protocol))
    assert "Repeats a trial of 1997 to ask what it did" in said
    for told in ("no plan for anyone", "pacing", "Oxford", "post-exertional malaise"):
        assert told in said


def test_graded_exercise_passes_only_where_it_is_marked(tmp_path: Path) -> None:
    graded = PLAN.replace("aerobic-training", "graded-exercise")
    assert "graded-exercise raises exertion by fixed increments" in refusal(tmp_path, graded)
    check_names(plan(tmp_path, graded + HARM + MARK))


def test_a_historical_study_shows_the_harm(tmp_path: Path) -> None:
    assert "add an analysis of it, such as endpoint = DSQ-PEM.total" in refusal(tmp_path, PLAN + MARK)


def test_the_stated_case_definition_decides_who_enters(tmp_path: Path) -> None:
    said = refusal(tmp_path, PLAN + HARM + MARK.replace('"oxford"', '"ccc"'))
    assert 'add { measure = "DSQ-SF.ccc", equals = 1 }' in said


@pytest.mark.parametrize("missing", ["reason", "case_definition"])
def test_a_mark_without_its_reason_or_definition_is_no_mark(tmp_path: Path, missing: str) -> None:
    mark = "\n".join(line for line in MARK.splitlines() if not line.startswith(missing))
    with pytest.raises(RequestError, match=f"historical.{missing}"):
        plan(tmp_path, PLAN + HARM + mark)


def test_a_mark_that_nothing_needs_is_refused(tmp_path: Path) -> None:
    text = PLAN.replace("aerobic-training", "energy-conservation") + HARM + MARK
    assert "historical: nobody here whom exertion makes worse" in refusal(tmp_path, text)


def test_pacing_and_a_single_exercise_test_are_no_training(tmp_path: Path) -> None:
    for other in ("energy-conservation", "pacing", "exercise-bout"):
        check_names(plan(tmp_path, PLAN.replace("aerobic-training", other)))


def test_people_with_ms_may_train(tmp_path: Path) -> None:
    check_names(plan(tmp_path, PLAN.replace('"me-cfs"', '"rrms"')))


@pytest.mark.parametrize("name", [*shipped_protocols(), *shipped_experiments()])
def test_shipped_studies_pass(name: str) -> None:
    check_names(read_plan(name))


def test_the_mark_is_part_of_the_plan(tmp_path: Path) -> None:
    """A real study with another reason or definition is another study."""
    one = plan(tmp_path, PLAN + HARM + MARK).protocol
    two = plan(tmp_path, PLAN + HARM + MARK.replace("1997", "2011")).protocol
    assert plan_sha256(one) != plan_sha256(two)


def test_no_form_of_the_disease_and_no_training_is_forgotten() -> None:
    assert set(WORSENED_BY_EXERTION) == {name for name in CONDITIONS if "me-cfs" in name}
    assert set(TRAININGS) == {
        "aerobic-training",
        "combined-training",
        "graded-exercise",
        "physiotherapy",
        "resistance-training",
        "yoga",
    }
