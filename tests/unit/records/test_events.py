"""Protects: events and exposures of a real study say what their files say, in the words of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import read_mapping
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

DATA = "subject,age,FIS_M0,FIS_M36,EDSS_M0\nP-01,31,36,23,4.5\nP-02,44,50,40,3\nP-03,51,48,,3\n"


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def read(
    folder: Path,
    plan: Protocol,
    events: str,
    exposures: str | None = None,
    mapping: str = "",
    data: str = DATA,
) -> StudyData:
    (folder / "data.csv").write_text(data)
    (folder / "events.csv").write_bytes(events.encode("latin-1"))
    (folder / "mapping.toml").write_text(mapping)
    if exposures is not None:
        (folder / "exposures.csv").write_text(exposures)
    declared = read_mapping(folder / "mapping.toml")
    had = None if exposures is None else folder / "exposures.csv"
    return read_csv_study(folder / "data.csv", plan, declared, folder / "events.csv", had)


def test_words_are_read_whatever_their_capitals_and_blanks(tmp_path: Path, plan: Protocol) -> None:
    events = "Subject ID;Event Type;Term;Study Day;End-Day\nP-01;Adverse Event;headache;12,5;NA\n"
    events += "P-02;RELAPSE;;-30;2\n"
    found = read(tmp_path, plan, events).events
    assert found.drop("replicate").rows() == [
        ("P-01", "adverse_event", "headache", 12.5, None, None, None),
        ("P-02", "relapse", "relapse", -30.0, 2.0, None, None),
    ]


def test_a_mapping_renames_translates_and_leaves_out(tmp_path: Path, plan: Protocol) -> None:
    """As hospitals and CDISC have it: a column of names is there, and never read."""
    mapping = (
        '[events]\nencoding = "latin-1"\ndelimiter = "|"\nignore = ["Patient Name", "AE*"]\n'
        'missing = { day = ["?"], end_day = [-99] }\n'
        'columns = { USUBJID = "subject", ACAT = "category", AETERM = "term", ASTDY = "day" }\n'
        'values.category = { MSRELAPSE = "relapse", "NEBENWIRKUNG ü" = "adverse_event" }\n'
        'values.subject = { "1" = "P-01" }\n'
        '[exposures]\ncolumns = { EXTRT = "treatment" }\nvalues.treatment = { "HSCT" = "ahsct" }\n'
    )
    events = (
        "USUBJID|Patient Name|ACAT|AETERM|ASTDY|end_day|AESEQ\n"
        "1|Jane Doe|MSRELAPSE|optic neuritis|30|-99|1\nP-02|John Doe|NEBENWIRKUNG ü|fever|3|5|2\n"
    )
    exposures = "subject,EXTRT,start_day,dose,dose_unit,adherence\nP-01,HSCT,0,200,mg/kg,\n"
    exposures += "P-02,other,9,,,0.5\n"
    found = read(tmp_path, plan, events, exposures, mapping)
    assert found.events.select("subject", "category", "term", "day", "end_day").rows() == [
        ("P-01", "relapse", "optic neuritis", 30.0, None),
        ("P-02", "adverse_event", "fever", 3.0, 5.0),
    ]
    assert found.exposures.drop("replicate").rows() == [
        ("P-01", "ahsct", None, 0.0, None, 200.0, "mg/kg", None),
        ("P-02", "other", None, 9.0, None, None, None, 0.5),
    ]


def test_who_left_by_the_events_is_withdrawn_unless_the_file_says_so_itself(
    tmp_path: Path, plan: Protocol
) -> None:
    events = (
        "subject,category,term,day,reason\nP-01,disposition,left the study,1200,moved away\n"
        "P-03,disposition,death,90,\nP-03,disposition,lost,120,other\n"
    )
    people = read(tmp_path, plan, events).subjects
    assert people.select("status", "status_reason").rows() == [
        ("withdrawn", "moved away"),
        ("completed", None),
        ("withdrawn", "death"),
    ]
    told = DATA.replace("EDSS_M0", "EDSS_M0,subject_status,status_reason").replace("4.5\n", "4.5,,\n")
    told = told.replace("40,3\n", "40,3,completed,\n").replace(",,3\n", ",,3,withdrawn,died\n")
    assert read(tmp_path, plan, events, data=told).subjects["status_reason"].to_list() == [
        "moved away",
        None,
        "died",
    ]


def test_a_header_alone_says_that_nothing_happened(tmp_path: Path, plan: Protocol) -> None:
    found = read(tmp_path, plan, "subject,category,day\n", "subject,treatment,start_day\n")
    assert found.events.is_empty() and found.exposures.is_empty()
