"""Protects: arms, sequences and subsets of every design are analyzed under the agreed names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.crossover import crossover
from lassitude.statistics.plan import analyze_plan
from lassitude.statistics.two_groups import welch
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.study.tables import table

HEAD = """
schema = "lassitude.protocol/1"
id = "designs"
title = "Designs"
[populations.patients]
condition = "rrms"
n = 12
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
"""

PARALLEL = (
    HEAD
    + """
[design]
type = "parallel"
[visits]
schedule = { BL = "0 wk", W6 = "6 wk" }
measure = ["MFIS", "EDSS"]
[subsets.improvers]
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
at_most = -1
[subsets.lucky]
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
at_most = -1
arms = ["drug"]
[analysis.course]
type = "descriptive"
endpoint = "MFIS.total"
[analysis.after]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W6"
reference = "placebo"
[analysis.improved]
type = "group-comparison"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
reference = "placebo"
subset = "improvers"
[analysis.one-sided]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W6"
reference = "placebo"
subset = "lucky"
[analysis.adjusted]
type = "ancova"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
reference = "placebo"
covariates = ["age_years", "EDSS.total@BL"]
[analysis.pairs]
type = "paired-test"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
test = "t"
subset = "improvers"
[analysis.ranks]
type = "paired-test"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
test = "wilcoxon"
subset = "improvers"
[analysis.visits]
type = "rm-anova"
endpoint = "MFIS.total"
change_from = "BL"
subset = "improvers"
[analysis.predictors]
type = "linear-regression"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
covariates = ["age_years"]
subset = "improvers"
[analysis.remission]
type = "complete-reduction"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
subset = "improvers"
[analysis.adjusted-improvers]
type = "ancova"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
reference = "placebo"
subset = "improvers"
[analysis.course-improvers]
type = "descriptive"
endpoint = "EDSS.total"
subset = "improvers"
"""
)

CROSSOVER = (
    HEAD
    + """
[design]
type = "crossover"
period = "6 wk"
washout = "2 wk"
sequences = { DPD = ["drug", "placebo", "drug"], PDP = ["placebo", "drug", "placebo"] }
[visits]
schedule = { BL = "-1 d" }
in_period = { W5 = "5 wk" }
measure = ["MFIS"]
[subsets.improvers]
endpoint = "MFIS.total"
change_from = "BL"
at = "P1-W5"
at_most = -1
[analysis.course]
type = "descriptive"
endpoint = "MFIS.total"
[analysis.visits]
type = "rm-anova"
endpoint = "MFIS.total"
change_from = "BL"
[analysis.primary]
type = "crossover"
endpoint = "MFIS.total"
visit = "W5"
reference = "placebo"
carryover = "sensitivity"
[analysis.improved]
type = "crossover"
endpoint = "MFIS.total"
visit = "W5"
reference = "placebo"
subset = "improvers"
"""
)

SERIES = (
    HEAD
    + """
[design]
type = "n-of-1"
period = "2 wk"
washout = "1 wk"
cycles = 2
arms = ["drug", "placebo"]
[visits]
schedule = { BL = "-1 d" }
in_period = { D14 = "14 d" }
measure = ["MFIS"]
[analysis.primary]
type = "crossover"
endpoint = "MFIS.total"
visit = "D14"
reference = "placebo"
"""
)

PEOPLE = 12
NAMES = np.array([f"P-{person:02d}" for person in range(PEOPLE)])


def study(plan: Protocol, groups: Sequence[str], scores: dict[str, NDArray[np.float64]]) -> StudyData:
    """Write arrays [replicate, subject, visit] as the tables of a study, visits in the plan's order."""
    replicates = next(iter(scores.values())).shape[0]
    visits = calendar(plan)
    column = "sequence" if sequences_of(plan) else "arm"
    people = {
        "replicate": np.repeat(np.arange(replicates), PEOPLE),
        "subject": np.tile(NAMES, replicates),
        column: np.tile(np.array(groups), replicates),
        "age_years": np.tile(30.0 + np.arange(PEOPLE) % 7, replicates),
    }
    same = {"population": "patients", "condition": "rrms", "sex": "female", "status": "completed"}
    replicate, person, visit = np.indices((replicates, PEOPLE, len(visits)))
    columns: dict[str, list[object]] = {"instrument": [], "value": [], "status": []}
    for name, values in scores.items():
        columns["instrument"] += [name] * values.size
        columns["value"] += values.ravel().tolist()
        columns["status"] += np.where(np.isnan(values), "missed", "observed").ravel().tolist()
    times = len(scores)
    observations = {
        "replicate": np.tile(replicate.ravel(), times),
        "subject": np.tile(NAMES[person.ravel()], times),
        "visit": np.tile(np.array([one.label for one in visits])[visit.ravel()], times),
        "day": np.tile(np.array([one.day for one in visits])[visit.ravel()], times),
        "part": "total",
        "unit": "points",
    }
    tables = table("subjects", {**people, **same}), table("observations", {**observations, **columns})
    return check(StudyData(StudyDescription("designs", "", {}, "first visit"), *tables))


