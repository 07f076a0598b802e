"""Protects: a calibration never writes over anything that is not its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lassitude.calibration.folder import open_folder
from lassitude.calibration.plan import Plan
from lassitude.calibration.stage_fit import Sizes
from lassitude.quantities.errors import RequestError

PLAN = Plan("mine", 1)


def test_the_same_settings_go_on(tmp_path: Path) -> None:
    open_folder(tmp_path / "mine", PLAN)
    assert open_folder(tmp_path / "mine", PLAN).path == tmp_path / "mine"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(PLAN, seed=2), "seed is 1 there and 2 here"),
        (replace(PLAN, name="yours"), "name is mine there and yours here"),
        (replace(PLAN, sizes=Sizes(first=32)), "first is 96 there and 32 here"),
    ],
)
def test_other_settings_are_refused(tmp_path: Path, other: Plan, told: str) -> None:
    open_folder(tmp_path, PLAN)
    with pytest.raises(RequestError, match=told):
        open_folder(tmp_path, other)


def test_foreign_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(RequestError, match="no calibration, and nothing in it was touched"):
        open_folder(tmp_path, PLAN)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(RequestError, match="taken holds files that are no calibration"):
        open_folder(tmp_path / "taken", PLAN)


def test_checkpoints_of_another_program_or_other_inputs_are_never_read(tmp_path: Path) -> None:
    folder = open_folder(tmp_path, PLAN)
    assert folder.blocks("1-toy", "a" * 64) != folder.blocks("1-toy", "b" * 64)
