"""Protects: a person's path is the same, bit by bit, whoever shares the block and however the way is cut.

Equality is exact, so there are no tolerances. The toy (24 pools without biology, no days that open or close)
shows the integrator alone; the real body, once, shows that no subsystem breaks the promise.
"""

from __future__ import annotations

import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import TOGETHER, compiled
from lassitude.engine.toy import CLOCK, POOLS, toy_model
from lassitude.randomness.streams import Keys, person_keys, uniforms

pytestmark = pytest.mark.xdist_group("bodies")

PEOPLE = np.arange(512)
BEGIN, DAYS, CUT = 40, 30, 10
AS_IN_LIFE, WITHOUT_CHANCE = 1.0, 0.0
BODY_DAYS = 120

States = dict[str, NDArray[np.float32]]


def toy(
    persons: NDArray[np.int64] = PEOPLE,
    days: int = DAYS,
    begin: int = BEGIN,
    *,
    start: States | None = None,
    chance: float | NDArray[np.float32] = AS_IN_LIFE,
    key_seed: int = 1,
) -> tuple[States, States]:
    """Let persons of the toy, each with amounts of their own, live; return end and averages."""
    own = person_keys(1, 0, persons)
    amounts = {name: uniforms(own, f"start: {name}", 0).astype(np.float32) for name in POOLS}
    keys = Keys(*(jnp.asarray(word) for word in person_keys(key_seed, 0, persons)))
    given = {name: jnp.asarray(value) for name, value in (start or amounts).items()}
    found = compiled(toy_model(), CLOCK)(
        given,
        Block({}, {}, {}, keys),
        Noise(*(jnp.asarray(chance, jnp.float32),) * 2),
        no_sums(toy_model(), len(persons)),
        jnp.int32(begin),
        jnp.int32(days),
    )
    end, sums = ({name: np.asarray(value) for name, value in one.items()} for one in found)
    steps = np.float32(days * CLOCK.parts)
    return end, {name: (value / steps).astype(np.float32) for name, value in sums.items()}


@cache
def lived() -> States:
    return toy()[0]


def assert_same(found: States, expected: States) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value, err_msg=name)


def test_people_differ_and_chance_acts() -> None:
    # Without this, every equality below would hold for a body that stands still.
    end = lived()
    assert np.unique(end[POOLS[0]]).size > len(PEOPLE) // 2
    calm = toy(chance=WITHOUT_CHANCE)[0]
    assert (calm[POOLS[0]] != end[POOLS[0]]).mean() > 0.99


def test_chance_of_each_person_is_their_own() -> None:
    # Beyond the first people who are stepped together, each must find their own share of chance.
    alive = np.arange(len(PEOPLE)) % 2 == 0
    mixed, calm = toy(chance=alive.astype(np.float32))[0], toy(chance=WITHOUT_CHANCE)[0]
    assert_same(mixed, {name: np.where(alive, one, calm[name]) for name, one in lived().items()})


@pytest.mark.parametrize(
    "order", [PEOPLE[::-1], (PEOPLE * 77 + 5) % len(PEOPLE)], ids=["reversed", "shuffled"]
)
def test_order_in_the_block_does_not_matter(order: NDArray[np.int64]) -> None:
    assert_same(toy(order)[0], {name: value[order] for name, value in lived().items()})


def test_companions_in_the_block_do_not_matter() -> None:
    half = len(PEOPLE) // 2
    others = np.concatenate([PEOPLE[:half], 10_000 + PEOPLE[half:]])
    assert_same(
        {name: value[:half] for name, value in toy(others)[0].items()},
        {name: value[:half] for name, value in lived().items()},
    )


@pytest.mark.parametrize("cut", [1, CUT, DAYS - 1])
def test_a_visit_between_does_not_matter(cut: int) -> None:
    halfway = toy(days=cut)[0]
    assert_same(toy(days=DAYS - cut, begin=BEGIN + cut, start=halfway)[0], lived())


def test_a_stop_within_a_day_does_not_matter() -> None:
    # Cut after 3 of the 4 parts of the eleventh day, of a toy whose day has 4 parts.
    clock, persons = Clock(parts=4, steps=1, substeps=1), PEOPLE
    own = {name: jnp.asarray(value) for name, value in toy()[0].items()}
    keys = Keys(*(jnp.asarray(word) for word in person_keys(1, 0, persons)))
    block, on = Block({}, {}, {}, keys), Noise(jnp.float32(AS_IN_LIFE), jnp.float32(AS_IN_LIFE))
    advance, sums = compiled(toy_model(), clock), no_sums(toy_model(), len(persons))

    def lived_for(start: Any, so_far: Any, *when: int) -> Any:
        return advance(start, block, on, so_far, *(jnp.int32(one) for one in when))

    whole = lived_for(own, sums, BEGIN, DAYS, 0, 0)
    halfway = lived_for(own, sums, BEGIN, 0, 0, 4 * CUT + 3)
    cut = lived_for(*halfway, BEGIN + CUT, 0, 3, 4 * (DAYS - CUT) - 3)
    for found, expected in zip(cut, whole, strict=True):
        assert_same(*({name: np.asarray(value) for name, value in one.items()} for one in (found, expected)))


def test_averages_of_segments_add_up() -> None:
    # Sums of 30 float32 numbers: 30 roundings of 6e-8.
    first, early = toy(days=CUT)
    late = toy(days=DAYS - CUT, begin=BEGIN + CUT, start=first)[1]
    whole = toy()[1]
    together = (CUT * early["pool_00"] + (DAYS - CUT) * late["pool_00"]) / DAYS
    np.testing.assert_allclose(together, whole["pool_00"], rtol=5e-6)


