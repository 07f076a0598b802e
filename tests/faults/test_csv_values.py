"""Protects real data: no impossible value is read, and the way out that a message names is one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

WIDE = "subject,age,FIS.total@M0,FIS.total@M36,EDSS.total@M0\n{},36,23,4.5\nP-02,44,{},40,{}\n"
ITEMS = "subject,age,FIS.total@M0,FIS.total@M36,EDSS_M0,FIS_07@M0\nP-01,31,99,23,4.5,{}\nP-02,44,50,40,3,1\n"


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def read(tmp_path: Path, plan: Protocol, text: str, mapping: str = "") -> StudyData:
    path = tmp_path / "data.csv"
    path.write_text(text)
    return read_csv_study(path, plan, CsvMapping.model_validate(tomllib.loads(mapping)))


def message(tmp_path: Path, plan: Protocol, text: str, mapping: str = "") -> str:
    with pytest.raises(RequestError) as raised:
        read(tmp_path, plan, text, mapping)
    return str(raised.value)


def test_half_a_point_is_no_score(tmp_path: Path, plan: Protocol) -> None:
    said = message(tmp_path, plan, WIDE.format("P-01,31", "120.5", "3.3"))
    assert "1 of 4 FIS.total values in data.csv are not whole numbers; the first is 120.5" in said
    assert "1 of 2 EDSS.total values in data.csv are not multiples of 0.5; the first is 3.3" in said


def test_a_prorated_total_may_lie_between(tmp_path: Path, plan: Protocol) -> None:
    """Who declares that missing items were prorated has such totals."""
    text = WIDE.format("P-01,31", "120.5", "3")
    assert read(tmp_path, plan, text, 'missing_items = { FIS = "half-rule" }').observations.height == 6


def test_all_variables_are_reported_at_once(tmp_path: Path, plan: Protocol) -> None:
    said = message(tmp_path, plan, WIDE.format("P-01,-39", "170", "11"))
    for part in ("outside 0 to 160; the first is 170", "outside 0 to 10; the first is 11", "is '-39'"):
        assert part in said


def test_the_advice_for_a_code_can_be_followed(tmp_path: Path, plan: Protocol) -> None:
    """99 is no answer to an item, but a total: it is declared for the items alone."""
    said = message(tmp_path, plan, ITEMS.format("99"))
    advice = said.rpartition("name it in the mapping: ")[2].removesuffix(".")
    assert tomllib.loads(advice) == {"missing": {"FIS.item_*": [99]}}
    values = read(tmp_path, plan, ITEMS.format("99"), advice).observations
    assert values.filter(status="missed")["part"].to_list() == ["item_07"]
    assert 99.0 in values.filter(part="total")["value"]


def test_the_advice_keeps_what_is_declared(tmp_path: Path, plan: Protocol) -> None:
    said = message(tmp_path, plan, ITEMS.format("99"), "missing = [-9]")
    assert said.endswith('missing = { "*" = [-9], "FIS.item_*" = [99] }.')


@pytest.mark.parametrize(("key", "text"), [("FIS", "-8"), ("FIS.total", "-8"), ("*", "-8")])
def test_codes_are_declared_by_instrument_or_endpoint(
    key: str, text: str, tmp_path: Path, plan: Protocol
) -> None:
    data = read(tmp_path, plan, WIDE.format("P-01,31", text, "3"), f'missing = {{ "{key}" = [-8] }}')
    assert data.observations.filter(status="missed").height == 1


def test_a_code_for_ages_holds_for_ages(tmp_path: Path, plan: Protocol) -> None:
    text = WIDE.format("P-01,99", "50", "3")
    data = read(tmp_path, plan, text, "missing = { age_years = [99] }")
    assert data.subjects["age_years"].to_list() == [None, 44.0]


def test_a_code_for_nothing_that_is_read_is_refused(tmp_path: Path, plan: Protocol) -> None:
    said = message(tmp_path, plan, WIDE.format("P-01,31", "50", "3"), "missing = { FISS = [99] }")
    assert "Did you mean 'FIS'?" in said
