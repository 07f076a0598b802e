"""Protects: a crossover is statsmodels' regression on person, period and treatment, gaps or none."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.crossover import crossover, crossover_with_carryover

ORDERS = np.array([[1, 0, 2, 3], [0, 3, 1, 2], [2, 1, 3, 0], [3, 2, 0, 1]])
REPLICATES, PEOPLE, PERIODS = 3, 20, 4


def people(replicates: int = REPLICATES) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Draw twenty people on the four orders of a published trial, a tenth of the periods missing."""
    keys = person_keys(13, np.arange(replicates)[:, None, None], np.arange(PEOPLE)[None, :, None])
    given = np.broadcast_to(ORDERS[np.arange(PEOPLE) % 4], (replicates, PEOPLE, PERIODS)).copy()
    level = 50 + 12 * normals(keys, "level", 0)
    values = level + 4 * normals(keys, "score", np.arange(PERIODS)) - 3.0 * (given == 2) + np.arange(PERIODS)
    return np.where(uniforms(keys, "missing", np.arange(PERIODS)) < 0.1, np.nan, values), given


def regression(values: NDArray[np.float64], columns: NDArray[np.bool_]):
    """Fit one replicate with a column a person, which is what least squares within people amounts to."""
    known = np.isfinite(values)
    person, _ = np.nonzero(known)
    dummies = (person[:, None] == np.arange(PEOPLE)).astype(float)
    return sm.OLS(values[known], np.column_stack([columns[known].astype(float), dummies])).fit()


def columns_of(given: NDArray[np.int64]) -> NDArray[np.bool_]:
    periods = np.broadcast_to(np.eye(PERIODS, dtype=bool)[:, 1:], (*given.shape, PERIODS - 1))
    return np.concatenate([given[..., None] == np.arange(1, 4), periods], axis=-1)


def test_estimates_are_those_of_statsmodels() -> None:
    values, given = people()
    found = crossover(values, given, 4)
    for replicate in range(REPLICATES):
        expected = regression(values[replicate], columns_of(given[replicate]))
        own = (found.treatments, slice(0, 3)), (found.periods, slice(3, 6))
        for effects, place in own:
            assert effects.value[replicate] == pytest.approx(expected.params[place], rel=1e-8)
            assert effects.se[replicate] == pytest.approx(expected.bse[place], rel=1e-8)
            assert effects.p[replicate] == pytest.approx(expected.pvalues[place], rel=1e-7)
        overall = expected.f_test(np.eye(3, expected.params.size))
        assert found.treatments.f[replicate] == pytest.approx(float(overall.fvalue), rel=1e-8)
        assert found.treatments.f_p[replicate] == pytest.approx(float(overall.pvalue), rel=1e-7)
        assert found.df[replicate] == expected.df_resid


def test_carry_over_is_that_of_statsmodels() -> None:
    values, given = people()
    found = crossover_with_carryover(values, given, 4)
    assert found.carryover is not None
    before = np.concatenate([np.full_like(given[..., :1], -1), given[..., :-1]], axis=2)
    for replicate in range(REPLICATES):
        columns = np.concatenate(
            [columns_of(given[replicate]), before[replicate][..., None] == np.arange(1, 4)], axis=-1
        )
        expected = regression(values[replicate], columns)
        assert found.treatments.value[replicate] == pytest.approx(expected.params[:3], rel=1e-8)
        assert found.carryover.value[replicate] == pytest.approx(expected.params[6:9], rel=1e-8)
        assert found.carryover.se[replicate] == pytest.approx(expected.bse[6:9], rel=1e-8)


def test_exchanging_two_treatments_turns_the_sign() -> None:
    values, given = people()
    two = np.where(given < 2, given, -1)
    values = np.where(two >= 0, values, np.nan)
    inside = np.where(two >= 0, two, 0)
    plain = crossover(values, inside, 2)
    turned = crossover(values, np.where(two >= 0, 1 - inside, 0), 2)
    np.testing.assert_allclose(turned.treatments.value, -plain.treatments.value, rtol=1e-9)
    np.testing.assert_allclose(turned.treatments.p, plain.treatments.p, rtol=1e-9)
    np.testing.assert_allclose(turned.periods.value, plain.periods.value, rtol=1e-8, atol=1e-9)


def test_people_with_one_period_are_left_out_and_change_nothing() -> None:
    values, given = people()
    values[:, 0, 1:] = np.nan
    with_them, without = crossover(values, given, 4), crossover(values[:, 1:], given[:, 1:], 4)
    np.testing.assert_allclose(with_them.treatments.value, without.treatments.value, rtol=1e-9)
    np.testing.assert_allclose(with_them.df, without.df)
    assert with_them.left_out[:, 0].all()
    assert (with_them.n == without.n).all()


def test_a_level_of_each_person_changes_nothing() -> None:
    values, given = people()
    moved = values + 100.0 * np.arange(PEOPLE)[None, :, None]
    plain, other = crossover(values, given, 4), crossover(moved, given, 4)
    np.testing.assert_allclose(other.treatments.value, plain.treatments.value, rtol=1e-7, atol=1e-9)


def test_a_replicate_without_people_gives_nothing_and_stops_nothing() -> None:
    values, given = people()
    values[1], given[1] = np.nan, -1
    found = crossover(values, given, 4)
    assert found.converged.tolist() == [True, False, True]
    assert np.isnan(found.treatments.value[1]).all() and np.isnan(found.treatments.f_p[1])
    assert found.notes == ("1 of 3 repetitions gives no estimate: nobody was measured in two periods.",)
    alone = crossover(values[2:], given[2:], 4)
    np.testing.assert_allclose(found.treatments.value[2], alone.treatments.value[0], rtol=1e-12)


def test_two_orders_of_two_treatments_cannot_tell_carry_over_apart() -> None:
    """In AB and BA the carry-over is what period and treatment do together, so nothing is given."""
    values, _ = people()
    order = np.broadcast_to(np.array([[0, 1], [1, 0]])[np.arange(PEOPLE) % 2], (REPLICATES, PEOPLE, 2))
    assert crossover(values[..., :2], order, 2).converged.all()
    both = crossover_with_carryover(values[..., :2], order, 2)
    assert not both.converged.any()
    assert "the measurements do not tell the effects apart" in both.notes[0]
