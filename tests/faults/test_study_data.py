"""Protects waist 1: a broken table is refused with the table, the count and the first case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.data import StudyData, StudyDescription, check, read_study, write_study
from lassitude.study.tables import table


@pytest.fixture
def study() -> StudyData:
    person = {"replicate": 0, "subject": ["P1", "P2"]}
    subjects = {"population": "p", "arm": "a", "condition": "c", "sex": "male", "status": "enrolled"}
    scores = {"instrument": "FIS", "part": "total", "visit": "M0", "day": 0.0, "unit": "points"}
    return StudyData(
        StudyDescription("demo", "0" * 64, {}, "first visit"),
        table("subjects", person | subjects | {"age_years": [30.0, 40.0]}),
        table("observations", person | scores | {"value": [1.0, 2.0], "status": "observed"}),
    )


BROKEN = {
    "same visit twice": (
        "observations",
        {"subject": pl.lit("P1")},
        "2 of 2 rows of observations share their",
    ),
    "mixed units": (
        "observations",
        {"unit": pl.when(pl.col("subject") == "P2").then(pl.lit("percent")).otherwise(pl.lit("points"))},
        "1 of 2 rows of observations of FIS.total are in points, the others in percent; the first is subject "
        "P1, replicate 0, instrument FIS, part total, visit M0, day 0.0, value 1.0, status observed. Convert",
    ),
    "stranger": ("observations", {"subject": pl.lit("P1") + pl.col("subject")}, "belong to nobody"),
    "no value": ("observations", {"value": pl.lit(None, pl.Float64)}, "are observed and have no value"),
    "not finite": ("observations", {"value": pl.lit(float("inf"))}, "value that is not finite"),
    "value of a missed visit": ("observations", {"status": pl.lit("missed")}, "have a value all the same"),
    "no limit": (
        "observations",
        {"status": pl.lit("below_limit"), "value": pl.lit(None, pl.Float64)},
        "a limit that is not given",
    ),
    "unknown state": ("observations", {"status": pl.lit("lost")}, "status other than observed, missed"),
    "ends before it starts": ("observations", {"end_day": pl.lit(-1.0)}, "end before they start"),
    "negative age": ("subjects", {"age_years": pl.lit(-3.0)}, "2 of 2 rows of subjects have an age outside"),
    "same person twice": ("subjects", {"subject": pl.lit("P1")}, "the first is subject P1"),
    "no arm": ("subjects", {"arm": pl.lit(None, pl.String)}, "without an arm"),
    "wrong type": ("subjects", {"age_years": pl.lit("thirty")}, "is String; the contract says Float64"),
    "unknown column": ("subjects", {"agee_years": pl.lit(1.0)}, "Did you mean 'age_years'?"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_table_is_refused(case: str, study: StudyData) -> None:
    name, columns, expected = BROKEN[case]
    broken = replace(study, **{name: getattr(study, name).with_columns(**columns)})
    with pytest.raises(RequestError) as raised:
        check(broken)
    assert expected in str(raised.value)


def test_a_study_without_people_and_a_table_without_a_column_are_refused(study: StudyData) -> None:
    with pytest.raises(RequestError, match="at least one person"):
        check(replace(study, subjects=study.subjects.head(0), observations=study.observations.head(0)))
    with pytest.raises(RequestError, match="lacks the column 'unit'"):
        check(replace(study, observations=study.observations.drop("unit")))


def test_a_damaged_or_foreign_folder_is_refused(study: StudyData, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="a study is a folder with"):
        read_study(tmp_path)
    write_study(study, tmp_path)
    (tmp_path / "events.parquet").write_bytes(b"PAR1 cut short")
    with pytest.raises(RequestError, match=r"events\.parquet cannot be read"):
        read_study(tmp_path)
    described = json.loads((tmp_path / "study.json").read_text())
    (tmp_path / "study.json").write_text(json.dumps(described | {"schema": "lassitude.study/9"}))
    with pytest.raises(RequestError, match=r"reads 'lassitude\.study/1'"):
        read_study(tmp_path)
    (tmp_path / "study.json").write_text("[1]")
    with pytest.raises(RequestError, match="is damaged"):
        read_study(tmp_path)
