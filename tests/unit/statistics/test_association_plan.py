"""Protects: plans of cross-sectional analyses give what their parts give, arm by arm and of all together."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.report.statistic_words import STATISTICS, statistic
from lassitude.statistics.effect_sizes import hedges_g, ratio_of_paired_means, standardized_change
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.endpoints import parse_estimate_id
from lassitude.study.protocol import parse_protocol
from lassitude.study.tables import table

HEAD = """
schema = "lassitude.protocol/1"
id = "associations"
title = "What goes with fatigue"
[populations.patients]
condition = "rrms"
n = 60
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[design]
type = "parallel"
[visits]
schedule = { M0 = "0 mo", M6 = "6 mo" }
measure = ["MFIS", "EDSS", "FSS"]
"""
PLAN = (
    HEAD
    + """
[analysis.goes-with]
type = "correlation"
endpoint = "MFIS.total"
with = ["EDSS.total", "FSS.total@M6", "age_years"]
at = "M0"
[analysis.given]
type = "correlation"
endpoint = "MFIS.total"
with = ["EDSS.total"]
given = ["age_years", "sex"]
at = "M0"
[analysis.ranks]
type = "rank-correlation"
endpoint = "MFIS.total"
with = ["EDSS.total"]
at = "M0"
[analysis.ranks-given]
type = "rank-correlation"
endpoint = "MFIS.total"
with = ["EDSS.total"]
given = ["age_years"]
at = "M0"
[analysis.changes]
type = "change-correlation"
endpoint = "MFIS.total"
with = ["FSS.total"]
change_from = "M0"
at = "M6"
[analysis.determined]
type = "determinants"
endpoint = "MFIS.total"
at = "M0"
measures = ["EDSS.total", "age_years", "sex"]
[analysis.divided]
type = "group-by-cut"
endpoint = "MFIS.total"
at = "M0"
by = "EDSS.total"
cut = 3.5
[analysis.large]
type = "standardized-difference"
endpoint = "MFIS.total"
change_from = "M0"
at = "M6"
reference = "placebo"
[analysis.repeats]
type = "reliability"
endpoint = "MFIS.total"
at = ["M0", "M6"]
[analysis.lies]
type = "distribution"
endpoint = "MFIS.total"
at = "M0"
cuts = [38.0, 50.5]
"""
)
PEOPLE, REPLICATES = 60, 3
TREATED = np.arange(PEOPLE) < 28
KEYS = person_keys(77, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
AGE = 40 + 9 * normals(KEYS, "age", 0)
MALE = uniforms(KEYS, "sex", 0) < 0.3
EDSS = np.stack(
    [np.clip(np.rint(2 * (1.5 + AGE / 20 + normals(KEYS, "edss", v))) / 2, 0, 10) for v in (0, 1)], 2
)
MFIS = np.stack(
    [np.clip(np.rint(30 + 4 * EDSS[..., v] + 14 * normals(KEYS, "mfis", v)), 0, 84) for v in (0, 1)], 2
)
FSS = 2 + MFIS / 25 + 0.5 * np.stack([normals(KEYS, "fss", v) for v in (0, 1)], 2)
Found = dict[str, EstimateBatch]


def study() -> StudyData:
    r, s, v = np.indices(MFIS.shape)
    who = {"replicate": r.ravel(), "subject": np.char.mod("P%02d", s.ravel())}
    when = {"visit": np.array(["M0", "M6"])[v.ravel()], "day": 182.625 * v.ravel(), "status": "observed"}
    rows = [
        table(
            "observations",
            who | when | {"instrument": name, "part": "total", "unit": "points", "value": values.ravel()},
        )
        for name, values in {"MFIS": MFIS, "EDSS": EDSS, "FSS": FSS}.items()
    ]
    r, s = np.indices(AGE.shape)
    people = {"replicate": r.ravel(), "subject": np.char.mod("P%02d", s.ravel()), "age_years": AGE.ravel()}
    people |= {"arm": np.where(TREATED[s.ravel()], "drug", "placebo"), "condition": "rrms"}
    people |= {"sex": np.where(MALE, "male", "female").ravel(), "population": "patients"}
    subjects = table("subjects", people | {"status": "completed"})
    observed = rows[0].vstack(rows[1]).vstack(rows[2])
    return check(StudyData(StudyDescription("associations", "", {}, "first visit"), subjects, observed))


@pytest.fixture(scope="module")
def found() -> Found:
    return analyze_plan(study(), parse_protocol(PLAN, "associations.toml"))


def interval(one: EstimateBatch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    assert one.interval95 is not None
    return one.interval95.low, one.interval95.high


def test_every_estimate_has_words_and_a_value(found: Found) -> None:
    """The share of people in a replicate that a cut leaves out may be 0; nothing else is missing."""
    assert len(found) > 100
    assert [name for name, one in found.items() if not one.converged.all()] == []
    for name in found:
        told = statistic(parse_estimate_id(name).statistic)
        assert told in STATISTICS.values() or not any(sign in told for sign in ":_@=>"), told


@pytest.mark.parametrize(
    ("arm", "members"), [("drug", TREATED), ("placebo", ~TREATED), ("all", np.ones(PEOPLE, dtype=bool))]
)
def test_correlations_are_those_of_each_arm_and_of_all(found: Found, arm: str, members: NDArray) -> None:
    others = {"EDSS.total": EDSS[..., 0], "FSS.total@M6": FSS[..., 1], "age_years": AGE}
    for i in range(REPLICATES):
        mfis = MFIS[i, members, 0]
        for name, other in others.items():
            r = stats.pearsonr(mfis, other[i, members])[0]
            assert found[f"MFIS.total|correlation:{name}|M0|{arm}"].value[i] == pytest.approx(r, abs=1e-12)
        rho = stats.spearmanr(mfis, EDSS[i, members, 0])[0]
        assert found[f"MFIS.total|rank_correlation:EDSS.total|M0|{arm}"].value[i] == pytest.approx(rho)
        change = [one[i, members, 1] - one[i, members, 0] for one in (MFIS, FSS)]
        r = stats.pearsonr(*change)[0]
        assert found[f"MFIS.total|change_correlation:FSS.total|M6|{arm}"].value[i] == pytest.approx(r)


def test_determinants_are_those_of_least_squares(found: Found) -> None:
    """What a measure alone explains is by how much R squared falls without it."""
    for i in range(REPLICATES):
        x = np.column_stack([EDSS[i, :, 0], AGE[i], MALE[i]]).astype(float)
        fit = sm.OLS(MFIS[i, :, 0], sm.add_constant(x)).fit()
        for column, name in enumerate(("EDSS.total", "age_years", "sex=male")):
            slope = found[f"MFIS.total|slope:{name}|M0|all"].value[i]
            assert slope == pytest.approx(fit.params[column + 1], rel=1e-9)
            scaled = found[f"MFIS.total|standardized:{name}|M0|all"]
            ratio = x[:, column].std() / MFIS[i, :, 0].std()
            assert scaled.value[i] == pytest.approx(fit.params[column + 1] * ratio, rel=1e-9)
            assert interval(scaled)[1][i] == pytest.approx(fit.conf_int()[column + 1, 1] * ratio, rel=1e-9)
            less = sm.OLS(MFIS[i, :, 0], sm.add_constant(np.delete(x, column, axis=1))).fit()
            unique = found[f"MFIS.total|unique_share:{name}|M0|all"].value[i]
            assert unique == pytest.approx(fit.rsquared - less.rsquared, abs=1e-10)
        assert found["MFIS.total|r_squared|M0|all"].value[i] == pytest.approx(fit.rsquared)


def test_people_at_the_cut_are_above_it(found: Found) -> None:
    for i in range(REPLICATES):
        above, below = (MFIS[i, side, 0] for side in (EDSS[i, :, 0] >= 3.5, EDSS[i, :, 0] < 3.5))
        of = {name: found[f"MFIS.total|{name}:EDSS.total>=3.5|M0|all"].value[i] for name in (
            "n_above", "mean_above", "mean_below", "sd_below", "difference_above_below", "ratio_above_below"
        )}  # fmt: skip
        assert of["n_above"] == above.size
        assert (of["mean_above"], of["mean_below"]) == pytest.approx((above.mean(), below.mean()))
        assert of["sd_below"] == pytest.approx(below.std(ddof=1))
        assert of["difference_above_below"] == pytest.approx(above.mean() - below.mean())
        assert of["ratio_above_below"] == pytest.approx(above.mean() / below.mean())
        p = found["MFIS.total|difference_above_below:EDSS.total>=3.5|M0|all"].p
        assert p is not None
        assert p[i] == pytest.approx(stats.ttest_ind(above, below, equal_var=False)[1])


def test_differences_and_changes_are_standardized(found: Found) -> None:
    change = MFIS[..., 1] - MFIS[..., 0]
    own = hedges_g(np.where(TREATED, change, np.nan), np.where(TREATED, np.nan, change))
    np.testing.assert_allclose(found["MFIS.total|hedges_g|M6|drug"].value, own.value)
    within = standardized_change(MFIS[:, TREATED, 0], MFIS[:, TREATED, 1])
    np.testing.assert_allclose(found["MFIS.total|standardized_change|M6|drug"].value, within.value)
    ratio = ratio_of_paired_means(MFIS[:, ~TREATED, 0], MFIS[:, ~TREATED, 1])
    percent = found["MFIS.total|percent_change|M6|placebo"]
    np.testing.assert_allclose(percent.value, 100 * (ratio.value - 1))
    np.testing.assert_allclose(interval(percent)[0], 100 * (ratio.interval.low - 1))
    means = MFIS[:, TREATED, 1].mean(axis=1) / MFIS[:, ~TREATED, 1].mean(axis=1)
    np.testing.assert_allclose(found["MFIS.total|ratio_of_means|M6|drug"].value, means)
    assert "MFIS.total|hedges_g|M6|placebo" not in found


RATIO = """
[analysis.ratio]
type = "standardized-difference"
endpoint = "MFIS.total"
change_from = "M0"
at = "M6"
reference = "placebo"
ratio = "changes"
"""
ABOVE = """
[analysis.above]
type = "distribution"
endpoint = "MFIS.total"
at = "M0"
reference = "placebo"
quantile = 0.9
"""


def planned(text: str) -> Found:
    return analyze_plan(study(), parse_protocol(HEAD + text, "plan.toml"))


def test_a_ratio_of_changes_is_one_of_means_that_go_the_same_way() -> None:
    """Where one arm goes up and the other down it has no meaning, and says so."""
    found = planned(RATIO)
    assert "MFIS.total|ratio_of_means|M6|drug" not in found
    change = MFIS[..., 1] - MFIS[..., 0]
    one, other = change[:, TREATED].mean(1), change[:, ~TREATED].mean(1)
    ratio, same = found["MFIS.total|ratio_of_changes|M6|drug"], np.sign(one) == np.sign(other)
    assert 0 < same.sum() < REPLICATES
    np.testing.assert_array_equal(ratio.converged, same)
    np.testing.assert_allclose(ratio.value[same], (one / other)[same])


def test_people_are_counted_above_what_most_of_a_reference_arm_do_not_exceed() -> None:
    found = planned(ABOVE)
    cut = np.quantile(MFIS[:, ~TREATED, 0], 0.9, axis=1)
    above = (MFIS[:, TREATED, 0] > cut[:, None]).mean(axis=1)
    np.testing.assert_allclose(found["MFIS.total|share_above:placebo@0.9|M0|drug"].value, above)
    assert [name for name in found if "share_above" in name and not name.endswith("|drug")] == []


@pytest.mark.parametrize(
    ("text", "old", "said"),
    [
        (ABOVE, "quantile = 0.9\n", "give reference and quantile together"),
        (RATIO, 'change_from = "M0"\n', "a ratio of changes needs both"),
        (ABOVE, 'reference = "placebo"', "give reference and quantile together"),
    ],
)
def test_half_of_a_setting_is_refused(text: str, old: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        planned(text.replace(old, ""))


def test_shares_count_people_at_a_cut(found: Found) -> None:
    np.testing.assert_allclose(
        found["MFIS.total|share_at_least:38|M0|all"].value, (MFIS[..., 0] >= 38).mean(axis=1)
    )
    np.testing.assert_allclose(
        found["MFIS.total|ceiling_share|M0|drug"].value, (MFIS[:, TREATED, 0] == 84).mean(axis=1)
    )
    assert "MFIS.total|share_at_least:50.5|M0|placebo" in found


WITHOUT_REFERENCE = (
    HEAD.replace('measure = ["MFIS", "EDSS", "FSS"]', 'measure = ["EDSS", "relapses"]')
    + """
