"""Events of a real study: relapses, adverse and intercurrent events, departures, from a CSV file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from lassitude.quantities.errors import RequestError
from lassitude.records.columns import folded
from lassitude.records.mapping import CsvMapping
from lassitude.records.table_checks import day_problems, misspelled, repeated, word_problems
from lassitude.records.table_layout import EVENTS_LAYOUT
from lassitude.records.table_rows import TableRows, read_rows, refuse
from lassitude.study.protocol import Protocol
from lassitude.study.tables import EVENT_CATEGORIES, table

_KEY = ("subject", "category", "term", "day")
_STAYED = frozenset({"complete", "completed", "completion", "study_completed", "completed_study"})
_NAMED_BY_ESTIMANDS = ("intercurrent", "disposition")
_CATEGORY = {folded(word): word for word in EVENT_CATEGORIES}


def read_events(
    path: str | Path, mapping: CsvMapping, plan: Protocol, subjects: Collection[str], data_file: str
) -> pl.DataFrame:
    r"""Read a file with one event a row.

    Its columns are subject, category, term, day, end_day, severity and reason; days count from day zero. A
    relapse needs no term. Events before day zero are history and are kept.

    Parameters
    ----------
    path : str or Path
        The file; it is only read. A header alone says that nothing happened.
    mapping : CsvMapping
        What differs, under ``events``.
    plan : Protocol
        Terms and reasons that its estimands name are known, capitals aside.
    subjects : collection of str
        People of the study.
    data_file : str
        Name of the file that names them, for messages.

    Returns
    -------
    polars.DataFrame
        Table ``events`` of replicate 0.

    Raises
    ------
    RequestError
        If the file is no such table, identifies people, or has people, categories, days or terms that there
        are not: how many, the first, and the way out; all of a kind at once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "events.csv")
    ...     _ = file.write_text("subject,category,term,day\nP-01,Adverse Event,headache,12\n")
    ...     read_events(file, CsvMapping(), plan, ["P-01"], "data.csv")["category"].to_list()
    ['adverse_event']
    """
    rows = read_rows(path, EVENTS_LAYOUT, mapping, subjects, data_file)
    categories = [_CATEGORY.get(folded(text)) for text in rows.texts["category"]]
    named = {folded(term): term for one in plan.estimands.values() for term in one.intercurrent}
    terms = [
        named.get(folded(text), text) or ("relapse" if category == "relapse" else "")
        for text, category in zip(rows.texts["term"], categories, strict=True)
    ]
    days = rows.numbers("day")
    problems = word_problems(rows, "category", categories, EVENT_CATEGORIES)
    problems += _term_problems(rows, categories, terms, named)
    problems += day_problems(rows, "day", "end_day")
    problems += repeated(rows, (rows.texts["subject"], categories, terms, days), _KEY)
    refuse(problems)
    columns = {
        "replicate": [0] * len(terms),
        "subject": list(rows.texts["subject"]),
        "category": categories,
        "term": terms,
        "day": days,
        "end_day": rows.numbers("end_day"),
        "severity": rows.words("severity"),
        "reason": [text and named.get(folded(text), text) for text in rows.words("reason")],
    }
    return table("events", columns)


def _term_problems(
    rows: TableRows, categories: list[str | None], terms: list[str], named: Mapping[str, str]
) -> list[str]:
    nameless = [i for i, term in enumerate(terms) if not term]
    problems = rows.problem(
        nameless,
        "have no term",
        "Say in the column term what happened; estimands name intercurrent events and departures by it.",
    )
    stayed = [
        i
        for i, (category, term) in enumerate(zip(categories, terms, strict=True))
        if category == "disposition" and folded(term) in _STAYED
    ]
    told = [category in _NAMED_BY_ESTIMANDS for category in categories]
    for column, words in (("term", terms), ("reason", rows.words("reason"))):
        judged = [word if own else None for word, own in zip(words, told, strict=True)]
        problems += misspelled(rows, column, judged, named, "an event")
    return problems + rows.problem(
        stayed,
        "are a disposition of somebody who stayed",
        "A disposition is a departure from the study here; leave rows about completion out.",
    )


def departures(events: pl.DataFrame) -> dict[str, str]:
    """Return who left the study, and why: the reason of the first departure or, without one, its term.

    Examples
    --------
    >>> left = {"category": "disposition", "term": "left the study", "reason": "moved", "day": 12.0}
    >>> departures(table("events", {"replicate": [0], "subject": ["P-01"]} | left))
    {'P-01': 'moved'}
    """
    left = events.filter(pl.col("category") == "disposition").sort("day", maintain_order=True)
    told = left.select("subject", why=pl.coalesce("reason", "term")).unique("subject", keep="first")
    return dict(told.iter_rows())


def check_departures(subjects: pl.DataFrame, events: pl.DataFrame, data_file: str, file: str) -> None:
    """Refuse people who left by one file and stayed by the other, or who left before they came.

    Parameters
    ----------
    subjects, events : polars.DataFrame
        The tables.
    data_file, file : str
        Names of their files, for messages.

    Raises
    ------
    RequestError
        With how many, the first, and what to do.
    """
    left = events.filter(pl.col("category") == "disposition").join(
        subjects.select("subject", "status").filter(pl.col("status") != "screen_failed"),
        on="subject",
        maintain_order="left",
    )
    stayed = left.filter(pl.col("status") != "withdrawn")
    if stayed.height:
        first = stayed.row(0, named=True)
        raise RequestError(
            f"{stayed['subject'].n_unique()} people left the study by {file} and did not by {data_file}; the "
            f"first is {first['subject']}, who left on day {first['day']:g} and whose subject_status is "
            f"{first['status']!r}. Correct one of them, or leave subject_status empty."
        )
    early = left.filter(pl.col("day") < 0)
    if early.height:
        first = early.row(0, named=True)
        raise RequestError(
            f"{early['subject'].n_unique()} people left the study before day zero by {file} and are in it by "
            f"{data_file}; the first is {first['subject']} on day {first['day']:g}. Correct the day, or "
            "write screen_failed as subject_status."
        )
