"""What every instrument of the catalog owes to whoever uses it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS, STATUSES, assumptions, item_parts, observe, score
from lassitude.quantities.errors import RequestError
from lassitude.quantities.signals import SIGNALS
from lassitude.quantities.units import unit
from lassitude.randomness.streams import Keys, person_keys

N = 2000
SCALES = {
    "ifn_gamma": (3.0, 4.0),
    "tnf": (14.0, 2.0),
    "il6": (0.7, 0.3),
    "type1_interferon_activity": (1.0, 1.5),
    "daily_steps": (6000.0, -1500.0),
    "enhancing_lesions": (1.3, 1.0),
    "new_lesions": (0.7, 1.0),
    "relapses": (1.0, 1.0),
    "strength": (0.8, -0.2),
    "energy_capacity": (0.9, -0.2),
    "fitness": (0.4, -0.3),
    "muscle_capacity": (1.0, -0.1),
    "sustained_drive": (0.95, -0.05),
    "central_drive": (0.85, -0.1),
    "pyramidal_conduction": (0.9, -0.1),
    "central_motor_conduction_time": (8.0, 1.0),
    "spasticity": (1.0, 0.5),
    "cortisol_now": (1.0, 0.2),
    "pain_threshold": (1.0, -0.2),
    "nfl": (10.0, 4.0),
    "immune_readiness": (1.0, 0.2),
}
LOSSES = {"brain_volume_change": (-0.01, -0.01)}
"""Signals that fall as the body worsens and are negative already in a body like any other."""


def body(n: int, worse: float = 0.0) -> dict[str, np.ndarray]:
    """Every signal for n people; `worse` shifts each of them in its bad direction."""
    signals = {}
    for name in SIGNALS:
        center, shift = {**SCALES, **LOSSES}.get(name, (0.0, 0.5))
        value = center + worse * shift
        signals[name] = np.full(n, max(value, 0.0) if name in SCALES else value)
    return signals


def people(n: int) -> Keys:
    return person_keys(20, 0, np.arange(n))


@pytest.fixture(params=sorted(INSTRUMENTS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_signals_read_exist_and_no_other_is_opened(name):
    one = INSTRUMENTS[name]
    assert one.reads
    assert set(one.reads) <= set(SIGNALS)
    observe(name, {read: body(3)[read] for read in one.reads}, people(3), 0)


def test_every_declared_part_is_produced_and_no_other(name):
    seen = observe(name, body(5), people(5), 30)
    assert set(seen) == set(INSTRUMENTS[name].parts)
    assert all(part.value.shape == (5,) and part.value.dtype == np.float64 for part in seen.values())


@pytest.mark.parametrize("worse", [-6.0, 0.0, 6.0])
def test_values_stay_on_the_scale(name, worse):
    for part, seen in observe(name, body(N, worse), people(N), 0).items():
        spec, value = INSTRUMENTS[name].parts[part], seen.value[~np.isnan(seen.value)]
        assert ((value >= spec.range[0]) & (value <= spec.range[1])).all(), part
        if spec.step is not None:
            assert np.array_equal(value / spec.step, np.round(value / spec.step)), part


def test_status_explains_every_missing_number(name):
    for seen in observe(name, body(N), people(N), 0).values():
        if seen.status is None:
            assert not np.isnan(seen.value).any()
        else:
            assert seen.status.dtype == np.int8
            assert np.array_equal(np.isnan(seen.value), seen.status != STATUSES.index("observed"))


def test_same_key_and_day_give_the_same_answer(name):
    one, two = (observe(name, body(50), people(50), 180) for _ in range(2))
    assert all(np.array_equal(one[part].value, two[part].value, equal_nan=True) for part in one)


def test_one_more_person_changes_nobody(name):
    few, many = (observe(name, body(n), people(n), 180) for n in (50, 51))
    assert all(np.array_equal(few[part].value, many[part].value[:50], equal_nan=True) for part in few)


def test_order_of_people_does_not_matter(name):
    keys, turned = people(50), Keys(*(word[::-1] for word in people(50)))
    one, two = observe(name, body(50), keys, 0), observe(name, body(50), turned, 0)
    assert all(np.array_equal(one[part].value, two[part].value[::-1], equal_nan=True) for part in one)


def test_people_may_be_seen_on_days_of_their_own(name):
    days = np.array([0, 30, 30, 90])
    mixed = observe(name, body(4), people(4), days)
    for place, day in enumerate(days):
        alone = observe(name, body(4), people(4), int(day))
        assert all(
            np.array_equal(mixed[part].value[place], alone[part].value[place], equal_nan=True)
            for part in mixed
        )


def test_a_worse_body_never_reads_better(name):
    """With the same luck each person's reading moves in the declared direction or stays."""
    well, ill = (observe(name, body(N, worse), people(N), 0) for worse in (0.0, 1.0))
    for part, spec in INSTRUMENTS[name].parts.items():
        if spec.direction == "neutral":
            continue  # A neutral part says nothing of better and worse, such as a difference of two ratings.
        sign = -1.0 if spec.direction == "higher_better" else 1.0
        change = sign * (ill[part].value - well[part].value)
        assert (change[~np.isnan(change)] >= 0.0).all(), part


def test_a_body_that_failed_gives_no_number(name):
    one = INSTRUMENTS[name]
    signals = {read: np.full(3, np.nan) for read in one.reads}
    assert all(np.isnan(seen.value).all() for seen in observe(name, signals, people(3), 0).values())


def test_signals_are_not_changed(name):
    signals = body(5)
    before = {read: value.copy() for read, value in signals.items()}
    observe(name, signals, people(5), 0)
    assert all(np.array_equal(signals[read], before[read]) for read in signals)


def test_numbers_may_differ_between_people(name):
    """The share of a prediction that rests on hypotheses needs one value a person in every number."""
    one = INSTRUMENTS[name]
    numbers = {declared.name.rpartition(".")[2]: declared.value for declared in assumptions(one)}
    each = dataclasses.replace(one.parameters, **{key: np.full(5, value) for key, value in numbers.items()})
    alike = observe(dataclasses.replace(one, parameters=each), body(5), people(5), 30)
    for part, seen in observe(name, body(5), people(5), 30).items():
        assert np.allclose(alike[part].value, seen.value, rtol=1e-12, equal_nan=True), part


def test_every_unit_can_be_read(name):
    for spec in INSTRUMENTS[name].parts.values():
        assert spec.unit == "points" or unit(spec.unit) is not None


def test_a_missing_signal_is_named(name):
    read = INSTRUMENTS[name].reads[0]
    with pytest.raises(RequestError, match=read):
        observe(name, {}, people(3), 0)


def test_scoring_what_was_observed_gives_what_was_observed(name):
    one = INSTRUMENTS[name]
    if one.tally is None:
        with pytest.raises(RequestError, match="no items"):
            score(name, {1: np.zeros(1)})
        return
    seen = observe(name, body(50), people(50), 0)
    scores = score(name, {number: seen[part].value for number, part in item_parts(one).items()})
    assert all(np.array_equal(value, seen[part].value) for part, value in scores.items())


def test_every_number_says_where_it_comes_from(name):
    one = INSTRUMENTS[name]
    assert one.source or one.assumed
    assert all(declared.source.reference or declared.source.note for declared in assumptions(one))


def test_an_instrument_cannot_be_changed(name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        INSTRUMENTS[name].label = "other"