def scores_of(visits: int, replicates: int = 3, instrument: str = "MFIS") -> NDArray[np.float64]:
    keys = person_keys(31, np.arange(replicates)[:, None, None], np.arange(PEOPLE)[None, :, None])
    return 50 + 9 * normals(keys, f"level {instrument}", 0) + 4 * normals(keys, instrument, np.arange(visits))


@pytest.fixture(scope="module")
def parallel() -> Protocol:
    return parse_protocol(PARALLEL, "parallel.toml")


ARMS = ["drug"] * 6 + ["placebo"] * 6
IS_DRUG = np.arange(PEOPLE) < 6
ORDER = ["DPD", "PDP"] * 6


@pytest.fixture(scope="module")
def measured() -> dict[str, NDArray[np.float64]]:
    """Three replicates; in the last nobody of the drug arm improves."""
    mfis, edss = scores_of(2), scores_of(2, instrument="EDSS") / 10
    mfis[2, :6, 1] = mfis[2, :6, 0] + 3
    return {"MFIS": mfis, "EDSS": edss}


def test_parallel_arms_are_compared(parallel: Protocol, measured: dict[str, NDArray[np.float64]]) -> None:
    found = analyze_plan(study(parallel, ARMS, measured), parallel)
    after = measured["MFIS"][:, :, 1]
    expected = welch(np.where(IS_DRUG, after, np.nan), np.where(IS_DRUG, np.nan, after))
    difference = found["MFIS.total|difference:placebo|W6|drug"]
    np.testing.assert_allclose(difference.value, expected.difference)
    np.testing.assert_allclose(found["MFIS.total|difference_p:placebo|W6|drug"].value, expected.p)
    assert difference.p is not None and difference.unit == "points" and (difference.n == PEOPLE).all()
    for name in (
        "mean|BL|drug",
        "mean_change|W6|placebo",
        "adjusted_mean|W6|placebo",
        "adjusted_mean|W6|drug",
        "adjusted_difference:placebo|W6|drug",
        "ancova_p|W6|all",
    ):
        assert found[f"MFIS.total|{name}"].converged.all(), name
    for name, n in (("mean|W6|drug", 6), ("mean|W6|placebo", 6), ("difference:placebo|W6|drug", PEOPLE)):
        assert (found[f"MFIS.total|adjusted_{name}"].n == n).all(), "people of the arms compared, no others"
    assert not [name for name in found if name.endswith("difference:placebo|W6|placebo")]


