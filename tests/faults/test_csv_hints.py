"""Protects real data: no message proposes a mapping that would read a column as something it is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.records.hints import translation
from lassitude.records.mapping import CsvMapping
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

WIDE = "subject,age,FIS.total@M0,FIS.total@M36,EDSS.total@M0,{}\nP-01,31,36,23,4.5,1\n"


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def message(tmp_path: Path, plan: Protocol, column: str) -> str:
    path = tmp_path / "data.csv"
    path.write_text(WIDE.format(column))
    with pytest.raises(RequestError) as raised:
        read_csv_study(path, plan, CsvMapping())
    return str(raised.value)


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("FIS.totl@M24", "FIS.total@M24"),
        ("FIS_totl_M24", "FIS.total@M24"),
        ("EDS.total@M36", "EDSS.total@M36"),
        ("FIS_itm_07@M24", "FIS.item_07@M24"),
    ],
)
def test_the_hint_uses_the_near_name(column: str, meant: str, tmp_path: Path, plan: Protocol) -> None:
    text = message(tmp_path, plan, column)
    proposed = text.partition("columns = ")[2].partition(" }")[0] + " }"
    assert tomllib.loads(f"columns = {proposed}") == {"columns": {column: meant}}


@pytest.mark.parametrize("column", ["shoe_size", "shoe_size@M0", "FIS_itm_41@M24", "FIS.total@M25"])
def test_nothing_is_proposed_but_to_ignore(column: str, tmp_path: Path, plan: Protocol) -> None:
    """A person who pastes the line must not turn shoe sizes into fatigue."""
    text = message(tmp_path, plan, column)
    assert f'ignore = ["{column}"]' in text
    assert "columns =" not in text


def test_the_meaning_of_a_foreign_word_is_left_open() -> None:
    """Which sex 1 stands for, the file cannot tell."""
    assert tomllib.loads(translation("sex", "femal", ["female"])) == {"values": {"sex": {"femal": "female"}}}
    assert '"M25" = "..."' in translation("visit", "M25", ["M0", "M24"])
