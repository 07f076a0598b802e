"""Protects real data: a wrong CSV is refused with where, how many, the first case and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping, read_mapping
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

HEAD = "subject,visit,age,FIS.total,EDSS.total\n"
GOOD = HEAD + "P-01,M0,31,36,4.5\nP-01,M36,31,23,4\nP-02,M0,44,50,3\nP-02,M36,44,40,3\n"

WRONG = {
    "duplicate": (GOOD + "P-01,M0,31,36,4.5\n", "FIS.total stands twice for subject P-01 at M0 (line 6)"),
    "out of range": (
        GOOD.replace("23", "999"),
        "1 of 4 FIS.total values in data.csv lie outside 0 to 160; the first is 999 for subject P-01 at M36 "
        "(line 3). If 999 codes a missing answer, name it in the mapping: missing = [999].",
    ),
    "not a number": (
        GOOD.replace("23", "tired"),
        "1 of 8 values in data.csv are not numbers; the first is 'tired'",
    ),
    "unit in the field": (GOOD.replace("23", "23 points"), "without a unit"),
    "unknown visit": (GOOD.replace("M36", "M63"), "there is no visit 'M63' in the plan. Did you mean 'M6'?"),
    "unknown column": (GOOD.replace("EDSS.total", "EDS.total"), "Did you mean 'EDSS.total'?"),
    "no subject": (GOOD.replace("subject", "subjct"), "has no column subject. Did you mean 'subjct'?"),
    "no covariate": (
        GOOD.replace(",age,", ",site,"),
        "lacks age_years, a covariate of the analysis 'predictors'",
    ),
    "no endpoint": (GOOD.replace("FIS.total", "ISG.score"), "lacks FIS.total or MFIS.total"),
    "no last visit": (GOOD.replace("M36", "M30"), "has no FIS.total at M36"),
    "no visit": (GOOD.replace("visit", "site"), "does not say at which visit"),
    "negative age": (
        GOOD.replace(",31,", ",-31,"),
        "age_years of subject P-01 is '-31'; ages run from 0 to 120",
    ),
    "two ages": (GOOD.replace("P-01,M36,31", "P-01,M36,34"), "age_years of subject P-01 is '34', and '31'"),
    "row without subject": (GOOD.replace("P-02", ""), "line 4: the row has no subject"),
    "row without visit": (GOOD.replace("P-02,M36", "P-02,"), "neither a visit nor a day"),
    "header only": (HEAD, "has a header and no rows"),
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "wrong delimiter": (GOOD.replace(",", ":"), "has one column"),
    "decimal comma splits fields": (GOOD.replace("4.5", "4,5"), "separate fields by ; instead"),
    "mixed decimal signs": (GOOD.replace("4.5", '"4,5"').replace("40", "40.0"), "with a comma ('4,5')"),
    "thousands": (
        GOOD.replace("23", '"1,023"').replace("4.5", "4"),
        "may be a decimal sign or separate thousands",
    ),
    "column twice": (GOOD.replace("EDSS.total", "FIS.total"), "column names twice"),
    "column twice by meaning": (GOOD.replace("EDSS.total", "fis_total"), "mean the same"),
    "nameless column": (GOOD.replace("EDSS.total", ""), "columns have no name; the first is column 5"),
    "unclosed quote": (GOOD.replace("P-02,M0", '"P-02,M0'), "another number of fields"),
    "mixed layouts": (GOOD.replace("EDSS.total", "EDSS.total@M0"), "Use one layout"),
    "unknown arm": (GOOD.replace("age", "arm").replace(",31,", ",ahcst,"), "no arm 'ahcst'"),
    "unknown sex": (GOOD.replace("age", "sex").replace(",31,", ",1,"), "sex of subject P-01 is '1'"),
    "name of a person": (
        GOOD.replace("age", "Patient Name"),
        "1 columns that identify people: 'Patient Name'",
    ),
    "birth date": (GOOD.replace("age", "date_of_birth"), 'ignore = ["date_of_birth"]'),
    "name as id": (GOOD.replace("P-01", "Svensson"), "looks like a name"),
    "e-mail as id": (GOOD.replace("P-01", "a@b.org"), "looks like an e-mail address"),
    "national number as id": (GOOD.replace("P-01", "19121212-1212"), "a national identity number"),
    "half a lesion": (GOOD.replace("EDSS.total", "MRI.gd_count"), "are not whole numbers"),
}


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def message(tmp_path: Path, plan: Protocol, content: bytes, mapping: CsvMapping | None = None) -> str:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(RequestError) as raised:
        read_csv_study(path, plan, mapping or CsvMapping())
    assert path.read_bytes() == content
    return str(raised.value)


def test_the_file_that_the_others_spoil_is_good(tmp_path: Path, plan: Protocol) -> None:
    """Otherwise the cases below might all fail for one reason that none of them is about."""
    path = tmp_path / "data.csv"
    path.write_text(GOOD)
    assert read_csv_study(path, plan).observations.height == 8


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_the_way_out(case: str, tmp_path: Path, plan: Protocol) -> None:
    text, expected = WRONG[case]
    assert expected in message(tmp_path, plan, text.encode())


def test_an_id_that_may_name_a_person_is_not_repeated(tmp_path: Path, plan: Protocol) -> None:
    """The message ends up in logs."""
    assert "Svensson" not in message(tmp_path, plan, GOOD.replace("P-01", "Svensson").encode())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            GOOD.replace("P-01", "Pä-1").encode("latin-1"),
            "line 2 has the byte 0xE4. Save it as UTF-8, or name",
        ),
        (GOOD.encode("utf-16"), "is UTF-16 text"),
        (b"PK\x03\x04rest", "a spreadsheet or ZIP file"),
        (b"a,b\n\x00,1\n", "byte 4 is zero"),
    ],
)
def test_a_wrong_encoding_is_refused(content: bytes, expected: str, tmp_path: Path, plan: Protocol) -> None:
    assert expected in message(tmp_path, plan, content)


def test_lacking_items_and_wrong_totals_are_refused(tmp_path: Path, plan: Protocol) -> None:
    names = [f"MFIS_{item}" for item in range(1, 22)]
    text = ",".join(["subject,visit,age,EDSS", *names]) + "\n"
    row = "P-01,M0,31,4," + ",".join(["1"] * 21) + "\nP-01,M36,31,4," + ",".join(["1"] * 21) + "\n"
    lacking = text.replace(",MFIS_7,", ",site,") + row
    assert "lacks 1 of 21 items; the first is MFIS.item_07" in message(tmp_path, plan, lacking.encode())
    total = text.replace("EDSS,", "EDSS,MFIS,") + row.replace("31,4,", "31,4,22,")
    assert "differ from their items; the first is 22 where the items give 21" in message(
        tmp_path, plan, total.encode()
    )


def test_a_code_for_missing_that_may_be_a_value_is_refused(tmp_path: Path, plan: Protocol) -> None:
    """99 is no answer of 0 to 4, but a possible total: reading it either way could be silently wrong."""
    text = GOOD.replace("23", "99").encode()
    assert "FIS.total may be 99" in message(tmp_path, plan, text, CsvMapping(missing=(99,)))


def test_an_arm_is_asked_for_where_there_are_two(tmp_path: Path, plan: Protocol) -> None:
    second = '[arms.waiting]\npopulation = "patients"\nblinding = "none"\n\n[design]'
    two = parse_protocol(protocol_text("canadian-ahsct").replace("[design]", second), "two.toml")
    assert "does not say in which arm subject P-01 is" in message(tmp_path, two, GOOD.encode())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, plan: Protocol) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(RequestError, match="cannot be read"):
            read_csv_study(path, plan)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delimitr = ';'", r"line 1: delimitr: unknown key\. Did you mean 'delimiter'"),
        ("delimiter = ':'", "':' is not known here"),
        ("missing = ", "this is not TOML"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(RequestError, match=expected):
        read_mapping(tmp_path / "mapping.toml")


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (CsvMapping(columns={"code": "subject"}), "renames 'code', which data.csv does not have"),
        (CsvMapping(values={"vist": {"a": "M0"}}), "Did you mean 'visit'?"),
        (CsvMapping(missing_items={"FISS": "half-rule"}), "Did you mean 'FIS'?"),
    ],
)
def test_a_mapping_for_another_file_is_refused(
    mapping: CsvMapping, expected: str, tmp_path: Path, plan: Protocol
) -> None:
    assert expected in message(tmp_path, plan, GOOD.encode(), mapping)
