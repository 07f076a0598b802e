"""Protects: data sets keep the rules of the ADaM guide and have the form of CDISC's own Dataset-JSON files.

Rules: ADaM Implementation Guide 1.1 (names of 8 characters, labels of 40, texts of 200; no relative day 0;
one record per key). Form: the example files of cdisc-org/DataExchange-DatasetJson where they are at hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lassitude.records.adam.dataset_json import Provenance, dataset_json
from lassitude.records.adam.measurements import measurements
from lassitude.records.adam.parameters import codes
from lassitude.records.adam.subjects import subject_level
from lassitude.records.adam.times_to_event import times_to_event
from lassitude.records.adam.variables import Dataset
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.protocol import Protocol, read_protocol
from lassitude.study.tables import table

EXAMPLES = Path(__file__).parents[5] / "shared" / "data" / "dataset-json" / "adam"
ABOUT = Provenance("x", "0.1.0", "2026-01-01T00:00:00")
Rows = list[dict[str, Any]]


def study(people: Rows, seen: Rows, events: Rows = (), exposures: Rows = ()) -> StudyData:  # type: ignore[assignment]
    person = {"replicate": 0, "population": "patients", "condition": "rrms", "status": "completed"}
    given = {
        "subjects": [person | {"sex": "female"} | one for one in people],
        "observations": [{"replicate": 0, "unit": "points", "status": "observed"} | one for one in seen],
        "events": [{"replicate": 0} | one for one in events],
        "exposures": [{"replicate": 0} | one for one in exposures],
    }
    made = {}
    for name, rows in given.items():
        columns = {key: [row.get(key) for row in rows] for row in rows for key in row}
        made[name] = table(name, columns)
    return StudyData(StudyDescription("", "", {}, ""), **made)


def value(subject: str, visit: str | None, day: float, amount: float | None, **more: Any) -> dict[str, Any]:
    told = {"subject": subject, "instrument": "FIS", "part": "total", "visit": visit, "day": day}
    return told | {"value": amount} | more


@pytest.fixture
def plan() -> Protocol:
    return read_protocol("canadian-ahsct")


@pytest.fixture
def data() -> StudyData:
    """Return three people: one whole, one who withdrew with gaps, one screened out but measured."""
    return study(
        [
            {"subject": "P-01", "arm": "ahsct", "age_years": 34.6},
            {"subject": "P-02", "arm": "ahsct", "sex": "other", "status": "withdrawn",
             "status_reason": "moved"},
            {"subject": "P-03", "status": "screen_failed", "status_reason": "EDSS", "sex": "male"},
        ],
        [
            value("P-01", "M0", -3.0, 40.0),
            value("P-01", "M6", 182.5, 30.0),
            value("P-01", None, 90.0, 35.0),
            value("P-01", "M12", 365.0, None, status="missed"),
            value("P-02", "M6", 180.0, 28.0),
            value("P-03", "M0", -10.0, 50.0),
            value("P-01", "M0", 0.0, None, instrument="IFNG", part="concentration", unit="pg/mL",
                  status="below_limit", limit=2.5),
        ],
        [
            {"subject": "P-01", "category": "relapse", "term": "relapse", "day": -20.0},
            {"subject": "P-01", "category": "relapse", "term": "relapse", "day": 41.5},
            {"subject": "P-01", "category": "relapse", "term": "relapse", "day": 100.0},
        ],
    )  # fmt: skip


def made(data: StudyData, plan: Protocol) -> dict[str, Dataset]:
    whole = (subject_level(data, plan), *measurements(data, plan)[0], *times_to_event(data, plan)[0])
    return {one.name: one for one in whole}


def rows(one: Dataset, *columns: str) -> list[tuple[Any, ...]]:
    return one.rows.select(columns).rows()


def test_names_labels_and_texts_have_the_length_that_the_guide_allows(
    data: StudyData, plan: Protocol
) -> None:
    found = made(data, plan)
    assert set(found) == {"ADSL", "ADQS", "ADMS", "ADTTE"}
    for one in found.values():
        assert len(one.label) <= 40
        assert one.rows.columns == [variable.name for variable in one.variables]
        for variable in one.variables:
            assert re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", variable.name)
            assert 0 < len(variable.label) <= 40 and variable.method
        longest = one.rows.select(pl.col(pl.String).str.len_chars().max()).row(0)
        assert max(longest) <= 200


def test_keys_are_unique(data: StudyData, plan: Protocol) -> None:
    for one in made(data, plan).values():
        keys = [variable.name for variable in one.variables if variable.key]
        assert one.rows.select(keys).n_unique() == one.rows.height, one.name
    analyzed = made(data, plan)["ADQS"].rows.filter(pl.col("ANL01FL") == "Y")
    assert analyzed.select("USUBJID", "PARAMCD", "AVISITN").n_unique() == analyzed.height


def test_everybody_has_one_row_with_status_and_flags(data: StudyData, plan: Protocol) -> None:
    told = rows(made(data, plan)["ADSL"], "SUBJID", "SEX", "AGE", "AAGE", "ITTFL", "COMPLFL", "EOSSTT", "ARM")
    assert told == [
        ("P-01", "F", 34, 34.6, "Y", "Y", "COMPLETED", "ahsct"),
        ("P-02", "U", None, None, "Y", "N", "DISCONTINUED", "ahsct"),
        ("P-03", "M", None, None, "N", "N", "", "Screen Failure"),
    ]
    reasons = rows(made(data, plan)["ADSL"], "DCSREAS", "SCRFREAS")
    assert reasons == [("", ""), ("moved", ""), ("", "EDSS")]
    assert "SAFFL" not in made(data, plan)["ADSL"].rows.columns, "no exposure was recorded at all"


def test_baseline_change_days_and_flags(data: StudyData, plan: Protocol) -> None:
    told = rows(
        made(data, plan)["ADQS"], "SUBJID", "AVISIT", "ADY", "AVAL", "BASE", "CHG", "ABLFL", "ANL01FL", "ASEQ"
    )
    assert told == [
        ("P-01", "M0", -3, 40.0, 40.0, None, "Y", "Y", 1),
        ("P-01", "", 91, 35.0, 40.0, -5.0, "", "", 2),
        ("P-01", "M6", 183, 30.0, 40.0, -10.0, "", "Y", 3),
        ("P-02", "M6", 181, 28.0, None, None, "", "Y", 1),
        ("P-03", "M0", -10, 50.0, 50.0, None, "Y", "", 1),
    ]


def test_a_value_beyond_a_limit_is_no_number_and_nothing_is_imputed(data: StudyData, plan: Protocol) -> None:
    told = rows(made(data, plan)["ADMS"], "PARAM", "AVAL", "AVALC", "BASE", "DTYPE")
    assert told == [("IFNG concentration (pg/mL)", None, "<2.5", None, "")]


def test_the_first_event_after_day_zero_counts_and_others_are_censored(
    data: StudyData, plan: Protocol
) -> None:
    told = rows(made(data, plan)["ADTTE"], "SUBJID", "AVAL", "ADY", "CNSR", "EVNTDESC")
    assert told == [("P-01", 41.5, 42, 0, "relapse"), ("P-02", 180.0, 181, 1, "LAST RECORD")]


def test_a_crossover_names_the_treatment_of_each_period() -> None:
    plan = read_protocol("triumphant-ms")
    order = plan.design.model_dump()["sequences"]["S1"]
    mfis = {"instrument": "MFIS"}
    data = study(
        [{"subject": "P-01", "sequence": "S1", "status": "enrolled"}],
        [
            value("P-01", "BL", 0.0, 50.0, **mfis),
            value("P-01", "P1-W5", 35.0, 45.0, period="P1", **mfis),
            value("P-01", "P2-W5", 84.0, 41.0, period="P2", **mfis),
        ],
        exposures=[{"subject": "P-01", "treatment": "amantadine", "start_day": 0.0}],
    )
    found = made(data, plan)
    (person,) = rows(found["ADSL"], "TRTSEQP", "TRT01P", "TRT02P", "SAFFL", "EOSSTT")
    assert person == (" - ".join(order), order[0], order[1], "Y", "")
    told = rows(found["ADQS"], "AVISIT", "APERIOD", "TRTP", "CHG")
    assert told == [("BL", None, "", None), ("P1-W5", 1, order[0], -5.0), ("P2-W5", 2, order[1], -9.0)]


def test_codes_are_short_and_never_shared() -> None:
    names = [f"MFIS.item_{number:02d}" for number in range(1, 22)]
    names += [
        "MFIS.physical",
        "MFIS.physical_long",
        "25-foot-walk.seconds",
        "9-hole.seconds",
        "SF-36.physical",
    ]
    found = codes(names)
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", code) for code in found.values())
    assert codes(reversed(names)) == found


def test_dataset_json_reads_back_as_written(data: StudyData, plan: Protocol) -> None:
    for one in made(data, plan).values():
        found = json.loads(dataset_json(one, ABOUT))
        assert [column["name"] for column in found["columns"]] == one.rows.columns
        assert found["records"] == one.rows.height
        assert [tuple(row) for row in found["rows"]] == one.rows.rows()
        for place, column in enumerate(found["columns"]):
            held = [row[place] for row in found["rows"] if row[place] is not None]
            wanted = {"string": str, "integer": int, "float": (int, float)}[column["dataType"]]
            assert all(isinstance(cell, wanted) for cell in held)
            if column["dataType"] == "string":
                assert max([1, *(len(cell.encode()) for cell in held)]) == column["length"]


@pytest.mark.parametrize("name", ["adsl", "adtte"])
def test_it_has_the_form_of_the_files_of_cdisc(name: str, data: StudyData, plan: Protocol) -> None:
    path = EXAMPLES / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the example {path.name} of cdisc-org/DataExchange-DatasetJson is not here")
    theirs = json.loads(path.read_text(encoding="utf-8"))
    ours = json.loads(dataset_json(made(data, plan)[name.upper()], ABOUT))
    assert theirs.keys() - ours.keys() <= {"metaDataRef"}
    assert ours.keys() <= theirs.keys()
    assert ours["datasetJSONVersion"] == theirs["datasetJSONVersion"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", theirs["datasetJSONCreationDateTime"])
    known = {key for column in theirs["columns"] for key in column}
    labels = {column["name"]: column["label"] for column in theirs["columns"]}
    for column in ours["columns"]:
        assert column.keys() <= known
        shared = labels.get(column["name"], column["label"])
        assert column["label"] == shared, column["name"]
    assert all(isinstance(row, list) and len(row) == len(ours["columns"]) for row in ours["rows"])
