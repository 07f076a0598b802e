"""Protects: the page about instruments tells what the catalog says now, one row for each."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from lassitude.instruments import INSTRUMENTS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "instruments.md").read_text(encoding="utf-8")


def test_the_page_is_the_one_that_the_catalog_gives():
    spec = importlib.util.spec_from_file_location("page", ROOT / "scripts" / "write_instruments_page.py")
    assert spec is not None and spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert writer.page() == PAGE, "run python scripts/write_instruments_page.py"


def test_every_instrument_has_one_row_with_all_its_parts():
    rows = [line for line in PAGE.splitlines() if line.startswith("| **")]
    assert len(rows) == len(INSTRUMENTS)
    for row, one in zip(rows, INSTRUMENTS.values(), strict=True):
        assert row.startswith(f"| **{one.name}**:")
        assert row.count(" | ") == 8
        parts = [part for part in one.parts if not part.startswith("item_")]
        assert [part for part in parts if f"`{part}` " not in row] == []
        assert [told for told in one.assumed if told not in row] == []
