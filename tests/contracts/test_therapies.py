"""What every therapy of the catalog owes to whoever uses it."""

from __future__ import annotations

import dataclasses
from itertools import product

import numpy as np
import pytest

from lassitude.evidence import ledger
from lassitude.quantities.errors import RequestError
from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import person_keys
from lassitude.therapies.catalog import THERAPIES, all_declarations, mechanisms_of, therapy
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, regimen

KEYS = person_keys(3, 0, np.arange(50))


@pytest.fixture(params=sorted(THERAPIES))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def choices(name: str) -> list[dict[str, str]]:
    """Return every combination of the options of a therapy."""
    options = THERAPIES[name].options
    return [dict(zip(options, chosen, strict=True)) for chosen in product(*options.values())]


def test_it_is_filed_under_its_own_name_and_has_a_label(name: str) -> None:
    assert therapy(name).name == name
    assert therapy(name).label


def test_its_evidence_exists(name: str) -> None:
    assert set(THERAPIES[name].evidence) <= set(ledger())


def test_its_evidence_may_be_fitted(name: str) -> None:
    assert not [one for one in THERAPIES[name].evidence if ledger()[one].role == "validate"]


def test_every_choice_of_options_gives_a_regimen_that_differs_from_every_other(name: str) -> None:
    seen = set()
    for options in choices(name):
        given = regimen([Treatment(name, 10.0, FOREVER, options, "open")], KEYS)
        assert all(np.isfinite(value).all() for value in given)
        seen.add(b"".join(np.ascontiguousarray(value).tobytes() for value in given))
    assert len(seen) == len(choices(name))


def test_the_first_choice_is_the_default(name: str) -> None:
    assert mechanisms_of(name, {}) == mechanisms_of(name, choices(name)[0])


def test_two_of_its_mechanisms_never_fill_the_same_field(name: str) -> None:
    kinds = [type(one) for one in mechanisms_of(name, {})]
    assert len(set(kinds)) == len(kinds)


def test_unknown_options_and_choices_are_refused(name: str) -> None:
    with pytest.raises(RequestError, match="has no option 'dosse'"):
        mechanisms_of(name, {"dosse": "high"})
    for option in THERAPIES[name].options:
        with pytest.raises(RequestError, match=f"{option} of {name} cannot be 'nothing-like-it'"):
            mechanisms_of(name, {option: "nothing-like-it"})


def test_its_numbers_are_declared(name: str) -> None:
    declared = {one.name for one in all_declarations()}
    used = {
        getattr(one, field.name)
        for options in choices(name)
        for one in mechanisms_of(name, options)
        for field in dataclasses.fields(one)
    }
    assert all(isinstance(one, Declaration) for one in used)
    assert {one.name for one in used} <= declared


def test_an_unknown_therapy_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RequestError, match="Did you mean 'natalizumab'"):
        therapy("natalizumap")


def test_every_declared_number_is_used_by_some_therapy() -> None:
    used = {
        getattr(one, field.name).name
        for name in THERAPIES
        for options in choices(name)
        for one in mechanisms_of(name, options)
        for field in dataclasses.fields(one)
    }
    assert {one.name for one in all_declarations() if not one.name.startswith("expectation.")} == used


@pytest.mark.parametrize("declared", list(all_declarations()), ids=lambda one: one.name)
def test_every_number_lies_within_its_bounds_and_says_where_it_comes_from(declared: Declaration) -> None:
    low, high = declared.bounds
    assert low <= declared.value <= high
    assert declared.meaning and declared.unit
    assert declared.source.reference or declared.source.note


def test_a_regimen_names_a_neutral_value_for_every_field() -> None:
    assert Regimen._fields == tuple(regimen([], KEYS)._asdict())
