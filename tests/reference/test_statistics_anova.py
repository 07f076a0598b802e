"""Protects: the repeated-measures ANOVA against numbers computed elsewhere.

Data: Maxwell and Delaney, Designing Experiments and Analyzing Data, table 12.1: reaction times of ten
subjects, visual noise absent and present, at angles 0, 4 and 8 degrees (hypothetical data of that book).
Expected: R package afex, data set md_12.1 (noise F(1,9) = 33.766; angle F(2,18) = 40.719, Greenhouse-Geisser
epsilon 0.96164; their interaction F = 45.310, 0.90398), and for the same model
Mauchly's W and p, Huynh-Feldt epsilon and the corrected p values, remembered from the summary of R's
car::Anova and not yet run again in R.
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
    [(ANGLE, 0.96011, 0.84972, 1.217564, 3.402e-07), (BOTH, 0.89378, 0.63814, 1.117870, 3.454e-07)],
)
def test_sphericity_of_the_two_way_design(
    varies: tuple[bool, bool], w: float, mauchly_p: float, epsilon_hf: float, p_gg: float
) -> None:
    effect = within_effect(REACTION_TIMES, factorial_contrasts((2, 3), varies))
    assert effect.mauchly_w[0] == pytest.approx(w, abs=5e-6)
    assert effect.mauchly_p[0] == pytest.approx(mauchly_p, abs=5e-6)
    assert effect.epsilon_hf[0] == pytest.approx(epsilon_hf, abs=5e-7)
    assert effect.p_gg[0] == pytest.approx(p_gg, rel=2e-4)
    assert effect.p_hf[0] == effect.p[0]


def test_angle_averaged_over_noise_is_the_one_way_analysis() -> None:
    averaged = REACTION_TIMES.reshape(1, 10, 2, 3).mean(axis=2)
    effect = repeated_measures(averaged)
    assert effect.f[0] == pytest.approx(40.719, abs=5e-4)
    assert effect.epsilon_gg[0] == pytest.approx(0.96164, abs=5e-6)
