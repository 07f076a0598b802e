"""Protects: a set replaces exactly what it names, for exactly the people who live under each of its draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.population.cohort import draw_cohort
from lassitude.population.declared import all_parameters, parameter_named
from lassitude.population.draws import DRAWS_APART, Draws, dealt, draws_of
from lassitude.population.parameter_sets import (
    DECLARED,
    ParameterSet,
    default_set,
    parameter_set_named,
    read_parameter_set,
    shipped_sets,
    write_draws,
)
from lassitude.quantities.errors import RequestError


@pytest.fixture
def three(tmp_path: Path) -> ParameterSet:
    draws = {
        "fatigue.by_mood": np.array([0.3, 0.4, 0.5]),
        "fatigue.person_physical": np.array([-1.0, 0.0, 1.0]),
        "fatigue.person_physical:sd": np.array([0.4, 0.5, 0.6]),
        "rrms.pyramidal_lost": np.array([0.05, 0.06, 0.07]),
    }
    return write_draws(draws, tmp_path / "three", "three")


def test_every_place_has_a_number_that_leads_back_to_it(three: ParameterSet) -> None:
    drawn = dealt(three, 3, 50)
    places = 2**24 + np.arange(150)
    assert np.array_equal(drawn.places(drawn.persons(places)), places)
    assert len(set(drawn.persons(places).tolist())) == 150


def test_people_have_the_values_of_their_draw(three: ParameterSet) -> None:
    drawn = dealt(three, 3, 2)
    values = drawn.values("rrms", drawn.persons(np.arange(6)))
    assert values["fatigue.by_mood"].tolist() == [0.3, 0.3, 0.4, 0.4, 0.5, 0.5]
    assert values["pyramidal_lost"].tolist() == [0.05, 0.05, 0.06, 0.06, 0.07, 0.07]


def test_a_general_value_leaves_what_a_condition_declares_for_itself_alone(three: ParameterSet) -> None:
    values = dealt(three, 3, 1).values("healthy", np.array([0]))
    assert "fatigue.by_mood" in values
    assert not {"fatigue.person_physical", "fatigue.person_physical:sd", "pyramidal_lost"} & set(values)


def test_a_spread_widens_people_and_moves_no_middle() -> None:
    persons = np.arange(4000)
    narrow, wide = (
        draw_cohort("rrms", 1, persons, {"mood.trait:sd": sd}).parameters["mood.trait"] for sd in (0.4, 0.8)
    )
    assert np.allclose(2.0 * np.asarray(narrow), wide)


def test_what_is_drawn_as_declared_changes_nothing(tmp_path: Path) -> None:
    same = {name: np.array([all_parameters()[name].value]) for name in ("sleep.by_mood", "mood.trait:sd")}
    drawn = dealt(write_draws(same, tmp_path, "same"), 1, 10)
    persons = drawn.persons(np.arange(10))
    plain, told = (draw_cohort("rrms", 1, persons, values) for values in ({}, drawn.values("rrms", persons)))
    for name, value in plain.parameters.items():
        assert np.array_equal(np.broadcast_to(told.parameters[name], 10), np.broadcast_to(value, 10)), name


def test_nothing_drawn_is_nobody_renumbered() -> None:
    as_declared = draws_of(DECLARED, 500, 8192, 10)
    assert as_declared == Draws()
    assert as_declared.persons(np.arange(3)).tolist() == [0, 1, 2]


def test_the_shipped_sets_can_be_opened_and_name_known_parameters_within_their_bounds() -> None:
    for name in shipped_sets():
        for parameter, values in parameter_set_named(name).draws.items():
            low, high = parameter_named(parameter).bounds
            assert ((values >= low) & (values <= high)).all(), parameter
    assert default_set().name == (shipped_sets() or ("declared",))[-1]


def test_a_set_that_changed_while_in_use_is_refused(three: ParameterSet) -> None:
    Path(three.file).write_bytes(b"changed")
    with pytest.raises(RequestError, match="changed while it was in use"):
        ParameterSet("other", three.file, "0" * 64).draws  # noqa: B018


def test_wrong_names_and_too_many_people_are_refused(three: ParameterSet, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"Did you mean 'fatigue\.by_mood'"):
        parameter_named("fatigue.by_mod")
    with pytest.raises(RequestError, match=r"no draws\.parquet"):
        read_parameter_set(tmp_path)
    with pytest.raises(RequestError, match=r"no parameter set 'decleared'.*Did you mean 'declared'"):
        parameter_set_named("decleared")
    with pytest.raises(RequestError, match="Plan fewer people"):
        dealt(three, 3, DRAWS_APART + 1)
