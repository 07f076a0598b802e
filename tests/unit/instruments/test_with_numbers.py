"""Protects: an instrument whose numbers differ between people answers each as if they were its only ones."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS, instrument, observe
from lassitude.instruments.catalog import assumptions, with_numbers
from lassitude.quantities.signals import SIGNALS
from lassitude.randomness.streams import person_keys

PEOPLE = 40
KEYS = person_keys(3, 0, np.arange(PEOPLE))
BODY = {name: np.linspace(0.05, 0.9, PEOPLE) for name in SIGNALS}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_values_by_person_answer_as_values_of_all(name: str) -> None:
    plain = observe(name, BODY, KEYS, 3)
    declared = {one.name: np.full(PEOPLE, one.value) for one in assumptions(instrument(name))}
    told = observe(with_numbers(instrument(name), declared), BODY, KEYS, 3)
    for part, seen in plain.items():
        assert np.allclose(told[part].value, seen.value, equal_nan=True), part


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_each_person_answers_by_their_own_numbers(name: str) -> None:
    declared = assumptions(instrument(name))
    low = {one.name: one.bounds[0] for one in declared}
    mixed = {one.name: np.where(np.arange(PEOPLE) % 2, one.bounds[0], one.value) for one in declared}
    alone = observe(with_numbers(instrument(name), low), BODY, KEYS, 3)
    among = observe(with_numbers(instrument(name), mixed), BODY, KEYS, 3)
    for part, seen in alone.items():
        assert np.allclose(among[part].value[1::2], seen.value[1::2], equal_nan=True), part


def test_numbers_of_other_instruments_are_left_alone() -> None:
    assert with_numbers(instrument("FSS"), {"MFIS.location": 0.1}) is instrument("FSS")