def test_a_subset_is_chosen_within_each_replicate_and_says_so(
    parallel: Protocol, measured: dict[str, NDArray[np.float64]]
) -> None:
    found = analyze_plan(study(parallel, ARMS, measured), parallel)
    mfis = measured["MFIS"]
    change = mfis[:, :, 1] - mfis[:, :, 0]
    kept = (change <= -1) & IS_DRUG
    test = found["MFIS.total|t_p|W6|drug/improvers"]
    assert test.n.tolist() == kept.sum(axis=1).tolist()
    edss = found["EDSS.total|mean|W6|drug/improvers"]
    expected = np.where(kept, measured["EDSS"][:, :, 1], 0.0).sum(axis=1)[:2] / kept.sum(axis=1)[:2]
    np.testing.assert_allclose(edss.value[:2], expected)
    assert edss.notes[0].startswith("Subset improvers: a median of ")
    assert "MFIS.total changed by at most -1 from BL to W6" in edss.notes[0]
    assert "chance made some of the choice" in edss.notes[0]


def test_an_empty_subset_gives_nothing_and_stops_nothing(
    parallel: Protocol, measured: dict[str, NDArray[np.float64]]
) -> None:
    found = analyze_plan(study(parallel, ARMS, measured), parallel)
    for statistic in ("t_p", "wilcoxon_p", "rm_anova_p", "slope:age_years", "complete_reduction_share"):
        estimate = found[f"MFIS.total|{statistic}|W6|drug/improvers"]
        assert not estimate.converged[2] and np.isnan(estimate.value[2]), statistic
    for name in ("difference:placebo|W6|drug", "adjusted_difference:placebo|W6|drug", "ancova_p|W6|all"):
        estimate = found[f"MFIS.total|{name}/improvers"]
        assert not estimate.converged[2] and np.isnan(estimate.value[2]), name
    nobody = analyze_plan(
        study(parallel, ARMS, {name: values[2:] for name, values in measured.items()}), parallel
    )
    assert not nobody["MFIS.total|t_p|W6|drug/improvers"].converged.any()


def test_a_subset_of_some_arms_leaves_the_others_whole(
    parallel: Protocol, measured: dict[str, NDArray[np.float64]]
) -> None:
    """Healthy people are compared with patients who improved, not with themselves after a choice."""
    found = analyze_plan(study(parallel, ARMS, measured), parallel)
    mfis = measured["MFIS"]
    kept = (mfis[:, :, 1] - mfis[:, :, 0] <= -1) & IS_DRUG
    expected = welch(np.where(kept, mfis[:, :, 1], np.nan), np.where(IS_DRUG, np.nan, mfis[:, :, 1]))
    estimate = found["MFIS.total|difference:placebo|W6|drug/lucky"]
    np.testing.assert_allclose(estimate.value, expected.difference)
    assert estimate.n.tolist() == (kept.sum(axis=1) + 6).tolist()


def test_a_study_without_the_reference_is_refused(
    parallel: Protocol, measured: dict[str, NDArray[np.float64]]
) -> None:
    with pytest.raises(RequestError, match="in the arm 'placebo', with which the plan compares"):
        analyze_plan(study(parallel, ["drug"] * PEOPLE, measured), parallel)


def test_a_crossover_is_compared_within_people() -> None:
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    values = scores_of(4)
    found = analyze_plan(study(plan, ORDER, {"MFIS": values}), plan)
    given = np.broadcast_to(np.array([[1, 0, 1], [0, 1, 0]])[np.arange(PEOPLE) % 2], (3, PEOPLE, 3))
    expected = crossover(values[:, :, 1:], given, 2)
    difference = found["MFIS.total|difference:placebo|W5|drug"]
    np.testing.assert_allclose(difference.value, expected.treatments.value[:, 0])
    assert difference.df is not None and difference.se is not None and difference.interval95 is not None
    np.testing.assert_allclose(found["MFIS.total|treatment_p|W5|all"].value, expected.treatments.f_p)
    np.testing.assert_allclose(found["MFIS.total|period:P3|W5|all"].value, expected.periods.value[:, 1])
    assert found["MFIS.total|carryover:placebo|W5|drug"].converged.all()
    assert found["MFIS.total|difference_given_carryover:placebo|W5|drug"].converged.all()
    per_person = np.where(given == 1, values[:, :, 1:], np.nan)
    mean = found["MFIS.total|mean|W5|drug"]
    np.testing.assert_allclose(mean.value, np.nanmean(np.nanmean(per_person, axis=2), axis=1))
    assert (mean.n == PEOPLE).all() and mean.interval95 is not None


