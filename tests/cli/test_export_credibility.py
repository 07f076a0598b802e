"""Protects: the document on credibility tells of a qualification only what its folder shows to be true."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.runs.manifest import Manifest, RunIdentity, read_manifest, write_manifest
from lassitude.runs.outputs import output_hashes
from lassitude.workflows.analyze import analyze
from lassitude.workflows.export import export
from tests.cli.conftest import Command
from tests.cli.exercise_trial import write_trial


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trial")
    write_trial(place)
    stated = '\n[credibility]\nquestion = "Does home training lower fatigue?"\n'
    (place / "plan.toml").write_text((place / "plan.toml").read_text() + stated)
    return analyze(place / "data.csv", plan=place / "plan.toml", out=place / "mine").folder


@pytest.fixture
def run(analyzed: Path, tmp_path: Path) -> Path:
    """Return a finished run in the folder where commands are typed."""
    return Path(shutil.copytree(analyzed, tmp_path / "mine"))


def qualified(run: Path, place: Path, command: str = "selftest") -> Path:
    """Write a qualification by the program that computed the run: two of three checks passed."""
    place.mkdir()
    (place / "results.json").write_text(json.dumps({"checks": 3, "failed": 1}))
    of_run = read_manifest(run)
    made = Manifest(
        RunIdentity(command, {}),
        of_run.version,
        of_run.program,
        of_run.environment,
        {"started": "2026-01-02T03:04:05+00:00"},
        "complete",
    )
    write_manifest(place, replace(made, outputs=output_hashes(place)))
    return place


def test_real_data_get_the_cells_that_apply_to_them(lassitude: Command, run: Path, tmp_path: Path) -> None:
    answer = lassitude("export", "mine", "--to", "credibility", "--out", "told")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert sorted(one.name for one in (tmp_path / "told").iterdir()) == [
        "credibility.docx",
        "credibility.html",
    ]
    page = (tmp_path / "told/credibility.html").read_text()
    assert "Does home training lower fatigue?" in page and "planned estimates were reached" in page
    assert "No model of the body stands behind them" in page and "<h2>Validation</h2>" not in page


def test_the_document_tells_of_the_qualification(lassitude: Command, run: Path, tmp_path: Path) -> None:
    qualified(run, tmp_path / "iq")
    answer = lassitude("export", "mine", "--to", "credibility", "--out", "told", "--qualification", "iq")
    assert (answer.returncode, answer.stderr) == (0, "")
    page = (tmp_path / "told/credibility.html").read_text()
    assert "Qualified on 2026-01-02: 2 of 3 checks passed" in page
    assert "the very program that computed this run" in page


def test_a_qualification_of_another_program_says_so(run: Path, tmp_path: Path) -> None:
    place = qualified(run, tmp_path / "iq")
    write_manifest(place, replace(read_manifest(place), program="0" * 64, environment={"cpu": "another"}))
    made = export(run, "credibility", tmp_path / "told", qualification=place)
    page = (made.folder / "credibility.html").read_text()
    assert "another program than the one that computed this run" in page and "versions unlike" in page


def test_what_is_no_whole_qualification_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no finished qualification: its command was 'run'"):
        place = qualified(run, tmp_path / "a-run", "run")
        export(run, "credibility", tmp_path / "one", qualification=place)
    altered = qualified(run, tmp_path / "altered")
    (altered / "results.json").write_text(json.dumps({"checks": 3, "failed": 0}))
    with pytest.raises(RequestError, match=r"results\.json"):
        export(run, "credibility", tmp_path / "two", qualification=altered)
    with pytest.raises(RequestError, match="nowhere is not a run folder"):
        export(run, "credibility", tmp_path / "three", qualification="nowhere")
    assert not (tmp_path / "one").exists() and not (tmp_path / "two").exists()


def test_a_qualification_belongs_to_credibility_alone(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="belongs to --to credibility, not to --to csv"):
        export(run, "csv", tmp_path / "told", qualification=tmp_path)
