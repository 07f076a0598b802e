"""Protects: the page beside SAS and R names every analysis there is, and its plans are read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from lassitude.study.protocol import Protocol, protocol_schema
from lassitude.workflows.plans import WrittenPlan, check_measures

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "statistics.md").read_text(encoding="utf-8")
WHOLE = re.findall(r"```toml\n(.*?)```", (DOCS / "protocol.md").read_text(encoding="utf-8"), re.DOTALL)[0]
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}


def analyses() -> list[str]:
    """Names of the types that ``[analysis]`` may have."""
    schema = protocol_schema()
    return sorted(schema["properties"]["analysis"]["additionalProperties"]["discriminator"]["mapping"])


@pytest.mark.parametrize("kind", [name for name in analyses() if name != "complete-reduction"])
def test_every_analysis_has_a_section_with_the_three_side_by_side(kind: str) -> None:
    """A count of people who reach 0 needs no comparison of software."""
    own = [text for title, text in SECTIONS.items() if f"`{kind}`" in title]
    assert len(own) == 1
    assert f'type = "{kind}"' in own[0]
    for language in ("toml", "sas", "r"):
        assert f"```{language}\n" in own[0], language


@pytest.mark.parametrize("title", SECTIONS)
def test_its_plan_is_read_in_place_of_the_tables_of_its_name(title: str) -> None:
    (piece,) = re.findall(r"```toml\n(.*?)```", SECTIONS[title], re.DOTALL)
    protocol = Protocol.model_validate({**tomllib.loads(WHOLE), **tomllib.loads(piece)})
    check_measures(WrittenPlan(piece, "statistics.md", protocol))
