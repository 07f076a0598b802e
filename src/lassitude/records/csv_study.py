"""Read a CSV file of a real study into the tables that a virtual study fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lassitude.instruments.missing import HalfRule
from lassitude.quantities.errors import RequestError
from lassitude.records.cell_checks import readings_of, value_problems
from lassitude.records.columns import names_of, understand
from lassitude.records.completeness import check_events_are_given, check_plan_can_be_followed
from lassitude.records.events import check_departures, departures, read_events
from lassitude.records.exposures import read_exposures
from lassitude.records.layouts import ABOUT, Cell, cells_of, rows_of
from lassitude.records.mapping import MISSING_WORDS, CsvMapping
from lassitude.records.missing_codes import check_declared
from lassitude.records.people import age_problems, known_people, people_of
from lassitude.records.scoring import scores_of
from lassitude.records.sheet import parse_sheet, read_text
from lassitude.records.values import Notation, Reading, notation_of
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import Protocol, plan_sha256
from lassitude.study.tables import empty_table, table

if TYPE_CHECKING:
    import polars as pl

    from lassitude.instruments.declarations import Instrument

_NOTHING_DECLARED = CsvMapping()


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table of observations."""

    subject: str
    instrument: str
    part: str
    visit: str | None
    day: float
    reading: Reading
    record: str | None


def read_csv_study(
    path: str | Path,
    plan: Protocol,
    mapping: CsvMapping = _NOTHING_DECLARED,
    events: str | Path | None = None,
    exposures: str | Path | None = None,
) -> StudyData:
    r"""Read the CSV files of a real study with a plan for its analysis.

    Three layouts are told apart by their columns. Long: subject, visit (or day), endpoint (or instrument and
    part), value. One row a visit: subject, visit (or day) and a column an endpoint. Wide: one row a person
    and columns such as ``FIS.total@M0``, ``FIS_M0`` or, for items, ``FIS_01@M0``. Sex, age_years, arm,
    sequence and site may stand beside, and a period beside a visit. A field is a number, ``<1.5`` beyond a
    limit, or empty. Items are scored.

    Parameters
    ----------
    path : str or Path
        The file; it is only read.
    plan : Protocol
        Visits, arms and instruments.
    mapping : CsvMapping
        What differs: codes for missing values, names of columns, encoding.
    events, exposures : str or Path, optional
        Files with one event, and one treatment of one person, a row; they are only read. See
        `lassitude.records.events.read_events` and `lassitude.records.exposures.read_exposures`.

    Returns
    -------
    StudyData
        One replicate, checked; values in the units of the instruments.

    Raises
    ------
    RequestError
        If a file is not such a table, identifies people, or holds what the plan or an instrument does not
        allow, or the plan analyzes events and there is no file of them: where, how many, the first case, and
        the way out.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.protocol import parse_protocol, protocol_text
    >>> plan = parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "data.csv")
    ...     _ = file.write_text("subject,age,FIS_M0,FIS_M36,EDSS_M0\nP-01,34,36,23,4.5\n")
    ...     read_csv_study(file, plan).observations["value"].to_list()
    [36.0, 23.0, 4.5]
    """
    from lassitude.instruments.catalog import instrument

    instruments = {name: instrument(name) for name in plan.visits.measure}
    planned = calendar(plan)
    names = names_of(instruments, tuple(visit.label for visit in planned))
    sheet = parse_sheet(read_text(path, mapping.encoding), Path(path).name, mapping.delimiter)
    columns = understand(sheet, mapping, names)
    cells = cells_of(sheet, columns, mapping, names)
    about = list(rows_of(sheet, columns, mapping, names))
    texts = [text for cell in cells for text in (cell.text, cell.day)]
    declared = check_declared(mapping.missing, [*_endpoints(instruments), *ABOUT])
    notation = notation_of([*texts, *(row.get("age_years", "") for row in about)], declared, sheet.name)
    read = readings_of(cells, notation, sheet.name)
    problems = value_problems(read, notation, instruments, _prorated(mapping), sheet.name)
    _refuse([*problems, *age_problems(about, notation, sheet.name)])
    rows = _observations(read, plan, notation, sheet.name)
    rows += _scored(rows, instruments, mapping, sheet.name)
    known = known_people(about, sheet.name)
    happened, had = empty_table("events"), empty_table("exposures")
    if events is not None:
        happened = read_events(events, mapping, plan, known, sheet.name)
    if exposures is not None:
        had = read_exposures(exposures, mapping, plan, known, sheet.name)
    finished = _finished(rows, planned[-1].label)
    subjects = people_of(about, plan, notation, finished, departures(happened), sheet.name)
    observations = _table(rows, instruments, {visit.label: visit.period for visit in planned})
    data = check(StudyData(_description(plan, instruments), subjects, observations, happened, had))
    if events is None:
        check_events_are_given(plan, sheet.name)
    else:
        check_departures(subjects, happened, sheet.name, Path(events).name)
    check_plan_can_be_followed(data, plan, sheet.name)
    return data


