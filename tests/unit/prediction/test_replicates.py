"""Protects: every group gets people of its own, assigned as planned, whatever the names of arms."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.engine.model import BLOCK, Clock
from lassitude.prediction.design import Design, design
from lassitude.prediction.entering import Entered, enter, screening_tasks
from lassitude.prediction.replicates import conduct_tasks, gathered
from lassitude.study.protocol import parse_protocol

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
[arms."one as_planned high"]
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
RANDOMIZED = '"parallel"\nallocation = { type = "blocks", sizes = [2] }'


def planned(text: str = PLAN, replicates: int = REPLICATES) -> Design:
    return design(parse_protocol(text, "groups.toml"), 3, replicates, Clock())


def entered(made: Design) -> Entered:
    """Enroll from pools of nobody in particular: without criteria, only numbers and ages are looked at."""
    blocks = {
        name: {
            "state.mood": np.zeros(task.people, np.float32),
            "state.number": task.first + np.arange(task.people),
            "reading.0.age_years": np.full(task.people, 40.0),
        }
        for name, task in screening_tasks(made)
    }
    return enter(made, blocks)


def persons_of(made: Design, who: Entered, arm: str) -> np.ndarray:
    """Return the people of an arm, [replicate, slot]; arms of one population are equally large."""
    population = made.protocol.arms[arm].population
    number = [one.name for one in made.assignments[population]].index(arm)
    persons, assigned = who.enrollments[population].persons, who.assigned[population]
    return persons[assigned == number].reshape(len(persons), -1)


def test_the_blocks_of_pools_have_names_that_any_disk_can_bear() -> None:
    names = [name for name, _ in screening_tasks(planned())]
    assert names == ["pool-00-000", "pool-00-001", "pool-01-000", "pool-01-001"]


def test_the_blocks_of_groups_have_names_that_any_disk_can_bear() -> None:
    made = planned()
    names = [name for name, _ in conduct_tasks(made, entered(made))]
    assert names[:2] == ["group-00-as-planned-000", "group-00-without-therapy-000"]
    assert len(set(names)) == len(names) == 2 * len(made.switches)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in names)


def test_everybody_is_found_under_their_own_number() -> None:
    made = planned()
    who = entered(made)
    for population, pool in who.pools.items():
        persons = who.enrollments[population].persons.ravel()
        assert np.array_equal(pool.snapshot(persons).state["number"], persons)


def test_nobody_is_in_two_populations() -> None:
    who = entered(planned())
    one, other = (set(enrolled.persons.ravel()) for enrolled in who.enrollments.values())
    assert not one & other


def test_cohorts_share_nobody_and_a_further_one_moves_nobody() -> None:
    made, more = planned(), planned(PLAN.replace("[design]", THIRD))
    before, after = entered(made), entered(more)
    for arm in made.protocol.arms:
        assert np.array_equal(persons_of(made, before, arm), persons_of(more, after, arm))
    one, third = (persons_of(more, after, arm) for arm in ("one", "third"))
    assert not any(set(mine) & set(theirs) for mine, theirs in zip(one, third, strict=True))


def test_who_enters_a_randomized_study_does_not_depend_on_how_many_arms_it_has() -> None:
    text = PLAN.replace('"cohorts"', RANDOMIZED).replace("[design]", THIRD)
    four = text.replace(
        "[arms.third]", '[arms.fourth]\npopulation = "patients"\nblinding = "none"\n[arms.third]'
    )
    made = planned(text)
    here, there = entered(made), entered(planned(four.replace("sizes = [2]", "sizes = [6]")))
    for population in made.protocol.populations:
        first, second = (one.enrollments[population].persons for one in (here, there))
        assert np.array_equal(first, second)


def test_everybody_randomized_is_in_one_arm_and_blocks_keep_arms_even() -> None:
    made = planned(PLAN.replace('"cohorts"', RANDOMIZED).replace("[design]", THIRD))
    assigned = entered(made).assigned["patients"]
    assert assigned.shape == (REPLICATES, 10)
    assert (assigned == 0).sum(axis=1).tolist() == [5] * REPLICATES
    assert (assigned.reshape(REPLICATES, 5, 2).sum(axis=2) == 1).all()


@pytest.mark.parametrize("population", ["patients", "patients 00"])
def test_what_blocks_gave_comes_back_to_its_replicate_and_person(population: str) -> None:
    made = planned(replicates=500)
    who = entered(made)
    blocks = {
        name: {
            "value.number": task.persons[None, :].astype(float),
            "log.relapse.place": task.place + np.arange(len(task.persons)),
        }
        for name, task in conduct_tasks(made, who)
    }
    persons = who.enrollments[population].persons
    for switch in made.switches:
        found = gathered(made, who, blocks, population, switch)
        assert np.array_equal(found["value.number"][0], persons)
        assert np.array_equal(found["log.relapse.place"], np.arange(persons.size))


def test_a_log_that_only_some_blocks_keep_is_joined_all_the_same() -> None:
    made = planned(replicates=500)
    who = entered(made)
    blocks = {
        name: {
            "value.number": task.persons[None, :].astype(float),
            **({} if task.place == 0 else {"log.relapse.place": np.array([task.place])}),
        }
        for name, task in conduct_tasks(made, who)
    }
    assert gathered(made, who, blocks, "patients 00", ())["log.relapse.place"].tolist() == [BLOCK, 2 * BLOCK]


def test_every_group_is_cut_into_full_blocks_under_every_switch() -> None:
    made = planned(replicates=500)
    tasks = conduct_tasks(made, entered(made))
    for switch in ("as-planned", "without-therapy-expectation"):
        people = [len(task.persons) for name, task in tasks if name.startswith(f"group-01-{switch}-")]
        assert people == [BLOCK, BLOCK, 500 * 20 - 2 * BLOCK]


def test_only_the_planned_group_is_measured_on_everything() -> None:
    made = planned(PLAN.replace('measure = ["MFIS"]', 'measure = ["MFIS", "EDSS"]'))
    tasks = [task for _, task in conduct_tasks(made, entered(made))]
    assert {task.measure for task in tasks} == {("MFIS", "EDSS")}
    assert {task.repeat for task in tasks} == {("MFIS",)}
