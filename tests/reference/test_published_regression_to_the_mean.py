"""Protects: the one known answer about the fall of a placebo arm, through the command's own arithmetic.

SD 19.7 and ICC 0.863 follow from `learmonth2013_psychometrics`; the cut of 33 and the mean of 51.3 at entry
are those of `nourbakhsh2021_triumphant`. The derivation is in `single_arm_regression`: of a fall of 10.7
points, regression to the mean accounts for about 1.6.
"""

from __future__ import annotations

import pytest

from lassitude.evidence import resolve
from lassitude.prediction.single_arm import SingleArm
from lassitude.prediction.single_arm_regression import Window, population_mean, regression
from lassitude.prediction.single_arm_results import attribute_single_arm
from lassitude.prediction.single_arm_scores import score_of

AT_ENTRY = float(resolve("nourbakhsh2021_triumphant:arms.baseline.mean"))
CHANGE = float(resolve("nourbakhsh2021_triumphant:effect.placebo_change"))


def test_the_derivation_gives_about_one_point_six() -> None:
    # Solved apart by SciPy's brentq: the population's mean is 39.4377, the regression -1.6251.
    mean = population_mean(51.3, 19.7, Window(low=33.0)).item()
    assert mean == pytest.approx(39.4377, abs=1e-3)
    assert regression(51.3, mean, 0.863, 1).item() == pytest.approx(-1.6251, abs=1e-3)


def test_the_published_numbers_are_those_of_the_known_answer() -> None:
    score = score_of("MFIS.total", "rrms", None, None, None, "")
    assert score.icc.value == 0.863
    assert round(score.sd.value, 1) == 19.7
    assert (AT_ENTRY, CHANGE) == (51.3, -10.7)


def test_the_command_says_the_same_of_the_placebo_arm() -> None:
    asked = SingleArm(
        "MFIS", 141, 5, "blinded", change=CHANGE, entry="MFIS.total > 33", comparator="placebo",
        entry_mean=AT_ENTRY,
    )  # fmt: skip
    parts = {one.part: one for one in attribute_single_arm(asked, 1).attribution}
    assert parts["regression_to_the_mean"].change.median == pytest.approx(-1.6, abs=0.1)
    assert not parts["regression_to_the_mean"].prior_only
    assert parts["not_told_apart"].prior_only
