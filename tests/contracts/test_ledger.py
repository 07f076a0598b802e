"""What every entry of the shipped ledger owes."""

from __future__ import annotations

from pathlib import Path

import pytest

import lassitude.evidence
from lassitude.evidence import cite, ledger, require_target
from lassitude.evidence.conflicts import DISAGREEMENTS
from lassitude.evidence.holdouts import holdouts
from lassitude.quantities.errors import RequestError

PACKAGE = Path(lassitude.evidence.__file__).parent
ORIGINAL = Path(__file__).parents[3] / "shared" / "evidence" / "ledger.yaml"


@pytest.mark.parametrize("identifier", list(ledger()))
def test_every_entry_can_be_found_at_its_source(identifier: str) -> None:
    found = ledger()[identifier]
    assert found.id == identifier
    assert found.citation.url.startswith(("https://", "http://"))
    assert found.citation.quote.strip()


@pytest.mark.parametrize("identifier", [held.id for held in holdouts()])
def test_no_held_out_entry_is_ever_a_target(identifier: str) -> None:
    with pytest.raises(RequestError, match="held out"):
        require_target(f"{identifier}:effect.value")


def test_there_are_as_many_entries_and_holdouts_as_the_ledger_says() -> None:
    text = (PACKAGE / "ledger.yaml").read_text(encoding="utf-8")
    assert len(ledger()) == text.count("\n- id: ")
    assert len(holdouts()) == text.count("\n  role: validate\n")


def test_conflicts_name_entries_that_exist() -> None:
    for conflict in DISAGREEMENTS:
        assert len(cite(conflict.entries)) == len(conflict.entries)


def test_only_one_file_lists_the_holdouts() -> None:
    listing = [
        path.name for path in PACKAGE.glob("*.py") if "def holdouts" in path.read_text(encoding="utf-8")
    ]
    assert listing == ["holdouts.py"]


def test_the_attribution_is_shipped() -> None:
    assert (PACKAGE / "ATTRIBUTION.txt").is_file()
    assert (PACKAGE / "ledger.yaml").read_text(encoding="utf-8").startswith("# Evidence ledger")


def test_the_shipped_ledger_is_the_original() -> None:
    if not ORIGINAL.is_file():
        pytest.skip("the original ledger does not lie beside this checkout")
    assert (PACKAGE / "ledger.yaml").read_bytes() == ORIGINAL.read_bytes()
