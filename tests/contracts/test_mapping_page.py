"""Protects: the page about the mapping shows an example that runs and names every key there is."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping, TableMapping, read_mapping
from lassitude.study.protocol import parse_protocol, protocol_text
from lassitude.study.tables import EVENT_CATEGORIES, EVENTS, EXPOSURES

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text()


def files_of_the_example(folder: Path) -> list[Path]:
    """Write each block under the name that stands above it."""
    found = re.findall(r"`([a-z]+\.(?:csv|toml))`:\n\n```[a-z]+\n(.*?)```", PAGE, re.DOTALL)
    for name, text in found:
        (folder / name).write_text(text)
    return [folder / name for name, _ in found]


def test_the_example_is_read_as_it_says(tmp_path: Path) -> None:
    data_file, events, exposures, mapping = files_of_the_example(tmp_path)
    plan = parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")
    data = read_csv_study(data_file, plan, read_mapping(mapping), events, exposures)
    assert data.subjects["sex"].to_list() == ["female", "male", "female"]
    assert data.subjects["age_years"].to_list() == [34.0, None, 44.0]
    missed = data.observations.filter(status="missed")
    assert missed.select("subject", "part").rows() == [("P-01", "item_07"), ("P-03", "total")]
    assert data.events.select("subject", "category", "term", "day", "end_day", "reason").rows() == [
        ("P-01", "relapse", "optic neuritis", 210.0, 238.0, None),
        ("P-02", "adverse_event", "fever", 3.0, 5.0, None),
        ("P-03", "disposition", "left the study", 400.0, None, "moved away"),
    ]
    assert data.subjects["status"].to_list() == ["completed", "completed", "withdrawn"]
    assert data.exposures["adherence"].to_list() == [1.0, 0.9, None]
    assert data.exposures["treatment"].unique().to_list() == ["ahsct"]


def test_every_key_is_described() -> None:
    keys = [field.alias or name for name, field in CsvMapping.model_fields.items()]
    assert [key for key in keys if f"\n`{key}`\n" not in PAGE] == []


def test_every_column_and_category_is_described() -> None:
    """And every key that the tables of events and exposures have."""
    words = {*EVENTS, *EXPOSURES, *EVENT_CATEGORIES, *TableMapping.model_fields} - {"replicate"}
    assert {word for word in words if f"`{word}`" not in PAGE} == set()
