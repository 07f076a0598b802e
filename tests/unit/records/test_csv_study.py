"""Protects real studies: whatever the layout, the same people give the same table, and items are scored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping, read_mapping
from lassitude.study.cube import covariate, cube
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol, parse_protocol, plan_sha256, protocol_text

WIDE = """\
subject,sex,age_years,FIS.total@M0,FIS.total@M36,EDSS.total@M0
P-01,f,31,36,23,4.5
P-02,male,44,50,,3
"""
LONG = """\
subject;visit;endpoint;value;age;sex
P-01;M0;FIS.total;36;31;f
P-01;M36;FIS.total;23;31;f
P-01;M0;EDSS.total;4,5;;
P-02;M0;FIS.total;50;44;male
P-02;M36;FIS.total;NA;44;male
P-02;M0;EDSS.total;3;44;male
"""
VISIT_ROWS = """\
Subject_ID\tDay\tFIS\tedss_total\tAge\tSex
P-01\t3\t36\t4.5\t31\tF
P-01\t1080\t23\t\t\t
P-02\t-4\t50\t3\t44\tM
P-02\t1101\t\t\t\t
"""


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def read(tmp_path: Path, plan: Protocol, text: str, mapping: CsvMapping | None = None) -> StudyData:
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    data = read_csv_study(path, plan, mapping or CsvMapping())
    assert path.read_text(encoding="utf-8") == text
    return data


@pytest.mark.parametrize("text", [WIDE, LONG, VISIT_ROWS], ids=["wide", "long", "visit rows"])
def test_three_layouts_of_one_study_give_one_answer(text: str, tmp_path: Path, plan: Protocol) -> None:
    """Comma, semicolon with decimal comma and tab; visits by label and by a day within the window."""
    data = read(tmp_path, plan, text)
    scores = cube(data, "FIS.total", ["M0", "M36"])
    np.testing.assert_array_equal(scores.values, [[[36, 23], [50, np.nan]]])
    np.testing.assert_array_equal(covariate(data, "age_years"), [[31, 44]])
    np.testing.assert_array_equal(covariate(data, "EDSS.total@M0"), [[4.5, 3]])
    assert data.subjects["sex"].to_list() == ["female", "male"]
    assert scores.arms == ("ahsct",)


def test_the_study_says_whose_plan_it_follows(tmp_path: Path, plan: Protocol) -> None:
    data = read(tmp_path, plan, WIDE)
    assert data.description.plan_sha256 == plan_sha256(plan)
    assert data.subjects["condition"].unique().to_list() == ["rrms-aggressive"]
    assert data.subjects["status"].to_list() == ["completed", "enrolled"]


def test_every_value_points_to_its_line(tmp_path: Path, plan: Protocol) -> None:
    data = read(tmp_path, plan, LONG)
    edss = data.observations.filter((pl.col("instrument") == "EDSS") & (pl.col("subject") == "P-01"))
    assert edss["record"].to_list() == ["data.csv:4"]


def test_a_day_outside_every_window_has_no_visit(tmp_path: Path, plan: Protocol) -> None:
    data = read(tmp_path, plan, VISIT_ROWS + "P-02\t90\t41\t\t\t\n")
    extra = data.observations.filter((pl.col("day") == 90) & (pl.col("instrument") == "FIS"))
    assert extra["visit"].to_list() == [None] and extra["value"].to_list() == [41.0]


def items_csv(answers: dict[str, list[str]]) -> str:
    """Write MFIS items at M0 and M36 and an EDSS at M0."""
    names = [f"MFIS_{item:02d}@{visit}" for visit in ("M0", "M36") for item in range(1, 22)]
    lines = [",".join(["subject", "age", "EDSS@M0", *names])]
    lines += [",".join([subject, "40", "4", *row]) for subject, row in answers.items()]
    return "\n".join(lines)


def test_items_are_scored(tmp_path: Path, plan: Protocol) -> None:
    """21 answers of 1 and 21 of 2 add to 21 and 42; nine of these items are physical."""
    data = read(tmp_path, plan, items_csv({"P-01": ["1"] * 21 + ["2"] * 21}))
    np.testing.assert_array_equal(cube(data, "MFIS.total", ["M0", "M36"]).values, [[[21, 42]]])
    np.testing.assert_array_equal(cube(data, "MFIS.physical", ["M0", "M36"]).values, [[[9, 18]]])


def test_the_rule_for_missing_items_is_the_declared_one(tmp_path: Path, plan: Protocol) -> None:
    """No total by default; with the half rule, item 4 (physical) takes the mean of its subscale."""
    first = ["1"] * 21
    first[3] = "99"
    text = items_csv({"P-01": first + ["1"] * 21, "P-02": ["1"] * 42})
    default = read(tmp_path, plan, text, CsvMapping(missing=(99,)))
    assert np.isnan(cube(default, "MFIS.total", ["M0"]).values[0, 0, 0])
    half = read(tmp_path, plan, text, CsvMapping(missing=(99,), missing_items={"MFIS": "half-rule"}))
    assert cube(half, "MFIS.total", ["M0"]).values[0, 0, 0] == 21


def test_a_value_beyond_a_limit_is_kept_as_such(tmp_path: Path, plan: Protocol) -> None:
    text = WIDE.replace("EDSS.total@M0", "EDSS.total@M0,IFNG.concentration@M0")
    data = read(tmp_path, plan, text.replace(",4.5\n", ",4.5,<1.5\n").replace(",3\n", ",3,7.25\n"))
    assay = data.observations.filter(pl.col("instrument") == "IFNG").sort("subject")
    assert assay["status"].to_list() == ["below_limit", "observed"]
    assert assay["limit"].to_list() == [1.5, None] and assay["value"].to_list() == [None, 7.25]
    assert assay["unit"].unique().to_list() == ["pg/mL"]


def test_a_mapping_renames_translates_and_leaves_out(tmp_path: Path, plan: Protocol) -> None:
    """The columns of a hospital keep their names; what is ignored is never read, names of people included."""
    (tmp_path / "mapping.toml").write_text(
        'encoding = "latin-1"\nmissing = [-9]\nignore = ["email", "lab*"]\n'
        'columns = { "Müdigkeit" = "FIS.total", "Kode" = "subject" }\n'
        '[values]\nvisit = { baseline = "M0", final = "M36" }\nsex = { w = "female" }\n'
    )
    text = (
        "Kode;visit;Müdigkeit;EDSS;age;sex;email;lab_1\n"
        "P-01;baseline;36;4,5;31;w;a@b.org;x\nP-01;final;23;-9;31;w;a@b.org;y\n"
    )
    path = tmp_path / "data.csv"
    path.write_bytes(text.encode("latin-1"))
    data = read_csv_study(path, plan, read_mapping(tmp_path / "mapping.toml"))
    np.testing.assert_array_equal(cube(data, "FIS.total", ["M0", "M36"]).values, [[[36, 23]]])
    assert data.subjects["sex"].to_list() == ["female"]
    assert not any("a@b.org" in str(row) for row in data.subjects.iter_rows())


def test_the_order_of_columns_and_rows_does_not_matter(tmp_path: Path, plan: Protocol) -> None:
    rows = [line.split(",") for line in WIDE.splitlines()]
    turned = "\n".join(",".join(reversed(row)) for row in [rows[0], rows[2], rows[1]])
    one, other = read(tmp_path, plan, WIDE), read(tmp_path, plan, turned)
    np.testing.assert_array_equal(
        cube(one, "FIS.total", ["M0", "M36"]).values, cube(other, "FIS.total", ["M0", "M36"]).values
    )
