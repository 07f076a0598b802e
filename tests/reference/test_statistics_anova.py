"""Protects: the repeated-measures ANOVA against numbers computed elsewhere.

Data: Maxwell and Delaney, Designing Experiments and Analyzing Data, table 12.1: reaction times of ten
subjects, visual noise absent and present, at angles 0, 4 and 8 degrees (hypothetical data of that book).
Expected: R package afex, data set md_12.1 (noise F(1,9) = 33.766; angle F(2,18) = 40.719, Greenhouse-Geisser
epsilon 0.96164; their interaction F = 45.310, 0.90398), and Mauchly's W and p, Huynh-Feldt epsilon and the
corrected p values of the same model, all from R 4.2.2 with afex 1.2-1:
``summary(aov_ez("id", "rt", md_12.1, within = c("angle", "noise")))``.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.repeated_measures import factorial_contrasts, repeated_measures, within_effect

REACTION_TIMES = np.array(
    [
        [420, 420, 480, 480, 600, 780],
        [420, 480, 480, 360, 480, 600],
        [480, 480, 540, 660, 780, 780],
        [420, 540, 540, 480, 780, 900],
        [540, 660, 540, 480, 660, 720],
        [360, 420, 360, 360, 480, 540],
        [480, 480, 600, 540, 720, 840],
        [480, 600, 660, 540, 720, 900],
        [540, 600, 540, 480, 720, 780],
        [480, 420, 540, 540, 660, 780],
    ],
    dtype=np.float64,
)[None]

NOISE, ANGLE, BOTH = (True, False), (False, True), (True, True)


@pytest.mark.parametrize(
    ("varies", "f", "df", "epsilon_gg"),
    [(NOISE, 33.766, (1, 9), 1.0), (ANGLE, 40.719, (2, 18), 0.96164), (BOTH, 45.310, (2, 18), 0.90398)],
)
def test_f_and_epsilon_of_the_two_way_design(
    varies: tuple[bool, bool], f: float, df: tuple[int, int], epsilon_gg: float
) -> None:
    effect = within_effect(REACTION_TIMES, factorial_contrasts((2, 3), varies))
    assert effect.f[0] == pytest.approx(f, abs=5e-4)
    assert (effect.df_effect[0], effect.df_error[0]) == df
    assert effect.epsilon_gg[0] == pytest.approx(epsilon_gg, abs=5e-6)


@pytest.mark.parametrize(
    ("varies", "w", "mauchly_p", "epsilon_hf", "p_gg"),
    [
        (ANGLE, 0.960106047, 0.849721917, 1.217563603, 3.4017045e-07),
        (BOTH, 0.893777249, 0.638141785, 1.117869775, 3.4539309e-07),
    ],
)
def test_sphericity_of_the_two_way_design(
    varies: tuple[bool, bool], w: float, mauchly_p: float, epsilon_hf: float, p_gg: float
) -> None:
    effect = within_effect(REACTION_TIMES, factorial_contrasts((2, 3), varies))
    assert effect.mauchly_w[0] == pytest.approx(w, rel=2e-9)
    assert effect.mauchly_p[0] == pytest.approx(mauchly_p, rel=2e-9)
    assert effect.epsilon_hf[0] == pytest.approx(epsilon_hf, rel=2e-9)
    assert effect.p_gg[0] == pytest.approx(p_gg, rel=2e-8)
    assert effect.p_hf[0] == effect.p[0]


def test_angle_averaged_over_noise_is_the_one_way_analysis() -> None:
    averaged = REACTION_TIMES.reshape(1, 10, 2, 3).mean(axis=2)
    effect = repeated_measures(averaged)
    assert effect.f[0] == pytest.approx(40.719, abs=5e-4)
    assert effect.epsilon_gg[0] == pytest.approx(0.96164, abs=5e-6)
