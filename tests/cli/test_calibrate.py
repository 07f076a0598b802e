"""Protects: ``lassitude calibrate`` as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--stage", "1-instrument"), "Did you mean '1-instruments'"),
        (("--stage", "4-untreated-fatigue"), "comes before '4-untreated-fatigue' and is not fitted yet"),
        (("--design", "8"), "24 to 256 points"),
        (("--name", "a/b"), "use letters, digits"),
        (("--seed", str(2**48)), "cannot be a seed"),
        (("--recover", "declared"), "'declared' comes from no calibration"),
        (
            ("--recover", "2026-11", "--quick", "--seed", "1"),
            "--seed and --quick cannot stand beside --recover",
        ),
        (("--recover", "2026-11"), "was fitted to other targets than this version has"),
    ],
)
def test_wrong_requests_are_told(lassitude: Command, arguments: tuple[str, ...], said: str) -> None:
    answer = lassitude("calibrate", *arguments)
    assert answer.returncode == 2
    assert said in " ".join(answer.stderr.split())
    assert "Traceback" not in answer.stderr


def test_a_folder_with_other_files_is_refused(lassitude: Command, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("kept")
    answer = lassitude("calibrate", "--out", "mine")
    assert answer.returncode == 2
    assert "no calibration, and nothing in it was touched" in " ".join(answer.stderr.split())
    assert (tmp_path / "mine" / "notes.txt").read_text() == "kept"


@pytest.mark.slow
def test_a_quick_calibration_is_a_parameter_set_stands_when_asked_again_and_can_be_recovered(
    lassitude: Command, tmp_path: Path
) -> None:
    asked = ("calibrate", "--quick", "--out", "quick", "--name", "2026-01")
    answer = lassitude(*asked)
    assert answer.returncode == 0, answer.stderr
    assert "Parameter set: quick" in answer.stdout
    about = json.loads((tmp_path / "quick" / "set.json").read_text())
    assert about["name"] == "2026-01"
    assert all(one["pointer"] and one["emulator_error"] is not None for one in about["misfit"])
    written = {one: one.read_bytes() for one in tmp_path.glob("quick/**/*.parquet")}
    again = lassitude(*asked, "--json")
    assert again.returncode == 0, again.stderr
    assert [one["stage"] for one in json.loads(again.stdout)["stages"]] == [
        one["stage"] for one in about["stages"]
    ]
    assert {one: one.read_bytes() for one in tmp_path.glob("quick/**/*.parquet")} == written
    recovered = ("calibrate", "--recover", "quick", "--stage", about["stages"][0]["stage"], "--out", "known")
    told = lassitude(*recovered)
    assert told.returncode == 0, told.stderr
    assert "Every truth: known" in " ".join(told.stdout.split())
    kept = (tmp_path / "known" / "recovery.json").read_bytes()
    assert len(json.loads(kept)["stages"]) == 1
    assert lassitude(*recovered).returncode == 0
    assert (tmp_path / "known" / "recovery.json").read_bytes() == kept
    another = json.dumps({**json.loads(kept), "set": "another"})
    (tmp_path / "known" / "recovery.json").write_text(another, encoding="utf-8")
    other = lassitude(*recovered)
    assert other.returncode == 2
    assert "something else than the recovery of" in " ".join(other.stderr.split())
    assert (tmp_path / "known" / "recovery.json").read_text(encoding="utf-8") == another
