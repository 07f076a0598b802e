"""Protects: a crossover that really happened is read with its sequences and periods, in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol, parse_protocol
from tests.faults.designs import CROSSOVER

WIDE = """subject,sequence,MFIS@BL,MFIS@P1-W5,MFIS_P2_W5
P-01,DP,50,40,46
P-02,PD,44,41,37
P-03,DP,61,48,57
P-04,PD,39,,30
"""


@pytest.fixture
def plan() -> Protocol:
    return parse_protocol(CROSSOVER, "crossover.toml")


def read(folder: Path, text: str, plan: Protocol) -> StudyData:
    path = folder / "data.csv"
    path.write_text(text)
    return read_csv_study(path, plan)


def test_sequences_and_periods_are_read(tmp_path: Path, plan: Protocol) -> None:
    data = read(tmp_path, WIDE, plan)
    assert data.subjects["sequence"].to_list() == ["DP", "PD", "DP", "PD"]
    assert data.subjects["arm"].is_null().all()
    assert data.subjects["status"].to_list() == ["completed"] * 4
    periods = dict(data.observations.select("visit", "period").unique().iter_rows())
    assert periods == {"BL": None, "P1-W5": "P1", "P2-W5": "P2"}
    days = dict(data.observations.select("visit", "day").unique().iter_rows())
    assert days == {"BL": 0.0, "P1-W5": 35.0, "P2-W5": 91.0}
    found = analyze_plan(data, plan)["MFIS.total|difference:placebo|W5|drug"]
    # P-04 misses a period. Within people the drug is 6 and 9 lower on DP, 4 lower on PD: (7.5 + 4) / 2.
    assert found.value[0] == pytest.approx(-5.75)
    assert found.n[0] == 3


def test_a_period_may_stand_beside_the_visit(tmp_path: Path, plan: Protocol) -> None:
    rows = ["subject,sequence,period,visit,MFIS", "P-01,DP,,BL,50", "P-01,DP,1,W5,40", "P-01,DP,P2,W5,46"]
    data = read(tmp_path, "\n".join(rows), plan)
    assert data.observations["visit"].to_list() == ["BL", "P1-W5", "P2-W5"]


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_what_is_written_is_read_back(tmp_path: Path, plan: Protocol, layout: str) -> None:
    data = read(tmp_path, WIDE, plan)
    export_csv(data, tmp_path / "again.csv", layout="long" if layout == "long" else "wide")
    again = read_csv_study(tmp_path / "again.csv", plan)
    columns = ["subject", "visit", "day", "period", "value"]
    assert again.subjects.sort("subject").equals(data.subjects.sort("subject"))
    own, other = (one.observations.select(columns).sort(columns) for one in (data, again))
    assert own.equals(other)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("P-01,DP", "P-01,", "does not say in which sequence subject P-01 is; the plan has DP, PD"),
        ("P-01,DP", "P-01,DPP", "no sequence 'DPP' .subject P-01.. Did you mean 'DP'"),
        ("MFIS@P1-W5,MFIS_P2_W5", "MFIS@P1-W5,work", "work"),
    ],
)
def test_a_sequence_that_is_none_is_refused(
    tmp_path: Path, plan: Protocol, old: str, new: str, expected: str
) -> None:
    with pytest.raises(RequestError, match=expected):
        read(tmp_path, WIDE.replace(old, new), plan)


def test_one_period_is_no_crossover(tmp_path: Path, plan: Protocol) -> None:
    lines = [line.rpartition(",")[0] for line in WIDE.splitlines()]
    with pytest.raises(RequestError, match="in fewer than two of P1-W5, P2-W5"):
        read(tmp_path, "\n".join(lines), plan)


def test_a_sequence_without_a_crossover_is_refused(tmp_path: Path) -> None:
    from lassitude.study.protocol import read_protocol

    rows = ["subject,sequence,FIS@M0,FIS@M36,EDSS@M0,age", "P-01,AB,40,30,4,30"]
    with pytest.raises(RequestError, match="gives subject P-01 the sequence 'AB', and the plan has none"):
        read(tmp_path, "\n".join(rows), read_protocol("canadian-ahsct"))
