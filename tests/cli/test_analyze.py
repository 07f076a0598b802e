"""Protects: the data of a real study go through the plan, the results and the report, as typed.

The expected numbers were worked out by hand from the six rows below.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from lassitude.study.data import read_study
from tests.cli.conftest import Command

WIDE = """subject,age_years,sex,arm,FIS.total@M0,FIS.total@M6,FIS.total@M36,EDSS.total@M0
P-01,30,female,ahsct,40,38,20,3.0
P-02,35,male,ahsct,50,44,0,3.5
P-03,40,female,ahsct,30,30,25,4.0
P-04,45,female,ahsct,60,52,45,4.5
P-05,50,male,ahsct,20,22,30,6.0
P-06,28,female,ahsct,44,40,10,3.0
"""
MEDIAN_M0, MEDIAN_M36 = 42.0, 22.5
PERCENT = 100 * (22.5 - 42.0) / 42.0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(WIDE)
    return path


def observed(content: str) -> dict[str, dict]:
    return {one["id"]: one["observed"] for one in json.loads(content)["estimates"]}


def test_the_numbers_are_those_worked_out_by_hand(lassitude: Command, data: Path, tmp_path: Path) -> None:
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine", "--json")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == (tmp_path / "mine" / "results.json").read_text()
    found = observed(answer.stdout)
    assert found["FIS.total|median|M0|ahsct"]["estimate"] == MEDIAN_M0
    assert found["FIS.total|median|M36|ahsct"]["estimate"] == MEDIAN_M36
    assert found["FIS.total|percent_change_of_medians|M36|ahsct"]["estimate"] == pytest.approx(PERCENT)
    assert found["FIS.total|complete_reduction_n|M36|ahsct"]["estimate"] == 1
    assert found["FIS.total|n|M6|ahsct"]["estimate"] == 6
    # Changes -5, +10, -15, -20, -34, -50: only the second smallest is a rise, so the ranks of rises sum to 2.
    # Of the 2**6 signs that chance could give, 3 have a sum of at most 2 (none, 1, 2); two-sided, 6 of 64.
    assert found["FIS.total|wilcoxon_p|M36|ahsct"]["estimate"] == pytest.approx(6 / 64)


def test_the_folder_holds_what_the_contract_names(lassitude: Command, data: Path, tmp_path: Path) -> None:
    assert lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine").returncode == 0
    names = {item.name for item in (tmp_path / "mine").iterdir()}
    required = {
        "protocol.toml",
        "manifest.json",
        "results.json",
        "report.html",
        "estimates.parquet",
        "study",
        "tables",
    }
    assert required <= names
    assert "blocks" not in names
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert set(manifest["inputs"]) == {"protocol.toml", "data.csv"}


def test_results_name_no_clock_no_path_and_no_machine(lassitude: Command, data: Path, tmp_path: Path) -> None:
    first = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "one", "--json").stdout
    second = lassitude("analyze", str(data), "--plan", "canadian-ahsct", "--out", "two", "--json").stdout
    assert first == second
    assert str(tmp_path) not in first
    assert (tmp_path / "one" / "report.html").read_bytes() == (tmp_path / "two" / "report.html").read_bytes()


def test_people_read_published_beside_observed_and_where_the_report_is(
    lassitude: Command, data: Path
) -> None:
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct")
    assert answer.returncode == 0
    medians = [line.split() for line in answer.stdout.splitlines() if line.strip().startswith("Median")]
    assert [row[1:4] for row in medians] == [["M0", "36", "42"], ["M36", "23", "22.5"]]
    assert "◆ published" in answer.stdout
    assert answer.stdout.rstrip().endswith("lassitude-runs/canadian-ahsct-data/report.html")
    assert answer.stderr == ""


def test_report_renders_a_finished_run_again(lassitude: Command, data: Path, tmp_path: Path) -> None:
    lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine")
    page = tmp_path / "mine" / "report.html"
    before = page.read_bytes()
    page.write_text("spoiled")
    assert lassitude("report", "mine").returncode == 0
    assert page.read_bytes() == before


def test_a_finished_analysis_is_read_and_not_done_again(
    lassitude: Command, data: Path, tmp_path: Path
) -> None:
    command = ("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine", "--json")
    first = lassitude(*command).stdout
    written = (tmp_path / "mine" / "results.json").stat().st_mtime_ns
    assert lassitude(*command).stdout == first
    assert (tmp_path / "mine" / "results.json").stat().st_mtime_ns == written


def test_events_and_exposures_are_read_beside_and_recorded(
    lassitude: Command, data: Path, tmp_path: Path
) -> None:
    events, exposures = tmp_path / "events.csv", tmp_path / "exposures.csv"
    events.write_text("subject,category,day\nP-01,relapse,30\nP-03,relapse,-400\n")
    exposures.write_text("subject,treatment,start_day\nP-01,ahsct,0\n")
    beside = ("--events", "events.csv", "--exposures", "exposures.csv")
    command = ("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine", *beside)
    assert lassitude(*command).returncode == 0
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in given(tmp_path).items()}
    assert {name: manifest["inputs"][name] for name in digests} == digests
    assert read_study(tmp_path / "mine" / "study").events["day"].to_list() == [30.0, -400.0]
    warnings = json.loads((tmp_path / "mine" / "results.json").read_text())["warnings"]
    assert [one["count"] for one in warnings if one["code"] == "events_before_day_zero"] == [1]
    events.write_text("subject,category,day\nP-01,relapse,31\n")
    again = lassitude(*command)
    assert again.returncode == 2 and "events has other content" in again.stderr


def given(folder: Path) -> dict[str, Path]:
    return {"data.csv": folder / "data.csv"} | {
        name: folder / f"{name}.csv" for name in ("events", "exposures")
    }


def test_wrong_events_leave_nothing_behind(lassitude: Command, data: Path, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("subject,category,day\nP-99,relapse,30\n")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--events", "events.csv")
    assert answer.returncode == 2
    assert "belong to nobody in data.csv" in answer.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
