"""Protects: other outcomes are what R's survival, MASS and stats give, on data that the project generates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.censored import censored_normal
from lassitude.statistics.events.hazards import cox, log_rank
from lassitude.statistics.events.kaplan_meier import free_at, kaplan_meier
from lassitude.statistics.events.rates import negative_binomial
from lassitude.statistics.logistic import logistic
from lassitude.statistics.multiplicity import adjusted, false_discovery, holm

PEOPLE = 120
SCRIPT = """
library(survival); suppressMessages(library(MASS))
fit <- coxph(Surv(week, event) ~ arm + age, data = people)
give("cox", coef(fit)); give("cox se", sqrt(diag(vcov(fit)))); give("cox logl", fit$loglik)
three <- survdiff(Surv(week, event) ~ group, data = people)
give("logrank", three$chisq); give("expected", three$exp)
curve <- summary(survfit(Surv(week, event) ~ 1, data = people, conf.type = "log-log"), times = 20)
give("free", c(curve$surv, curve$std.err, curve$lower, curve$upper))
fit <- glm.nb(relapses ~ arm + age + offset(log(years)), people, control = glm.control(epsilon = 1e-12))
give("rates", coef(fit)); give("dispersion", 1 / fit$theta); give("rates logl", logLik(fit))
fit <- glm(better ~ arm + age, family = binomial, data = people, control = glm.control(epsilon = 1e-14))
give("odds", coef(fit)); give("odds se", sqrt(diag(vcov(fit))))
people$seen <- with(people, Surv(ifelse(low == 1, NA, ifelse(high == 1, 2.5, assay)),
                                 ifelse(high == 1, NA, ifelse(low == 1, 0.2, assay)), type = "interval2"))
fit <- survreg(seen ~ arm + age, data = people, dist = "gaussian",
               control = survreg.control(rel.tolerance = 1e-12))
give("assay", coef(fit)); give("assay se", sqrt(diag(vcov(fit)))[1:3]); give("assay sd", fit$scale)
give("assay logl", fit$loglik[2])
give("holm", p.adjust(c(0.012, 0.2, 0.0007, 0.03, 0.041), "holm"))
give("bh", p.adjust(c(0.012, 0.2, 0.0007, 0.03, 0.041), "BH"))
"""

Numbers = NDArray[Any]


@pytest.fixture(scope="module")
def people() -> dict[str, Numbers]:
    """Ties in weeks, counts with more spread than Poisson's, an assay with both limits."""
    keys = person_keys(4, np.zeros(PEOPLE, int), np.arange(PEOPLE))
    arm = (np.arange(PEOPLE) % 2).astype(float)
    age = np.round(40 + 10 * normals(keys, "age", 0))
    hazard = 0.03 * np.exp(-0.5 * arm + 0.02 * (age - 40))
    week = np.ceil(-np.log(uniforms(keys, "week", 0)) / hazard)
    leaves = np.ceil(60 * uniforms(keys, "leaves", 0))
    years = 0.5 + 1.5 * uniforms(keys, "years", 0)
    rate = 0.8 * np.exp(-0.4 * arm) * np.exp(0.9 * normals(keys, "frailty", 0)) * years
    relapses = (uniforms(keys, "relapse", np.arange(40)[:, None]) < rate / 40).sum(axis=0)
    assay = 1.0 - 0.4 * arm + 0.01 * (age - 40) + 0.9 * normals(keys, "assay", 0)
    better = uniforms(keys, "better", 0) < 1 / (1 + np.exp(0.8 - 0.9 * arm + 0.02 * (age - 40)))
    return {
        "arm": arm, "age": age, "group": np.arange(PEOPLE) % 3.0, "week": np.minimum(week, leaves),
        "event": (week <= leaves).astype(float), "years": years, "relapses": relapses.astype(float),
        "better": better.astype(float), "assay": assay,
        "low": (assay < 0.2).astype(float), "high": (assay > 2.5).astype(float),
    }  # fmt: skip


