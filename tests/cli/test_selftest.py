"""Protects: a qualification as typed: every check computed, a report, and a failure that nobody can miss.

All that the checks hold true is tested elsewhere; here the stored fingerprint of virtual people is held
against the body of today. Where the body was changed on purpose, scripts/write_body_fingerprint.py writes it
again, and the changelog says so.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude.report.qualification import qualification_html
from lassitude.results.qualification import Finding, Qualification, qualification_json
from tests.cli.conftest import Command

pytestmark = pytest.mark.xdist_group("bodies")


@pytest.mark.slow
def test_all_checks_pass_and_the_report_names_them(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("selftest", "--out", "qualified", "--json")
    found = json.loads(answer.stdout)
    failed = [one for one in found["findings"] if not one["pass"]]
    assert (answer.returncode, failed) == (0, []), answer.stderr
    folder = tmp_path / "qualified"
    assert {item.name for item in folder.iterdir()} == {"results.json", "report.html", "manifest.json"}
    assert answer.stdout == (folder / "results.json").read_text(encoding="utf-8")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"{found['checks']} of {found['checks']} checks passed" in page
    assert all(f">{one['name']}<" in page for one in found["findings"])
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["command"] == "selftest" and manifest["environment"]["cpu"]
    assert set(manifest["outputs"]) == {"results.json", "report.html"}
    assert str(tmp_path) not in answer.stdout and manifest["timings"]["started"] not in answer.stdout


def test_a_folder_that_holds_files_is_refused_before_anything_is_computed(
    lassitude: Command, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    answer = lassitude("selftest", "--out", ".")
    assert answer.returncode == 2 and "already holds files" in answer.stderr
    assert [item.name for item in tmp_path.iterdir()] == ["mine.txt"]


def finding(computed: tuple[float, ...], problem: str = "") -> Finding:
    return Finding("sum", "Arithmetic", "adding", (3.0, 4.0), computed, "by hand", "absolute", 0.1, problem)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (finding((3.0, 4.2)), "4.2"),
        (finding((3.0,)), "nothing"),
        (finding((3.0, float("nan"))), "nan"),
        (finding((), "ZeroDivisionError: division by zero"), "ZeroDivisionError"),
    ],
)
def test_whatever_goes_wrong_is_a_failure_and_is_shown(found: Finding, shown: str) -> None:
    whole = Qualification((finding((3.0, 4.0)), found))
    assert (found.passed, whole.passed, len(whole.failed)) == (False, False, 1)
    page = qualification_html(whole, {}, "00", "2026-01-01")
    assert "1 of 2 checks passed; failed: sum" in page and "FAIL" in page and shown in page
    assert json.loads(qualification_json(whole))["failed"] == 1


def test_a_qualification_without_checks_has_not_passed() -> None:
    assert not Qualification(()).passed
