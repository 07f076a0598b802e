"""Protects: no equation adds cells to cytokines, and every flow changes its states by their unit a day."""

from __future__ import annotations

import pytest

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.symbols import name
from lassitude.physiology.dimensions import (
    UnitsDisagree,
    check_flow,
    check_relaxation,
    disagreements,
    unit_names,
    unit_of,
)
from lassitude.physiology.states import STATES
from lassitude.physiology.trace import traced
from lassitude.quantities.signals import SIGNALS
from lassitude.quantities.units import unit

UNITS = unit_names()


@pytest.mark.parametrize("flow", traced().flows, ids=lambda one: f"{one.name}: {one.source}-{one.target}")
def test_every_flow_changes_its_states_by_their_unit_a_day(flow: Flow) -> None:
    check_flow(flow, UNITS)


@pytest.mark.parametrize("relaxation", traced().relaxations, ids=lambda one: one.state)
def test_every_signed_state_moves_in_its_own_unit(relaxation: Relaxation) -> None:
    check_relaxation(relaxation, UNITS)


def test_signals_and_all_between_have_the_unit_they_are_declared_with() -> None:
    assert list(disagreements()) == []


def test_a_signal_that_is_a_state_has_its_unit() -> None:
    assert not {
        one: (SIGNALS[one].unit, STATES[one].unit)
        for one in SIGNALS.keys() & STATES.keys()
        if SIGNALS[one].unit != STATES[one].unit
    }


@pytest.mark.parametrize(
    ("parameter", "wrong", "said"),
    [
        ("immunity.killing", "mm**3/hour", "joins"),
        ("barrier.basal_closing", "1/hour", "joins"),
        ("cytokines.ifn_clearance", "1/hour", "the rate of 'IFN-gamma clearance'"),
        ("barrier.opening", "mL/pg/year", "brings to barrier"),
        ("immunity.alarm_decay", "pg/mL", "needs a pure number"),
        ("mood.turnover", "1/week", "the rate of mood"),
    ],
)
def test_a_wrong_unit_is_caught_where_it_does_harm(parameter: str, wrong: str, said: str) -> None:
    units = UNITS | {parameter: wrong}
    with pytest.raises(UnitsDisagree, match=said):
        for flow in traced().flows:
            check_flow(flow, units)
        for relaxation in traced().relaxations:
            check_relaxation(relaxation, units)


def test_temperatures_differ_by_degrees_and_are_not_added() -> None:
    units = {"body": "degC", "room": "degC", "fever": "delta_degC"}
    assert unit_of(name("body") - name("room"), units) == unit("delta_degC")
    assert unit_of(name("body") + name("fever"), units) == unit("degC")
