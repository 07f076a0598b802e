"""Protects: programs work as far as they are kept, no further and no longer than the body allows."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.physiology.parameters import declared_parameters
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.therapies.regimen import Regimen, inert, regimen
from tests.unit.therapies.living import COUNTED, PEOPLE, START, Treatment, different, given, lived, people

BODY = declared_parameters()
PLANNED = (
    "aerobic-training",
    "resistance-training",
    "mindfulness",
    "attention-control",
    "modafinil",
    "sertraline",
)
UNTREATED = inert(PEOPLE)


@pytest.mark.parametrize("name", PLANNED)
def test_who_keeps_nothing_lives_as_without_the_program(name: str) -> None:
    kept = lived(given(name, adherence=0.0), [60])[0]
    assert different(kept, lived(UNTREATED, [60])[0]) <= COUNTED
    assert not kept["sessions_kept"].any() and not kept["doses_taken"].any()
    assert (kept["sessions_due"] + kept["doses_due"]).all()


@pytest.mark.parametrize("name", PLANNED)
def test_who_keeps_all_of_it_does_not(name: str) -> None:
    assert "fatigue_physical" in different(lived(given(name), [60])[0], lived(UNTREATED, [60])[0])


def test_sessions_are_counted_as_planned_and_as_kept() -> None:
    # Three a week for 26 weeks are 78; a fixed share of a half keeps 39 of them. Sums of 182 days in single
    # precision are exact to 1e-4.
    after = lived(given("aerobic-training", adherence=0.5), [250])[0]
    np.testing.assert_allclose(after["sessions_due"], 78.0, rtol=1e-4)
    np.testing.assert_allclose(after["sessions_kept"], 39.0, rtol=1e-4)
    assert not after["doses_due"].any()


def test_doses_are_counted_while_they_are_due() -> None:
    after = lived(given("amantadine", stop=START + 42, adherence=None), [100])[0]
    np.testing.assert_allclose(after["doses_due"], 84.0, rtol=1e-5)
    assert (after["doses_taken"] < 84.0).all() and (after["doses_taken"] > 20.0).all()


def test_a_tired_and_low_person_keeps_less() -> None:
    def share(**changes: float) -> np.ndarray:
        after = lived(given("aerobic-training", adherence=None), [100], **changes)[0]
        return after["sessions_kept"] / after["sessions_due"]

    assert (share(fatigue__person_physical=2.0) < share(fatigue__person_physical=-2.0)).all()
    assert (share(mood__trait=2.0) < share(mood__trait=-2.0)).all()
    steady = share(adherence__level=3.0)
    assert (steady > share(adherence__level=0.0)).all() and (steady < 1.0).all()


def test_at_home_fewer_sessions_are_kept_and_nearly_nobody_is_met() -> None:
    supervised, home = (
        given("aerobic-training", adherence=None, setting=one) for one in ("supervised", "home")
    )
    assert (home.training_willingness < supervised.training_willingness).all()
    assert (home.training_contact < 0.1 * supervised.training_contact).all()
    kept = [lived(one, [100])[0]["sessions_kept"] for one in (supervised, home)]
    assert (kept[1] < kept[0]).all()


def dosed(sessions: np.ndarray) -> Regimen:
    treatment = Treatment("aerobic-training", START, 1e6, {"setting": "home"}, "none", 1.0)
    numbers = {"aerobic-training.sessions_per_week": sessions, "aerobic-training.home_contact": 0.0}
    return regimen([treatment], people().keys, numbers)


def test_more_training_is_not_always_better() -> None:
    """Benefit saturates while the cost grows: fatigue is lowest at a dose between none and most.

    The optimum of the declared numbers: relief w L / (L + h) less cost c t L is best where
    (L + h)^2 = w h / (c t), 7.5 MET-hours a week; a program of 3 MET-hours a session, in the 175th day.
    """
    p = BODY
    weight = p.fatigue.by_training * p.fitness.cost
    best = np.sqrt(p.fatigue.by_fitness * p.fitness.half_load / weight) - p.fitness.half_load
    sessions = np.linspace(0.0, 15.0, PEOPLE)
    untreated = lived(UNTREATED, [185])[0]["fatigue_physical"]
    change = lived(dosed(sessions), [185])[0]["fatigue_physical"] - untreated
    lowest = 3.0 * sessions[int(np.argmin(change))]
    assert change[0] == 0.0
    assert abs(lowest - best) <= 6.0
    assert change.min() < -0.02 and change[-1] > change.min() + 0.1


def test_strength_is_trained_apart_from_fitness() -> None:
    idle, aerobic, resistance = (
        lived(one, [94])[0] for one in (UNTREATED, given("aerobic-training"), given("resistance-training"))
    )
    assert "resistance" not in different(aerobic, idle)
    # Fitness may follow the little more activity that comes with less fatigue, and nothing else.
    assert (
        np.abs(resistance["fitness"] - idle["fitness"]).max()
        < 0.02
        < (aerobic["fitness"] - idle["fitness"]).min()
    )
    # dalgas2009_prt_strength (role calibrate): 15.7% after 12 weeks, twice a week.
    gain = BODY.muscle.by_resistance * resistance["resistance"]
    np.testing.assert_allclose(gain, 0.157, atol=0.005)


def test_what_was_trained_is_lost_with_the_declared_turnover() -> None:
    end = round(START) + 12 * 7
    trained, later = lived(given("resistance-training", weeks=12), [end, end + 45])
    lost = np.exp(-45.0 * BODY.muscle.resistance_adaptation)
    np.testing.assert_allclose(later["resistance"], trained["resistance"] * lost, rtol=1e-4)
    fit, unfit = lived(given("aerobic-training", weeks=12), [end, end + 45], fitness__by_activity=0.0)
    np.testing.assert_allclose(
        unfit["fitness"], fit["fitness"] * np.exp(-45.0 * BODY.fitness.adaptation), rtol=1e-4
    )


def test_skills_are_learned_by_sessions_and_fade_afterwards() -> None:
    # Eight weekly sessions at a quarter of the rest each, against fading: h l/(l+f) (1 - exp(-(l+f) 56)).
    end = round(START) + 8 * 7
    learned, later = lived(given("cognitive-behavioral-therapy"), [end, end + 180])
    learning, fading = BODY.skills.learning / 7.0, BODY.skills.fading
    total = learning + fading
    height = mechanisms_of("cognitive-behavioral-therapy", {})[0].height.value  # type: ignore[union-attr]
    expected = height * learning / total * (1.0 - np.exp(-56.0 * total))
    np.testing.assert_allclose(learned["skills"], expected, rtol=1e-4)
    np.testing.assert_allclose(later["skills"], learned["skills"] * np.exp(-180.0 * fading), rtol=1e-4)
    assert (
        lived(given("cognitive-behavioral-therapy", adherence=0.3), [end])[0]["skills"] < learned["skills"]
    ).all()


def test_contact_without_content_lifts_mood_and_teaches_nothing() -> None:
    idle, attended = (lived(one, [94])[0] for one in (UNTREATED, given("attention-control")))
    assert (attended["mood"] < idle["mood"] - 0.02).all()
    assert not different(idle, attended) & {"skills", "composure", "drug_effect", "resistance", "belief"}


def test_every_program_can_be_told_its_dose_and_nothing_else_can() -> None:
    for therapy in THERAPIES.values():
        for dose in therapy.doses:
            low, high = next(
                getattr(one, dose).bounds for one in mechanisms_of(therapy.name, {}) if hasattr(one, dose)
            )
            chosen = [
                getattr(one, dose).value
                for one in mechanisms_of(therapy.name, {dose: high})
                if hasattr(one, dose)
            ]
            assert set(chosen) == {high}
            with pytest.raises(
                Exception, match=f"{dose} of {therapy.name} cannot be .*: give a number from {low:g}"
            ):
                mechanisms_of(therapy.name, {dose: 2 * high})
