"""Protects: rendering a run again never certifies what the run did not write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.results import Results, Study
from lassitude.runs.folder import run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.workflows.report import report
from lassitude.workflows.run_files import write_findings

ASKED = RunIdentity("run", {"protocol.toml": "5f0c"}, {"seed": 2018})
FILES = ("results.json", "estimates.parquet", "study/observations.parquet")


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    path = tmp_path / "run"
    with run_folder(path, ASKED) as folder:
        folder.write("study/observations.parquet", b"PAR1 of a study")
        write_findings(folder, Results("analysis", Study("pilot", "00")), {})
        folder.finish()
    return path


def contents(path: Path) -> dict[str, bytes]:
    return {str(item.relative_to(path)): item.read_bytes() for item in path.rglob("*") if item.is_file()}


def edit_manifest(path: Path, **changes: object) -> None:
    place = path / "manifest.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **changes}, indent=2) + "\n")


def alter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"pilot", b"other") + b" ")


@pytest.mark.parametrize("damage", [alter, Path.unlink])
@pytest.mark.parametrize("name", FILES)
def test_an_altered_output_is_refused_and_nothing_is_touched(
    name: str, damage: Callable[[Path], None], finished: Path
) -> None:
    """A changed number must never get a fresh hash beside it."""
    damage(finished / name)
    before = contents(finished)
    with pytest.raises(RequestError) as raised:
        report(finished)
    assert str(finished / name) in str(raised.value)
    assert f"'run' again with --out {finished} to repair it" in str(raised.value)
    assert contents(finished) == before


@pytest.mark.parametrize("name", FILES)
def test_run_notices_damage_after_a_report(name: str, finished: Path) -> None:
    report(finished)
    alter(finished / name)
    with run_folder(finished, ASKED) as folder:
        assert not folder.complete
        folder.finish()


def test_a_run_of_another_version_is_refused(finished: Path) -> None:
    edit_manifest(finished, version="0.0.0")
    before = contents(finished)
    with pytest.raises(RequestError, match=r"written by lassitude 0\.0\.0"):
        report(finished)
    assert contents(finished) == before


def test_a_changed_program_may_render_and_does_not_claim_the_results(finished: Path) -> None:
    """Rendering again is for a program whose drawing has changed; who computed stays on record."""
    edit_manifest(finished, program="older")
    (finished / "report.html").write_text("an older page")
    before = json.loads((finished / "manifest.json").read_text())
    page = report(finished).report
    after = json.loads((finished / "manifest.json").read_text())
    assert page.read_text() != "an older page"
    assert {**after, "outputs": None} == {**before, "outputs": None}
    assert after["outputs"] == before["outputs"]


def test_repair_of_a_run_by_a_changed_program_needs_another_folder(finished: Path) -> None:
    edit_manifest(finished, program="older")
    alter(finished / "results.json")
    with pytest.raises(RequestError, match="with another folder as --out"):
        report(finished)


def test_a_file_slipped_in_is_not_certified(finished: Path) -> None:
    (finished / "figures").mkdir(exist_ok=True)
    (finished / "figures" / "mine.svg").write_text("<svg/>")
    report(finished)
    assert "figures/mine.svg" not in json.loads((finished / "manifest.json").read_text())["outputs"]
