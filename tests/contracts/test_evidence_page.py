"""The page on evidence names every field of an entry, and what it shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.evidence.claims import claim, uncertainty
from lassitude.evidence.own import QUOTE_LENGTH, OwnEntry

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")


def test_every_field_of_an_entry_is_on_the_page() -> None:
    table = PAGE[PAGE.index("| key |") : PAGE.index("Nothing else may stand")]
    assert set(re.findall(r"`([a-z]+)`", table)) >= set(OwnEntry.model_fields)
    assert f"up to {QUOTE_LENGTH} characters" in table


def test_the_claim_on_the_page_is_read_so() -> None:
    found = claim("affirm_cdp_hr:effect.value")
    told = (found.statistic, found.canonical, found.arm, found.comparator, found.n)
    assert f"# {told}" in PAGE
    sure = uncertainty(found)
    assert f"scale='{sure.scale}', standard_error={sure.standard_error:.3f}, source='{sure.source}'" in PAGE
