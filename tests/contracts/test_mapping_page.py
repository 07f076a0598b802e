"""Protects: the page about the mapping shows an example that runs and names every key there is."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping, read_mapping
from lassitude.study.protocol import parse_protocol, protocol_text

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_read_as_it_says(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(block("csv"))
    (tmp_path / "mapping.toml").write_text(block("toml"))
    plan = parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")
    data = read_csv_study(tmp_path / "data.csv", plan, read_mapping(tmp_path / "mapping.toml"))
    assert data.subjects["sex"].to_list() == ["female", "male", "female"]
    assert data.subjects["age_years"].to_list() == [34.0, None, 44.0]
    missed = data.observations.filter(status="missed")
    assert missed.select("subject", "part").rows() == [("P-01", "item_07"), ("P-03", "total")]


def test_every_key_is_described() -> None:
    keys = [field.alias or name for name, field in CsvMapping.model_fields.items()]
    assert [key for key in keys if f"\n`{key}`\n" not in PAGE] == []
