"""Protects: acute inflammation is the same on both clocks, and rests where nothing stirs it."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.flows import balance
from lassitude.engine.scheme import relax_step, two_stage_step
from lassitude.physiology import innate, temperature
from lassitude.physiology.beside import QUASI_STEADY, in_order
from lassitude.physiology.by_hour import entering_hours
from lassitude.physiology.innate_parameters import BOLUS, InnateParameters
from lassitude.physiology.parameters import all_declarations, body_parameters, declared_parameters
from lassitude.physiology.states import at_rest, at_rest_by_hour
from tests.reference.published import windoloski2020

LARGEST_RESIDUAL = 0.01
CYTOKINES = ("monocyte_il10", "tnf", "il6", "il8", "il1b")
SUBSTEPS = 64 * 4
"""Fast sub-steps a day on the hour clock that experiments use, 64 parts of four."""


@pytest.mark.parametrize("ready", [0.4, 1.0, 2.5])
@pytest.mark.parametrize(("infection", "ifn_gamma"), [(0.0, 18.0), (0.3, 40.0), (1.0, 18.0), (1.0, 150.0)])
def test_one_sweep_leaves_cytokines_in_balance(infection: float, ifn_gamma: float, ready: float) -> None:
    """What flows give at the end of the sweep differs by less than 1%; people are ready 0.4 to 2.5 times."""
    flat = {one.name: one.value for one in all_declarations()} | {"innate.readiness": ready}
    s, p = at_rest(), body_parameters(flat)
    s.infection, s.ifn_gamma = infection, ifn_gamma
    s = SimpleNamespace(**{**vars(s), **in_order(QUASI_STEADY, s, p)})
    net = balance(innate.innate_flows(s, p.innate), vars(s))
    for one in ("monocytes", "active_monocytes", *CYTOKINES):
        gain, loss = net[one]
        assert gain / loss == pytest.approx(getattr(s, one), rel=LARGEST_RESIDUAL), one


def test_a_lasting_stimulus_brings_the_hour_clock_to_the_balance_of_the_day() -> None:
    """Twenty days of half an infection, stepped as in experiments: within 1%."""
    p, s = declared_parameters(), at_rest()
    s.infection = 0.5
    balanced = in_order(QUASI_STEADY, s, p)
    pools = {one: getattr(at_rest_by_hour(), one) for one in innate.BY_HOUR}
    pools = {one: np.float64(value) for one, value in pools.items()}

    def flows(now: dict) -> tuple:
        return innate.innate_flows(SimpleNamespace(**{**vars(s), **now}), p.innate)

    for _ in range(20 * SUBSTEPS):
        pools = two_stage_step(pools, flows, 1.0 / SUBSTEPS)
    for one in CYTOKINES:
        assert pools[one] == pytest.approx(balanced[one], rel=0.01), one


def test_steps_of_the_hour_clock_follow_a_bolus() -> None:
    """2 ng/kg against LSODA at 1e-9: peaks of cytokines within 3%."""
    flat = {one.name: one.value for one in all_declarations()} | dict(BOLUS)
    p, s = body_parameters(flat).innate, at_rest()
    pools = {one: np.float64(0.0) for one in innate.BY_HOUR}
    pools |= {"monocytes": np.float64(28200.0), "endotoxin": np.float64(2.0)}
    pools |= {"tnf": p.tnf_basal, "il6": p.il6_basal, "il8": p.il8_basal, "monocyte_il10": p.il10_basal}

    def flows(now: dict) -> tuple:
        return innate.innate_flows(SimpleNamespace(**{**vars(s), **now}), p)

    highest = dict.fromkeys(CYTOKINES, 0.0)
    for _ in range(SUBSTEPS // 2):
        pools = two_stage_step(pools, flows, 1.0 / SUBSTEPS)
        highest = {one: max(highest[one], float(pools[one])) for one in CYTOKINES}
    exact = windoloski2020.course(windoloski2020.BOLUS, np.linspace(0.0, 12.0, 2401), 2.0)
    for ours, theirs in (("tnf", "TNF"), ("il6", "IL6"), ("il8", "IL8"), ("monocyte_il10", "IL10")):
        assert highest[ours] == pytest.approx(exact[theirs].max(), rel=0.03), ours


def tnf_after_endotoxin(readiness: float) -> float:
    """Return how many times TNF rises after 0.8 ng/kg at once."""
    p, s = InnateParameters(readiness=readiness), at_rest_by_hour()
    pools = {one: np.float64(getattr(s, one)) for one in innate.BY_HOUR} | {"endotoxin": np.float64(0.8)}

    def flows(now: dict) -> tuple:
        return innate.innate_flows(SimpleNamespace(**{**vars(s), **now}), p)

    highest = p.tnf_basal
    for _ in range(SUBSTEPS // 2):
        pools = two_stage_step(pools, flows, 1.0 / SUBSTEPS)
        highest = max(highest, float(pools["tnf"]))
    return highest / p.tnf_basal


def test_tnf_rises_by_what_its_feedback_is_derived_from() -> None:
    """endotoxin_0_8_cytokines: 5-fold, to 5%."""
    assert tnf_after_endotoxin(1.0) == pytest.approx(5.0, rel=0.05)


def test_people_differ_in_their_answer_as_in_their_readiness() -> None:
    """One SD of readiness either way, 0.4 of the log: with the printed feedback the rises differ 8-fold."""
    ready, slow = (tnf_after_endotoxin(float(np.exp(side * 0.4))) for side in (1.0, -1.0))
    assert 1.5 < (ready - 1.0) / (slow - 1.0) < np.exp(0.8)


def test_rest_is_rest_on_both_clocks() -> None:
    p = declared_parameters()
    found, rest = entering_hours(at_rest(), p), vars(at_rest_by_hour())
    for one in (*innate.BY_HOUR, "cortisol", "fever", "heat"):
        assert float(found[one]) == pytest.approx(rest[one], abs=1e-3), one


def test_a_bath_warms_within_half_an_hour_and_cools_as_fast() -> None:
    """63% of the way in half an hour, the declared turnover; nothing of it after three hours."""
    p, s = declared_parameters(), at_rest_by_hour()
    s.heat_drive = 1.0
    heat = partial(temperature.heat, p=p.temperature)
    warm = relax_step({"heat": 0.0}, heat(s), 0.5 / 24.0, None)
    assert warm == pytest.approx(1.0 - np.exp(-1.0), rel=1e-6)
    s.heat_drive = 0.0
    assert relax_step({"heat": warm}, heat(s), 3.0 / 24.0, None) < 0.01


def test_cortisol_restrains_and_readiness_raises_the_answer() -> None:
    s = at_rest_by_hour()
    s.infection = 1.0
    usual = innate.stimulation(s, InnateParameters())
    assert innate.stimulation(s, InnateParameters(readiness=2.0)) == pytest.approx(2.0 * usual)
    s.glucocorticoid = 1.0
    assert innate.stimulation(s, InnateParameters()) < usual
