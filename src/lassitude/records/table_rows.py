"""Rows of a file of events or of exposures: read as text, of people who are in the study."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.identifiers import refuse_identifying_subjects, refuse_identifying_texts
from lassitude.records.mapping import CsvMapping, TableMapping
from lassitude.records.missing_codes import EVERYWHERE
from lassitude.records.sheet import parse_table, read_text
from lassitude.records.table_layout import TableLayout, places
from lassitude.records.values import Notation, notation_of


@dataclass(frozen=True)
class TableRows:
    """All rows of one file.

    Attributes
    ----------
    file, section : str
        Name of the file, and of its table.
    lines : tuple of int
        Line of the file on which each row ends.
    texts : mapping of str to tuple of str
        Every column that a table of the kind may have; empty where a field is missing or the column is.
    given : mapping of str to tuple of str
        The same before words were translated and missing ones taken out.
    values : mapping of str to mapping of str to str
        The words that the mapping translates, by column.
    notation : Notation
        How the file writes numbers.
    """

    file: str
    section: str
    lines: tuple[int, ...]
    texts: Mapping[str, tuple[str, ...]]
    given: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    notation: Notation

    def numbers(self, column: str) -> list[float | None]:
        """Return a column of numbers; None where a field is missing or no number."""
        return [self.notation.number(text) if text else None for text in self.texts[column]]

    def words(self, column: str) -> list[str | None]:
        """Return a column of words; None where a field is missing."""
        return [text or None for text in self.texts[column]]

    def problem(self, rows: Sequence[int], what: str, way_out: str) -> list[str]:
        """Say how many rows have a problem and which is the first; nothing where none has."""
        if not rows:
            return []
        first = rows[0]
        whom = f"subject {self.texts['subject'][first]}, " if self.texts["subject"][first] else ""
        return [
            f"{len(rows)} of {len(self.lines)} rows of {self.file} {what}; the first is {whom}line "
            f"{self.lines[first]}. {way_out}"
        ]


def read_rows(
    path: str | Path, layout: TableLayout, mapping: CsvMapping, subjects: Collection[str], data_file: str
) -> TableRows:
    r"""Read a file of events or of exposures as text, and refuse who is not in the study.

    Parameters
    ----------
    path : str or Path
        The file; it is only read. It may have a header alone: nothing happened.
    layout : TableLayout
        Its columns.
    mapping : CsvMapping
        What differs, under the name of the table.
    subjects : collection of str
        People of the study.
    data_file : str
        Name of the file that names them, for messages.

    Returns
    -------
    TableRows
        In the order of the file.

    Raises
    ------
    RequestError
        If it is no such table, identifies people, or names people who are not in the study.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.records.table_layout import EVENTS_LAYOUT
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "events.csv")
    ...     _ = file.write_text("subject,category,day\nP-01,relapse,30\n")
    ...     read_rows(file, EVENTS_LAYOUT, CsvMapping(), ["P-01"], "data.csv").numbers("day")
    [30.0]
    """
    declared = mapping.events if layout.section == "events" else mapping.exposures
    name = Path(path).name
    sheet = parse_table(read_text(path, declared.encoding or mapping.encoding), name, declared.delimiter)
    found = places(sheet, layout, declared)
    given = {
        column: tuple(row[found[column]] if column in found else "" for row in sheet.rows)
        for column in layout.names
    }
    meant = {
        column: tuple(declared.values.get(column, {}).get(text, text) for text in texts)
        for column, texts in given.items()
    }
    numbers = (*layout.days, *layout.amounts)
    notation = notation_of(
        (text for column in numbers for text in meant[column]), tuple(declared.missing.items()), name
    )
    _refuse_unsure_codes(name, layout, declared, meant, notation)
    texts = {
        column: tuple("" if notation.is_missing(text, column) else text for text in found_texts)
        for column, found_texts in meant.items()
    }
    rows = TableRows(name, layout.section, sheet.lines, texts, given, declared.values, notation)
    _check_people(rows, subjects, data_file)
    for column in layout.words:
        refuse_identifying_texts(name, column, texts[column], f"{layout.section}.ignore")
    return rows


def _refuse_unsure_codes(
    file: str,
    layout: TableLayout,
    declared: TableMapping,
    texts: Mapping[str, Sequence[str]],
    notation: Notation,
) -> None:
    """Refuse numbers that are declared as missing everywhere and stand where they may be numbers."""
    everywhere = {float(code) for code in declared.missing.get(EVERYWHERE, ()) if not isinstance(code, str)}
    for column in (*layout.days, *layout.amounts):
        own = {float(code) for code in declared.missing.get(column, ()) if not isinstance(code, str)}
        for text in texts[column]:
            number = notation.number(text)
            possible = number is not None and (column in layout.days or number >= 0)
            if possible and number in everywhere - own:
                raise RequestError(
                    f"{number:g} is declared as missing in every column of {file}, and {column} may be "
                    f"{number:g}. If it is missing there too, say so in the mapping: {layout.section}."
                    f"missing = {{ {column} = [{number:g}] }}; name other columns beside."
                )


def _check_people(rows: TableRows, subjects: Collection[str], data_file: str) -> None:
    whom = rows.texts["subject"]
    nameless = [i for i, subject in enumerate(whom) if not subject]
    refuse(rows.problem(nameless, "have no subject", "Write the code of the person in each row."))
    refuse_identifying_subjects(rows.file, list(dict.fromkeys(whom)))
    strangers = [i for i, subject in enumerate(whom) if subject not in subjects]
    if not strangers:
        return
    first = whom[strangers[0]]
    hint = did_you_mean(first, subjects)
    refuse(
        rows.problem(
            strangers,
            f"belong to nobody in {data_file}",
            f"{hint.strip()} Correct the code, add the person to {data_file}, or translate the code in the "
            f'mapping: {rows.section}.values.subject = {{ "{first}" = "..." }}.'.strip(),
        )
    )


def refuse(problems: Iterable[str]) -> None:
    """Refuse a file for all its problems at once; nothing where there are none.

    Raises
    ------
    RequestError
        A line a problem.
    """
    told = list(problems)
    if told:
        raise RequestError("\n".join(told))
