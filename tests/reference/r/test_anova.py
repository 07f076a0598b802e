"""Protects: analyses of variance over visits are those of R's afex, unequal arms included."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.mixed_anova import mixed_anova
from lassitude.statistics.repeated_measures import repeated_measures
from lassitude.statistics.sphericity import UnivariateTest
from tests.reference.r.made import ARM, PEOPLE, course, long_table

SCRIPT = """
suppressMessages(library(afex))
tell <- function(name, fit) {
  found <- suppressWarnings(summary(fit))
  for (effect in rownames(found$univariate.tests)[-1]) {
    to <- paste(name, effect)
    row <- found$univariate.tests[effect, ]
    give(paste(to, "f"), row["F value"]); give(paste(to, "p"), row["Pr(>F)"])
    give(paste(to, "df_effect"), row["num Df"]); give(paste(to, "df_error"), row["den Df"])
    if (effect %in% rownames(found$pval.adjustments)) {
      give(paste(to, "epsilon_gg"), found$pval.adjustments[effect, "GG eps"])
      give(paste(to, "epsilon_hf"), found$pval.adjustments[effect, "HF eps"])
      give(paste(to, "p_gg"), found$pval.adjustments[effect, "Pr(>F[GG])"])
      give(paste(to, "p_hf"), found$pval.adjustments[effect, "Pr(>F[HF])"])
      give(paste(to, "mauchly_w"), found$sphericity.tests[effect, "Test statistic"])
      give(paste(to, "mauchly_p"), found$sphericity.tests[effect, "p-value"])
    }
  }
}
tell("mixed", aov_ez("subject", "y", data, between = "arm", within = "visit", type = 3))
tell("one", aov_ez("subject", "y", subset(data, arm == "drug"), within = "visit"))
tell("three", aov_ez("subject", "y", subset(data, visit != "M12"), between = "arm", within = "visit"))
"""
NAMES = ("f", "df_effect", "df_error", "epsilon_gg", "epsilon_hf", "mauchly_w", "p", "p_gg", "p_hf")


@pytest.fixture(scope="module")
def answers(r) -> dict[str, float]:
    return r(SCRIPT, {"data": long_table(course())})


def same(own: UnivariateTest, answers: dict[str, float], to: str) -> None:
    for name in NAMES:
        assert getattr(own, name)[0] == pytest.approx(answers[f"{to} {name}"], rel=1e-8), name


@pytest.mark.parametrize(("name", "visits"), [("mixed", 4), ("three", 3)])
def test_mixed_anova(answers: dict[str, float], name: str, visits: int) -> None:
    groups = [(arm == ARM)[None] for arm in range(3)]
    found = mixed_anova(course()[None, :, :visits], groups)
    assert found.n[0] == PEOPLE
    same(found.visit, answers, f"{name} visit")
    same(found.interaction, answers, f"{name} arm:visit")
    for part in ("f", "df_effect", "df_error", "p"):
        assert getattr(found.arm, part)[0] == pytest.approx(answers[f"{name} arm {part}"], rel=1e-8)


def test_one_arm(answers: dict[str, float]) -> None:
    found = repeated_measures(course()[None, ARM == 0])
    for name in NAMES:
        assert getattr(found, name)[0] == pytest.approx(answers[f"one visit {name}"], rel=1e-8), name


def test_mauchly_agrees_as_far_as_r_follows_box(answers: dict[str, float]) -> None:
    """Of three visits p is the same. Of four R's second-order term takes 3p for 3d, p being d + 1."""
    groups = [(arm == ARM)[None] for arm in range(3)]
    three, four = (mixed_anova(course()[None, :, :visits], groups).visit for visits in (3, 4))
    assert three.mauchly_p[0] == pytest.approx(answers["three visit mauchly_p"], rel=1e-8)
    assert four.mauchly_p[0] == pytest.approx(answers["mixed visit mauchly_p"], rel=2e-3)
    np.testing.assert_allclose(four.mauchly_w[0], answers["mixed visit mauchly_w"], rtol=1e-9)
