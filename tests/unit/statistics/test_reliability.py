"""Protects: reliability is that of a published example and of an analysis of variance done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.clustered import clustered_mean, clustered_share
from lassitude.statistics.descriptive import describe
from lassitude.statistics.events.crude_rates import crude_rate
from lassitude.statistics.reduction import wilson
from lassitude.statistics.reliability import reliability

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)
"""Six people, four judges: Shrout P.E., Fleiss J.L. Psychol Bull 1979;86:420-428, table 2."""


def test_the_published_example_is_found_again() -> None:
    """Table 4 there: ICC(2,1) = 0.29; its interval 0.019 to 0.761 is that of R's psych::ICC and of SPSS."""
    found = reliability(SHROUT_FLEISS[None])
    assert found.icc[0] == pytest.approx(0.29, abs=0.005)
    assert (found.interval.low[0], found.interval.high[0]) == pytest.approx((0.019, 0.761), abs=0.001)


def test_the_error_of_measurement_is_what_the_correlation_leaves_of_the_spread() -> None:
    """Total variance is that of people, of visits and of error; the example's mean squares are printed."""
    found = reliability(SHROUT_FLEISS[None])
    people, judges, error = 11.24, 32.49, 1.02
    total = (people - error) / 4 + (judges - error) / 6 + error
    assert found.sem[0] == pytest.approx(np.sqrt(total * (1 - found.icc[0])), rel=2e-3)
    assert found.mdc[0] / found.sem[0] == pytest.approx(1.959964 * np.sqrt(2), rel=1e-6)


def test_people_without_every_visit_are_left_out() -> None:
    keys = person_keys(5, np.arange(2)[:, None], np.arange(20)[None])
    values = (
        40
        + 10 * normals(keys, "level", 0)[..., None]
        + np.stack([3 * normals(keys, "visit", visit) for visit in range(2)], axis=2)
    )
    whole = reliability(values[:, 1:])
    values[:, 0, 1] = np.nan
    found = reliability(values)
    np.testing.assert_allclose(found.icc, whole.icc, atol=1e-12)
    assert found.n.tolist() == [19, 19] and found.left_out.sum(axis=1).tolist() == [1, 1]
    assert not reliability(values[:, :3]).converged.any()
    assert "do not vary" in reliability(np.full((1, 8, 2), 3.0)).notes[0]


def test_a_mean_of_one_thing_a_person_is_a_plain_mean() -> None:
    values = np.array([[1.0, 2.0, 4.0, 7.0, 7.5]])
    plain, found = describe(values[..., None]), clustered_mean(values, np.ones((1, 5)))
    assert found.value[0] == pytest.approx(plain.mean[0, 0])
    assert found.se[0] == pytest.approx(plain.se[0, 0])
    assert found.interval.low[0] == pytest.approx(plain.mean_interval.low[0, 0])
    share = clustered_share(np.array([[1.0, 0.0, 1.0, 0.0, 0.0]]), np.ones((1, 5)))
    own = wilson(np.array([2]), np.array([5]))
    assert (share.interval.low[0], share.interval.high[0]) == pytest.approx((own.low[0], own.high[0]))


def test_things_of_one_person_count_for_less_than_things_of_many() -> None:
    """Ten things that are alike in five people: the design effect is 2, and the interval that of five."""
    yes, two = np.array([[2.0, 0.0, 2.0, 0.0, 0.0]]), np.full((1, 5), 2.0)
    share = clustered_share(yes, two)
    own = wilson(np.array([2]), np.array([5]))
    assert share.things[0] == 10 and share.people[0] == 5
    assert (share.interval.low[0], share.interval.high[0]) == pytest.approx((own.low[0], own.high[0]))
    nobody = clustered_mean(np.zeros((1, 3)), np.zeros((1, 3)))
    assert np.isnan(nobody.value[0]) and nobody.people[0] == 0


def test_a_crude_rate_of_nothing_is_nothing_with_an_upper_end() -> None:
    """No event in n years: the upper end is -log(0.025) / n, the rule of three's exact form for two sides."""
    rate, interval = crude_rate(np.array([0.0, 7.0]), np.array([12.0, 0.0]))
    assert rate[0] == 0 and interval.low[0] == 0
    assert interval.high[0] == pytest.approx(-np.log(0.025) / 12)
    assert np.isnan(rate[1]) and np.isnan(interval.high[1])