[analysis.rate]
type = "event-rate"
endpoint = "relapses.count"
[analysis.time]
type = "time-to-event"
endpoint = "EDSS.total"
event = { type = "confirmed-change", by = 1.0, confirmed_after = "12 wk" }
"""
)


def counted(edss: NDArray[np.float64], counts: NDArray[np.float64]) -> StudyData:
    """Take the EDSS at three visits, and relapses since the one before."""
    r, s, v = np.indices(edss.shape)
    who = {"replicate": r.ravel(), "subject": np.char.mod("P%02d", s.ravel())}
    when = {"visit": np.array(["M0", "M6", "M12"])[v.ravel()], "day": 182.625 * v.ravel()}
    kinds = {("EDSS", "total", "points"): edss, ("relapses", "count", "1"): counts}
    rows = [
        table("observations", who | when | dict(zip(("instrument", "part", "unit"), kind, strict=True))
              | {"value": values.ravel(), "status": "observed"})
        for kind, values in kinds.items()
    ]  # fmt: skip
    data = study()
    return check(StudyData(data.description, data.subjects, rows[0].vstack(rows[1])))


def test_rates_and_curves_stand_alone_without_a_reference() -> None:
    """The maximum of the likelihood with one rate an arm, all followed alike, is the crude rate."""
    edss = np.zeros((REPLICATES, PEOPLE, 3))
    edss[:, :10, 1:] = 1.0
    counts = np.floor(3 * uniforms(KEYS, "relapses", 0))[..., None] * np.ones(3)
    text = WITHOUT_REFERENCE.replace('M6 = "6 mo" }', 'M6 = "6 mo", M12 = "12 mo" }')
    found = analyze_plan(counted(edss, counts), parse_protocol(text, "alone.toml"))
    assert not [name for name in found if "ratio" in name or "_p|" in name]
    rate = found["relapses.count|crude_rate|M12|drug"]
    np.testing.assert_allclose(rate.value, counts[:, TREATED, 1:].sum(axis=(1, 2)) / 28 * 365.25 / 365.25)
    np.testing.assert_allclose(found["relapses.count|annualized_rate|M12|drug"].value, rate.value, rtol=1e-6)
    late = text.replace('endpoint = "relapses.count"\n', 'endpoint = "relapses.count"\nsince = "M6"\n', 1)
    last = analyze_plan(counted(edss, counts), parse_protocol(late, "late.toml"))
    rate = last["relapses.count|crude_rate|M12|drug"].value
    np.testing.assert_allclose(rate, counts[:, TREATED, 2].sum(axis=1) / 28 * 2)
    free = found["EDSS.total|event_free_share|M6|drug"].value
    np.testing.assert_allclose(free, 18 / 28)


def test_a_rate_of_nothing_is_a_number() -> None:
    nothing = np.zeros((REPLICATES, PEOPLE, 3))
    text = WITHOUT_REFERENCE.replace('M6 = "6 mo" }', 'M6 = "6 mo", M12 = "12 mo" }')
    found = analyze_plan(counted(nothing, nothing), parse_protocol(text, "alone.toml"))
    assert found["relapses.count|crude_rate|M12|drug"].converged.all()
    assert found["relapses.count|crude_rate|M12|drug"].value.tolist() == [0.0] * REPLICATES
    assert not found["relapses.count|annualized_rate|M12|drug"].converged.any()
