"""Protects: a published result of one's own stands beside what is predicted or observed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude.results import from_json
from tests.cli.conftest import Command
from tests.cli.exercise_trial import PLAN, write_trial

PUBLISHED = """
[published]
"MFIS.total|mean|W12|usual" = "my_trial:arms.placebo.change_wk12"
"""


def _points_to_mine(folder: Path) -> None:
    write_trial(folder)
    (folder / "plan.toml").write_text(f"{PLAN}{PUBLISHED}", encoding="utf-8")


def test_the_entry_that_new_writes_can_be_added_as_it_is(lassitude: Command, tmp_path: Path) -> None:
    begun = lassitude("evidence", "new", "my_trial")
    assert (begun.returncode, begun.stdout.split()[1]) == (0, "my_trial.toml."), begun.stderr
    added = lassitude("evidence", "add", "my_trial.toml")
    assert added.returncode == 0, added.stderr
    assert "my_trial:arms.drug.change_wk12  mean change, MFIS.total, drug, day 84, n 30" in added.stdout
    assert (
        "mean difference, MFIS.total, drug against placebo, day 84, n 30, with its 95% interval"
        in added.stdout
    )
    assert (tmp_path / "lassitude-evidence.yaml").is_file()


def test_a_refused_entry_says_why_in_one_line(lassitude: Command) -> None:
    answer = lassitude("evidence", "add", "absent.toml")
    assert answer.returncode != 0
    assert "lassitude evidence new my_trial" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_a_real_study_is_held_against_ones_own_evidence(lassitude: Command, tmp_path: Path) -> None:
    _points_to_mine(tmp_path)
    alone = lassitude("analyze", "data.csv", "--plan", "plan.toml", "--out", "alone")
    assert alone.returncode != 0
    assert "has no entry 'my_trial'" in alone.stderr
    lassitude("evidence", "new", "my_trial")
    assert lassitude("evidence", "add", "my_trial.toml").returncode == 0
    answer = lassitude("analyze", "data.csv", "--plan", "plan.toml", "--out", "beside")
    assert answer.returncode == 0, answer.stderr
    results = from_json((tmp_path / "beside" / "results.json").read_text(encoding="utf-8"))
    cited = next(one for one in results.citations if one.id == "my_trial")
    assert cited.url == "https://doi.org/10.1000/example"
    assert cited.notes.startswith("Table 2, page 5")
    assert (tmp_path / "beside" / "evidence.yaml").is_file()


@pytest.mark.slow
def test_ones_own_evidence_stands_beside_the_prediction(lassitude: Command, tmp_path: Path) -> None:
    """Half a minute: the small trial, drawn twice."""
    _points_to_mine(tmp_path)
    lassitude("evidence", "new", "my_trial")
    assert lassitude("evidence", "add", "my_trial.toml", "--to", "other.yaml").returncode == 0
    typed = ("run", "plan.toml", "--quick", "--replicates", "2", "--workers", "1", "--json")
    assert "has no entry 'my_trial'" in lassitude(*typed).stderr
    answer = lassitude(*typed, "--evidence", "other.yaml")
    assert answer.returncode == 0, answer.stderr
    estimates = {one["id"]: one for one in json.loads(answer.stdout)["estimates"]}
    published = estimates["MFIS.total|mean|W12|usual"]["published"]
    assert (published["value"], published["from"], published["role"]) == (
        -4.4,
        "my_trial:arms.placebo.change_wk12",
        "validate",
    )
