"""Protects: ``lassitude power`` answers as typed, and refuses in words with exit code 2."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.power_plans import MOMENTS, PLAN


@pytest.fixture
def plan(tmp_path: Path) -> str:
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "pilot.toml").write_text(MOMENTS)
    return "plan.toml"


def test_power_is_told_and_printed_as_json(lassitude: Command, plan: str, tmp_path: Path) -> None:
    typed = ("power", plan, "--n", "12,24", "--trials", "20", "--quick", "--workers", "1")
    answer = lassitude(*typed, "--from-moments", "pilot.toml", "--out", "found")
    assert answer.returncode == 0, answer.stderr
    said = " ".join(answer.stdout.split())
    for words in (
        "as planned (simulated bodies)", "pilot's moments (normal values, no bodies)", "type I",
        "Type I error, Monte Carlo 95% interval:", "at n = 12;",
        "If people answered as the model supposes", "True difference", "Borm 2007",
        "not that a treatment works", "Assurance, the power averaged over the draws",
        "rests on hypothesis-grade parameters",
        "Report: found/report.html",
    ):  # fmt: skip
        assert words in said, words
    again = lassitude(*typed, "--from-moments", "pilot.toml", "--out", "found", "--json")
    assert again.returncode == 0, again.stderr
    assert again.stdout.encode() == (tmp_path / "found" / "results.json").read_bytes()
    assert json.loads(again.stdout)["kind"] == "power"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--n", "40:20:10"), "write first:last:step"),
        (("--n", "20", "--vary", "simulation.pol=3"), "Did you mean 'pool'?"),
        (("--n", "20", "--vary", "arms.drug.treatments.0.name=placbo"), "Did you mean 'placebo'?"),
        (("--n", "20", "--arm", "drgu"), "Did you mean 'drug'?"),
        (("--n", "20", "--from-moments", "nowhere.toml"), "cannot be read as moments"),
        (("--n", "900", "--parameters", "declared"), "raise simulation.pool"),
    ],
)
def test_wrong_requests_end_with_code_2_and_leave_nothing(
    lassitude: Command, plan: str, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    answer = lassitude("power", plan, *typed, "--trials", "2", "--quick", "--workers", "1", "--out", "found")
    assert answer.returncode == 2, answer.stdout
    assert said in " ".join(answer.stderr.split())
    assert not (tmp_path / "found").exists()


def test_a_study_without_comparator_is_refused(lassitude: Command) -> None:
    answer = lassitude("power", "canadian-ahsct", "--n", "40")
    assert answer.returncode == 2
    assert "randomizes nobody" in answer.stderr


def test_help_says_where_pools_are_kept(lassitude: Command) -> None:
    answer = lassitude("power", "--help")
    assert answer.returncode == 0
    assert "XDG_CACHE_HOME" in re.sub(r"\s+", " ", answer.stdout)
