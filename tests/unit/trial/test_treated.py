"""Protects: each person of a mixed block receives their own arm, and what is taken away is gone, no more.

Everything is exact: a regimen is a set of numbers for each person.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import chain, combinations

import jax.numpy as jnp
import numpy as np
import pytest

from lassitude.randomness.streams import Keys, person_keys
from lassitude.therapies.fields import TAUGHT
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import FOREVER, Course, Regimen, Treatment
from lassitude.trial.treated import PARTS, Switch, Treated, in_force

PEOPLE = 6
KEYS = person_keys(1, 4, np.arange(PEOPLE))
ARMS = (
    (Treatment("modafinil", 730.0, 772.0, {}, "blinded"), Treatment("placebo", 786.0, 828.0, {}, "blinded")),
    (),
    (Treatment("cognitive-behavioral-therapy", 740.0, FOREVER, {}, "open"),),
)
ASSIGNED = np.array([0, 1, 2, 2, 0, 1])
BACKGROUND = (Treatment("interferon-beta", 0.0, 700.0, {}, "none"),)
MIXED = Treated(BACKGROUND, ARMS, ASSIGNED)
DAYS = (0.0, 730.0, 741.0, 790.0, 2000.0)
SWITCHES: list[Switch] = list(chain.from_iterable(combinations(PARTS, count) for count in range(4)))


def on(courses: tuple[Course, ...], day: float) -> dict[str, np.ndarray]:
    return next(one.regimen for one in reversed(courses) if one.from_day <= day)._asdict()


def felt(courses: tuple[Course, ...], day: float) -> dict[str, np.ndarray]:
    """Return what bodies feel of a regimen on a day."""
    regimen = Regimen(*(jnp.asarray(value) for value in on(courses, day).values()))
    pulled = levers(regimen, jnp.float32(day))
    people = np.shape(regimen.belief_start)
    return {one.name: np.broadcast_to(getattr(pulled, one.name), people) for one in fields(pulled)}


def some(keys: Keys, people: np.ndarray) -> Keys:
    return Keys(*(word[people] for word in keys))


def given(treated: Treated, switch: Switch = (), people: np.ndarray | None = None) -> tuple[Course, ...]:
    who = np.arange(len(treated.assigned)) if people is None else people
    return in_force(treated, some(KEYS, who), switch)


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda one: "-".join(one) or "as planned")
@pytest.mark.parametrize("arm", [0, 1, 2])
def test_a_mixed_block_gives_each_person_what_the_arm_alone_gives(arm: int, switch: Switch) -> None:
    people = np.flatnonzero(arm == ASSIGNED)
    alone = Treated(BACKGROUND, (ARMS[arm],), np.zeros(len(people), np.int64))
    for day in DAYS:
        mixed, own = felt(given(MIXED, switch), day), felt(given(alone, switch, people), day)
        for name, values in own.items():
            np.testing.assert_array_equal(mixed[name][people], values, err_msg=f"{name} on day {day}")


def test_periods_follow_each_other_in_courses() -> None:
    assert given(MIXED)[0].from_day == 0.0
    assert on(given(MIXED), 750.0)["belief_start"][[0, 4]].tolist() == [730.0, 730.0]
    assert on(given(MIXED), 790.0)["belief_start"][[0, 4]].tolist() == [786.0, 786.0]
    assert on(given(MIXED), 790.0)["drug_stop"][[0, 4]].tolist() == [772.0, 772.0]


def test_people_expect_in_each_replicate_by_a_draw_of_its_own() -> None:
    other = person_keys(1, 5, np.arange(PEOPLE))
    here, there = (on(in_force(MIXED, one, ()), 750.0)["belief_height"] for one in (KEYS, other))
    assert (here[[0, 4]] != there[[0, 4]]).all()


def test_without_expectation_only_belief_is_gone() -> None:
    planned, bare = on(given(MIXED), 750.0), on(given(MIXED, ("expectation",)), 750.0)
    changed = {name for name in planned if not np.array_equal(planned[name], bare[name])}
    assert changed == {name for name in planned if name.startswith("belief_")}
    assert not bare["belief_height"].any()


def test_without_expectation_people_still_expect_something_of_what_the_trial_did_not_bring() -> None:
    run_in = Treatment("placebo", 700.0, 730.0, {}, "blinded")
    start = np.array([760.0] + [np.inf] * 5)
    rescue = Treatment("modafinil", start, np.full(PEOPLE, np.inf), {}, "open")
    bare = on(given(Treated((run_in,), ARMS, ASSIGNED, (rescue,)), ("expectation",)), 800.0)
    assert bare["belief_start"].tolist() == [760.0] + [700.0] * 5
    assert bare["belief_height"].all()


def test_without_contact_only_the_attention_of_people_is_gone() -> None:
    planned, bare = on(given(MIXED), 750.0), on(given(MIXED, ("contact",)), 750.0)
    assert [name for name in planned if not np.array_equal(planned[name], bare[name])] == ["skills_contact"]
    assert not bare["skills_contact"].any()


def test_without_therapy_sessions_are_held_and_teach_nothing() -> None:
    planned, bare = on(given(MIXED), 750.0), on(given(MIXED, ("therapy",)), 750.0)
    for plan, content in TAUGHT.items():
        assert not any(bare[f"{plan}_{one}"].any() for one in content)
    assert np.array_equal(bare["skills_sessions"], planned["skills_sessions"])
    assert np.array_equal(bare["skills_contact"], planned["skills_contact"])
    assert np.array_equal(bare["belief_height"], planned["belief_height"])
    assert not bare["drug_ceiling"].any()


def test_with_everything_taken_away_the_background_remains() -> None:
    bare = on(given(MIXED, PARTS), 750.0)
    background = on(given(Treated(BACKGROUND, ((),), np.zeros(PEOPLE, np.int64))), 750.0)
    for name, values in background.items():
        np.testing.assert_array_equal(bare[name], values, err_msg=name)


def test_a_rescue_is_given_to_whom_it_befell_whatever_is_taken_away() -> None:
    start = np.array([np.inf, 800.0, np.inf, 760.0, np.inf, np.inf])
    rescue = Treatment("methylprednisolone", start, start + 5.0, {}, "open")
    rescued = MIXED._replace(rescues=(rescue,))
    for switch in SWITCHES:
        found = on(given(rescued, switch), 900.0)
        assert found["suppression_start"][[1, 3]].tolist() == [800.0, 760.0], switch
        assert (found["suppression_start"][[0, 2, 4, 5]] >= FOREVER).all(), switch


def test_a_rescue_changes_no_number_of_the_others() -> None:
    start = np.array([np.inf] * 5 + [800.0])
    rescued = MIXED._replace(rescues=(Treatment("modafinil", start, np.full(PEOPLE, np.inf), {}, "open"),))
    for day in DAYS:
        with_rescue, without = felt(given(rescued), day), felt(given(MIXED), day)
        for name, values in without.items():
            np.testing.assert_array_equal(with_rescue[name][:5], values[:5], err_msg=f"{name} on day {day}")
    assert felt(given(rescued), 900.0)["drug_exposure"][5] > 0.0
