"""Protects: treatments one after another are each what they are alone, for everybody and for some."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from lassitude.physiology.inputs import Levers
from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import FOREVER, Course, Regimen, Treatment, courses, inert, regimen

PEOPLE = 50
KEYS = person_keys(3, 0, np.arange(PEOPLE))
SEQUENCE = ("amantadine", "placebo", "modafinil", "methylphenidate")
PERIODS = [
    Treatment(name, 56.0 * period, 56.0 * period + 42.0, {}, "blinded")
    for period, name in enumerate(SEQUENCE)
]


def in_force(told: tuple[Course, ...], day: float) -> Regimen:
    return [one.regimen for one in told if one.from_day <= day][-1]


def pulled(given: Regimen, day: float) -> dict[str, np.ndarray]:
    found = levers(given, np.float32(day))
    return {one.name: np.broadcast_to(np.asarray(getattr(found, one.name)), PEOPLE) for one in fields(Levers)}


@pytest.mark.parametrize("period", range(4), ids=SEQUENCE)
def test_in_its_period_each_treatment_pulls_what_it_pulls_alone(period: int) -> None:
    told, alone = courses(PERIODS, KEYS), regimen([PERIODS[period]], KEYS)
    for day in 56.0 * period + np.array([0.0, 3.0, 20.0, 41.0]):
        together, single = pulled(in_force(told, day), day), pulled(alone, day)
        changed = {name for name in single if not np.array_equal(together[name], single[name])}
        # A placebo has no turnover of its own: what an earlier drug left behind ends as that drug ends.
        assert changed <= ({"drug_turnover"} if SEQUENCE[period] == "placebo" else set())


def test_between_periods_nothing_is_taken_and_belief_is_left_to_wane() -> None:
    told = courses(PERIODS, KEYS)
    assert not pulled(in_force(told, 50.0), 50.0)["drug_exposure"].any()
    believed = [np.abs(pulled(in_force(told, day), day)["belief_drive"]).mean() for day in (41.0, 50.0, 56.0)]
    assert believed[0] > believed[1] and believed[2] > believed[1]


def test_one_treatment_is_one_course_equal_to_its_regimen() -> None:
    (only,) = courses(PERIODS[:1], KEYS)
    assert only.from_day == 0.0
    assert all(np.array_equal(*pair) for pair in zip(only.regimen, regimen(PERIODS[:1], KEYS), strict=True))
    assert [one.from_day for one in courses([], KEYS)] == [0.0]
    assert [one.from_day for one in courses(PERIODS, KEYS)] == [0.0, 56.0, 112.0, 168.0]


def test_two_treatments_of_one_mechanism_that_overlap_are_refused() -> None:
    late = Treatment("modafinil", 30.0, 90.0, {}, "blinded")
    with pytest.raises(RequestError, match=r"amantadine \(days 0 to 42\) and modafinil \(days 30 to 90\)"):
        courses([PERIODS[0], late], KEYS)


def test_people_start_and_stop_on_days_of_their_own_or_never() -> None:
    starts = np.where(np.arange(PEOPLE) % 2, np.inf, 100.0 + np.arange(PEOPLE))
    given = regimen([Treatment("natalizumab", starts, starts + 50.0, {}, "open")], KEYS)
    for day in (99.0, 100.0, 120.0):
        assert np.array_equal(pulled(given, day)["passage"] < 1.0, starts <= day)
    found = pulled(given, 5000.0)
    assert all(np.isfinite(value).all() for value in found.values())
    assert (found["passage"][1::2] == 1.0).all() and (found["belief_drive"][1::2] == 0.0).all()
    assert (found["belief_drive"][::2] != 0.0).all()


def test_of_rivals_that_begin_on_peoples_own_days_the_latest_counts() -> None:
    starts = np.where(np.arange(PEOPLE) < 10, 200.0, np.inf)
    planned = Treatment("amantadine", 0.0, FOREVER, {}, "none")
    rescue = Treatment("modafinil", starts, np.full(PEOPLE, FOREVER), {}, "none")
    told = courses([planned, rescue], KEYS)
    assert [one.from_day for one in told] == [0.0, 200.0]
    ceiling = pulled(in_force(told, 201.0), 201.0)["drug_ceiling"]
    assert (ceiling[:10] > 0.0).all() and (ceiling[10:] == 0.0).all()
    assert not pulled(in_force(told, 199.0), 199.0)["drug_ceiling"].any()


@pytest.mark.parametrize(
    ("belief", "share"), [("open", 1.0), ("blinded", 0.7), ("attention", 0.5), ("none", 0.0)]
)
def test_belief_depends_on_the_setting_by_the_declared_share(belief: str, share: float) -> None:
    told, known = (regimen([Treatment("placebo", 5.0, 90.0, {}, one)], KEYS) for one in (belief, "open"))
    np.testing.assert_allclose(told.belief_height, share * known.belief_height, rtol=1e-5)


@pytest.mark.parametrize("share", [-0.1, 1.2])
def test_adherence_is_a_share(share: float) -> None:
    with pytest.raises(RequestError, match="Adherence to modafinil cannot be"):
        regimen([Treatment("modafinil", 0.0, 9.0, {}, "none", share)], KEYS)


def test_nobody_treated_is_inert_in_every_course() -> None:
    (only,) = courses([], KEYS)
    assert all(np.array_equal(*pair) for pair in zip(only.regimen, inert(PEOPLE), strict=True))
