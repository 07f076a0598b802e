"""Protects the edge to real data: nothing but a study or a refusal comes out, and an export comes back."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import parse_protocol, plan_sha256, protocol_text
from lassitude.study.tables import table

PLAN = parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")
VISITS = dict(zip(PLAN.visits.labels, PLAN.visits.days, strict=True))


def outcome(content: bytes, mapping: CsvMapping) -> StudyData | RequestError:
    with TemporaryDirectory() as folder:
        path = Path(folder, "data.csv")
        path.write_bytes(content)
        try:
            return check(read_csv_study(path, PLAN, mapping))
        except RequestError as error:
            assert str(error)
            return error


@settings(deadline=None, max_examples=200)
@given(content=st.binary(max_size=300), encoding=st.sampled_from(["utf-8", "latin-1", "windows-1252"]))
def test_any_bytes_give_a_study_or_a_refusal(content: bytes, encoding: str) -> None:
    """A traceback in front of a clinician is a bug, whatever the file."""
    outcome(content, CsvMapping(encoding=encoding, missing=(99, "x")))


FIELDS = st.one_of(
    st.sampled_from(
        ["", "NA", "M0", "M36", "36", "4,5", "<1", ">", "1e999", "-0", "nan", "٣", '"', "P-1", "f"]
    ),
    st.text(max_size=6),
)
KNOWN = (
    "subject visit day value endpoint instrument part sex age arm site name FIS IFNG MFIS_1 MRI.gd_count "
    "FIS.total@M0 FIS_M36 EDSS@M0 day@M0 MFIS_01@M0"
)
COLUMNS = st.sampled_from(KNOWN.split())


@settings(deadline=None, max_examples=300)
@given(data=st.data(), columns=st.lists(COLUMNS, min_size=1, max_size=6), sign=st.sampled_from(",;\t|"))
def test_any_table_of_known_columns_gives_a_study_or_a_refusal(
    data: st.DataObject, columns: list[str], sign: str
) -> None:
    """Random bytes hardly ever get past the header; this does."""
    row = st.lists(FIELDS, min_size=len(columns), max_size=len(columns))
    rows = data.draw(st.lists(row, max_size=4))
    text = "\n".join(sign.join(fields) for fields in [columns, *rows])
    outcome(text.encode("utf-8", errors="replace"), CsvMapping())


def _state(word: str, person: int, instrument: str) -> str:
    """Let one person have everything, and keep limits to the assay."""
    if person == 0 or (word == "below_limit" and instrument != "IFNG"):
        return "observed"
    return word


def _possible(share: float, most: float, step: float) -> float:
    """Turn a share into a value that the scale can take; a step of 0 takes any."""
    return round(share * most / step) * step if step else share * most


def virtual(values: np.ndarray, status: np.ndarray) -> StudyData:
    """Two replicates of three people, all visits, three parts of the plan, days off the plan by up to 20."""
    parts = {("FIS", "total"): "points", ("EDSS", "total"): "points", ("IFNG", "concentration"): "pg/mL"}
    cells = list(product(range(2), range(3), VISITS, parts))
    scale = {"FIS": (160.0, 1.0), "EDSS": (10.0, 0.5), "IFNG": (7.3, 0.0)}
    value = [
        _possible(float(share), *scale[part[0]]) for share, (*_, part) in zip(values, cells, strict=True)
    ]
    state = [_state(word, person, part[0]) for word, (_, person, _, part) in zip(status, cells, strict=True)]
    people = list(product(range(2), range(3)))
    subjects = table(
        "subjects",
        {
            "replicate": [r for r, _ in people],
            "subject": [f"V-{p:02d}" for _, p in people],
            "population": "patients",
            "arm": "ahsct",
            "condition": "rrms-aggressive",
            "sex": [("female", "male", "unknown")[p] for _, p in people],
            "age_years": [30.25 + p for _, p in people],
            "status": [("completed", "withdrawn", "enrolled")[p] for _, p in people],
            "status_reason": [(None, "moved, far away", None)[p] for _, p in people],
        },
    )
    observations = table(
        "observations",
        {
            "replicate": [r for r, *_ in cells],
            "subject": [f"V-{p:02d}" for _, p, *_ in cells],
            "instrument": [part[0] for *_, part in cells],
            "part": [part[1] for *_, part in cells],
            "visit": [visit for _, _, visit, _ in cells],
            "day": [VISITS[visit] + 7.5 * p for _, p, visit, _ in cells],
            "value": [x if word == "observed" else None for word, x in zip(state, value, strict=True)],
            "unit": [parts[part] for *_, part in cells],
            "status": state,
            "limit": [x if word == "below_limit" else None for word, x in zip(state, value, strict=True)],
        },
    )
    return check(
        StudyData(StudyDescription(PLAN.id, plan_sha256(PLAN), {}, "first visit"), subjects, observations)
    )


CELLS = 2 * 3 * len(VISITS) * 3


@pytest.mark.parametrize("layout", ["long", "wide"])
@settings(deadline=None, max_examples=25)
@given(
    values=st.lists(st.floats(0, 1), min_size=CELLS, max_size=CELLS),
    status=st.lists(
        st.sampled_from(["observed", "missed", "below_limit", "invalid"]), min_size=CELLS, max_size=CELLS
    ),
    replicate=st.integers(0, 1),
)
def test_an_exported_replicate_comes_back_bit_for_bit(
    layout: str, values: list[float], status: list[str], replicate: int
) -> None:
    """A virtual study and the file it would have come in are analyzed to the same numbers."""
    study = virtual(np.array(values), np.array(status, dtype=object))
    with TemporaryDirectory() as folder:
        path = Path(folder, "replicate.csv")
        export_csv(study, path, replicate, "wide" if layout == "wide" else "long")
        again = read_csv_study(path, PLAN)
    key = ["subject", "instrument", "part", "visit"]
    for name in ("subjects", "observations"):
        expected = getattr(study, name).filter(pl.col("replicate") == replicate).drop("replicate")
        found = getattr(again, name).drop("replicate")
        order = [column for column in key if column in found.columns]
        unlike = ["record"] if name == "observations" else []
        assert_frame_equal(
            found.drop(unlike).sort(order), expected.drop(unlike).sort(order), check_exact=True
        )
