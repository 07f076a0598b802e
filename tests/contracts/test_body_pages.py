"""Protects: pages of the body say what the code says, every subsystem has one, and links lead on."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "body"


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("body_pages", ROOT / "scripts" / "write_body_pages.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def test_the_pages_of_the_body_are_current() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    wanted = writer().files()
    stale = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
    assert not stale, "run python scripts/write_body_pages.py"


def test_every_link_leads_to_a_page() -> None:
    linked = {
        name
        for path in FOLDER.glob("*.md")
        for name in re.findall(r"\]\((\w+\.\w+)\)", path.read_text("utf-8"))
    }
    assert len(linked) > 30
    assert not sorted(name for name in linked if not (FOLDER / name).is_file())
