"""Protects: formulas, least squares means and tests of terms are those of lmerTest and emmeans.

A random intercept is compound symmetry. Three arms of unequal size, a covariate that meets the arms, and a
sixth of the later values lost: nothing is balanced, so every convention shows. lmer ends its search within
1e-4 of the maximum.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.statistics.mixed_models.effect_tests import Kind, effect_tests
from lassitude.statistics.mixed_models.formula import FormulaModel, mixed_model
from lassitude.statistics.mixed_models.least_squares_means import ls_differences, ls_means
from lassitude.statistics.mixed_models.structures import CommonCovariance
from tests.reference.r.made import long_table, some_missing

SCRIPT = """
suppressMessages({library(lme4); library(lmerTest); library(emmeans)})
missing$visit <- factor(paste0("T", missing$time))
options(contrasts = c("contr.sum", "contr.poly"))
tight <- lmerControl(optCtrl = list(xtol_rel = 1e-12, ftol_abs = 1e-14))
plain <- lmer(y ~ arm * visit + age + (1 | subject), missing, control = tight)
slopes <- lmer(y ~ arm * age + visit + (1 | subject), missing, control = tight)
for (name in c("plain", "slopes")) {
  fit <- get(name)
  give(paste(name, "variances"), as.data.frame(VarCorr(fit))$vcov)
  for (kind in c("II", "III")) {
    found <- anova(fit, type = kind, ddf = "Satterthwaite")
    for (term in rownames(found))
      give(paste(name, kind, term), unlist(found[term, c("F value", "NumDF", "DenDF", "Pr(>F)")]))
  }
  means <- as.data.frame(emmeans(fit, "arm", lmer.df = "kenward-roger"))
  give(paste(name, "means"), means$emmean); give(paste(name, "errors"), means$SE)
  give(paste(name, "df"), means$df)
}
pairs <- as.data.frame(pairs(emmeans(plain, "arm", by = "visit", lmer.df = "kenward-roger"), reverse = TRUE))
pairs <- pairs[order(pairs$visit), ]
give("pairs", pairs$estimate); give("pairs se", pairs$SE); give("pairs df", pairs$df)
"""
FORMULAS = {"plain": "y ~ arm * visit + age", "slopes": "y ~ arm * age + visit"}


@pytest.fixture(scope="module")
def answers(r) -> dict[str, float]:
    return r(SCRIPT, {"missing": long_table(some_missing())})


def model(name: str, satterthwaite: bool = False) -> FormulaModel:
    columns = long_table(some_missing())
    table = pl.DataFrame({key: list(values) for key, values in columns.items()}).with_columns(
        pl.format("T{}", "time").alias("visit"), pl.col("subject").cast(pl.String)
    )
    return mixed_model(
        table, FORMULAS[name], subject="subject", visit="visit", covariance=CommonCovariance(),
        degrees_of_freedom="satterthwaite" if satterthwaite else None,
    )  # fmt: skip


def several(answers: dict[str, float], name: str, count: int) -> list[float]:
    return [answers[f"{name}[{k}]"] for k in range(count)]


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("kind", ["II", "III"])
def test_terms(answers: dict[str, float], name: str, kind: Kind) -> None:
    """F of every term; degrees of freedom of several rows together depend on how these are written."""
    made = model(name, satterthwaite=True)
    variances = made.fit.parameters[0, 0]
    assert variances == pytest.approx(several(answers, f"{name} variances", 2), rel=1e-4)
    for row in effect_tests(made, kind).to_dicts():
        f, count, df, _ = several(answers, f"{name} {kind} {row['term']}", 4)
        assert row["df"] == count
        assert row["f"] == pytest.approx(f, rel=2e-4)
        assert row["denominator_df"] == pytest.approx(df, rel=1e-3 if count == 1 else 0.03)


@pytest.mark.parametrize("name", FORMULAS)
def test_means(answers: dict[str, float], name: str) -> None:
    found = ls_means(model(name), ["arm"])
    assert found["estimate"].to_list() == pytest.approx(several(answers, f"{name} means", 3), rel=1e-6)
    assert found["se"].to_list() == pytest.approx(several(answers, f"{name} errors", 3), rel=1e-4)
    assert found["df"].to_list() == pytest.approx(several(answers, f"{name} df", 3), rel=1e-2)


def test_pairs_at_each_visit(answers: dict[str, float]) -> None:
    found = ls_differences(model("plain"), "arm", ["visit"])
    count = found.height
    assert np.array(found["estimate"]) == pytest.approx(several(answers, "pairs", count), abs=1e-5)
    assert np.array(found["se"]) == pytest.approx(several(answers, "pairs se", count), rel=1e-4)
    assert np.array(found["df"]) == pytest.approx(several(answers, "pairs df", count), rel=1e-2)
