"""Protects: rooms say what lives in them, and the map in ARCHITECTURE.md shows the house that stands."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import PACKAGE, ROOT, place, python_files, tree

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "base", "core", "common", "manager", "misc"}
NAMED_PATH = re.compile(r"`((?:src|tests|docs|\.ci)/[\w./*-]+|[A-Z]+\.(?:md|cff)|LICENSE|pyproject\.toml)`")


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for path in python_files() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert not parts & NAMES_THAT_SAY_NOTHING


def test_every_room_says_what_lives_there() -> None:
    rooms = [path for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))]
    silent = [room.name for room in rooms if not ast.get_docstring(tree(room / "__init__.py"))]
    assert not silent


def test_every_module_says_what_it_is() -> None:
    assert not [place(path) for path in python_files() if not ast.get_docstring(tree(path))]


def test_every_path_named_in_the_map_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(NAMED_PATH.findall(text))
    assert len(named) >= 10
    assert not sorted(path for path in named if not any(ROOT.glob(path.rstrip("/"))))


def test_every_room_is_in_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    assert not [room for room in rooms if f"`src/lassitude/{room}/`" not in text]
