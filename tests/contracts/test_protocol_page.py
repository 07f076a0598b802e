"""Protects: the page about protocols shows pieces that are read, and names every type there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lassitude.population.conditions import CONDITIONS
from lassitude.study.protocol import Protocol, protocol_schema, shipped_protocols
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.plans import WrittenPlan, check_biology, check_measures

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
WHOLE, *PIECES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def values(node: Any, key: str) -> Iterator[Any]:
    """Yield every value that a key has anywhere in a schema."""
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        for inner in node.values():
            yield from values(inner, key)
    elif isinstance(node, list):
        for inner in node:
            yield from values(inner, key)


@pytest.mark.parametrize("piece", ["", *PIECES], ids=["whole", *(one.partition("\n")[0] for one in PIECES)])
def test_each_piece_is_read_in_place_of_the_tables_of_its_name(piece: str) -> None:
    protocol = Protocol.model_validate({**tomllib.loads(WHOLE), **tomllib.loads(piece)})
    plan = WrittenPlan(piece or WHOLE, "protocol.md", protocol)
    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)


def test_every_type_is_on_the_page() -> None:
    types = {str(one) for one in values(protocol_schema(), "const")} - {"lassitude.protocol/1"}
    assert len(types) > 30
    assert sorted(one for one in types if f"`{one}`" not in PAGE and f'"{one}"' not in PAGE) == []


def test_every_word_that_a_key_takes_is_on_the_page() -> None:
    words = {str(word) for choices in values(protocol_schema(), "enum") for word in choices}
    assert sorted(one for one in words if f"`{one}`" not in PAGE and f'"{one}"' not in PAGE) == []


def test_every_study_to_start_from_is_on_the_page() -> None:
    table = PAGE.partition("## Studies to start from")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert sorted(re.findall(r"`([a-z0-9-]+)`", "\n".join(rows))) == sorted(shipped_protocols())
