"""Protects: the within-subject F test, its corrections and symmetries, and the word on who is left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.repeated_measures import factorial_contrasts, repeated_measures, within_effect

NUMBERS = (
    "f",
    "df_effect",
    "df_error",
    "epsilon_gg",
    "epsilon_hf",
    "mauchly_w",
    "mauchly_p",
    "p",
    "p_gg",
    "p_hf",
)


@pytest.fixture(scope="module")
def values() -> NDArray[np.float64]:
    """Thirty replicates of 20 people at 5 visits, related over time, 4% of the values missing."""
    keys = person_keys(11, np.arange(30)[:, None, None], np.arange(20)[None, :, None])
    noise = normals(keys, "score", np.arange(5)) * np.array([1.0, 1.0, 2.0, 3.0, 3.0])
    scores = 30 + 8 * normals(keys, "level", 0) + np.cumsum(noise, axis=2)
    return np.where(uniforms(keys, "missing", np.arange(5)) < 0.04, np.nan, scores)


def test_f_agrees_with_statsmodels_in_every_replicate(values: NDArray[np.float64]) -> None:
    import pandas as pd
    from statsmodels.stats.anova import AnovaRM

    effect = repeated_measures(values)
    for replicate in range(values.shape[0]):
        complete = values[replicate][np.isfinite(values[replicate]).all(axis=1)]
        person, visit = np.indices(complete.shape)
        frame = pd.DataFrame({"y": complete.ravel(), "person": person.ravel(), "visit": visit.ravel()})
        table = AnovaRM(frame, "y", "person", within=["visit"]).fit().anova_table
        assert effect.n[replicate] == len(complete)
        assert effect.f[replicate] == pytest.approx(table["F Value"].iloc[0], rel=1e-8)
        assert effect.p[replicate] == pytest.approx(table["Pr > F"].iloc[0], rel=1e-7)


def test_the_batch_gives_what_each_replicate_gives_alone(values: NDArray[np.float64]) -> None:
    batch = repeated_measures(values)
    for replicate in range(values.shape[0]):
        known = np.isfinite(values[replicate]).all(axis=1)
        alone = repeated_measures(values[replicate, known][None])
        for name in NUMBERS:
            assert getattr(batch, name)[replicate] == pytest.approx(getattr(alone, name)[0], rel=1e-9), name


def test_two_visits_give_the_paired_t_test(values: NDArray[np.float64]) -> None:
    effect = repeated_measures(values[:, :, [0, 4]])
    expected = stats.ttest_rel(values[:, :, 4], values[:, :, 0], axis=1, nan_policy="omit")
    np.testing.assert_allclose(effect.f, expected.statistic**2, rtol=1e-9)
    np.testing.assert_allclose(effect.p_gg, expected.pvalue, rtol=1e-9)
    np.testing.assert_allclose(effect.epsilon_gg, 1.0, rtol=1e-12)
    assert np.isnan(effect.mauchly_w).all()


@given(
    scale=st.floats(0.1, 50) | st.floats(-50, -0.1),
    offset=st.floats(-1000, 1000),
    visits=st.permutations(range(5)),
    people=st.permutations(range(20)),
)
def test_scale_offset_and_order_change_nothing(
    values: NDArray[np.float64], scale: float, offset: float, visits: list[int], people: list[int]
) -> None:
    plain = repeated_measures(values)
    moved = repeated_measures((scale * values + offset)[:, people][:, :, visits])
    for name in NUMBERS:
        np.testing.assert_allclose(getattr(moved, name), getattr(plain, name), rtol=1e-6, err_msg=name)


def test_what_differs_between_people_but_not_over_time_changes_nothing(values: NDArray[np.float64]) -> None:
    shifted = values + 25.0 * np.arange(20)[None, :, None]
    np.testing.assert_allclose(repeated_measures(shifted).f, repeated_measures(values).f, rtol=1e-9)
    change = values - values[:, :, :1]
    np.testing.assert_allclose(repeated_measures(change).p_gg, repeated_measures(values).p_gg, rtol=1e-9)


def test_epsilon_stays_between_its_bounds(values: NDArray[np.float64]) -> None:
    effect = repeated_measures(values)
    assert ((effect.epsilon_gg > 1 / 4) & (effect.epsilon_gg <= 1)).all()
    assert (effect.epsilon_hf >= effect.epsilon_gg).all()
    assert (effect.p_gg >= effect.p_hf).all() | (effect.f < 1).any()


def test_whom_complete_cases_leave_out_is_told(values: NDArray[np.float64]) -> None:
    effect = repeated_measures(values)
    np.testing.assert_array_equal(effect.left_out, ~np.isfinite(values).all(axis=2))
    np.testing.assert_array_equal(effect.n + effect.left_out.sum(axis=1), 20)


def test_people_not_enrolled_are_neither_used_nor_left_out(values: NDArray[np.float64]) -> None:
    enrolled = np.broadcast_to(np.arange(20) < 15, values.shape[:2])
    effect = repeated_measures(values, enrolled)
    np.testing.assert_allclose(effect.f, repeated_measures(values[:, :15]).f, rtol=1e-12)
    assert not effect.left_out[:, 15:].any()


UNUSABLE = {
    "one person": (np.array([[[1.0, 2.0, 4.0]]]), "fewer than two people"),
    "nobody": (np.empty((1, 0, 3)), "fewer than two people"),
    "all missing": (np.full((1, 5, 3), np.nan), "fewer than two people"),
    "infinite": (np.full((1, 5, 3), np.inf), "fewer than two people"),
    "one visit": (np.arange(5.0).reshape(1, 5, 1), "at least two visits"),
    "no visit": (np.empty((1, 5, 0)), "at least two visits"),
    "constant": (np.full((1, 5, 3), 36.1), "do not vary"),
    "same change in everyone": (np.arange(5.0)[:, None] / 3 + np.array([[[0.1, 0.7, 0.9]]]), "do not vary"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_data_is_reported_and_not_raised(case: str) -> None:
    unusable, reason = UNUSABLE[case]
    effect = repeated_measures(unusable)
    assert not effect.converged.any()
    assert np.isnan(effect.f).all() & np.isnan(effect.p_gg).all()
    assert reason in effect.notes[0]


def test_one_unusable_replicate_does_not_touch_the_others(values: NDArray[np.float64]) -> None:
    spoiled = values.copy()
    spoiled[3] = np.nan
    effect, plain = repeated_measures(spoiled), repeated_measures(values)
    others = np.arange(30) != 3
    np.testing.assert_array_equal(effect.f[others], plain.f[others])
    assert effect.notes == (
        "1 of 30 repetitions gives no estimate: fewer than two people were measured at every visit.",
    )


def test_more_visits_than_people_still_give_f_but_no_mauchly(values: NDArray[np.float64]) -> None:
    wide = np.concatenate([values[:, :6], 1.7 * values[:, 6:12][:, :, ::-1] + values[:, :6]], axis=2)
    effect = repeated_measures(np.nan_to_num(wide, nan=30.0))
    assert effect.converged.all()
    assert np.isnan(effect.mauchly_w).all()
    assert ((effect.p_gg >= 0) & (effect.p_gg <= 1)).all()


def test_contrasts_that_are_not_orthonormal_are_refused() -> None:
    with pytest.raises(ValueError, match="orthonormal"):
        within_effect(np.zeros((1, 3, 2)), np.array([[1.0, -1.0]]))


@given(levels=st.lists(st.integers(2, 4), min_size=1, max_size=3))
def test_factorial_contrasts_are_orthonormal_and_sum_to_zero(levels: list[int]) -> None:
    contrasts = factorial_contrasts(levels, [True] * len(levels))
    np.testing.assert_allclose(contrasts @ contrasts.T, np.eye(len(contrasts)), atol=1e-12)
    np.testing.assert_allclose(contrasts.sum(axis=1), 0, atol=1e-12)
