"""Protects: a folder appears whole or not at all, and never over anything that stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.runs.fresh import fresh_folder


@pytest.mark.parametrize("there", [True, False])
def test_it_appears_with_all_that_was_written(there: bool, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "tables"
    if there:
        place.mkdir(parents=True)
    with fresh_folder(place) as stage:
        (stage / "a.csv").write_text("a")
        assert not (place / "a.csv").exists()
    assert [item.name for item in place.iterdir()] == ["a.csv"]
    assert [item.name for item in place.parent.iterdir()] == ["tables"]


@pytest.mark.parametrize("error", [RequestError("no"), KeyboardInterrupt(), ValueError("bug")])
def test_nothing_is_left_when_it_goes_wrong(error: BaseException, tmp_path: Path) -> None:
    with pytest.raises(type(error)), fresh_folder(tmp_path / "tables") as stage:
        (stage / "a.csv").write_text("a")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_what_stands_there_is_refused_before_and_after(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(RequestError, match="already holds files"), fresh_folder(tmp_path / "full"):
        raise AssertionError("the block must not run")
    with pytest.raises(RequestError, match="Cannot write"), fresh_folder(tmp_path / "late") as stage:
        (stage / "a.csv").write_text("a")
        (tmp_path / "late").mkdir()
        (tmp_path / "late" / "theirs.txt").write_text("theirs")
    assert (tmp_path / "late" / "theirs.txt").read_text() == "theirs"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["full", "late"]
