"""Protects: a run folder is never anybody else's, never half somebody's, and says how its run ended."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import Interrupted, first_open_folder, run_folder
from lassitude.runs.manifest import RunIdentity, read_manifest

ASKED = RunIdentity("run", {"protocol.toml": "5f0c"}, {"seed": 2018, "replicates": 500})


def finish(path: Path, identity: RunIdentity = ASKED) -> None:
    with run_folder(path, identity) as folder:
        folder.write("results.json", b"{}\n")
        folder.finish()


def edit_manifest(path: Path, **changes: object) -> None:
    place = path / "manifest.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **changes}))


def contents(path: Path) -> dict[str, bytes]:
    return {str(item.relative_to(path)): item.read_bytes() for item in path.rglob("*") if item.is_file()}


@pytest.mark.parametrize("prepared", ["absent", "empty", "deep"])
def test_an_absent_or_empty_folder_is_taken(tmp_path: Path, prepared: str) -> None:
    path = tmp_path / "a" / "b" / "run" if prepared == "deep" else tmp_path / "run"
    if prepared == "empty":
        path.mkdir()
    finish(path)
    manifest = read_manifest(path)
    assert manifest.state == "complete"
    assert list(manifest.outputs) == ["results.json"]
    assert not (path / "blocks").exists()


def test_a_foreign_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(RequestError, match="not a run of lassitude"):
        finish(tmp_path)
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "run"
    place.write_text("")
    with pytest.raises(RequestError, match="is a file"):
        finish(place)


def test_a_place_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError, match=r"Cannot write .*not a directory"):
        finish(tmp_path / "file" / "run")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
def test_a_forbidden_place_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RequestError, match="permission denied"):
        finish(tmp_path / "run")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (RunIdentity("run", ASKED.inputs, {"seed": 5, "replicates": 500}), "seed is 2018 there and 5 here"),
        (RunIdentity("run", {"protocol.toml": "77aa"}, ASKED.settings), "protocol.toml has other content"),
        (RunIdentity("analyze", ASKED.inputs, ASKED.settings), "its command is 'run', not 'analyze'"),
    ],
)
def test_another_run_is_refused_with_what_differs(tmp_path: Path, other: RunIdentity, said: str) -> None:
    finish(tmp_path / "run")
    before = contents(tmp_path)
    with pytest.raises(RequestError, match=said):
        finish(tmp_path / "run", other)
    assert contents(tmp_path) == before


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    finish(tmp_path / "run")
    edit_manifest(tmp_path / "run", version="0.0.9")
    with pytest.raises(RequestError, match=r"written by lassitude 0\.0\.9"):
        finish(tmp_path / "run")


def test_a_folder_of_edited_code_is_refused(tmp_path: Path) -> None:
    finish(tmp_path / "run")
    edit_manifest(tmp_path / "run", program="0" * 64)
    with pytest.raises(RequestError, match="code of lassitude has changed"):
        finish(tmp_path / "run")


def test_blocks_of_another_kind_of_processor_are_not_continued(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), run_folder(tmp_path / "run", ASKED):
        raise KeyboardInterrupt
    environment = dict(read_manifest(tmp_path / "run").environment)
    edit_manifest(tmp_path / "run", environment={**environment, "cpu": "m68k"})
    with pytest.raises(RequestError, match="begun with cpu 'm68k'"):
        finish(tmp_path / "run")


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"schema": "lassitude.run/9"}', '{"schema": "lassitude.run/1"}']
)
def test_a_manifest_that_cannot_be_understood_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RequestError, match="Name another folder"):
        finish(tmp_path)


def test_a_finished_run_is_not_computed_again(tmp_path: Path) -> None:
    finish(tmp_path / "run")
    before = contents(tmp_path)
    with run_folder(tmp_path / "run", ASKED) as folder:
        assert folder.complete
    assert contents(tmp_path) == before


@pytest.mark.parametrize("damage", ["absent", "cut"])
def test_a_finished_run_with_a_damaged_file_is_computed_again(tmp_path: Path, damage: str) -> None:
    finish(tmp_path / "run")
    results = tmp_path / "run" / "results.json"
    if damage == "absent":
        results.unlink()
    else:
        results.write_bytes(b"{")
    with run_folder(tmp_path / "run", ASKED) as folder:
        assert not folder.complete
        folder.write("results.json", b"{}\n")
        folder.finish()
    assert results.read_bytes() == b"{}\n"


def test_a_wrong_request_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="nobody"), run_folder(tmp_path / "a" / "run", ASKED) as folder:
        folder.write("protocol.toml", b"")
        folder.write("blocks/one.npz", b"")
        raise RequestError("nobody meets the criteria")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_request_keeps_an_empty_folder_that_stood_before(tmp_path: Path) -> None:
    with pytest.raises(RequestError), run_folder(tmp_path, ASKED) as folder:
        folder.write("protocol.toml", b"")
        raise RequestError("nobody meets the criteria")
    assert tmp_path.is_dir() and not list(tmp_path.iterdir())


def test_an_interrupted_run_keeps_its_blocks_and_resumes(tmp_path: Path) -> None:
    with (
        pytest.raises(Interrupted, match="the same command resumes"),
        run_folder(tmp_path / "run", ASKED) as folder,
    ):
        folder.write("blocks/one.npz", b"kept")
        raise KeyboardInterrupt
    assert read_manifest(tmp_path / "run").state == "interrupted"
    with run_folder(tmp_path / "run", ASKED) as folder:
        assert not folder.complete
        assert (folder.blocks / "one.npz").read_bytes() == b"kept"
        folder.write("results.json", b"{}\n")
        folder.finish()
    assert not (tmp_path / "run" / "blocks").exists()


def test_a_failure_is_written_down_and_its_blocks_are_kept(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_folder(tmp_path / "run", ASKED) as folder:
        folder.write("blocks/one.npz", b"kept")
        raise ZeroDivisionError
    assert read_manifest(tmp_path / "run").state == "failed"
    assert (tmp_path / "run" / "blocks" / "one.npz").exists()


def test_a_killed_run_resumes(tmp_path: Path) -> None:
    finish(tmp_path / "run")
    edit_manifest(tmp_path / "run", state="running", outputs={})
    with run_folder(tmp_path / "run", ASKED) as folder:
        assert not folder.complete


def test_a_staged_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with run_folder(tmp_path / "run", ASKED) as folder:
        with folder.staged("study") as stage:
            (stage / "old.parquet").write_text("")
        with pytest.raises(ZeroDivisionError), folder.staged("study") as stage:
            (stage / "half.parquet").write_text("")
            raise ZeroDivisionError
        assert [item.name for item in (folder.path / "study").iterdir()] == ["old.parquet"]
        with folder.staged("study") as stage:
            (stage / "new.parquet").write_text("")
        folder.finish()
    assert sorted(read_manifest(tmp_path / "run").outputs) == ["study/new.parquet"]


def test_a_place_of_our_own_choice_steps_aside_for_other_runs_only(tmp_path: Path) -> None:
    place = tmp_path / "canadian-ahsct-2018"
    finish(place)
    (tmp_path / "canadian-ahsct-2018-2").write_text("a file")
    quick = RunIdentity("run", ASKED.inputs, {"seed": 2018, "replicates": 40})
    assert first_open_folder(place, ASKED) == place
    assert first_open_folder(place, quick).name == "canadian-ahsct-2018-3"
