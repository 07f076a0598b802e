"""Hold fitness minus fatigue to its closed forms, and muscle endurance to its printed seconds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests.reference.published.banister1975 import (
    Banister,
    Saturation,
    days_below_baseline,
    days_to_best,
    performance,
    saturated,
)
from tests.reference.published.looft2018 import (
    ANKLE_PLANTAR_FLEXION_MEN,
    ANKLE_PLANTAR_FLEXION_WOMEN,
    DEFAULT,
    GRIP,
    KNEE_EXTENSION_MEN,
    SHOULDER,
    Muscle,
    derivative,
    endurance,
)

MODEL = Banister()


def test_load_of_a_day_acts_from_the_next_day_on() -> None:
    course = performance([100.0, 0.0, 0.0], MODEL)
    first = 100 * (MODEL.fitness_gain * np.exp(-1 / 50) - MODEL.fatigue_gain * np.exp(-1 / 15))
    assert course[:2] == pytest.approx([400, 400 + first])


def test_one_bout_first_lowers_then_raises_performance() -> None:
    """Illustrative constants of the source: below baseline for 23.5 days, best on day 49.3."""
    course = performance([100.0, *[0.0] * 199], MODEL)
    assert days_below_baseline(MODEL) == pytest.approx(23.5, abs=0.05)
    assert days_to_best(MODEL) == pytest.approx(49.3, abs=0.05)
    assert (course[1:24] < 400).all()
    assert (course[24:] > 400).all()
    assert int(np.argmax(course)) == 49


def test_recursion_equals_the_printed_sum() -> None:
    load = 50 + 40 * np.sin(np.arange(60))
    days = np.arange(60)
    lags = days[:, None] - days
    past = lags > 0
    summed = 400 + sum(
        gain * (np.where(past, np.exp(-np.where(past, lags, 1) / memory), 0.0) @ load)
        for gain, memory in ((0.1, 50), (-0.3, 15))
    )
    assert performance(load, MODEL) == pytest.approx(summed, rel=1e-12)


def test_steady_training_settles_at_its_closed_form() -> None:
    settled = 400 + 10 * (0.1 / np.expm1(1 / 50) - 0.3 / np.expm1(1 / 15))
    assert performance(np.full(1500, 10.0), MODEL)[-1] == pytest.approx(settled)


def test_saturation_is_bounded_and_half_at_half() -> None:
    curve = Saturation(ceiling=90, half=60, power=2)
    loads = np.linspace(0, 1e4, 500)
    assert saturated(60, curve) == pytest.approx(45)
    assert (np.diff(saturated(loads, curve)) > 0).all()
    assert saturated(loads, curve).max() < 90


# Model review, section 7, TEST rows: seconds until force is below 95% of 20, 30, 50 and 70% of maximum.
ENDURANCE = [
    (DEFAULT, (526, 279, 114, 51)),
    (GRIP, (437, 226, 91, 40)),
    (KNEE_EXTENSION_MEN, (376, 195, 79, 35)),
]


@pytest.mark.parametrize(("muscle", "seconds"), ENDURANCE, ids=["default", "grip", "knee_men"])
def test_endurance_of_held_force(muscle: Muscle, seconds: tuple[float, ...]) -> None:
    held = [endurance(target, muscle) for target in (0.2, 0.3, 0.5, 0.7)]
    assert held == pytest.approx(seconds, rel=0.01, abs=0.5)


def test_endurance_of_the_ankle_lies_between_the_sexes() -> None:
    """The printed 856/417/164/72 s name no sex; they lie between the rows of women and men."""
    for target, seconds in zip((0.2, 0.3, 0.5, 0.7), (856, 417, 164, 72), strict=True):
        women = endurance(target, ANKLE_PLANTAR_FLEXION_WOMEN)
        men = endurance(target, ANKLE_PLANTAR_FLEXION_MEN)
        assert women < seconds < men


def test_pooled_knee_row_of_the_source_is_the_shoulder() -> None:
    """Source error, section 16: the pooled knee row repeats the shoulder's and holds 1.7 times too long."""
    held = [endurance(target, SHOULDER) for target in (0.3, 0.5, 0.7)]
    assert held == pytest.approx([327, 134, 60], rel=0.01)
    assert held[0] > 1.6 * endurance(0.3, KNEE_EXTENSION_MEN)


def test_shares_of_the_muscle_sum_to_one() -> None:
    course = solve_ivp(
        lambda _s, state: derivative(state, 0.5, GRIP), (0, 60), [1.0, 0.0, 0.0], rtol=1e-9, max_step=0.5
    )
    assert course.y.sum(axis=0) == pytest.approx(1, abs=1e-12)
    assert course.y.min() >= -1e-9
