"""From rows to cells: one text a subject, visit and endpoint, whichever way the file lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.columns import Columns, Names, Part
from lassitude.records.hints import translation
from lassitude.records.mapping import CsvMapping
from lassitude.records.sheet import Sheet

ABOUT = ("arm", "sequence", "sex", "age_years", "site", "subject_status", "status_reason")
"""What a row may say of its person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one field of the file says of one person.

    Attributes
    ----------
    line : int
        Line of the file.
    subject : str
        Code of the person.
    visit : str or None
        Label of the plan; None where the file gives a day only.
    day : str
        Text of the day; empty where the file gives a visit only.
    part : (instrument, part)
        What was measured.
    text : str
        The field.
    """

    line: int
    subject: str
    visit: str | None
    day: str
    part: Part
    text: str

    @property
    def place(self) -> str:
        """Where the cell stands, for messages."""
        when = f"at {self.visit}" if self.visit is not None else f"on day {self.day}"
        return f"for subject {self.subject} {when} (line {self.line})"


def cells_of(sheet: Sheet, columns: Columns, mapping: CsvMapping, names: Names) -> list[Cell]:
    r"""Read the measurements of a sheet.

    Parameters
    ----------
    sheet : Sheet
        Header and rows.
    columns : Columns
        What each column is.
    mapping : CsvMapping
        Values that mean others.
    names : Names
        Endpoints and visits of the plan.

    Returns
    -------
    list of Cell
        Row after row. Long: a row has endpoint (or instrument and part) and value. One row a visit: a row
        has a visit or a day, and one column an endpoint. Wide: no visit, columns such as ``FIS.total@M0``.

    Raises
    ------
    RequestError
        If columns of two layouts are mixed, one that the layout needs is absent, no column is measured, or a
        row names a visit or an endpoint that the plan does not have.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> from lassitude.records.columns import names_of, understand
    >>> from lassitude.records.sheet import parse_sheet
    >>> names = names_of({"FIS": instrument("FIS")}, ("M0",))
    >>> sheet = parse_sheet("subject,visit,FIS\nP-01,M0,36", "data.csv", None)
    >>> cells_of(sheet, understand(sheet, CsvMapping(), names), CsvMapping(), names)[0].text
    '36'
    """
    rows = _Rows(sheet, columns.roles, mapping.values, names)
    every = range(len(sheet.rows))
    if columns.roles.keys() & {"value", "endpoint", "instrument"}:
        _check_long(sheet, columns)
        return [Cell(*rows.when(i), rows.part(i), rows.get(i, "value")) for i in every]
    if columns.roles.keys() & {"visit", "day"}:
        _check_visit_rows(sheet, columns)
        moments = [rows.when(i) for i in every]
        places = columns.endpoints.items()
        return [Cell(*moments[i], part, sheet.rows[i][place]) for i in every for place, part in places]
    _check_wide(sheet, columns)
    return list(_wide_cells(sheet, columns, rows))


def _wide_cells(sheet: Sheet, columns: Columns, rows: _Rows) -> Iterator[Cell]:
    seen: dict[str, int] = {}
    for i, row in enumerate(sheet.rows):
        subject = rows.subject(i)
        if subject in seen:
            raise RequestError(
                f"Subject {subject} has two rows in {sheet.name}, lines {seen[subject]} and "
                f"{sheet.lines[i]}; a wide "
                "file has one row a person. Remove one, or add a column visit if each row is a visit."
            )
        seen[subject] = sheet.lines[i]
        for place, (part, visit) in columns.scheduled.items():
            day = row[columns.days[visit]] if visit in columns.days else ""
            yield Cell(sheet.lines[i], subject, visit, day, part, row[place])


def _check_long(sheet: Sheet, columns: Columns) -> None:
    given = set(columns.roles)
    absent = [] if "value" in given else ["value"]
    absent += [] if given & {"endpoint", "instrument"} else ["endpoint"]
    absent += [] if given & {"visit", "day"} else ["visit"]
    if absent:
        raise RequestError(
            f"{sheet.name} has one value a row and lacks the column {', '.join(absent)}. "
            f"Its columns: {', '.join(sheet.header[:12])}."
        )
    _check_not_mixed(sheet, [*columns.endpoints, *columns.scheduled])


def _check_visit_rows(sheet: Sheet, columns: Columns) -> None:
    _check_measured(sheet, columns)
    _check_not_mixed(sheet, list(columns.scheduled))


def _check_wide(sheet: Sheet, columns: Columns) -> None:
    _check_measured(sheet, columns)
    if columns.endpoints:
        column = sheet.header[next(iter(columns.endpoints))]
        raise RequestError(
            f"{sheet.name}: the column {column!r} does not say at which visit. Write such as FIS.total@M0, "
            "or add a column visit with one row a visit."
        )


def _check_not_mixed(sheet: Sheet, extra: list[int]) -> None:
    if extra:
        raise RequestError(
            f"{sheet.name} says in its rows what was measured when, and in the column "
            f"{sheet.header[extra[0]]!r} as well. Use one layout, or name the column under ignore in "
            f"the mapping."
        )


def _check_measured(sheet: Sheet, columns: Columns) -> None:
    if not columns.endpoints and not columns.scheduled:
        raise RequestError(
            f"{sheet.name} has no column with a measurement of the plan, such as FIS.total@M0 or, "
            f"beside a column "
            f"visit, FIS.total. Its columns: {', '.join(sheet.header[:12])}."
        )


@dataclass(frozen=True)
class _Rows:
    """Fields of the rows by what they are."""

    sheet: Sheet
    roles: Mapping[str, int]
    values: Mapping[str, Mapping[str, str]]
    names: Names

    def get(self, i: int, role: str) -> str:
        """Return a field, translated as the mapping says; empty where the column is absent."""
        text = self.sheet.rows[i][self.roles[role]] if role in self.roles else ""
        return self.values.get(role, {}).get(text, text)

    def subject(self, i: int) -> str:
        """Return the code of the person."""
        subject = self.get(i, "subject")
        if not subject:
            raise RequestError(f"{self.sheet.name}, line {self.sheet.lines[i]}: the row has no subject.")
        return subject

    def when(self, i: int) -> tuple[int, str, str | None, str]:
        """Return line, subject, visit and text of the day."""
        line, subject = self.sheet.lines[i], self.subject(i)
        text, day = self.get(i, "visit"), self.get(i, "day")
        if not text and not day:
            raise RequestError(f"{self.sheet.name}, line {line}: the row has neither a visit nor a day.")
        period = self.get(i, "period")
        text = f"P{period.removeprefix('P')}-{text}" if period and text else text
        visit = self.names.visit(text) if text else None
        if text and visit is None:
            labels = list(dict.fromkeys(self.names.visits.values()))
            raise RequestError(
                f"{self.sheet.name}, line {line}: there is no visit {text!r} in the "
                f"plan.{did_you_mean(text, labels)} "
                f"If it means another visit, say so in the mapping: {translation('visit', text, labels)}."
            )
        return line, subject, visit, day

    def part(self, i: int) -> Part:
        """Return the instrument and part that a row of a long file is about."""
        text = self.get(i, "endpoint") or ".".join(
            filter(None, (self.get(i, "instrument"), self.get(i, "part")))
        )
        part = self.names.part(text)
        if part is None:
            written = {f"{name}.{part}" for name, part in self.names.known}
            raise RequestError(
                f"{self.sheet.name}, line {self.sheet.lines[i]}: the plan measures no {text!r}."
                f"{did_you_mean(text, written)}"
            )
        return part


def rows_of(sheet: Sheet, columns: Columns, mapping: CsvMapping, names: Names) -> Iterator[dict[str, str]]:
    r"""Read what each row says of its person.

    Parameters
    ----------
    sheet, columns, mapping, names
        As for `cells_of`.

    Yields
    ------
    dict of str to str
        ``line``, ``subject`` and those of arm, sequence, sex, age_years, site, subject_status and
        status_reason that the file has; a row each.

    Examples
    --------
    >>> from lassitude.records.columns import names_of
    >>> from lassitude.records.sheet import parse_sheet
    >>> sheet = parse_sheet("subject,sex\nP-01,f", "data.csv", None)
    >>> [*rows_of(sheet, Columns({"subject": 0, "sex": 1}, {}, {}, {}), CsvMapping(), names_of({}, ()))]
    [{'line': '2', 'subject': 'P-01', 'sex': 'f'}]
    """
    rows = _Rows(sheet, columns.roles, mapping.values, names)
    for i in range(len(sheet.rows)):
        described = {role: rows.get(i, role) for role in ABOUT if role in columns.roles}
        yield {"line": str(sheet.lines[i]), "subject": rows.subject(i), **described}
