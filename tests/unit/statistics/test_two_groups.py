"""Protects: Welch's test is scipy's, whoever is missing, and says where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.two_groups import welch

KEYS = person_keys(11, np.arange(5)[:, None], np.arange(30)[None])
VALUES = 40 + 9 * normals(KEYS, "score", 0) * np.where(np.arange(30) < 12, 1.0, 3.0)
VALUES = np.where(uniforms(KEYS, "missing", 0) < 0.1, np.nan, VALUES)
OWN, REFERENCE = VALUES.copy(), VALUES.copy()
OWN[:, 12:] = np.nan
REFERENCE[:, :12] = np.nan


def test_estimates_are_those_of_scipy() -> None:
    found = welch(OWN, REFERENCE)
    for replicate in range(5):
        pair = OWN[replicate], REFERENCE[replicate]
        expected = stats.ttest_ind(*pair, equal_var=False, nan_policy="omit")
        ends = stats.ttest_ind(*(one[np.isfinite(one)] for one in pair), equal_var=False).confidence_interval(
            0.95
        )
        assert found.t[replicate] == pytest.approx(float(expected.statistic), rel=1e-10)
        assert found.df[replicate] == pytest.approx(float(expected.df), rel=1e-10)
        assert found.p[replicate] == pytest.approx(float(expected.pvalue), rel=1e-9)
        interval = (found.interval.low[replicate], found.interval.high[replicate])
        assert interval == pytest.approx((ends.low, ends.high), rel=1e-9)
    assert found.n.tolist() == np.isfinite(VALUES).sum(axis=1).tolist()


def test_exchanging_the_groups_turns_the_sign_exactly() -> None:
    found, turned = welch(OWN, REFERENCE), welch(REFERENCE, OWN)
    np.testing.assert_array_equal(turned.difference, -found.difference)
    np.testing.assert_array_equal(turned.p, found.p)


def test_a_replicate_without_a_group_gives_nothing_and_stops_nothing() -> None:
    empty = OWN.copy()
    empty[2] = np.nan
    found = welch(empty, REFERENCE)
    assert found.converged.tolist() == [True, True, False, True, True]
    assert np.isnan([found.difference[2], found.se[2], found.p[2], found.interval.low[2]]).all()
    assert found.notes == (
        "1 of 5 repetitions gives no estimate: fewer than two people of the group have a value.",
    )


def test_groups_without_any_variation_give_no_test() -> None:
    found = welch(np.array([[3.0, 3.0, 3.0]]), np.array([[5.0, 5.0, 5.0]]))
    assert not found.converged.any()
