"""Protects the edge to real data: files of events and exposures give tables or a refusal, and come back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping, TableMapping
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import parse_protocol, protocol_text
from lassitude.study.tables import EVENT_CATEGORIES, table

PLAN = parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")
DATA = "subject,age,FIS_M0,FIS_M36,EDSS_M0\nP-1,34,36,23,4.5\nP-2,50,50,40,3\n"
TABLES = st.sampled_from(["events", "exposures"])


def outcome(content: bytes, name: str, declared: TableMapping) -> StudyData | RequestError:
    with TemporaryDirectory() as folder:
        path, data = Path(folder, f"{name}.csv"), Path(folder, "data.csv")
        path.write_bytes(content)
        data.write_text(DATA)
        mapping = CsvMapping(**{name: declared})
        files = {"events": None, "exposures": None} | {name: path}
        try:
            return check(read_csv_study(data, PLAN, mapping, files["events"], files["exposures"]))
        except RequestError as error:
            assert str(error)
            return error
        finally:
            assert path.read_bytes() == content


@settings(deadline=None, max_examples=150)
@given(
    content=st.binary(max_size=300),
    name=TABLES,
    encoding=st.sampled_from(["utf-8", "latin-1", "windows-1252"]),
)
def test_any_bytes_give_a_study_or_a_refusal(content: bytes, name: str, encoding: str) -> None:
    """A traceback in front of a clinician is a bug, whatever the file."""
    outcome(content, name, TableMapping(encoding=encoding, missing={"*": (99, "x")}))


FIELDS = st.one_of(
    st.sampled_from(
        [
            *("P-1", "P-2", "p-1", "relapse", "Disposition", "completed", "ahsct", "P1", "a@b.org", '"', "x"),
            *("12", "-30", "4,5", "<1", "1e999", "-0", "٣", "43831", "2019-03-12", "99", "", "NA", "nan"),
        ]
    ),
    st.text(max_size=6),
)
NEEDED = {"events": "subject category day", "exposures": "subject treatment start_day"}
KNOWN = {
    "events": "subject category term day end_day severity reason start_day Event name",
    "exposures": "subject treatment start_day end_day dose dose_unit adherence period day",
}


@settings(deadline=None, max_examples=300)
@given(data=st.data(), name=TABLES, sign=st.sampled_from(",;\t|"), more=st.integers(0, 4))
def test_any_table_of_known_columns_gives_a_study_or_a_refusal(
    data: st.DataObject, name: str, sign: str, more: int
) -> None:
    """Random bytes hardly ever get past the header; this does."""
    known = st.sampled_from(KNOWN[name].split())
    columns = [*NEEDED[name].split(), *(data.draw(known) for _ in range(more))]
    likely = {
        "subject": st.sampled_from(["P-1", "P-2"]),
        "category": st.sampled_from(EVENT_CATEGORIES),
        "treatment": st.sampled_from(["ahsct", "other"]),
        "day": st.integers(-99, 99).map(str),
    }
    fields = [st.one_of(likely.get(column, FIELDS), FIELDS) for column in columns]
    rows = data.draw(st.lists(st.tuples(*fields), max_size=4))
    text = "\n".join(sign.join(row) for row in [columns, *rows])
    outcome(text.encode("utf-8", errors="replace"), name, TableMapping(missing={"*": (99, "x")}))


DAYS = st.floats(-400, 4000)
LONG = st.one_of(st.none(), st.floats(0, 900))
WORDS = st.from_regex(r"[A-Za-z][a-z ,;\"']{0,9}[a-z]", fullmatch=True).filter(
    lambda text: text.casefold() not in {"na", "nan", "null", "none", "missing"}
)
PERSON = st.sampled_from(["P-1", "P-2"])
EVENT = st.tuples(
    PERSON, st.sampled_from(["relapse", "adverse_event", "intercurrent", "deviation"]), WORDS, DAYS, LONG,
    st.one_of(st.none(), WORDS), st.one_of(st.none(), WORDS),
)  # fmt: skip
EXPOSURE = st.tuples(
    PERSON, st.sampled_from(["ahsct", "drug Z9"]), DAYS, LONG,
    st.one_of(st.none(), st.floats(0, 1000)), st.one_of(st.none(), st.floats(0, 1)),
)  # fmt: skip


def history(events: list[tuple], exposures: list[tuple]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the two tables of replicate 1; an end is a start and how long it lasted."""
    return (
        table(
            "events",
            {
                "replicate": [1] * len(events),
                "subject": [one[0] for one in events],
                "category": [one[1] for one in events],
                "term": [one[2] for one in events],
                "day": [one[3] for one in events],
                "end_day": [None if one[4] is None else one[3] + one[4] for one in events],
                "severity": [one[5] for one in events],
                "reason": [one[6] for one in events],
            },
        ),
        table(
            "exposures",
            {
                "replicate": [1] * len(exposures),
                "subject": [one[0] for one in exposures],
                "treatment": [one[1] for one in exposures],
                "start_day": [one[2] for one in exposures],
                "end_day": [None if one[3] is None else one[2] + one[3] for one in exposures],
                "dose": [one[4] for one in exposures],
                "dose_unit": [None if one[4] is None else "mg" for one in exposures],
                "adherence": [one[5] for one in exposures],
            },
        ),
    )


@settings(deadline=None, max_examples=40)
@given(
    events=st.lists(EVENT, max_size=6, unique_by=lambda one: one[:4]),
    exposures=st.lists(EXPOSURE, max_size=5, unique_by=lambda one: one[:3]),
)
def test_exported_events_and_exposures_come_back_bit_for_bit(
    events: list[tuple], exposures: list[tuple]
) -> None:
    """What happened in a virtual study is read from the files that a real one would come in."""
    exposures = [("P-1", "ahsct", -401.0, None, None, 1.0), *exposures]
    with TemporaryDirectory() as folder:
        data, told, had = (Path(folder, f"{name}.csv") for name in ("data", "events", "exposures"))
        data.write_text(DATA)
        read = read_csv_study(data, PLAN)
        study = StudyData(
            StudyDescription(PLAN.id, "", {}, ""),
            read.subjects.with_columns(replicate=pl.lit(1, pl.Int32)),
            read.observations.with_columns(replicate=pl.lit(1, pl.Int32)),
            *history(events, exposures),
        )
        export_csv(check(study), data, replicate=1, events=told, exposures=had)
        again = read_csv_study(data, PLAN, events=told, exposures=had)
    for name in ("events", "exposures"):
        expected, found = getattr(study, name).drop("replicate"), getattr(again, name).drop("replicate")
        order = expected.columns
        assert_frame_equal(found.sort(order), expected.sort(order), check_exact=True)
