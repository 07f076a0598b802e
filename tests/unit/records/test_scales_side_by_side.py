"""Protects files that bring several scales: a name that could be two is refused, means may be rounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping
from lassitude.study.data import StudyData
from lassitude.study.protocol import parse_protocol

PLAN = """
schema = "lassitude.protocol/1"
id = "scales"
title = "Scales side by side"
[populations.patients]
condition = "rrms"
n = 2
[arms.all-of-them]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { M0 = "0 mo" }
measure = ["MFIS", "MFIS-5", "FSS"]
[analysis.course]
type = "descriptive"
endpoint = "FSS.total"
"""


def read(tmp_path: Path, text: str) -> StudyData:
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    return read_csv_study(file, parse_protocol(PLAN, "scales.toml"), CsvMapping())


@pytest.mark.parametrize("column", ["MFIS_5", "MFIS-5", "MFIS5"])
def test_a_column_that_could_be_an_item_or_a_scale_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(RequestError, match=r"can mean MFIS\.item_05 or MFIS-5\.total"):
        read(tmp_path, f"subject,visit,FSS,{column}\nP-01,M0,5,3\nP-02,M0,4,2\n")


@pytest.mark.parametrize("column", ["MFIS-5.total", "MFIS_item_5"])
def test_a_column_named_in_full_is_read(tmp_path: Path, column: str) -> None:
    items = "" if "total" in column else "".join(f",MFIS_item_{i}" for i in range(1, 22) if i != 5)
    rows = "".join(f"P-0{i},M0,5,3{',1' * items.count(',')}\n" for i in (1, 2))
    study = read(tmp_path, f"subject,visit,FSS,{column}{items}\n{rows}")
    assert {"MFIS-5"} <= set(study.observations["instrument"]) or "item_05" in set(study.observations["part"])


def fatigue_severity(mean: str) -> str:
    items = ",".join(f"FSS_{i}" for i in range(1, 10))
    return f"subject,visit,FSS,{items}\nP-01,M0,{mean},6,6,6,6,6,6,5,5,5\nP-02,M0,4,{','.join('4' * 9)}\n"


def test_a_mean_may_be_written_with_one_or_two_decimals(tmp_path: Path) -> None:
    # 51 / 9 = 5.667
    for mean in ("5.67", "5.7"):
        assert read(tmp_path, fatigue_severity(mean)).subjects.height == 2


def test_a_mean_that_its_items_do_not_give_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="differ from their items"):
        read(tmp_path, fatigue_severity("5.4"))
