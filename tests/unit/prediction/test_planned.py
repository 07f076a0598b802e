"""Protects: each replicate lives under one draw of the parameters, the same for whoever computes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.population.declared import parameter_named
from lassitude.population.draws import dealt
from lassitude.population.parameter_sets import DECLARED, ParameterSet, write_draws
from lassitude.prediction.assumptions import assumptions, parameter_set
from lassitude.prediction.design import design
from lassitude.prediction.entering import enter, screen, screening_tasks
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.planned import estimates_at_every_draw, planned_estimates
from lassitude.prediction.sensitivity import prior_draws
from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.trial.enrollment import draws_lived
from lassitude.trial.pool import PoolTask

PLAN = """
schema = "lassitude.protocol/1"
id = "drawn"
title = "A scale before and after"
[populations.patients]
condition = "rrms"
n = 30
eligibility = [{ measure = "MFIS.total", at_least = 20 }]
[arms.usual]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { W0 = "0 wk", W4 = "4 wk" }
measure = ["MFIS"]
[analysis.course]
type = "descriptive"
endpoint = "MFIS.total"
[simulation]
lead_in_years = 0.1
pool = 200
"""
MEAN = "MFIS.total|mean|W0|usual"
LOCATIONS = np.array([0.05, 0.35, 0.65])


@pytest.fixture(scope="module")
def plan() -> Protocol:
    prepare_process()
    return parse_protocol(PLAN, "drawn.toml")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> ParameterSet:
    draws = {"MFIS.location": LOCATIONS, "fatigue.by_mood": np.array([0.5, 0.5, 0.5])}
    return write_draws(draws, tmp_path_factory.mktemp("three"), "three")


def test_a_harder_scale_gives_lower_scores(plan: Protocol, three: ParameterSet) -> None:
    """About 8 points between the outer draws; 300 people each make that six standard errors."""
    found = estimates_at_every_draw(plan, seed=1, parameters=three, people=300)
    means = found.batches[MEAN].value
    assert found.draws.tolist() == [0, 1, 2]
    assert means[2] < means[0] - 3.0, means


def test_processes_change_no_byte(plan: Protocol, three: ParameterSet) -> None:
    one, two = (
        planned_estimates(plan, seed=1, replicates=4, parameters=three, workers=number) for number in (1, 2)
    )
    assert np.array_equal(one.batches[MEAN].value, two.batches[MEAN].value)
    assert one.draws.tolist() == [0, 1, 2, 0]


def test_more_replicates_leave_the_first_ones_alone_once_all_draws_are_used(
    plan: Protocol, three: ParameterSet
) -> None:
    few, many = (
        planned_estimates(plan, seed=1, replicates=number, parameters=three).batches[MEAN].value
        for number in (3, 5)
    )
    assert np.array_equal(few, many[:3])


def test_all_draws_as_declared_predict_what_is_predicted_as_declared(plan: Protocol, tmp_path: Path) -> None:
    """Other people, the same distribution: means of 30 replicates differ by less than 4 standard errors."""
    name = "MFIS.location"
    same = write_draws({name: np.full(10, parameter_named(name).value)}, tmp_path, "same")
    drawn, plain = (
        planned_estimates(plan, seed=1, replicates=30, parameters=one).batches[MEAN].value
        for one in (same, DECLARED)
    )
    error = np.hypot(drawn.std(ddof=1), plain.std(ddof=1)) / np.sqrt(30)
    assert abs(drawn.mean() - plain.mean()) < 4.0 * error


def test_people_of_a_replicate_live_under_one_draw(plan: Protocol, three: ParameterSet) -> None:
    made = design(plan, 1, 6, Clock(), three)
    blocks = {
        name: {"reading.0.MFIS.total": np.where(np.arange(task.people) < made.drawn.share, 0.0, 50.0)}
        for name, task in screening_tasks(made)
    }
    entered = enter(made, blocks)
    persons = entered.enrollments["patients"].persons
    lived = np.searchsorted(LOCATIONS, made.drawn.values("rrms", persons.ravel())["MFIS.location"])
    assert entered.enrollments["patients"].draws.tolist() == [1, 1, 2, 1, 1, 2]
    assert (lived.reshape(persons.shape) == entered.enrollments["patients"].draws[:, None]).all()


def test_a_draw_without_enough_people_gives_way_to_the_next() -> None:
    assert draws_lived(np.array([False, True, False]), np.arange(4)).tolist() == [1, 1, 1, 1]


def test_the_center_of_a_set_is_its_medians(three: ParameterSet) -> None:
    assert three.center().count == 1
    assert three.center().draws["MFIS.location"].tolist() == [0.35]


def test_assumptions_tell_the_spread_of_what_was_drawn(plan: Protocol, three: ParameterSet) -> None:
    told = {one.name: one for one in assumptions(plan, three)}
    assert told["MFIS.location"].value == 0.35
    assert told["MFIS.location"].calibrated is not None
    assert told["MFIS.step"].calibrated is None
    assert parameter_set(tuple(told.values()), three).startswith("three-")


def test_rows_of_a_set_stand_in_place_of_its_triangles() -> None:
    one = parameter_named("MFIS.location")
    drawn = prior_draws([one], 1, "nothing", {"MFIS.location": LOCATIONS})["MFIS.location"]
    assert set(drawn.tolist()) == set(LOCATIONS.tolist())
    other = prior_draws([parameter_named("fatigue.by_mood")], 1, "hypotheses")["fatigue.by_mood"]
    assert len(np.unique(other)) == len(other)


def test_a_set_without_draws_has_no_points(plan: Protocol) -> None:
    with pytest.raises(RequestError, match="has no draws"):
        estimates_at_every_draw(plan, seed=1, parameters=DECLARED, people=10)
    assert dealt(DECLARED, 0, 0).count == 0


def test_where_few_may_enter_more_are_screened(plan: Protocol, three: ParameterSet) -> None:
    """Every eighth person may enter: four screened for a place are too few, eight are enough."""
    made = design(plan, 1, 3, Clock(), three)
    rounds: list[int] = []

    def run(tasks: list[tuple[str, PoolTask]]) -> dict[str, dict[str, np.ndarray]]:
        rounds.append(sum(task.people for _, task in tasks))
        eighth = {name: np.arange(task.first, task.first + task.people) % 8 == 0 for name, task in tasks}
        return {name: {"reading.0.MFIS.total": np.where(one, 50.0, 0.0)} for name, one in eighth.items()}

    larger, entered = screen(made, run)
    assert rounds == [360, 720]
    assert larger.drawn.share == 2 * made.drawn.share
    assert entered.enrollments["patients"].draws.tolist() == [0, 1, 2]
