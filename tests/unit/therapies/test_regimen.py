"""Protects: what a regimen says is what was asked for, person by person, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, inert, regimen, switched

PEOPLE = 4000
KEYS = person_keys(3, 0, np.arange(PEOPLE))


def given(name: str, belief: str = "none", stop: float = FOREVER, **numbers: float) -> Regimen:
    told = {key.replace("__", "."): value for key, value in numbers.items()}
    return regimen([Treatment(name, 100.0, stop, {}, belief)], KEYS, told)


def changed(one: Regimen) -> set[str]:
    return {
        name
        for name in Regimen._fields
        if not np.array_equal(getattr(one, name), getattr(inert(PEOPLE), name))
    }


def test_nobody_treated_is_inert() -> None:
    assert not changed(regimen([], KEYS))


def test_a_placebo_of_which_nothing_is_expected_is_inert() -> None:
    assert not changed(given("placebo"))


def test_a_known_placebo_brings_belief_only() -> None:
    assert changed(given("placebo", "open")) == {"belief_start", "belief_height", "belief_waning"}


def test_belief_has_the_declared_mean_and_spread_over_people() -> None:
    # Declared 0.3 and 0.25; with 4000 people the errors are 0.004 and 0.003.
    height = given("placebo", "open").belief_height
    assert height.mean() == pytest.approx(0.3, abs=0.012)
    assert height.std() == pytest.approx(0.25, abs=0.01)


def test_blinding_scales_everybodys_belief_alike() -> None:
    ratio = given("placebo", "blinded").belief_height / given("placebo", "open").belief_height
    np.testing.assert_allclose(ratio, 0.7, rtol=1e-5)


def test_a_reset_helps_the_declared_share_of_people_and_more_at_a_higher_probability() -> None:
    # 4000 people: the error of a share of one half is 0.008.
    half = given("ahsct", ahsct__reset_probability=0.5).reset_speed > 0
    most = given("ahsct", ahsct__reset_probability=0.8).reset_speed > 0
    assert half.mean() == pytest.approx(0.5, abs=0.024)
    assert most[half].all()


@pytest.mark.parametrize(
    ("conditioning", "left"),
    [("busulfan-cyclophosphamide-atg", 0.01), ("beam-atg", 0.03), ("cyclophosphamide-atg", 0.08)],
)
def test_conditioning_leaves_the_declared_share_of_t_cells(conditioning: str, left: float) -> None:
    treatment = Treatment("ahsct", 100.0, FOREVER, {"conditioning": conditioning}, "none")
    one = regimen([treatment], KEYS)
    days = one.depletion_stop - one.depletion_start
    np.testing.assert_allclose(np.exp(-one.t_cell_kill * days), left, rtol=1e-5)
    np.testing.assert_allclose(one.toxicity_stop, one.depletion_stop)


def test_training_ends_with_the_program_or_with_the_treatment() -> None:
    assert set(given("aerobic-training").training_stop) == {np.float32(100.0 + 26 * 7)}
    assert set(given("aerobic-training", stop=130.0).training_stop) == {np.float32(130.0)}


def test_every_field_is_a_single_precision_number_for_each_person() -> None:
    for value in given("ahsct", "open"):
        assert value.shape == (PEOPLE,)
        assert value.dtype == np.float32


def test_a_number_may_differ_between_people() -> None:
    weekly = np.linspace(1.0, 7.0, PEOPLE)
    one = regimen(
        [Treatment("aerobic-training", 0.0, FOREVER, {}, "none")],
        KEYS,
        {"aerobic-training.sessions_per_week": weekly},
    )
    np.testing.assert_allclose(one.training_load, 3.0 * weekly, rtol=1e-6)


def test_two_therapies_that_work_the_same_way_are_refused() -> None:
    twice = [
        Treatment("natalizumab", 0.0, 50.0, {}, "open"),
        Treatment("natalizumab", 60.0, 90.0, {}, "open"),
    ]
    with pytest.raises(RequestError, match="both work by TraffickingBlock"):
        regimen(twice, KEYS)


def test_therapies_that_work_differently_are_combined() -> None:
    both = [
        Treatment("natalizumab", 0.0, 50.0, {}, "none"),
        Treatment("aerobic-training", 9.0, 50.0, {}, "none"),
    ]
    assert {"block_rise", "training_load"} <= changed(regimen(both, KEYS))


def test_switches_take_away_one_thing_each() -> None:
    full, background = given("ahsct", "open"), inert(PEOPLE)
    assert switched(full, background, True, True, True) is full
    assert not switched(full, background, True, False, True).belief_height.any()
    assert np.array_equal(switched(full, background, True, False, True).t_cell_kill, full.t_cell_kill)
    believing = switched(full, background, False, True, False)
    assert np.array_equal(believing.belief_height, full.belief_height)
    assert not believing.t_cell_kill.any()
    nothing = switched(full, background, False, False, False)
    assert not nothing.t_cell_kill.any() and not nothing.belief_height.any()


def test_what_is_taken_away_leaves_the_background() -> None:
    drug = Treatment("interferon-beta", 0.0, 70.0, {}, "none")
    full = regimen([drug, Treatment("ahsct", 100.0, FOREVER, {}, "open")], KEYS)
    bare = switched(full, regimen([drug], KEYS), False, False, False)
    assert np.array_equal(bare.activation_lost, full.activation_lost)
    assert bare.activation_lost.all()
