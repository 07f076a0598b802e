"""Energy: what a bout takes, when malaise comes, and that nobody falls without end."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.energy import EnergyParameters, capacity, energy_flows, weight_of
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from tests.reference.published.lengert2015 import reduced_loss

POOLS = ("purine_deficit", "strain", "overexertion", "malaise")
HEALTHY = declared_parameters().energy
ILL = replace(
    HEALTHY,
    oxidative=0.86,
    envelope=0.95,
    envelope_by_fitness=0.0,
    sensitivity=1.4,
    delay=1.0,
    persistence=3.2,
    capacity_cost=0.3,
)


def course(
    p: EnergyParameters, days: int, bouts: tuple[int, ...] = (), parts: int = 32
) -> list[SimpleNamespace]:
    """The four pools at every step; a bout is 0.8 MET-hours at peak power, at nine in the morning."""
    s = at_rest()
    s.training_done = s.resistance_done = 0.0
    s.activity = np.log(0.8)
    s.strain = 0.8
    seen = []
    for step in range(days * parts):
        day, part = divmod(step, parts)
        on = day in bouts and part == 3 * parts // 8
        s.exertion_drive, s.exertion_intensity = (0.8 * parts, 1.0) if on else (0.0, 0.0)
        pools = {name: getattr(s, name) for name in POOLS}
        seen.append(SimpleNamespace(**pools))
        held = dict(vars(s))
        moved = two_stage_step(
            pools, lambda some, held=held: energy_flows(SimpleNamespace(**{**held, **some}), p), 1.0 / parts
        )
        vars(s).update(moved)
    return seen


def test_an_ordinary_day_costs_healthy_people_nothing() -> None:
    last = course(HEALTHY, 30)[-1]
    assert last.malaise == last.overexertion == last.purine_deficit == 0.0


def test_malaise_comes_a_day_or_more_after_the_bout_and_capacity_is_down_before_it_peaks() -> None:
    seen = course(ILL, 40, bouts=(5,))
    malaise = np.array([one.malaise for one in seen])
    peak = int(malaise.argmax()) / 32 - 5.375
    assert 1.0 < peak < 4.0
    before, next_day = seen[5 * 32 + 12], seen[6 * 32 + 12]
    assert capacity(next_day, ILL) < 0.9 * capacity(before, ILL)
    assert next_day.malaise < 0.5 * malaise.max()


def test_the_same_bout_is_all_but_borne_in_health() -> None:
    """The difference between conditions is the response, not the bout: a fifth of the malaise at most."""
    ill, healthy = (max(one.malaise for one in course(p, 30, bouts=(5,))) for p in (ILL, HEALTHY))
    assert healthy < 0.2 * ill


def test_malaise_does_not_depend_on_how_a_day_is_cut() -> None:
    """The bout has the same dose at every clock; a day's step is the coarsest that the body uses."""
    peaks = [max(one.malaise for one in course(ILL, 30, (5,), parts)) for parts in (1, 8, 32, 64)]
    assert peaks[2] == pytest.approx(peaks[3], rel=0.01)
    assert peaks[0] == pytest.approx(peaks[3], rel=0.15)


def test_even_constant_overload_leaves_malaise_bounded() -> None:
    """Onset saturates, so that malaise cannot exceed sensitivity times persistence."""
    seen = course(ILL, 400, bouts=tuple(range(400)), parts=4)
    assert max(one.malaise for one in seen) <= ILL.sensitivity * ILL.persistence


def test_hard_minutes_weigh_more() -> None:
    p = HEALTHY
    assert weight_of(p.habitual_intensity, p) == pytest.approx(1.0)
    assert weight_of(1.0, p) > weight_of(0.5, p) > 1.0


@pytest.mark.parametrize("oxidative", [1.0, 0.8, 0.6])
@pytest.mark.parametrize("usage", [100.0, 300.0])
def test_purines_lost_in_a_sprint_follow_the_reduction(oxidative: float, usage: float) -> None:
    """30 s at a multiple of resting use; peak at 120 times rest and 10 MET, as declared."""
    p = replace(HEALTHY, oxidative=oxidative)
    s = at_rest()
    s.training_done = s.resistance_done = 0.0
    s.exertion_intensity = usage / 120.0
    s.exertion_drive = 10.0 * s.exertion_intensity * 24.0
    lost = energy_flows(s, p)[0].rate * 30.0 / 86400.0
    assert lost == pytest.approx(reduced_loss(usage, oxidative), rel=0.02)
