"""Protects: what follows from a plan before anybody is simulated: parts to take away, visits, counts."""

from __future__ import annotations

import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.design import Design, design
from lassitude.study.protocol import parse_protocol

PLAN = """
schema = "lassitude.protocol/1"
id = "parts"
title = "What can be taken away"
[populations.patients]
condition = "rrms"
n = 10
[arms.one]
population = "patients"
blinding = "open"
treatments = [{ name = "natalizumab", start_day = 0 }]
[arms.other]
population = "patients"
blinding = "none"
[design]
type = "parallel"
[visits]
schedule = { M0 = "0 mo", M3 = "3 mo", M6 = "6 mo" }
window_days = [-14, 14]
measure = ["MFIS"]
[analysis.change]
type = "ancova"
endpoint = "MFIS.total"
change_from = "M0"
at = "M6"
reference = "other"
variants = [{ endpoint = "MFIS.physical", label = "physical" }]
[analysis.course]
type = "descriptive"
endpoint = "MFIS.cognitive"
[simulation]
lead_in_years = 1
pool = 50
"""
OPEN = 'blinding = "open"\ntreatments = [{ name = "natalizumab", start_day = 0 }]'
NOTHING = 'blinding = "none"'


def made(*replaced: tuple[str, str]) -> Design:
    text = PLAN
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return design(parse_protocol(text, "parts.toml"), 1, 3, Clock())


def given(name: str, blinding: str = "open", more: str = "") -> Design:
    return made((OPEN, f'blinding = "{blinding}"\ntreatments = [{{ name = "{name}", start_day = 0{more} }}]'))


@pytest.mark.parametrize(
    ("therapy", "blinding", "parts"),
    [
        ("natalizumab", "open", ("therapy", "expectation")),
        ("natalizumab", "none", ("therapy",)),
        ("placebo", "blinded", ("therapy", "expectation")),
        ("aerobic-training", "open", ("therapy", "expectation", "contact")),
        ("attention-control", "none", ("therapy", "contact")),
    ],
)
def test_what_a_treatment_has_can_be_taken_away(therapy: str, blinding: str, parts: tuple[str, ...]) -> None:
    assert given(therapy, blinding).removable == parts


def test_where_nothing_is_given_nothing_can_be_taken_away() -> None:
    assert made((OPEN, NOTHING)).switches == ((),)


def test_parts_are_taken_away_in_every_combination_nothing_first() -> None:
    found = given("aerobic-training").switches
    assert found[0] == ()
    assert len(found) == len(set(found)) == 8


def test_changes_are_taken_apart_of_whatever_a_change_is_analyzed_of() -> None:
    assert made().attributed == ("MFIS.total", "MFIS.physical")
    assert made().targets == (2,)


def test_randomized_people_fill_one_group_and_cohorts_one_each() -> None:
    assert made().slots("patients") == 10
    assert made(('type = "parallel"', 'type = "cohorts"')).slots("patients") == 20


def test_doses_are_counted_where_a_treatment_begins_and_ends_until_the_last_visit() -> None:
    for more, days in ((", stop_day = 84", [0, 84]), ("", [0, 183]), (", stop_day = 400", [0, 183])):
        one = given("modafinil", more=more)
        assert [day - one.schedule.day_zero for day in one.counted("patients")] == days


def test_a_treatment_after_the_last_visit_begins_is_counted_nowhere() -> None:
    one = made(("start_day = 0", "start_day = 400"))
    assert [day - one.schedule.day_zero for day in one.counted("patients")] == [183]
