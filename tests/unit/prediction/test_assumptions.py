"""Protects: every number that a prediction rests on is listed once, with its grade and source."""

from __future__ import annotations

from dataclasses import replace

from lassitude.engine.model import Clock
from lassitude.evidence import ledger
from lassitude.prediction.assumptions import assumptions, evidence_share, parameter_set
from lassitude.prediction.sensitivity import PriorTask, _declared
from lassitude.study.protocol import read_protocol

MADE = assumptions(read_protocol("canadian-ahsct"))
NAMES = [one.name for one in MADE]


def test_each_is_listed_once_with_a_meaning_and_a_source() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert not [one.name for one in MADE if not (one.meaning and one.source and one.unit)]


def test_therapies_that_nobody_gets_are_left_out() -> None:
    prefixes = {name.partition(".")[0] for name in NAMES}
    assert {"ahsct", "interferon-beta", "expectation"} <= prefixes
    assert not {"natalizumab", "aerobic-training"} & prefixes


def test_the_condition_speaks_for_the_body() -> None:
    assert [one.subsystem for one in MADE if one.name == "triggers.pulses_per_year"] == ["triggers"]
    value = next(one.value for one in MADE if one.name == "triggers.pulses_per_year")
    assert value == 6.0  # of aggressive MS, not of relapsing MS in general


def test_nothing_rests_on_the_entry_that_is_predicted() -> None:
    held = {one.id for one in ledger().values() if one.role == "validate"}
    assert not [one.name for one in MADE if held & set(one.citation_ids)]


def test_grades_are_counted() -> None:
    share = evidence_share(MADE)
    assert share.sourced + share.derived + share.hypothesis == len(MADE)
    assert share.hypothesis > share.sourced


def test_the_name_of_the_set_follows_every_value() -> None:
    other = (replace(MADE[0], value=MADE[0].value + 1.0), *MADE[1:])
    assert parameter_set(MADE) == parameter_set(MADE[::-1])
    assert parameter_set(MADE) != parameter_set(other)


def test_the_priors_cover_everything_about_body_and_people() -> None:
    task = PriorTask("rrms-aggressive", 1, (), 730, 900, "FIS.total", "nothing", Clock())
    drawn = {one.name for one in _declared(task)}
    listed = {name.removeprefix("rrms-aggressive.") for name in NAMES}
    instruments = {
        name for name in listed if name.partition(".")[0].isupper() or name.startswith(("steps", "work"))
    }
    assert listed - drawn <= instruments | {name for name in listed if name.startswith("relapses")}