@pytest.fixture(scope="module")
def answers(r, people: dict[str, Numbers]) -> dict[str, float]:
    columns = {name: values.tolist() for name, values in people.items()}
    columns["group"] = [f"g{int(value)}" for value in people["group"]]
    return r(SCRIPT, {"people": columns})


def of(answers: dict[str, float], name: str, count: int) -> Numbers:
    return np.array([answers[f"{name}[{place}]"] for place in range(count)])


def columns_of(people: dict[str, Numbers], ones: bool) -> Numbers:
    parts = [np.ones(PEOPLE)] if ones else []
    return np.stack([*parts, people["arm"], people["age"]], axis=1)[None]


EVERYBODY = np.ones((1, PEOPLE), dtype=bool)


def test_hazards(answers: dict[str, float], people: dict[str, Numbers]) -> None:
    week, event = people["week"][None], people["event"][None] == 1
    fit = cox(week, event, columns_of(people, ones=False), EVERYBODY)
    np.testing.assert_allclose(fit.coefficients[0], of(answers, "cox", 2), rtol=1e-6)
    np.testing.assert_allclose(fit.se[0], of(answers, "cox se", 2), rtol=1e-6)
    likelihoods = [fit.value_at_zero[0], fit.value[0]]
    np.testing.assert_allclose(likelihoods, of(answers, "cox logl", 2), rtol=1e-9)
    test = log_rank(week, event, [people["group"][None] == place for place in range(3)])
    assert test.chi_squared[0] == pytest.approx(answers["logrank"], rel=1e-9)
    np.testing.assert_allclose(test.expected[0], of(answers, "expected", 3), rtol=1e-9)
    found = free_at(kaplan_meier(week, event, EVERYBODY), 20)
    numbers = [found.share[0], found.se[0], found.interval.low[0], found.interval.high[0]]
    np.testing.assert_allclose(numbers, of(answers, "free", 4), rtol=1e-9)


def test_rates(answers: dict[str, float], people: dict[str, Numbers]) -> None:
    given = people["relapses"][None], people["years"][None], columns_of(people, ones=True), EVERYBODY
    fit = negative_binomial(*given)
    np.testing.assert_allclose(fit.coefficients[0], of(answers, "rates", 3), rtol=1e-5)
    assert fit.dispersion[0] == pytest.approx(answers["dispersion"], rel=1e-4)
    assert fit.value[0] == pytest.approx(answers["rates logl"], abs=1e-8)


def test_odds(answers: dict[str, float], people: dict[str, Numbers]) -> None:
    fit = logistic(people["better"][None], columns_of(people, ones=True), EVERYBODY)
    np.testing.assert_allclose(fit.coefficients[0], of(answers, "odds", 3), rtol=1e-8)
    np.testing.assert_allclose(fit.se[0], of(answers, "odds se", 3), rtol=1e-8)


def test_values_beyond_two_limits(answers: dict[str, float], people: dict[str, Numbers]) -> None:
    low, high, nan = people["low"] == 1, people["high"] == 1, np.nan
    assert low.any() and high.any()
    seen = np.where(low | high, nan, people["assay"])
    limits = np.where(low, 0.2, nan)[None], np.where(high, 2.5, nan)[None]
    fit = censored_normal(seen[None], *limits, columns_of(people, ones=True), EVERYBODY)
    np.testing.assert_allclose(fit.coefficients[0], of(answers, "assay", 3), rtol=1e-6)
    np.testing.assert_allclose(fit.se[0], of(answers, "assay se", 3), rtol=1e-6)
    assert fit.sd[0] == pytest.approx(answers["assay sd"], rel=1e-6)
    assert fit.value[0] == pytest.approx(answers["assay logl"], abs=1e-8)


def test_adjusted_p(answers: dict[str, float]) -> None:
    p = np.array([[0.012, 0.2, 0.0007, 0.03, 0.041]])
    np.testing.assert_allclose(adjusted(holm(5), p)[0], of(answers, "holm", 5), rtol=1e-12)
    np.testing.assert_allclose(false_discovery(p)[0], of(answers, "bh", 5), rtol=1e-12)
