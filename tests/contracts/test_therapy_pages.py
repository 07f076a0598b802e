"""Protects: pages of therapies tell what their rows say now, and the tutorial runs as it stands."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

from lassitude.therapies.catalog import THERAPIES
from tests.contracts.test_written_pages import writer

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "therapies"
TUTORIAL = ROOT / "docs" / "add-a-therapy.md"


def test_there_is_one_page_for_each_therapy_as_its_row_is_now() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert written == writer("write_therapy_pages").pages(), "run scripts/write_therapy_pages.py --measure"


def test_what_therapies_move_is_kept_for_all_of_them() -> None:
    kept = json.loads((FOLDER / "effects.json").read_text(encoding="utf-8"))
    assert all(set(told) == set(THERAPIES) for told in kept.values())


def test_a_therapy_without_mechanisms_moves_nothing() -> None:
    kept = json.loads((FOLDER / "effects.json").read_text(encoding="utf-8"))
    for name, one in THERAPIES.items():
        if not one.mechanisms and not one.options:
            assert all(
                value == 0.0 for told in kept.values() for moved in told[name].values() for value in moved
            )


def test_the_tutorial_has_twenty_lines_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    row = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert row is not None
    assert len([line for line in row.group(1).splitlines() if line.strip()]) <= 20
    (tmp_path / "night-drops.toml").write_text(row.group(1))
    monkeypatch.chdir(tmp_path)
    told = doctest.DocTestParser().get_doctest(text, {}, "tutorial", str(TUTORIAL), 0)
    assert told.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(told).failed == 0
