"""Protects: an infection given on purpose takes the course of a cold, and shows on its symptom score."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from lassitude.engine.scheme import relax_step, two_stage_step
from lassitude.instruments import observe
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from lassitude.physiology.triggers import airway_symptoms, infection_flows
from lassitude.randomness.streams import person_keys

STEPS_A_DAY, DAYS, PEOPLE = 8, 14, 2000


def course() -> np.ndarray:
    """Return airway symptoms on every eighth of a day after one day of exposure."""
    p, s, seen = declared_parameters().triggers, at_rest(), []
    for step in range(DAYS * STEPS_A_DAY):
        s.infection_drive = 1.0 if step < STEPS_A_DAY else 0.0
        pools = two_stage_step(
            {"infection": s.infection},
            lambda now: infection_flows(SimpleNamespace(**{**vars(s), **now}), p),
            1.0 / STEPS_A_DAY,
        )
        symptoms = relax_step(vars(s), airway_symptoms(s, p), 1.0 / STEPS_A_DAY, None)
        s.infection, s.airway_symptoms = pools["infection"], float(symptoms)
        seen.append(s.airway_symptoms)
    return np.array(seen)


def test_a_cold_is_worst_on_the_second_or_third_day_and_mostly_over_in_ten() -> None:
    """The hypothesis that its two speeds stand for."""
    symptoms = course()
    worst = np.argmax(symptoms) / STEPS_A_DAY
    assert 1.5 < worst < 3.5
    assert symptoms[10 * STEPS_A_DAY :].max() < 0.25 * symptoms.max()


def score(airway: float, sickness: float) -> float:
    signals = {"airway_symptoms": np.full(PEOPLE, airway), "sickness": np.full(PEOPLE, sickness)}
    return float(observe("Jackson", signals, person_keys(3, 0, np.arange(PEOPLE)), 0)["total"].value.mean())


def test_the_symptom_score_is_near_nothing_without_a_cold_and_moderate_with_one() -> None:
    """Of 24 points; the standard error of a mean is below 0.1."""
    assert score(0.0, 0.0) < 1.0
    assert 4.0 < score(course().max(), 0.3) < 12.0
