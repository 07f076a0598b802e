"""Protects: what is exported says what the run found, whole or not at all, and the run stays as it was."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document

from lassitude.workflows.analyze import analyze
from lassitude.workflows.export import export
from lassitude.workflows.exported import FORMS, OF_A_PATIENT, Form
from tests.cli.conftest import Command
from tests.cli.exercise_trial import write_trial

MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trial")
    write_trial(place)
    return analyze(place / "data.csv", plan=place / "plan.toml", out=place / "mine").folder


@pytest.fixture
def run(analyzed: Path, tmp_path: Path) -> Path:
    """Return a finished run in the folder where commands are typed."""
    return Path(shutil.copytree(analyzed, tmp_path / "mine"))


def contents(path: Path) -> dict[str, bytes]:
    return {str(item.relative_to(path)): item.read_bytes() for item in path.rglob("*") if item.is_file()}


def estimates(run: Path) -> dict[str, dict]:
    found = json.loads((run / "results.json").read_text(encoding="utf-8"))["estimates"]
    return {one["id"]: one["observed"] for one in found}


def test_csv_has_every_field_of_every_estimate(lassitude: Command, run: Path, tmp_path: Path) -> None:
    before = contents(run)
    answer = lassitude("export", "mine", "--to", "csv", "--out", "tables")
    assert (answer.returncode, answer.stderr) == (0, "")
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO((tmp_path / "tables/estimates.csv").read_text()))
    }
    told = estimates(run)
    assert rows.keys() == told.keys()
    name = "MFIS.total|ls_difference:usual|W12|exercise"
    for field, column in (("estimate", "observed"), ("se", "se"), ("df", "df"), ("p", "p")):
        assert float(rows[name][column]) == told[name][field]
    assert rows[name]["attempts"] == "1" and rows[name]["in_words"].endswith("1 attempt)")
    assert rows[name]["in_words"].startswith(MINUS) and "95% CI" in rows[name]["in_words"]
    assert contents(run) == before


def test_a_word_document_holds_the_estimates_in_real_tables(
    lassitude: Command, run: Path, tmp_path: Path
) -> None:
    assert lassitude("export", "mine", "--to", "docx").returncode == 0
    document = Document(str(tmp_path / "mine-docx" / "tables.docx"))
    told = estimates(run)["MFIS.total|ls_difference:usual|W12|exercise"]
    table = next(one for one in document.tables if one.rows[0].cells[4].text == "Value")
    assert [cell.text for cell in table.rows[0].cells] == [
        "Estimate", "Visit", "Group", "n", "Value", "SE", "95% CI", "df", "p",
    ]  # fmt: skip
    (row,) = [
        [cell.text for cell in line.cells]
        for line in table.rows
        if line.cells[0].text.startswith("Difference") and line.cells[1].text.startswith("W12")
    ]
    assert row[4] == f"{told['estimate']:.1f} points".replace("-", MINUS)
    assert row[5] == f"{told['se']:.2f}"
    low, high = (f"{end:.1f}".replace("-", MINUS) for end in told["interval95"])
    assert row[6] == f"{low} to {high}"
    assert row[3] == "24" and row[8] == ("< 0.001" if told["p"] < 0.001 else f"{told['p']:.3f}")
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader"), "the header repeats on every page"
    captions = [one.text for one in document.paragraphs if one.style and one.style.name == "Caption"]
    assert captions[0] == "Table 1. MFIS.total: analysis \N{LEFT DOUBLE QUOTATION MARK}primary\u201d"
    assert len(captions) == len(document.tables)
    text = "\n".join(one.text for one in document.paragraphs)
    assert "Kenward-Roger" in text and "converged at attempt 1" in text
    assert "Left out for missing values: 2 of 24 subjects" in text


@pytest.mark.parametrize("form", [one for one in FORMS if one not in OF_A_PATIENT])
def test_equal_runs_give_equal_bytes(run: Path, tmp_path: Path, form: Form) -> None:
    made = [export(run, form, tmp_path / place) for place in ("one", "two")]
    assert contents(made[0].folder) == contents(made[1].folder) != {}
    assert sorted(contents(made[0].folder)) == list(made[0].files)


def test_a_word_document_has_no_clock(run: Path, tmp_path: Path) -> None:
    export(run, "docx", tmp_path / "one")
    with zipfile.ZipFile(tmp_path / "one" / "tables.docx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"1980-01-01T00:00:00"}


def test_the_page_loads_nothing_and_shows_every_estimate(run: Path, tmp_path: Path) -> None:
    export(run, "html", tmp_path / "page")
    page = (tmp_path / "page" / "tables.html").read_text(encoding="utf-8")
    assert not any(loading in page for loading in ("<script", "http:", "https:", "src=", "url("))
    assert page.count("<tr>") == len(estimates(run)) + page.count("<thead>")


def test_what_stands_there_is_never_written_over(lassitude: Command, run: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = contents(tmp_path)
    for place, why in (
        ("full", "already holds files"),
        ("file", "is a file"),
        ("mine/tables-too", "lies inside the run"),
        ("/proc/tables", "Cannot write"),
    ):
        answer = lassitude("export", "mine", "--to", "docx", "--out", place)
        assert (answer.returncode, answer.stdout) == (2, ""), place
        assert why in answer.stderr and "--out" in answer.stderr
        assert "Traceback" not in answer.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("form", "name"), [("csv", "results.json"), ("adam", "study/subjects.parquet")])
def test_an_altered_run_is_refused(
    lassitude: Command, run: Path, tmp_path: Path, form: str, name: str
) -> None:
    (run / name).write_bytes((run / name).read_bytes() + b" ")
    answer = lassitude("export", "mine", "--to", form, "--out", "tables")
    assert answer.returncode == 2 and "is not what the run wrote" in answer.stderr
    assert not (tmp_path / "tables").exists()


def test_a_folder_that_is_no_run_and_an_unknown_form_are_refused(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("export", "nowhere", "--to", "csv")
    assert answer.returncode == 2 and "nowhere is not a run folder" in answer.stderr
    answer = lassitude("export", "nowhere", "--to", "pdf")
    assert answer.returncode == 2 and "docx" in answer.stderr
    assert list(tmp_path.iterdir()) == []
