"""Protects: weakness tracks block, not delay; heat blocks what is thin and speeds the rest."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.physiology.central_conduction import (
    CentralConductionParameters,
    central_motor_conduction_time,
    sustained_drive,
)
from lassitude.physiology.conduction import ConductionParameters, blocked_share, conducted
from lassitude.physiology.muscle import MuscleParameters, strength
from lassitude.physiology.organism import averaged
from lassitude.physiology.parameters import all_declarations, declared_parameters
from lassitude.physiology.readouts import signals
from lassitude.physiology.states import at_rest

P, AXONS = CentralConductionParameters(), ConductionParameters()


def limb(demyelinated: float, remyelinated: float, lost: float, degrees: float = 37.0) -> tuple[float, float]:
    """Return strength and central motor conduction time of otherwise sound people."""
    tract = SimpleNamespace(
        pyramidal_demyelinated=demyelinated, pyramidal_remyelinated=remyelinated, pyramidal_lost=lost
    )
    body = SimpleNamespace(muscle=1.0, resistance=0.0, fitness=0.0)
    conducting = conducted(demyelinated, lost, blocked_share(degrees, AXONS))
    late = central_motor_conduction_time(tract, conducting, degrees, P, AXONS)
    return float(strength(body, conducting, MuscleParameters())), float(late)


def test_repaired_axons_are_late_and_strong() -> None:
    """Conduction time is prolonged in many people with normal strength (hess1986_cmct): 7.9 ms is 2.5 SD."""
    force, late = limb(0.0, 0.2, 0.0)
    assert force == 1.0
    assert late > 7.9


def test_lost_axons_are_weak_and_in_time() -> None:
    force, late = limb(0.0, 0.0, 0.3)
    assert force == pytest.approx(0.7)
    assert late == pytest.approx(6.0)


def test_heat_weakens_without_delaying_sound_axons() -> None:
    (cool, _), (warm, _) = limb(0.3, 0.0, 0.0, 37.0), limb(0.3, 0.0, 0.0, 37.5)
    assert warm < cool - 0.02
    assert limb(0.0, 0.0, 0.0, 38.0)[1] < limb(0.0, 0.0, 0.0, 37.0)[1]


def test_acute_block_of_a_relapse_weakens_without_delaying() -> None:
    """A relapse that takes half of the motor conduction: half of the strength, the same conduction time."""
    declared = {one.name: one.value for one in all_declarations()}
    p, seen = declared_parameters(), []
    for block in (0.0, math.log(2.0)):
        s = at_rest()
        s.pyramidal_remyelinated, s.pyramidal_lost, s.pyramidal_block = 0.2, 0.1, block
        seen.append(signals(vars(s), averaged(s, p), vars(s), declared))
    before, during = seen
    assert during["strength"] == pytest.approx(0.5 * before["strength"], rel=1e-6)
    assert during["central_motor_conduction_time"] == before["central_motor_conduction_time"] > 7.9


def test_weakness_and_delay_are_unrelated_where_loss_and_repair_are() -> None:
    """The null of large series: over people whose loss and repair are independent, the correlation of
    strength with conduction time is small, though each follows its own cause closely."""
    rng = np.arange(400)
    lost, repaired = 0.01 + 0.25 * ((rng * 7) % 400) / 400, 0.02 + 0.25 * ((rng * 101) % 400) / 400
    pairs = np.array([limb(0.003, one, other) for one, other in zip(repaired, lost, strict=True)])
    assert abs(np.corrcoef(pairs[:, 0], pairs[:, 1])[0, 1]) < 0.3
    assert np.corrcoef(pairs[:, 0], lost)[0, 1] < -0.99
    assert np.corrcoef(pairs[:, 1], repaired)[0, 1] > 0.9


def test_seals_share_out_block_and_its_heat() -> None:
    """Half a degree lifts the critical myelin of leaky axons by 35%, of sealed ones by 16%."""
    leaky, sealed = (ConductionParameters(leaky_share=one) for one in (1.0, 0.4))
    risen = [float(blocked_share(37.5, one) - blocked_share(37.0, one)) for one in (leaky, sealed)]
    assert risen[0] > 1.3 * risen[1] > 0.0


def test_sustained_drive_is_whole_without_demyelination_and_never_negative() -> None:
    assert float(sustained_drive(0.0, 0.7, 0.4, P)) == 1.0
    demyelinated = np.linspace(0.0, 1.0, 101)
    for blocked in (0.0, 0.4, 0.9, 1.0):
        kept = sustained_drive(demyelinated, 1.0 - demyelinated * blocked, blocked, P)
        assert kept.min() >= 0.0 and kept.max() <= 1.0


def test_fit_people_lose_less_strength_of_the_same_loss() -> None:
    """The muscle is the same; only what is lost on the way to it is partly made up for."""
    p = MuscleParameters()
    falls = {}
    for fitness in (-0.5, 0.0, 0.6):
        body = SimpleNamespace(muscle=1.0, resistance=0.0, fitness=fitness)
        falls[fitness] = float(strength(body, 1.0, p) - strength(body, 0.8, p))
    assert falls[0.6] < 0.95 * falls[0.0]
    assert falls[-0.5] == pytest.approx(falls[0.0])
