"""Protects: sums over held-out numbers, of which those of one study miss together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest, ttest_1samp

from lassitude.prediction.scoreboard.coverage import coverage
from lassitude.prediction.scoreboard.skill import failures_first, skill, summaries
from tests.unit.prediction.scoreboard.made_up import INSIDE, OUTSIDE, TWICE


@pytest.mark.parametrize("inside", [0, 3, 7, 10])
def test_with_one_number_a_study_the_interval_is_that_of_clopper_and_pearson(inside: int) -> None:
    found = coverage([(str(study), study < inside) for study in range(10)], 0.9)
    exact = binomtest(inside, 10).proportion_ci(0.95, method="exact")
    assert found is not None
    assert (found.interval95.lower, found.interval95.upper) == pytest.approx((exact.low, exact.high))


def test_many_numbers_of_one_study_are_as_sure_as_one() -> None:
    once = coverage([("a", True), ("b", False), ("c", True)], 0.9)
    often = coverage([("a", True)] * 20 + [("b", False)] * 3 + [("c", True)], 0.9)
    assert once is not None and often is not None
    assert often.share == once.share and often.interval95 == once.interval95
    assert (often.studies, often.numbers) == (3, 24)


def test_nothing_to_count_is_no_coverage() -> None:
    assert coverage([], 0.9) is None


def test_skill_is_the_geometric_mean_of_ratios_and_its_interval_that_of_student() -> None:
    ratios = [0.5, 0.8, 1.3, 0.4]
    found = skill((str(place), ratio, 1.0) for place, ratio in enumerate(ratios))
    assert found is not None and found.interval95 is not None
    assert found.value == pytest.approx(1 - np.prod(ratios) ** 0.25)
    exact = ttest_1samp(np.log(ratios), 0.0).confidence_interval(0.95)
    assert found.interval95.lower == pytest.approx(1 - np.exp(exact.high))
    assert found.interval95.upper == pytest.approx(1 - np.exp(exact.low))


def test_a_study_with_many_numbers_weighs_no_more() -> None:
    assert skill([("a", 1.0, 2.0)] * 9 + [("b", 2.0, 1.0)]).value == pytest.approx(0.0)  # type: ignore[union-attr]


def test_fatigue_is_summed_apart_and_further_estimates_of_a_number_do_not_count() -> None:
    fatigue, disease = summaries([INSIDE, OUTSIDE, TWICE])
    assert (fatigue.domain, fatigue.coverage90.share, fatigue.coverage90.numbers) == ("fatigue", 1.0, 1)
    assert (disease.domain, disease.coverage90.share) == ("disease course", 0.0)
    assert fatigue.over_no_change is not None and fatigue.over_no_change.value == pytest.approx(0.5)
    assert fatigue.over_other_studies is not None and fatigue.over_other_studies.value == pytest.approx(-1.0)
    assert disease.over_no_change is None


def test_failures_come_first_within_a_domain() -> None:
    worse = replace(INSIDE, estimate="FIS.total|mean|M36|ahsct", inside90=False, z=-2.5)
    worst = replace(worse, estimate="FIS.total|mean|M30|ahsct", z=2.8, beyond=True)
    assert failures_first([OUTSIDE, INSIDE, worse, worst]) == (worst, worse, INSIDE, OUTSIDE)
