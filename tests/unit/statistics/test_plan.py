"""Protects: a plan is carried out on a study's tables under the agreed names, and says what it lacks."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.plan import analyze_plan
from lassitude.statistics.repeated_measures import repeated_measures
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.study.tables import TABLES

PLAN = """
schema = "lassitude.protocol/1"
id = "two-arms"
title = "Two arms, three visits"
[populations.patients]
condition = "rrms"
n = 12
[arms.treated]
population = "patients"
blinding = "open"
[arms.waiting]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { M0 = "0 mo", M6 = "6 mo", M12 = "12 mo" }
measure = ["FIS", "MFIS", "EDSS"]
[analysis.course]
type = "descriptive"
endpoint = "FIS.total"
variants = [{ endpoint = "MFIS.total", label = "21 items" }]
[analysis.primary]
type = "rm-anova"
endpoint = "FIS.total"
change_from = "M0"
variants = [{ endpoint = "MFIS.total", label = "21 items" }]
[analysis.ranks]
type = "paired-test"
endpoint = "FIS.total"
change_from = "M0"
at = "M12"
test = "wilcoxon"
[analysis.means]
type = "paired-test"
endpoint = "FIS.total"
change_from = "M0"
at = "M12"
test = "t"
[analysis.predictors]
type = "linear-regression"
endpoint = "FIS.total"
change_from = "M0"
at = "M12"
covariates = ["age_years", "EDSS.total@M0"]
[analysis.remission]
type = "complete-reduction"
endpoint = "FIS.total"
change_from = "M0"
at = "M12"
"""

VISITS, DAYS = ("M0", "M6", "M12"), (0.0, 182.625, 365.25)
ARMS = np.array(["treated"] * 12 + ["waiting"] * 12)
NAMES = [f"P-{person:02d}" for person in range(1, 25)]
Scores = dict[str, NDArray[np.float64]]


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(PLAN, "two-arms.toml")


@pytest.fixture(scope="module")
def scores() -> Scores:
    """Six replicates of 24 people at three visits; a twentieth of the values missing."""
    keys = person_keys(21, np.arange(6)[:, None, None], np.arange(24)[None, :, None])
    occasions = np.arange(3)
    level = 40 + 15 * normals(keys, "level", 0)
    found: Scores = {}
    for index, (name, scale) in enumerate((("FIS", 1.0), ("MFIS", 0.5))):
        drawn = scale * (level + 5 * normals(keys, "score", occasions, index) - 4 * occasions)
        missing = uniforms(keys, "missing", occasions, index) < 0.05
        found[name] = np.where(missing, np.nan, np.maximum(np.rint(drawn), 0))
    found["EDSS"] = np.rint(2 * (4 + normals(keys, "edss", occasions))) / 2
    return found


def study(scores: Scores, arms: NDArray[np.str_] = ARMS, names: list[str] = NAMES) -> StudyData:
    """Write the arrays as the tables that a study has."""
    shape = next(iter(scores.values())).shape
    replicate, person, visit = (np.indices(shape)[axis] for axis in range(3))
    subjects = {
        "replicate": replicate[..., 0].ravel().astype(np.int32),
        "subject": np.array(names)[person[..., 0].ravel()],
        "arm": arms[person[..., 0].ravel()],
        "age_years": 20.0 + person[..., 0].ravel(),
        "population": "patients",
        "condition": "rrms",
        "sex": "female",
        "status": "completed",
    }
    rows = []
    for name, values in scores.items():
        row = {
            "replicate": replicate.ravel().astype(np.int32),
            "subject": np.array(names)[person.ravel()],
            "visit": np.array(VISITS)[visit.ravel()],
            "day": np.array(DAYS)[visit.ravel()],
            "value": values.ravel(),
            "status": np.where(np.isnan(values), "missed", "observed").ravel(),
            "instrument": name,
            "part": "total",
            "unit": "points",
        }
        rows.append(frame("observations", row))
    description = StudyDescription("two-arms", "0" * 64, {}, "first visit")
    return check(StudyData(description, frame("subjects", subjects), pl.concat(rows)))


def frame(table: str, columns: dict[str, object]) -> pl.DataFrame:
    built = pl.DataFrame({name: value for name, value in columns.items() if isinstance(value, np.ndarray)})
    absent = {name: pl.lit(columns.get(name)) for name in TABLES[table] if name not in built.columns}
    built = built.with_columns(**absent).with_columns(pl.col(pl.Float64).fill_nan(None))
    return built.select(pl.col(name).cast(rule.type) for name, rule in TABLES[table].items())


def p_value(result: Any) -> float:
    return float(result.pvalue)


def test_every_planned_estimate_is_there_under_its_name(plan: Protocol, scores: Scores) -> None:
    found = analyze_plan(study(scores), plan)
    for arm in ("treated", "waiting"):
        for endpoint in ("FIS.total", "MFIS.total"):
            for statistic in ("n", "mean", "sd", "median", "q1", "q3"):
                assert all(f"{endpoint}|{statistic}|{visit}|{arm}" in found for visit in VISITS)
            for statistic in ("mean_change", "median_change", "percent_change_of_medians"):
                assert f"{endpoint}|{statistic}|M12|{arm}" in found
                assert f"{endpoint}|{statistic}|M0|{arm}" not in found
            for statistic in ("rm_anova_f", "rm_anova_p", "epsilon_gg"):
                assert f"{endpoint}|{statistic}|M12|{arm}" in found
        for statistic in (
            *(
                "wilcoxon_p",
                "t_p",
                "slope:age_years",
                "slope_p:age_years",
                "slope:EDSS.total@M0",
                "r_squared",
            ),
            *("complete_reduction_n", "complete_reduction_share"),
        ):
            assert f"FIS.total|{statistic}|M12|{arm}" in found
            assert f"MFIS.total|{statistic}|M12|{arm}" not in found
    assert all(name == batch.id and batch.replicates == 6 for name, batch in found.items())


def test_estimates_are_those_of_the_arrays(plan: Protocol, scores: Scores) -> None:
    found = analyze_plan(study(scores), plan)
    fis, edss = scores["FIS"][:, 12:], scores["EDSS"][:, 12:, 0]
    median = found["FIS.total|median|M6|waiting"]
    np.testing.assert_array_equal(median.value, np.nanmedian(fis[:, :, 1], axis=1))
    effect = repeated_measures(fis)
    np.testing.assert_allclose(found["FIS.total|rm_anova_f|M12|waiting"].value, effect.f, rtol=1e-9)
    np.testing.assert_allclose(found["FIS.total|rm_anova_p|M12|waiting"].value, effect.p_gg, rtol=1e-9)
    change = fis[:, :, 2] - fis[:, :, 0]
    for replicate in range(6):
        own = change[replicate][np.isfinite(change[replicate])]
        rank, t = found["FIS.total|wilcoxon_p|M12|waiting"], found["FIS.total|t_p|M12|waiting"]
        assert rank.value[replicate] == pytest.approx(p_value(stats.wilcoxon(own)), rel=1e-9)
        assert t.value[replicate] == pytest.approx(p_value(stats.ttest_1samp(own, 0)), rel=1e-9)
        known = np.isfinite(change[replicate])
        design = np.stack([np.ones(12), 32.0 + np.arange(12), edss[replicate]], axis=1)[known]
        expected = np.linalg.lstsq(design, change[replicate][known])[0]
        slopes = [found[f"FIS.total|slope:{name}|M12|waiting"] for name in ("age_years", "EDSS.total@M0")]
        assert [slope.value[replicate] for slope in slopes] == pytest.approx(list(expected[1:]), rel=1e-8)
    assert found["FIS.total|slope:age_years|M12|waiting"].unit == "points/year"


def test_a_replicate_alone_gives_what_it_gives_among_others(plan: Protocol, scores: Scores) -> None:
    together = analyze_plan(study(scores), plan)
    alone = analyze_plan(study({name: values[3:4] for name, values in scores.items()}), plan)
    assert list(together) == list(alone)
    for name, batch in alone.items():
        np.testing.assert_allclose(batch.value[0], together[name].value[3], rtol=1e-9, err_msg=name)
        assert batch.n[0] == together[name].n[3]
        assert batch.converged[0] == together[name].converged[3]


def test_exchanging_the_names_of_the_arms_exchanges_their_estimates(plan: Protocol, scores: Scores) -> None:
    plain = analyze_plan(study(scores), plan)
    exchanged = analyze_plan(study(scores, ARMS[::-1]), plan)
    other = {"treated": "waiting", "waiting": "treated"}
    for name, batch in plain.items():
        stem, arm = name.rsplit("|", 1)
        np.testing.assert_array_equal(exchanged[f"{stem}|{other[arm]}"].value, batch.value, err_msg=name)
    difference = (
        plain["FIS.total|mean_change|M12|treated"].value - plain["FIS.total|mean_change|M12|waiting"].value
    )
    turned = [exchanged[f"FIS.total|mean_change|M12|{arm}"].value for arm in ("treated", "waiting")]
    np.testing.assert_array_equal(turned[0] - turned[1], -difference)


def test_one_more_arm_changes_nothing_for_the_others(plan: Protocol, scores: Scores) -> None:
    without = {name: values[:, :12] for name, values in scores.items()}
    alone = analyze_plan(study(without, ARMS[:12], NAMES[:12]), plan)
    both = analyze_plan(study(scores), plan)
    for name, batch in alone.items():
        np.testing.assert_allclose(both[name].value, batch.value, rtol=1e-12, err_msg=name)


def test_whom_an_analysis_left_out_is_named(plan: Protocol, scores: Scores) -> None:
    one = {name: np.nan_to_num(values[:1], nan=10.0) for name, values in scores.items()}
    one["FIS"][0, [2, 7], 1] = np.nan
    found = analyze_plan(study(one), plan)
    lacking = ("Left out for missing values: 2 of 12 subjects (without M6: P-03, P-08).",)
    assert found["FIS.total|rm_anova_p|M12|treated"].notes == lacking
    said = ("Left out for missing values: 2 of 12 subjects (P-03, P-08).",)
    assert found["FIS.total|median|M6|treated"].notes == said
    assert found["FIS.total|median|M12|treated"].notes == ()
    assert found["FIS.total|rm_anova_p|M12|waiting"].notes == ()
    assert found["FIS.total|rm_anova_p|M12|treated"].n[0] == 10


def test_complete_reductions_are_counted_among_those_above_zero(plan: Protocol, scores: Scores) -> None:
    one = {name: np.nan_to_num(values[:1], nan=10.0) for name, values in scores.items()}
    one["FIS"][0, :12] = 30.0
    one["FIS"][0, :4, 2] = 0.0
    one["FIS"][0, 5, 0] = 0.0
    found = analyze_plan(study(one), plan)
    count = found["FIS.total|complete_reduction_n|M12|treated"]
    assert (count.value[0], count.n[0], count.unit) == (4.0, 11, "people")
    assert count.notes == ("Scored 0 at M0 already, so not counted: 1 of 12 subjects with both values.",)


def test_a_scoring_that_nobody_has_is_reported_and_stops_nothing(plan: Protocol, scores: Scores) -> None:
    found = analyze_plan(study({name: scores[name] for name in ("FIS", "EDSS")}), plan)
    absent = found["MFIS.total|rm_anova_p|M12|treated"]
    assert not absent.converged.any()
    assert np.isnan(absent.value).all()
    assert absent.notes[0] == "Nobody in this study was measured on MFIS.total."
    assert found["FIS.total|rm_anova_p|M12|treated"].converged.all()


def test_a_covariate_that_nobody_has_is_reported_and_stops_nothing(plan: Protocol, scores: Scores) -> None:
    found = analyze_plan(study({"FIS": scores["FIS"]}), plan)
    slope = found["FIS.total|slope:age_years|M12|treated"]
    assert not slope.converged.any()
    assert slope.notes[0] == "Nobody in this study was measured on EDSS.total@M0."
    assert found["FIS.total|t_p|M12|treated"].converged.all()


def test_a_study_of_something_else_is_refused(plan: Protocol, scores: Scores) -> None:
    with pytest.raises(RequestError, match=r"Nobody in this study was measured on FIS.total or MFIS.total"):
        analyze_plan(study({"EDSS": scores["EDSS"]}), plan)


def test_two_analyses_that_make_one_estimate_are_refused(plan: Protocol, scores: Scores) -> None:
    twice = plan.model_copy(update={"analysis": {**plan.analysis, "again": plan.analysis["primary"]}})
    with pytest.raises(RequestError, match=r"'primary' and 'again' both make FIS.total\|rm_anova_f\|M12"):
        analyze_plan(study(scores), twice)


def test_a_study_of_one_person_is_analyzed_without_failing(plan: Protocol, scores: Scores) -> None:
    one = {name: values[:1, :1] for name, values in scores.items()}
    found = analyze_plan(study(one, ARMS[:1], NAMES[:1]), plan)
    assert found["FIS.total|median|M0|treated"].converged.all()
    for statistic in ("rm_anova_p", "t_p", "slope:age_years"):
        assert not found[f"FIS.total|{statistic}|M12|treated"].converged.any()
