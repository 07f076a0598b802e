"""Protects: levers are neutral without treatment, act in their windows only, and dose as published."""

from __future__ import annotations

from dataclasses import asdict, fields

import jax
import numpy as np
import pytest
from jax.extend.core import Literal

from lassitude.physiology.inputs import Levers
from lassitude.randomness.streams import person_keys
from lassitude.therapies.catalog import all_declarations
from lassitude.therapies.levers import concentration, levers
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, inert, regimen

KEYS = person_keys(3, 0, np.arange(4))
DAYS = (0.0, 99.0, 100.0, 103.0, 150.0, 400.0, 5000.0)


def treated(name: str, stop: float = FOREVER, belief: str = "none"):
    return regimen([Treatment(name, 100.0, stop, {}, belief)], KEYS)


@pytest.mark.parametrize("day", DAYS)
def test_without_treatment_every_lever_is_exactly_neutral(day: float) -> None:
    pulled, neutral = levers(inert(4), np.float32(day)), Levers()
    for one in fields(Levers):
        assert np.all(np.asarray(getattr(pulled, one.name)) == getattr(neutral, one.name)), one.name


@pytest.mark.parametrize("name", ["ahsct", "natalizumab", "interferon-beta", "aerobic-training"])
def test_before_its_start_a_therapy_pulls_nothing(name: str) -> None:
    pulled, neutral = levers(treated(name, belief="open"), np.float32(99.0)), Levers()
    for one in fields(Levers):
        assert np.all(np.asarray(getattr(pulled, one.name)) == getattr(neutral, one.name)), one.name


def test_transplantation_kills_during_conditioning_only() -> None:
    one = treated("ahsct")
    killing = [bool(levers(one, np.float32(day)).t_cell_kill.all()) for day in (99.0, 100.0, 107.0, 108.0)]
    assert killing == [False, True, True, False]


def test_natalizumab_has_the_published_troughs_and_occupancy() -> None:
    # Measured at steady state: 35.7 mg/L after four weeks (doi:10.1002/jcph.894, as in the catalog); 87.4%
    # of receptors occupied; a twentieth is granted.
    trough = float(concentration(np.float32(100.0 + 28 * 40 - 0.01), treated("natalizumab"))[0])
    assert trough == pytest.approx(35.7, rel=0.05)
    assert trough / (trough + 5.1) == pytest.approx(0.874, rel=0.02)


@pytest.mark.parametrize("name", ["interferon-alpha", "interferon-beta"])
def test_a_course_of_interferon_keeps_type_1_activity_up_until_it_ends(name: str) -> None:
    # How much each adds is its own declared number.
    course = treated(name, stop=100.0 + 7 * 48)
    added = {one.name: one.value for one in all_declarations()}[f"{name}.type1_interferon"]
    drive = [float(levers(course, np.float32(day)).type1_interferon_drive[0]) for day in (99, 100, 435, 436)]
    assert drive == [0.0, added, added, 0.0]


def test_interferon_alpha_leaves_effector_cells_alone() -> None:
    # Its declared share of activation left is 1, the hypothesis that says so.
    assert float(levers(treated("interferon-alpha"), np.float32(150.0)).activation[0]) == 1.0


def test_concentration_is_the_sum_over_all_doses() -> None:
    one, day = treated("natalizumab"), 100.0 + 28 * 3 + 10
    summed = sum(52.63 * np.exp(-0.0324 * (day - (100.0 + 28 * dose))) for dose in range(4))
    assert float(concentration(np.float32(day), one)[0]) == pytest.approx(summed, rel=1e-4)


def test_after_the_last_dose_natalizumab_washes_out() -> None:
    one = treated("natalizumab", stop=100.0 + 28 * 5)
    found = [float(concentration(np.float32(day), one)[0]) for day in (240.0, 300.0, 400.0, 800.0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 1e-3
    assert float(levers(one, np.float32(800.0)).passage[0]) == pytest.approx(1.0, abs=1e-3)


def test_belief_builds_at_the_start_and_wanes() -> None:
    one = treated("placebo", belief="open")
    drive = [np.abs(levers(one, np.float32(day)).belief_drive) for day in (99.0, 100.0, 200.0, 1000.0)]
    assert not drive[0].any()
    assert (drive[1] > drive[2]).all() and (drive[2] > drive[3]).all()


def test_every_field_of_a_regimen_is_read() -> None:
    """A field that nothing reads would promise what no body feels."""
    record = jax.make_jaxpr(lambda given, day: asdict(levers(given, day)))(inert(4), np.float32(1.0)).jaxpr
    read = {one for step in record.eqns for one in step.invars if not isinstance(one, Literal)}
    assert [name for name, one in zip(Regimen._fields, record.invars, strict=False) if one not in read] == []
