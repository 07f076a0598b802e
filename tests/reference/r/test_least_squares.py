"""Protects: adjusted comparisons, regressions of arms and crossovers are those of R's lm and emmeans."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.crossover import crossover, crossover_with_carryover
from lassitude.statistics.planned.arm_regression import arm_regression_blocks
from lassitude.statistics.two_groups import welch
from lassitude.study.analyses.between_arms import ArmRegression
from tests.reference.r.made import ARM, ARMS, PEOPLE, ages, some_missing

SCRIPT = """
suppressMessages(library(emmeans))
people$arm <- relevel(people$arm, ref = "placebo")
tell <- function(name, table) {
  wanted <- c("emmean", "estimate", "SE", "df", "lower.CL", "upper.CL", "p.value")
  for (column in intersect(wanted, names(table)))
    give(paste(name, column), table[[column]])
}
ancova <- lm(after ~ arm + before + age, people)
tell("mean", summary(emmeans(ancova, "arm"), infer = c(TRUE, FALSE)))
tell("difference", summary(contrast(emmeans(ancova, "arm"), "trt.vs.ctrl", ref = 1), adjust = "none",
     infer = c(TRUE, TRUE)))
give("ancova p", anova(update(ancova, . ~ . - arm), ancova)[2, "Pr(>F)"])
used <- na.omit(people[c("after", "before", "age", "arm", "sex")])
used$change <- used$after - used$before
for (name in c("before", "age")) used[[name]] <- used[[name]] - mean(used[[name]])
used$male <- (used$sex == "male") - mean(used$sex == "male")
full <- lm(change ~ arm * male + before + age, used)
told <- summary(full)$coefficients
for (name in rownames(told)) give(name, told[name, ])
give("arm:male p", anova(update(full, . ~ . - arm:male), full)[2, "Pr(>F)"])
give("r squared", summary(full)$r.squared)
two <- t.test(after ~ arm, subset(people, arm != "other"))
give("welch", c(two$statistic, two$parameter, two$p.value))
cross <- lm(y ~ person + period + treatment, crossed)
told <- summary(cross)$coefficients
for (name in grep("period|treatment", rownames(told), value = TRUE)) give(name, told[name, ])
give("cross df", cross$df.residual)
give("treatment p", anova(update(cross, . ~ . - treatment), cross)[2, "Pr(>F)"])
crossed$carried <- relevel(crossed$carried, ref = "none")
both <- lm(y ~ person + period + treatment + b + c, crossed)
told <- summary(both)$coefficients
for (name in c("treatmentB", "treatmentC", "b", "c")) give(paste("with", name), told[name, ])
"""

PERIODS, CROSSED = 3, 18
ORDERS = np.array([[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])


def sexes() -> list[str]:
    keys = person_keys(2024, np.int64(0), np.arange(PEOPLE))
    return np.where(uniforms(keys, "sex", 0) < 0.6, "female", "male").tolist()


def periods() -> tuple[np.ndarray, np.ndarray]:
    """Three treatments in three periods, in all six orders; some periods missed."""
    keys = person_keys(77, np.int64(0), np.arange(CROSSED))
    given = ORDERS[np.arange(CROSSED) % 6]
    own = 50 + 10 * normals(keys, "own", 0)
    noise = np.stack([4 * normals(keys, "noise", period) for period in range(PERIODS)], axis=1)
    values = np.round(own[:, None] + np.array([0.0, -3.0, -6.0])[given] - np.arange(3) + noise, 3)
    lost = np.stack([uniforms(keys, "lost", period) < 0.12 for period in range(PERIODS)], axis=1)
    return np.where(lost, np.nan, values), given


@pytest.fixture(scope="module")
def answers(r) -> dict[str, float]:
    values, given = some_missing(), periods()[1]
    after = [None if np.isnan(value) else float(value) for value in values[:, 3]]
    people = {
        "arm": [ARMS[arm] for arm in ARM], "before": values[:, 0].tolist(), "after": after,
        "age": ages().tolist(), "sex": sexes(),
    }  # fmt: skip
    person, period = np.nonzero(np.isfinite(periods()[0]))
    before = np.where(period > 0, given[person, np.maximum(period - 1, 0)], -1)
    crossed = {
        "person": [f"P{number:02d}" for number in person],
        "period": [f"P{number + 1}" for number in period],
        "treatment": ["ABC"[arm] for arm in given[person, period]],
        "carried": [("A", "B", "C", "none")[arm] for arm in before],
        "b": (before == 1).astype(float).tolist(),
        "c": (before == 2).astype(float).tolist(),
        "y": periods()[0][person, period].tolist(),
    }
    return r(SCRIPT, {"people": people, "crossed": crossed})


def test_analysis_of_covariance(answers: dict[str, float]) -> None:
    values = some_missing()
    covariates = np.stack([values[:, 0], ages()], axis=1)[None]
    found = analysis_of_covariance(
        values[None, :, 3], covariates, [(arm == ARM)[None] for arm in range(3)], 2
    )
    order = [2, 0, 1]
    for place, arm in enumerate(order):
        own = found.means[arm]
        assert own.value[0] == pytest.approx(answers[f"mean emmean[{place}]"], rel=1e-9)
        assert own.se[0] == pytest.approx(answers[f"mean SE[{place}]"], rel=1e-8)
        assert own.interval.low[0] == pytest.approx(answers[f"mean lower.CL[{place}]"], rel=1e-8)
    for place, arm in enumerate(order[1:]):
        own = found.differences[arm]
        assert own.value[0] == pytest.approx(answers[f"difference estimate[{place}]"], rel=1e-8)
        assert own.se[0] == pytest.approx(answers[f"difference SE[{place}]"], rel=1e-8)
        assert own.p[0] == pytest.approx(answers[f"difference p.value[{place}]"], rel=1e-7)
        assert own.interval.high[0] == pytest.approx(answers[f"difference upper.CL[{place}]"], rel=1e-7)
    assert found.p[0] == pytest.approx(answers["ancova p"], rel=1e-7)


def test_regression_of_arms_with_an_interaction(answers: dict[str, float]) -> None:
    values = some_missing()[None, :, [0, 3]]
    male = (np.array(sexes()) == "male").astype(float)[None]
    columns = {
        "FIS.total@M0": ("points", values[..., 0]),
        "age_years": ("year", ages()[None]),
        "sex=male": ("1", male),
    }
    plan = ArmRegression(
        type="arm-regression", endpoint="FIS.total", change_from="M0", at="M12", reference="placebo",
        covariates=("FIS.total@M0", "age_years", "sex"), interactions=("sex",),
    )  # fmt: skip
    names = tuple(f"P{number:02d}" for number in range(PEOPLE))
    blocks = [
        ArmBlock("FIS.total", arm, "points", ("M0", "M12"), names,
                 np.where((place == ARM)[:, None], values, np.nan), (place == ARM)[None])
        for place, arm in enumerate(ARMS)
    ]  # fmt: skip
    found = {
        one.id.removeprefix("FIS.total|"): one for one in arm_regression_blocks(blocks, "a", plan, columns)
    }
    pairs = {
        "regression_difference:placebo|M12|drug": "armdrug",
        "regression_difference:placebo|M12|other": "armother",
        "slope:age_years|M12|all": "age",
        "slope:sex=male|M12|all": "male",
        "slope_difference:sex=male|M12|drug": "armdrug:male",
        "slope_difference:sex=male|M12|other": "armother:male",
    }
    for own, theirs in pairs.items():
        one = found[own]
        assert one.se is not None and one.p is not None
        for place, number in ((0, one.value[0]), (1, one.se[0]), (3, one.p[0])):
            assert number == pytest.approx(answers[f"{theirs}[{place}]"], rel=1e-7), own
    assert found["regression_p:arm*sex|M12|all"].value[0] == pytest.approx(answers["arm:male p"], rel=1e-7)
    assert found["r_squared|M12|all"].value[0] == pytest.approx(answers["r squared"], rel=1e-9)


def test_welch(answers: dict[str, float]) -> None:
    after = some_missing()[None, :, 3]
    found = welch(np.where(ARM == 0, after, np.nan), np.where(ARM == 2, after, np.nan))
    t = found.difference[0] / found.se[0]
    assert [-t, found.df[0], found.p[0]] == pytest.approx(
        [answers[f"welch[{i}]"] for i in range(3)], rel=1e-9
    )


def test_crossover_with_and_without_carry_over(answers: dict[str, float]) -> None:
    values, given = periods()
    found = crossover(values[None], given[None], 3)
    for place, name in enumerate(("treatmentB", "treatmentC")):
        own = [found.treatments.value[0, place], found.treatments.se[0, place], found.treatments.p[0, place]]
        assert own == pytest.approx([answers[f"{name}[{i}]"] for i in (0, 1, 3)], rel=1e-7)
    for place, name in enumerate(("periodP2", "periodP3")):
        assert found.periods.value[0, place] == pytest.approx(answers[f"{name}[0]"], rel=1e-7)
    assert found.df[0] == answers["cross df"]
    assert found.treatments.f_p[0] == pytest.approx(answers["treatment p"], rel=1e-7)
    both = crossover_with_carryover(values[None], given[None], 3)
    assert both.carryover is not None
    for effects, names in ((both.treatments, ("treatmentB", "treatmentC")), (both.carryover, ("b", "c"))):
        for place, name in enumerate(names):
            own = [effects.value[0, place], effects.se[0, place], effects.p[0, place]]
            assert own == pytest.approx([answers[f"with {name}[{i}]"] for i in (0, 1, 3)], rel=1e-6)
