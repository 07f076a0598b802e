"""Protects: every shipped experiment is a protocol whose names exist and whose published numbers are made."""

from __future__ import annotations

import pytest

from lassitude.evidence.pointers import resolve
from lassitude.instruments import INSTRUMENTS
from lassitude.population.conditions import CONDITIONS
from lassitude.study.cautions import cautions
from lassitude.study.protocol import Protocol, read_protocol, shipped_experiments, shipped_protocols
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.trial.assignment import assignments_of
from lassitude.trial.schedule import schedule_of
from lassitude.workflows.list import list_names
from lassitude.workflows.plans import check_biology, check_measures, read_plan


@pytest.fixture(params=shipped_experiments())
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def plan(name: str) -> Protocol:
    return read_protocol(name)


def test_there_are_experiments_beside_the_studies() -> None:
    assert "experiments/endotoxin" in shipped_experiments()
    assert not set(shipped_experiments()) & set(shipped_protocols())


def test_every_name_in_it_exists(name: str) -> None:
    written = read_plan(name)
    assert name == f"experiments/{written.protocol.id}"
    check_measures(written)
    check_biology(written, CONDITIONS, THERAPIES, mechanisms_of)


def test_its_visits_and_treatments_have_a_place_in_time(name: str) -> None:
    told = plan(name)
    schedule = schedule_of(told)
    assert (schedule.hours_from is not None) == told.visits.by_hour
    assert all(assignments_of(told, population, schedule) for population in told.populations)


def test_what_is_published_beside_it_is_a_number(name: str) -> None:
    assert all(isinstance(resolve(pointer), int | float) for pointer in plan(name).published.values())


def test_what_may_mislead_in_it_is_known(name: str) -> None:
    recall = {instrument: float(one.recall_days) for instrument, one in INSTRUMENTS.items()}
    assert cautions(plan(name), recall) == ()


def test_it_is_listed_with_its_title(name: str) -> None:
    listed = {one.name: one.meaning for one in list_names("studies")}
    assert listed[name] == plan(name).title
