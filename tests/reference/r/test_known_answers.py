"""Protects: the known answers that other tests carry are what R gives, data sets of R packages included.

``md_12.1`` is in afex, ``sleepstudy`` in lme4. The numbers are those of the packages' own documentation as
well; a difference would mean that the answers in use here, not R, had changed.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.mixed_models.fit import mixed_model_at
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import Unstructured
from lassitude.statistics.repeated_measures import factorial_contrasts, within_effect
from tests.reference.test_statistics_anova import ANGLE, BOTH, REACTION_TIMES

SCRIPT = """
suppressMessages(library(afex))
data(md_12.1)
fit <- aov_ez("id", "rt", md_12.1, within = c("noise", "angle"))
found <- suppressWarnings(summary(fit))
for (effect in c("angle", "noise:angle")) {
  give(paste(effect, "f"), found$univariate.tests[effect, "F value"])
  give(paste(effect, "p"), found$univariate.tests[effect, "Pr(>F)"])
  give(paste(effect, "w"), found$sphericity.tests[effect, "Test statistic"])
  give(paste(effect, "mauchly p"), found$sphericity.tests[effect, "p-value"])
  give(paste(effect, "gg"), found$pval.adjustments[effect, "GG eps"])
  give(paste(effect, "hf"), found$pval.adjustments[effect, "HF eps"])
  give(paste(effect, "p gg"), found$pval.adjustments[effect, "Pr(>F[GG])"])
  give(paste(effect, "p hf"), found$pval.adjustments[effect, "Pr(>F[HF])"])
}
sleep <- lme4::lmer(Reaction ~ Days + (Days | Subject), lme4::sleepstudy)
give("sleep reml", lme4::REMLcrit(sleep))
give("sleep fixed", lme4::fixef(sleep))
give("sleep sd", as.data.frame(lme4::VarCorr(sleep))$sdcor)
give("sleep errors", sqrt(diag(as.matrix(vcov(sleep)))))
give("sleep y", lme4::sleepstudy$Reaction)
"""


@pytest.fixture(scope="module")
def answers(r) -> dict[str, float]:
    return r(SCRIPT, {})


@pytest.mark.parametrize(("effect", "varies"), [("angle", ANGLE), ("noise:angle", BOTH)])
def test_both_agree_on_the_two_way_design(
    answers: dict[str, float], effect: str, varies: tuple[bool, bool]
) -> None:
    own = within_effect(REACTION_TIMES, factorial_contrasts((2, 3), varies))
    pairs = {
        "f": own.f, "p": own.p, "w": own.mauchly_w, "mauchly p": own.mauchly_p,
        "gg": own.epsilon_gg, "hf": own.epsilon_hf, "p gg": own.p_gg, "p hf": own.p_hf,
    }  # fmt: skip
    for name, found in pairs.items():
        assert found[0] == pytest.approx(answers[f"{effect} {name}"], rel=1e-9), name


def test_sleepstudy_has_the_likelihood_of_lme4(answers: dict[str, float]) -> None:
    """A random intercept and slope are one covariance of the ten days; at theirs, the rest must agree."""
    days = np.arange(10.0)
    values = np.array([answers[f"sleep y[{row}]"] for row in range(180)]).reshape(1, 18, 10)
    level, slope, correlation, residual = (answers[f"sleep sd[{index}]"] for index in range(4))
    both = level * slope * correlation
    people = np.array([[level**2, both], [both, slope**2]])
    design = np.stack([np.ones(10), days], axis=1)
    covariance = design @ people @ design.T + residual**2 * np.eye(10)
    regressors = np.broadcast_to(design, (1, 18, 10, 2))
    lower = covariance[np.tril_indices(10)][None, None]
    fit = mixed_model_at(Measurements(values, regressors), Unstructured(), lower)
    assert fit.deviance[0] == pytest.approx(answers["sleep reml"], abs=1e-6)
    fixed = [answers[f"sleep fixed[{index}]"] for index in (0, 1)]
    errors = [answers[f"sleep errors[{index}]"] for index in (0, 1)]
    np.testing.assert_allclose(fit.coefficients[0], fixed, rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance[0])), errors, rtol=1e-7)


def test_sleepstudy_is_what_the_package_prints(answers: dict[str, float]) -> None:
    assert answers["sleep reml"] == pytest.approx(1743.628, abs=5e-4)
    np.testing.assert_allclose(
        [answers[f"sleep fixed[{i}]"] for i in (0, 1)], [251.4051, 10.46729], atol=5e-5
    )
    sd = [answers[f"sleep sd[{i}]"] for i in range(4)]
    np.testing.assert_allclose(sd, [24.7407, 5.9221, 0.066, 25.5918], atol=5e-4)