def test_the_absolute_day_decides_the_chance_of_a_day() -> None:
    assert (toy(begin=BEGIN + 1)[0][POOLS[0]] != lived()[POOLS[0]]).mean() > 0.99


def test_without_chance_keys_do_not_matter() -> None:
    calm, other = (toy(chance=WITHOUT_CHANCE, key_seed=seed)[0] for seed in (1, 2))
    assert_same(other, calm)


def test_without_chance_days_do_not_matter() -> None:
    assert_same(toy(chance=WITHOUT_CHANCE, begin=900)[0], toy(chance=WITHOUT_CHANCE)[0])


def test_another_process_gives_the_same_bits() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(toy).result(timeout=120)[0]
    assert_same(elsewhere, lived())


def test_other_days_people_and_lengths_do_not_compile_again() -> None:
    toy()
    advance = compiled(toy_model(), CLOCK)
    programs = advance.segment._cache_size()
    toy(PEOPLE + 7, days=3, begin=0, chance=WITHOUT_CHANCE)
    assert compiled(toy_model(), CLOCK) is advance
    assert advance.segment._cache_size() == programs


def test_a_block_that_cannot_be_divided_is_stepped_as_a_whole() -> None:
    # Another length is another program: equal to rounding, which noise carries on for 30 days.
    odd = len(PEOPLE) // 2 + 44
    assert odd % TOGETHER
    for name, value in toy(PEOPLE[:odd])[0].items():
        np.testing.assert_allclose(value, lived()[name][:odd], rtol=1e-4, err_msg=name)


def test_a_segment_is_compiled_into_one_function() -> None:
    # Without the call, or with one that the compiler inlines again, bodies live a third slower.
    own = {name: jnp.ones(len(PEOPLE), jnp.float32) for name in POOLS}
    keys = Keys(*(jnp.asarray(word) for word in person_keys(1, 0, PEOPLE)))
    on = Noise(jnp.float32(AS_IN_LIFE), jnp.float32(AS_IN_LIFE))
    advance: Any = compiled(toy_model(), CLOCK)
    days = jnp.int32(0), jnp.int32(1)
    sums = no_sums(toy_model(), len(PEOPLE))
    handed = advance.handed(own, Block({}, {}, {}, keys), on, sums)
    program = advance.segment.lower(*handed, *days).compile()
    assert re.search(r" call\(.*xla_cpu_small_call=\"true\"", program.as_text())


@cache
def body(kind: str = "as they are", cut: int = 0) -> States:
    """Let a block of people with relapsing MS live, once for each way that must not matter."""
    from lassitude.population.cohort import draw_cohort
    from lassitude.prediction.pipeline import prepare_process
    from lassitude.therapies.regimen import inert
    from lassitude.trial.bodies import Snapshot, embody, travel

    prepare_process()  # finds the program that other tests of bodies compiled
    people = np.arange(BLOCK)
    persons = {"reversed": people[::-1], "other companions": np.where(people < 64, people, people + BLOCK)}
    cohort = draw_cohort("rrms", 3, persons.get(kind, people))
    given = inert(BLOCK)
    if kind == "windows of nothing":
        stops = {name: np.full(BLOCK, 1e6, np.float32) for name in given._fields if name.endswith("_stop")}
        given = given._replace(**stops)
    bodies = embody(cohort, cohort.keys, given, Clock())
    here = Snapshot(0, {name: value.astype(np.float32) for name, value in cohort.state.items()}, {})
    if cut:
        here = travel(bodies, here, cut)
    return travel(bodies, here, BODY_DAYS).state


def test_the_body_does_not_feel_the_order_of_people() -> None:
    assert_same(body("reversed"), {name: value[::-1] for name, value in body().items()})


def test_the_body_does_not_feel_its_companions() -> None:
    assert_same(
        {name: value[:64] for name, value in body("other companions").items()},
        {name: value[:64] for name, value in body().items()},
    )


def test_the_body_does_not_feel_a_visit_between() -> None:
    assert_same(body(cut=50), body())


def test_the_body_does_not_feel_levers_of_no_strength() -> None:
    assert_same(body("windows of nothing"), body())


def test_the_body_was_alive() -> None:
    assert (body()["effectors"] > 0).all()
    assert np.unique(body()["fatigue_physical"]).size > BLOCK // 2
    assert body()["lesions_born"].sum() > 0


def test_averages_do_not_feel_where_a_course_of_treatment_begins() -> None:
    """One arm's new course interrupts the way of all in its block: nobody else's averages may move."""
    from lassitude.population.cohort import draw_cohort
    from lassitude.therapies.regimen import Course, inert
    from lassitude.trial.bodies import RECALLS, Snapshot, embody, travel

    people = np.arange(BLOCK)
    cohort, nothing = draw_cohort("rrms", 3, people), inert(BLOCK)
    here = Snapshot(0, {name: value.astype(np.float32) for name, value in cohort.state.items()}, {})
    whole, cut = (
        travel(embody(cohort, cohort.keys, given, Clock()), here, BODY_DAYS)
        for given in (nothing, (Course(0.0, nothing), Course(BODY_DAYS - 17.0, nothing)))
    )
    for days in RECALLS:
        assert_same(cut.averages[days], whole.averages[days])
