"""Protects: muscle stays sound in MS until it is used less, and the loop of activity, fitness and muscle."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.symbols import names_in
from lassitude.physiology import activity, fitness, muscle, spasticity
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from lassitude.physiology.trace import traced

P = declared_parameters()
DISEASED, ABED, UP = {"pyramidal_conduction": 0.85}, {"rest_drive": 1.0}, {"rest_drive": 0.0}


def lived(days: int, start: SimpleNamespace | None = None, **given: float) -> SimpleNamespace:
    """Let a person without fatigue live by the equations of movement alone, day by day."""
    s = SimpleNamespace(**{"pyramidal_conduction": 1.0, "training_done": 0.0, "resistance_done": 0.0})
    vars(s).update({**vars(at_rest()), **vars(s), **(vars(start) if start else {}), **given})
    for _ in range(days):
        moved = (
            activity.activity(s, P.activity),
            fitness.fitness(s, P.fitness),
            muscle.muscle(s, P.muscle),
            spasticity.spasticity(s, P.spasticity),
        )
        for one in moved:
            here = getattr(s, one.state)
            setattr(s, one.state, here + (one.target - here) * -np.expm1(-one.rate))
    return s


def test_block_and_loss_leave_the_muscle_almost_as_it_was() -> None:
    """Years with 15% of conduction lost cost the muscle itself a third of that, by walking less."""
    ill = lived(2000, **DISEASED)
    assert 0.0 < 1.0 - ill.muscle < 0.4 * 0.15
    assert float(muscle.strength(ill, 0.85, P.muscle)) < 0.86


def test_four_weeks_in_bed_take_strength_and_fitness_and_leave_conduction() -> None:
    """Losses of 0.2% to 0.8% of strength a day: the half to one per cent that is recalled of early bed rest,
    and less later."""
    up, abed = lived(28), lived(28, **ABED)
    lost = 1.0 - abed.muscle / up.muscle
    assert 0.2 < 100.0 * lost / 28 < 0.8
    assert abed.fitness < up.fitness - 0.4
    assert abed.pyramidal_conduction == up.pyramidal_conduction
    assert abed.spasticity == up.spasticity


def test_what_bed_rest_took_comes_back() -> None:
    abed = lived(28, **ABED)
    later = lived(180, abed, **UP)
    assert 1.0 - later.muscle < 0.2 * (1.0 - abed.muscle)
    assert later.fitness > 0.2 * abed.fitness


def test_training_holds_against_bed_rest_no_more_than_it_gives() -> None:
    """Response to training saturates: ten times the dose gives less than twice the fitness."""
    some, more = (lived(400, training_done=one).fitness for one in (9.0, 90.0))
    assert 0.0 < some < more < 2.0 * some


def test_strength_falls_more_slowly_in_a_fit_person() -> None:
    """Conduction falls from 0.95 to 0.75, in a person who trains and in one who does not."""
    falls = {}
    for load in (0.0, 9.0):
        early, late = (
            float(muscle.strength(lived(900, training_done=load, pyramidal_conduction=one), one, P.muscle))
            for one in (0.95, 0.75)
        )
        falls[load] = 1.0 - late / early
    assert falls[9.0] < 0.95 * falls[0.0]


def test_steps_vanish_with_conduction() -> None:
    """A power of what is left: the last tenth of conduction costs more steps than the first."""
    steps = {
        left: float(
            activity.daily_steps(
                activity.activity(lived(60, pyramidal_conduction=left), P.activity).target, P.activity
            )
        )
        for left in (1.0, 0.9, 0.3, 0.1)
    }
    assert steps[1.0] > steps[0.9] > steps[0.3] > steps[0.1]
    assert steps[0.1] < 0.05 * steps[1.0]


@pytest.mark.parametrize("felt", ["fatigue_physical", "fatigue_cognitive"])
def test_perceived_fatigue_reads_neither_strength_nor_tone(felt: str) -> None:
    """Perceived fatigue and fatigability share a tenth of their variance (loy2017_fatigability): no path of
    its own leads from muscle, spasticity or conduction time to fatigue."""
    target = next(one.target for one in traced().relaxations if one.state == felt)
    assert not names_in(target) & {"muscle", "spasticity", "pyramidal_remyelinated", "sustained_drive"}
