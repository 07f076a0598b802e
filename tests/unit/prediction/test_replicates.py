"""Protects: arms and populations get people of their own, whatever their names; more arms move nobody."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.engine.model import BLOCK, Clock
from lassitude.prediction.replicates import (
    Design,
    Entered,
    arm_persons,
    conduct_tasks,
    design,
    enter,
    gathered,
    screening_tasks,
)
from lassitude.study.protocol import parse_protocol
from lassitude.trial.conduct import SWITCHES

REPLICATES = 5
PLAN = """
schema = "lassitude.protocol/1"
id = "groups"
title = "Groups of people"
[populations.patients]
condition = "rrms"
n = 10
[populations."patients 00"]
condition = "rrms"
n = 20
[arms.one]
population = "patients"
blinding = "open"
treatments = [{ name = "placebo", start_day = 0 }]
[arms."one as_planned / high"]
population = "patients 00"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { M0 = "0 mo", M6 = "6 mo" }
window_days = [-14, 14]
measure = ["MFIS"]
[analysis.change]
type = "paired-test"
endpoint = "MFIS.total"
change_from = "M0"
at = "M6"
test = "t"
[simulation]
lead_in_years = 1
pool = 5000
"""
THIRD = '[arms.third]\npopulation = "patients"\nblinding = "none"\n[design]'


def planned(text: str = PLAN) -> Design:
    return design(parse_protocol(text, "groups.toml"), 3, REPLICATES, Clock())


def entered(made: Design) -> Entered:
    """Enroll from pools of nobody in particular: without criteria, only numbers and ages are looked at."""
    blocks = {
        name: {
            "state.mood": np.zeros(task.people, np.float32),
            "state.number": task.first + np.arange(task.people),
        }
        for name, task in screening_tasks(made)
    }
    return enter(made, blocks)


def test_the_blocks_of_pools_have_names_that_any_disk_can_bear() -> None:
    names = [name for name, _ in screening_tasks(planned())]
    assert names == ["pool-00-000", "pool-00-001", "pool-01-000", "pool-01-001"]


def test_everybody_is_found_under_their_own_number() -> None:
    made = planned()
    who = entered(made)
    for arm in made.protocol.arms:
        persons = arm_persons(made, who, arm)
        pool = who.pools[made.protocol.arms[arm].population]
        assert np.array_equal(pool.snapshot(persons.ravel()).state["number"], persons.ravel())


def test_nobody_is_in_two_populations() -> None:
    made = planned()
    who = entered(made)
    one, other = (set(arm_persons(made, who, arm).ravel()) for arm in made.protocol.arms)
    assert not one & other


def test_arms_of_one_population_share_nobody_and_a_further_arm_moves_nobody() -> None:
    made, more = planned(), planned(PLAN.replace("[design]", THIRD))
    before, after = entered(made), entered(more)
    for arm in made.protocol.arms:
        assert np.array_equal(arm_persons(made, before, arm), arm_persons(more, after, arm))
    one, third = (arm_persons(more, after, arm) for arm in ("one", "third"))
    assert not any(set(mine) & set(theirs) for mine, theirs in zip(one, third, strict=True))


@pytest.mark.parametrize("arm", ["one", "one as_planned / high"])
def test_what_blocks_gave_comes_back_to_its_arm_replicate_and_person(arm: str) -> None:
    made = planned()
    who = entered(made)
    tasks = [(name, task) for name, task in conduct_tasks(made, who)]
    blocks = {name: {"value.number": task.persons[None, :].astype(float)} for name, task in tasks}
    for switch in SWITCHES:
        found = gathered(made, who, blocks, arm, switch)["value.number"]
        assert np.array_equal(found[0], arm_persons(made, who, arm))


def test_every_arm_is_cut_into_full_blocks_under_every_switch() -> None:
    made = design(parse_protocol(PLAN, "groups.toml"), 3, 500, Clock())
    tasks = [
        task for name, task in conduct_tasks(made, entered(made)) if name.startswith("arm-01-as_planned")
    ]
    assert [len(task.persons) for task in tasks] == [BLOCK, BLOCK, 500 * 20 - 2 * BLOCK]


def test_only_the_planned_arm_is_measured_on_everything() -> None:
    made = planned(PLAN.replace('measure = ["MFIS"]', 'measure = ["MFIS", "EDSS"]'))
    measured = {task.switch: task.measure for _, task in conduct_tasks(made, entered(made))}
    assert measured.pop("as_planned") == ("MFIS", "EDSS")
    assert set(measured.values()) == {("MFIS",)}
