"""Muscle tests: force follows strength, and its decline is mostly not perceived fatigue."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import observe
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(51, 0, np.arange(N))


def tired(part: str = "decline", day: int = 0, **changed: float) -> np.ndarray:
    sound = {
        "disability": 0.0,
        "fatigue_physical": 0.0,
        "fitness": 0.0,
        "strength": 1.0,
        "sustained_drive": 1.0,
    }
    signals = {name: np.full(N, value) for name, value in {**sound, **changed}.items()}
    return observe("fatigability", signals, KEYS, day)[part].value


def test_half_the_strength_gives_half_the_torque():
    whole, half = (
        observe("knee-extension", {"strength": np.full(N, left)}, KEYS, 0)["torque"].value
        for left in (1.0, 0.5)
    )
    assert np.allclose(half, 0.5 * whole)
    assert abs(whole.mean() / 160.0 - 1.0) < 0.03


def test_disability_moves_the_decline_more_than_perceived_fatigue_does():
    """The weights are 0.5 and 0.115: feeling better hardly makes force last longer."""
    by_disability = tired(disability=1.0).mean() - tired().mean()
    by_fatigue = tired(fatigue_physical=1.0).mean() - tired().mean()
    assert 3.0 < by_disability / by_fatigue < 6.0


def test_most_of_the_residual_lasts():
    """0.8 of it by declaration; 4,000 people, five standard errors of 0.006."""
    assert abs(np.corrcoef(tired(day=0), tired(day=4))[0, 1] - 0.8) < 0.04


def test_weakness_alone_shortens_the_time_of_a_load_but_not_the_share_of_force_lost():
    """strength and fatigability are separate (lessons.md), yet the same load weighs more on weak legs."""
    assert np.array_equal(tired(strength=0.7), tired(strength=1.0))
    weak, strong, trained = (np.median(tired("endurance", strength=one)) for one in (0.7, 1.0, 1.125))
    assert weak < 0.6 * strong < strong < trained
    assert (tired("endurance", strength=0.39) == 0.0).all()


def test_axons_that_fail_at_high_rates_take_force_during_an_effort_only():
    """A tenth of the drive lost under effort is a tenth of what is left at its end; a rest brings it back."""
    kept = 1.0 - tired(sustained_drive=0.9) / 100.0
    assert np.allclose(kept, 0.9 * (1.0 - tired() / 100.0))
    assert np.array_equal(tired("recovered", sustained_drive=0.9), tired("recovered"))


def test_untrained_muscle_tires_faster_and_most_force_is_back_within_a_minute():
    assert tired(fitness=-0.5).mean() > tired().mean() > tired(fitness=0.5).mean()
    assert ((100.0 - tired("recovered")) < 0.6 * tired()).all()
