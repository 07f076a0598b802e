"""What every subsystem of the body owes: declared numbers, owned states, equations for one and for many."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.flows import OUTSIDE
from lassitude.evidence.ledger import ledger
from lassitude.physiology import organism
from lassitude.physiology.catalog import (
    Touched,
    equations,
    parameters,
    subsystems,
    touched_by,
)
from lassitude.physiology.dimensions import BETWEEN
from lassitude.physiology.inputs import Levers
from lassitude.physiology.parameters import BodyParameters, body_parameters
from lassitude.physiology.states import COVARIATES, LEVERS, RESTING_CELLS, STATES
from lassitude.physiology.trace import traced
from lassitude.quantities.parameters import Declaration
from lassitude.quantities.signals import SIGNALS
from lassitude.quantities.units import unit
from lassitude.randomness.streams import person_keys, uniforms

DECLARED = parameters()
EVERY = pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED.keys())
LOCATOR = re.compile(r"^(doi:10\.\S+|github:\S+/\S+|MODEL\d+ \(.+\)|definition$|[A-Z][\w-]+ \d{4}$)")


@EVERY
def test_a_parameter_has_a_unit_that_pint_reads(declared: Declaration) -> None:
    unit(declared.unit)


@EVERY
def test_a_parameter_says_what_it_means_and_where_it_comes_from(declared: Declaration) -> None:
    assert declared.meaning
    if declared.source.grade == "hypothesis":
        assert declared.source.note
    else:
        assert declared.source.reference
    reference = declared.source.reference
    assert not reference or reference in ledger() or LOCATOR.match(reference), reference


@EVERY
def test_a_parameter_is_read_by_some_equation(declared: Declaration) -> None:
    assert touched_by(declared.name) != Touched((), (), (), ())


@EVERY
def test_people_differ_within_the_bounds(declared: Declaration) -> None:
    low, high = declared.bounds
    assert low <= declared.value <= high
    assert low < high or declared.varies is None


def test_no_parameter_was_tuned_to_a_result_that_is_only_to_be_predicted() -> None:
    held_out = {one.id for one in ledger().values() if one.role == "validate"}
    assert not {one.name for one in DECLARED.values() if one.source.reference in held_out}


def test_every_state_is_in_the_table_once_and_has_an_equation() -> None:
    model = organism.organism(lambda regimen, day: Levers())
    assert set(STATES) == set(model.states)
    assert len(model.states) == len(set(model.states))
    changing = {one.state for one in equations().values() if one.flows or one.relaxation or one.events}
    assert changing == set(STATES)


def test_every_lever_is_in_the_table_and_does_nothing_unless_pulled() -> None:
    neutral = organism.named_levers(Levers())
    assert set(neutral) == set(LEVERS)
    assert set(neutral.values()) == {0.0, 1.0}


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_and_covariate_moves_something(lever: str) -> None:
    assert touched_by(lever) != Touched((), (), (), ())
    assert all(touched_by(one) != Touched((), (), (), ()) for one in COVARIATES)


def test_every_subsystem_owns_what_it_declares() -> None:
    assert {state for states, _ in subsystems().values() for state in states} == set(STATES)
    assert {one for _, declared in subsystems().values() for one in declared} == set(DECLARED)


def test_every_signal_can_be_read_off_the_body() -> None:
    assert set(traced().signals) == set(SIGNALS)


def test_closed_pools_exchange_with_nothing_else() -> None:
    groups = [set(group) for group in organism.CLOSED]
    pools = set().union(*groups)
    for flow in traced().flows:
        if {flow.source, flow.target} & pools:
            assert OUTSIDE not in (flow.source, flow.target)
            assert any({flow.source, flow.target} <= group for group in groups)


def test_flows_between_the_same_states_are_told_apart_by_name() -> None:
    seen = [(one.name, one.source, one.target) for one in traced().flows]
    assert len(seen) == len(set(seen))


def everything(s: SimpleNamespace, p: BodyParameters) -> dict[str, np.ndarray]:
    kinds = (organism.fast_flows, organism.slow_flows, organism.closed_flows)
    flows = {(one.name, one.source, one.target): one.rate for kind in kinds for one in kind(s, p)}
    relaxing = {one.state: one.target for one in organism.relaxations(s, p)}
    return {str(name): np.asarray(value) for name, value in {**flows, **relaxing}.items()}


def test_equations_give_each_person_of_many_what_they_give_one() -> None:
    people = 5
    keys = person_keys(4, 0, np.arange(people))
    read = (*STATES, *LEVERS, *COVARIATES, *BETWEEN)
    many = {one: 3.0 * uniforms(keys, f"state: {one}", 0) for one in read}
    drawn = {
        name: one.bounds[0] + (one.bounds[1] - one.bounds[0]) * uniforms(keys, f"parameter: {name}", 0)
        for name, one in DECLARED.items()
    }
    together = everything(SimpleNamespace(**many), body_parameters(drawn))
    for person in range(people):
        alone = everything(
            SimpleNamespace(**{one: value[person] for one, value in many.items()}),
            body_parameters({one: value[person] for one, value in drawn.items()}),
        )
        for label, value in together.items():
            expected = np.broadcast_to(value, people)[person]
            np.testing.assert_allclose(alone[label], expected, rtol=1e-12, err_msg=label)


def test_rates_are_never_negative_in_any_state_a_body_can_be_in() -> None:
    people = 2000
    keys = person_keys(5, 0, np.arange(people))
    s = SimpleNamespace(
        **{one: 200.0 * uniforms(keys, f"state: {one}", 0) ** 4 for one in STATES},
        **{one: uniforms(keys, f"lever: {one}", 0) for one in (*LEVERS, *BETWEEN)},
        age_years=18.0 + 60.0 * uniforms(keys, "age", 0),
        disease=np.ones(people),
        cmv=np.ones(people),
        day=3650.0 * uniforms(keys, "day", 0),
    )
    for share in (*RESTING_CELLS, "tolerance"):
        setattr(s, share, uniforms(keys, share, 0))
    drawn = {
        name: one.bounds[0] + (one.bounds[1] - one.bounds[0]) * uniforms(keys, f"parameter: {name}", 0)
        for name, one in DECLARED.items()
    }
    p = body_parameters(drawn)
    for kind in (organism.fast_flows, organism.slow_flows, organism.closed_flows):
        for flow in kind(s, p):
            assert np.min(flow.rate) >= 0.0, flow.name