def test_a_crossover_is_described_by_sequence_and_together() -> None:
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    values = scores_of(4)
    found = analyze_plan(study(plan, ORDER, {"MFIS": values}), plan)
    np.testing.assert_allclose(found["MFIS.total|mean|BL|all"].value, values[:, :, 0].mean(axis=1))
    np.testing.assert_allclose(found["MFIS.total|mean|P2-W5|DPD"].value, values[:, ::2, 2].mean(axis=1))
    assert "MFIS.total|rm_anova_p|P3-W5|PDP" in found
    improved = found["MFIS.total|difference:placebo|W5|drug/improvers"]
    assert (improved.n == (values[:, :, 1] - values[:, :, 0] <= -1).sum(axis=1)).all()
    assert "MFIS.total|treatment_p|W5|all/improvers" in found


def test_relabeling_the_arms_of_a_crossover_turns_the_sign() -> None:
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    turned = parse_protocol(CROSSOVER.replace('reference = "placebo"', 'reference = "drug"'), "turned.toml")
    data = study(plan, ORDER, {"MFIS": scores_of(4)})
    one = analyze_plan(data, plan)["MFIS.total|difference:placebo|W5|drug"]
    other = analyze_plan(data, turned)["MFIS.total|difference:drug|W5|placebo"]
    np.testing.assert_allclose(other.value, -one.value, rtol=1e-10)


def test_a_sequence_that_the_plan_lacks_is_refused() -> None:
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    data = study(plan, ["DDD", *ORDER[1:]], {"MFIS": scores_of(4)})
    with pytest.raises(RequestError, match="in the sequence 'DDD', not in the plan"):
        analyze_plan(data, plan)


def test_a_series_of_one_person_is_compared_within_people() -> None:
    """Every person has both arms twice, and a person's mean counts once."""
    plan = parse_protocol(SERIES, "series.toml")
    orders = [*sequences_of(plan)]
    values = scores_of(5)
    groups = [orders[person % 4] for person in range(PEOPLE)]
    found = analyze_plan(study(plan, groups, {"MFIS": values}), plan)
    arms = [sequences_of(plan)[group] for group in groups]
    given = np.broadcast_to(
        np.array([[int(arm == "drug") for arm in order] for order in arms]), (3, PEOPLE, 4)
    )
    expected = crossover(values[:, :, 1:], given, 2)
    np.testing.assert_allclose(
        found["MFIS.total|difference:placebo|D14|drug"].value, expected.treatments.value[:, 0]
    )
    assert (found["MFIS.total|n|D14|drug"].value == PEOPLE).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("text", [PARALLEL, CROSSOVER, SERIES], ids=["parallel", "crossover", "series"])
def test_missing_values_make_no_number_that_is_none(text: str, share: float) -> None:
    """Whoever is missing, an estimate is a number with a p value, or it has not converged."""
    plan = parse_protocol(text, "mine.toml")
    visits, groups = len(calendar(plan)), [*(sequences_of(plan) or plan.arms)]
    keys = person_keys(32, np.arange(4)[:, None, None], np.arange(PEOPLE)[None, :, None])
    scores = {
        name: np.where(
            uniforms(keys, "missing", np.arange(visits), index) < share,
            np.nan,
            50 + 9 * normals(keys, "score", np.arange(visits), index),
        )
        for index, name in enumerate(plan.visits.measure)
    }
    found = analyze_plan(study(plan, [groups[i % len(groups)] for i in range(PEOPLE)], scores), plan)
    for name, estimate in found.items():
        assert np.isfinite(estimate.value[estimate.converged]).all(), name
        assert np.isnan(estimate.value[~estimate.converged]).all(), name
        if estimate.p is not None:
            assert np.isfinite(estimate.p[estimate.converged]).all(), name
    if share == 1.0:
        assert not any(one.converged.any() for one in found.values() if one.unit == "points")
