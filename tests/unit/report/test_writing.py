"""What stands in the run folder: the page, its tables and its figures."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.report import write_report
from lassitude.report.tables import tables
from lassitude.results import Results, Study
from tests.unit.report.trials import parallel


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_page_tables_and_figures(prediction: Results, tmp_path: Path) -> None:
    page = write_report(prediction, tmp_path / "run")
    assert page == tmp_path / "run" / "report.html"
    assert sorted(_files(tmp_path / "run")) == [
        "figures/attribution.svg",
        "figures/trajectories.svg",
        "report.html",
        "tables/assumptions.csv",
        "tables/attribution.csv",
        "tables/citations.csv",
        "tables/directions.csv",
        "tables/estimates.csv",
        "tables/flow.csv",
    ]


def test_written_twice_the_bytes_are_the_same(prediction: Results, tmp_path: Path) -> None:
    write_report(prediction, tmp_path / "one")
    write_report(prediction, tmp_path / "two")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_other_files_of_the_run_are_left_alone(prediction: Results, tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}")
    write_report(prediction, tmp_path)
    assert (tmp_path / "results.json").read_text() == "{}"


def test_a_folder_that_cannot_be_written_is_refused(prediction: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RequestError, match="Cannot write"):
        write_report(prediction, tmp_path / "file")


def test_tables_hold_the_numbers(prediction: Results) -> None:
    rows = list(csv.DictReader(io.StringIO(tables(prediction)["estimates.csv"].decode())))
    assert [row["id"] for row in rows] == [one.id for one in prediction.estimates]
    last = next(row for row in rows if row["id"] == "FIS.total|median|M36|ahsct")
    assert (last["predicted"], last["published"], last["inside_90"]) == ("40.6", "23", "false")
    assert (last["visit"], last["arm"], last["observed"]) == ("M36", "ahsct", "")


def test_observed_numbers_have_their_columns(analysis: Results) -> None:
    rows = list(csv.DictReader(io.StringIO(tables(analysis)["estimates.csv"].decode())))
    assert (rows[0]["n"], rows[0]["df"], rows[0]["converged"]) == ("23", "22", "true")


def test_contrasts_stand_below_the_parts_of_the_arms() -> None:
    rows = list(csv.DictReader(io.StringIO(tables(parallel())["attribution.csv"].decode())))
    last = rows[-1]
    assert (last["arm"], last["part"], last["change"]) == ("exercise minus attention", "total", "-7.5")
    assert len(rows) == len(parallel().attribution) + len(parallel().contrasts)


def test_empty_tables_are_not_written() -> None:
    assert tables(Results("analysis", Study("pilot", "00"))) == {}