def _finished(rows: Iterable[_Row], last: str) -> frozenset[str]:
    """Return who was measured at the last visit."""
    return frozenset(row.subject for row in rows if row.visit == last and row.reading.status == "observed")


def _description(plan: Protocol, instruments: Mapping[str, Instrument]) -> StudyDescription:
    return StudyDescription(
        plan.id,
        plan_sha256(plan),
        {name: one.version for name, one in instruments.items()},
        f"day 0 of the visits of {plan.id}",
    )


def _endpoints(instruments: Mapping[str, Instrument]) -> list[str]:
    return [f"{name}.{part}" for name, one in instruments.items() for part in one.parts]


def _prorated(mapping: CsvMapping) -> set[str]:
    return {name for name, rule in mapping.missing_items.items() if rule == HalfRule().name}


def _refuse(problems: list[str]) -> None:
    if problems:
        raise RequestError("\n".join(problems))


def _observations(
    read: Iterable[tuple[Cell, Reading]], plan: Protocol, notation: Notation, file: str
) -> list[_Row]:
    rows: list[_Row] = []
    seen: dict[tuple[object, ...], Cell] = {}
    for cell, reading in read:
        visit, day = _when(cell, plan, notation, file)
        key = (cell.subject, cell.part, visit or day)
        if key in seen:
            first = seen[key].line
            raise RequestError(
                f"{file}: {'.'.join(cell.part)} stands twice {cell.place}; the first is on line "
                f"{first}. Keep one."
            )
        seen[key] = cell
        rows.append(_Row(cell.subject, *cell.part, visit, day, reading, f"{file}:{cell.line}"))
    return rows


def _when(cell: Cell, plan: Protocol, notation: Notation, file: str) -> tuple[str | None, float]:
    """Find the visit of a day, or the day of a visit; a day outside all windows has no visit."""
    if cell.day.casefold() in MISSING_WORDS:
        if cell.visit is None:
            raise RequestError(f"{file}, line {cell.line}: the row has neither a visit nor a day.")
        return cell.visit, next(visit.day for visit in calendar(plan) if visit.label == cell.visit)
    day = notation.number(cell.day)
    if day is None:
        raise RequestError(
            f"{file}, line {cell.line}: day {cell.day!r} is not a number of days since day zero."
        )
    if cell.visit is not None:
        return cell.visit, day
    before, after = plan.visits.window_days
    held = (visit.label for visit in calendar(plan) if visit.day + before <= day <= visit.day + after)
    return next(held, None), day


def _scored(
    rows: Iterable[_Row], instruments: Mapping[str, Instrument], mapping: CsvMapping, file: str
) -> list[_Row]:
    values: dict[tuple[str, str], dict[tuple[str, str | None, float], float | None]] = {}
    days: dict[tuple[object, ...], float] = {}
    for row in rows:
        moment = (row.subject, row.instrument, row.day if row.visit is None else row.visit)
        occasion = (row.subject, row.visit, days.setdefault(moment, row.day))
        values.setdefault((row.instrument, row.part), {})[occasion] = row.reading.value
    return [
        _Row(subject, score.instrument, score.part, visit, day, _reading(score.value), None)
        for score in scores_of(values, instruments, mapping, file)
        for subject, visit, day in [score.occasion]
    ]


def _reading(value: float | None) -> Reading:
    return Reading(value, "missed" if value is None else "observed")


def _table(
    rows: list[_Row], instruments: Mapping[str, Instrument], periods: Mapping[str, str | None]
) -> pl.DataFrame:
    return table(
        "observations",
        {
            "replicate": [0] * len(rows),
            "subject": [row.subject for row in rows],
            "instrument": [row.instrument for row in rows],
            "part": [row.part for row in rows],
            "visit": [row.visit for row in rows],
            "day": [row.day for row in rows],
            "period": [None if row.visit is None else periods[row.visit] for row in rows],
            "value": [row.reading.value for row in rows],
            "unit": [instruments[row.instrument].parts[row.part].unit for row in rows],
            "status": [row.reading.status for row in rows],
            "limit": [row.reading.limit for row in rows],
            "record": [row.record for row in rows],
        },
    )
