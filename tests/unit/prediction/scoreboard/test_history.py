"""Protects: the history of scores is only ever added to, and a parameter set is scored once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude.prediction.scoreboard.history import INDEX, append, newest, records, refuse_if_scored
from lassitude.prediction.scoreboard.record import read_record, to_bytes
from lassitude.quantities.errors import RequestError
from lassitude.runs.files import sha256_of
from tests.unit.prediction.scoreboard.made_up import record


@pytest.fixture
def history(tmp_path: Path) -> Path:
    append(record("first", "aa"), tmp_path)
    append(record("second", "cc"), tmp_path)
    return tmp_path


def test_a_record_is_read_back_as_it_was_written() -> None:
    assert read_record(to_bytes(record())) == record()


def test_each_record_holds_the_hash_of_the_one_before(history: Path) -> None:
    first, second = records(history)
    assert (first.number, first.before, second.number) == (1, None, 2)
    assert second.before == sha256_of((history / "0001-first.json").read_bytes())
    assert newest(history) == second


def test_a_set_is_scored_once_whatever_its_name(history: Path) -> None:
    with pytest.raises(RequestError, match=r"'first' was scored as record 1"):
        append(record("first", "new"), history)
    with pytest.raises(RequestError, match=r"under another name"):
        append(record("third", "cc"), history)
    with pytest.raises(RequestError, match=r"scored once"):
        refuse_if_scored("second", "", history)
    assert len(records(history)) == 2


def test_an_altered_record_is_noticed(history: Path) -> None:
    file = history / "0001-first.json"
    file.write_text(file.read_text().replace('"published": 23.0', '"published": 30.0'))
    with pytest.raises(RequestError, match=r"0001-first.json was altered"):
        records(history)


def test_an_altered_record_is_noticed_even_if_the_index_is_altered_with_it(history: Path) -> None:
    file = history / "0001-first.json"
    file.write_text(file.read_text().replace('"published": 23.0', '"published": 30.0'))
    index = json.loads((history / INDEX).read_text())
    index[file.name] = sha256_of(file.read_bytes())
    (history / INDEX).write_text(json.dumps(index))
    with pytest.raises(RequestError, match=r"0002-second.json does not follow"):
        records(history)


def test_a_missing_record_is_noticed(history: Path) -> None:
    (history / "0002-second.json").unlink()
    with pytest.raises(RequestError, match=r"lacks 0002-second.json"):
        records(history)


def test_a_record_taken_out_of_the_index_is_noticed(history: Path) -> None:
    index = json.loads((history / INDEX).read_text())
    del index["0001-first.json"]
    (history / INDEX).write_text(json.dumps(index))
    with pytest.raises(RequestError, match=r"does not follow"):
        records(history)


def test_another_schema_is_refused() -> None:
    other = to_bytes(record()).replace(b"lassitude.score/1", b"lassitude.score/9")
    with pytest.raises(RequestError, match=r"lassitude.score/9"):
        read_record(other)
