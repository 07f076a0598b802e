"""Protects: mixed models for repeated measures are those of R's nlme, lme4, pbkrtest and lmerTest.

gls knows the structures and no small-sample correction; lmer with a random intercept is compound symmetry,
and with it come Kenward-Roger (pbkrtest) and Satterthwaite (lmerTest).
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.fit import Likelihood, MixedFit, fit_mixed_model
from lassitude.statistics.mixed_models.inference import DegreesOfFreedom, contrasts, inference, joint_test
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.reference.r.made import ARM, PEOPLE, VISITS, ages, course, long_table, some_missing

SCRIPT = """
suppressMessages({library(nlme); library(lme4); library(lmerTest)})
table <- function(data) {
  data$visit <- factor(data$visit, levels = c("M0", "M3", "M6", "M12"))
  data$cell <- interaction(data$arm, data$visit, lex.order = TRUE)
  data$one <- data$time + 1
  data[order(data$subject, data$time), ]
}
full <- table(complete); some <- table(missing)
correlations <- list(
  "unstructured" = corSymm(form = ~ one | subject),
  "heterogeneous-autoregressive" = corAR1(form = ~ one | subject),
  "autoregressive" = corAR1(form = ~ one | subject),
  "heterogeneous-compound-symmetry" = corCompSymm(form = ~ 1 | subject),
  "compound-symmetry" = corCompSymm(form = ~ 1 | subject))
tight <- glsControl(tolerance = 1e-10, msTol = 1e-12, msMaxIter = 1000, maxIter = 1000)
for (name in names(correlations)) for (method in c("REML", "ML")) {
  weights <- if (name == "unstructured" || startsWith(name, "hetero")) varIdent(form = ~ 1 | visit)
  fit <- gls(y ~ 0 + cell + age, some, correlations[[name]], weights, method = method, control = tight)
  to <- paste(name, method)
  give(paste(to, "deviance"), -2 * fit$logLik)
  give(paste(to, "coefficients"), coef(fit)); give(paste(to, "errors"), sqrt(diag(vcov(fit))))
}
for (name in c("full", "some")) {
  fit <- lmer(y ~ 0 + cell + age + (1 | subject), get(name),
              control = lmerControl(optCtrl = list(xtol_rel = 1e-10, ftol_abs = 1e-12)))
  give(paste(name, "deviance"), REMLcrit(fit))
  one <- rep(0, 13); one[c(4, 12)] <- c(1, -1)
  several <- matrix(0, 3, 13)
  for (row in 1:3) several[row, c(1, 1 + row, 9, 9 + row)] <- c(-1, 1, 1, -1)
  for (ddf in c("Kenward-Roger", "Satterthwaite")) {
    found <- contest1D(fit, one, ddf = ddf)
    give(paste(name, ddf, "one"), unlist(found[c("Estimate", "Std. Error", "df", "Pr(>|t|)")]))
    found <- contestMD(fit, several, ddf = ddf)
    give(paste(name, ddf, "several"), unlist(found[c("F value", "NumDF", "DenDF", "Pr(>F)")]))
  }
}
"""


@pytest.fixture(scope="module")
def answers(r) -> dict[str, float]:
    return r(SCRIPT, {"complete": long_table(course()), "missing": long_table(some_missing())})


def fitted(values: NDArray[np.float64], structure: str, likelihood: Likelihood = "REML") -> MixedFit:
    """Fit means of arms at visits and a common slope on age, as the formula ``0 + cell + age`` does."""
    cells = np.zeros((PEOPLE, len(VISITS), 3, len(VISITS)))
    visit = np.arange(len(VISITS))
    for person, arm in enumerate(ARM):
        cells[person, visit, arm, visit] = 1
    age = np.broadcast_to(ages()[:, None, None], (PEOPLE, len(VISITS), 1))
    regressors = np.concatenate([cells.reshape(PEOPLE, len(VISITS), -1), age], axis=2)
    return fit_mixed_model(Measurements(values[None], regressors[None]), STRUCTURES[structure], likelihood)


@pytest.mark.parametrize("likelihood", ["REML", "ML"])
@pytest.mark.parametrize(
    "structure",
    [
        "unstructured",
        "heterogeneous-autoregressive",
        "autoregressive",
        "heterogeneous-compound-symmetry",
        "compound-symmetry",
    ],
)
def test_structures_are_those_of_gls(
    answers: dict[str, float], structure: str, likelihood: Likelihood
) -> None:
    """R's REML errors; its ML errors are scaled by the residual degrees of freedom, ours are not."""
    fit = fitted(some_missing(), structure, likelihood)
    assert fit.converged[0]
    to = f"{structure} {likelihood}"
    theirs = np.array([answers[f"{to} coefficients[{index}]"] for index in range(13)])
    errors = np.array([answers[f"{to} errors[{index}]"] for index in range(13)])
    if likelihood == "ML":
        errors = errors * np.sqrt((fit.rows[0] - 13) / fit.rows[0])
    assert fit.deviance[0] == pytest.approx(answers[f"{to} deviance"], rel=1e-7)
    np.testing.assert_allclose(fit.coefficients[0], theirs, rtol=5e-5)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance[0])), errors, rtol=1e-4)


WEIGHTS = np.zeros((4, 13))
WEIGHTS[0, [3, 11]] = 1, -1
for _row in range(1, 4):
    WEIGHTS[_row, [0, _row, 8, 8 + _row]] = -1, 1, 1, -1


@pytest.mark.parametrize(
    ("data", "method", "theirs", "within"),
    [
        ("full", "kenward-roger", "Kenward-Roger", 1e-4),
        ("full", "satterthwaite", "Satterthwaite", 1e-4),
        ("some", "satterthwaite", "Satterthwaite", 1e-3),
        ("some", "kenward-roger", "Kenward-Roger", 1e-2),
    ],
)
def test_small_sample_corrections_of_compound_symmetry(
    answers: dict[str, float], data: str, method: DegreesOfFreedom, theirs: str, within: float
) -> None:
    """pbkrtest takes expected for observed information, which is the same with nothing missing only."""
    fit = fitted(course() if data == "full" else some_missing(), "compound-symmetry")
    assert fit.deviance[0] == pytest.approx(answers[f"{data} deviance"], rel=1e-8)
    using = inference(fit, method)
    one, several = contrasts(using, WEIGHTS[:1]), joint_test(using, WEIGHTS[1:])
    own = [one.value[0, 0], one.se[0, 0], one.df[0, 0], one.p[0, 0]]
    expected = [answers[f"{data} {theirs} one[{index}]"] for index in range(4)]
    np.testing.assert_allclose(own[:2], expected[:2], rtol=min(within, 1e-3))
    np.testing.assert_allclose(own[2:], expected[2:], rtol=within)
    own = [several.f[0], several.df_numerator[0], several.df[0], several.p[0]]
    expected = [answers[f"{data} {theirs} several[{index}]"] for index in range(4)]
    np.testing.assert_allclose(own, expected, rtol=within)
