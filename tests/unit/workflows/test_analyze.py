"""Protects: exported data give the same numbers again, and flow and warnings say what is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.results import Results
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import parse_protocol, read_protocol
from lassitude.workflows.analyze import analyze
from lassitude.workflows.observing import observed_results
from tests.faults.designs import CROSSOVER

SMALL = """
schema = "lassitude.protocol/1"
id = "small"
title = "Two arms"
populations.patients = { condition = "rrms", n = 12 }
design = { type = "parallel", allocation = { type = "simple" } }
[arms]
drug = { population = "patients", blinding = "open", treatments = [{ name = "modafinil", start_day = 0 }] }
placebo = { population = "patients", blinding = "none" }
[visits]
schedule = { BL = "0 wk", W12 = "12 wk" }
measure = ["MFIS"]
[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "BL"
at = "W12"
reference = "placebo"
"""
PLAN = read_protocol("canadian-ahsct")
HEADER = (
    "subject,age_years,sex,arm,subject_status,status_reason,"
    "FIS.total@M0,FIS.total@M36,EDSS.total@M0,IFNG.concentration@M0\n"
)
ROWS = (
    "P-01,30,female,ahsct,completed,,40,20,3.0,<0.8\n"
    "P-02,35,male,ahsct,completed,,50,0,3.5,2.5\n"
    "P-03,40,female,ahsct,withdrawn,moved away,30,,4.0,1.5\n"
    "P-04,45,female,ahsct,completed,,60,45,4.5,<0.8\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(HEADER + ROWS)
    return path


def results_of(path: Path) -> Results:
    study = read_csv_study(path, PLAN)
    return observed_results(PLAN, study, analyze_plan(study, PLAN))


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_an_exported_study_gives_the_same_numbers(data: Path, tmp_path: Path, layout: str) -> None:
    study = read_csv_study(data, PLAN)
    again = tmp_path / "again.csv"
    export_csv(study, again, layout="long" if layout == "long" else "wide")
    finished = analyze(again, plan="canadian-ahsct", out=tmp_path / "run")
    assert finished.results == analyze(data, plan="canadian-ahsct", out=tmp_path / "first").results


def test_the_flow_counts_who_entered_left_and_stayed(data: Path) -> None:
    flow = [(step.step, step.criterion, step.n.median) for step in results_of(data).flow]
    assert flow == [("enrolled", None, 4), ("withdrawn", "moved away", 1), ("completed", None, 3)]


def test_values_below_a_limit_are_counted_in_a_warning(data: Path) -> None:
    warnings = {one.code: one.count for one in results_of(data).warnings}
    assert warnings["below_limit"] == 2


def test_what_estimands_ask_for_and_nobody_recorded_is_told(tmp_path: Path) -> None:
    """Without events and exposures, nobody recorded looks like nobody stopped."""
    estimand = """
[estimands.taking]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone"
variable = { type = "change", endpoint = "MFIS.total", change_from = "BL", at = "W12" }
[estimands.taking.intercurrent]
"treatment discontinuation" = { type = "treatment-policy" }
"""
    plan = parse_protocol(SMALL + estimand, "small.toml")
    rows = "".join(
        f"P-{number:02d},{('drug', 'placebo')[number % 2]},{50 + number % 7},{40 + number % 5}\n"
        for number in range(1, 13)
    )
    files = {
        "data": "subject,arm,MFIS.total@BL,MFIS.total@W12\n" + rows,
        "events": "subject,category,day\nP-01,relapse,-3\n",
        "exposures": "subject,treatment,start_day\nP-02,modafinil,0\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    data, events, exposures = (tmp_path / name for name in files)

    def told(study: StudyData) -> set[str]:
        return {one.code for one in observed_results(plan, study, analyze_plan(study, plan)).warnings}

    untold = {"no_events", "no_exposures"}
    assert told(read_csv_study(data, plan)) >= untold
    assert not told(read_csv_study(data, plan, events=events, exposures=exposures)) & untold


def test_planned_estimates_that_the_data_do_not_give_are_counted(data: Path) -> None:
    results = results_of(data)
    failed = [one for one in results.estimates if one.observed and not one.observed.converged]
    assert {one.code: one.count for one in results.warnings}["not_estimated"] == len(failed) > 0


def test_nothing_of_the_model_is_claimed(data: Path) -> None:
    results = results_of(data)
    assert results.kind == "analysis"
    assert (results.seed, results.parameter_set, results.replicates, results.attribution) == (
        None,
        None,
        None,
        (),
    )
    assert results.headline is not None and results.headline.hypothesis_variance_share is None


def test_published_numbers_and_signs_stand_beside(data: Path) -> None:
    results = results_of(data)
    beside = results.estimate("FIS.total|median|M36|ahsct").published
    assert beside is not None and (beside.value, beside.role) == (23.0, "validate")
    signs = {one.estimate: one for one in results.published_directions}
    assert set(signs) == set(PLAN.published_directions)


def test_recall_beyond_the_time_on_treatment_is_told_of_real_data_too(tmp_path: Path) -> None:
    """MFIS asks about 28 days; with treatment from day 14 on, W5 follows 21 days of it."""
    late = CROSSOVER.replace('"modafinil", start_day = 0', '"modafinil", start_day = 14')
    path = tmp_path / "crossover.csv"
    lines = [
        f"P-{number},40,{'DP' if number % 2 else 'PD'},{50 + number},{40 + number},{45 - 2 * number}"
        for number in range(1, 6)
    ]
    header = "subject,age_years,sequence,MFIS.total@BL,MFIS.total@P1-W5,MFIS.total@P2-W5"
    path.write_text("\n".join([header, *lines]) + "\n")
    for text, expected in ((late, True), (CROSSOVER, False)):
        plan = parse_protocol(text, "mine.toml")
        study = read_csv_study(path, plan)
        told = [one.message for one in observed_results(plan, study, analyze_plan(study, plan)).warnings]
        assert any("21 days after the last treatment" in message for message in told) is expected, told
