"""Rows of a file of events or of exposures: read as text, and held against what such rows may say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.hints import translation
from lassitude.records.identifiers import is_date, refuse_identifying_subjects, refuse_identifying_texts
from lassitude.records.mapping import CsvMapping, TableMapping
from lassitude.records.missing_codes import EVERYWHERE
from lassitude.records.sheet import parse_table, read_text
from lassitude.records.table_layout import TableLayout, places
from lassitude.records.values import Notation, notation_of

_LIFETIME = 36525.0
_Possible = Callable[[float], bool]


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


def day_problems(rows: TableRows, start: str, end: str) -> list[str]:
    """Find days that are absent, no days, or in the wrong order.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    start, end : str
        Columns of the first and the last day; the first is needed.

    Returns
    -------
    list of str
        A sentence or two a problem.
    """
    absent = [i for i, text in enumerate(rows.texts[start]) if not text]
    found = rows.problem(
        absent, f"have no {start}", "Write days since day zero; take out rows whose day nobody knows."
    )
    for column in (start, end):
        dates = [i for i, text in enumerate(rows.texts[column]) if is_date(text)]
        found += rows.problem(
            dates,
            f"have a date as {column}",
            "Dates identify people. Write days since the person's day zero: the date minus that of day zero.",
        )
        found += number_problems(
            rows,
            column,
            lambda day: abs(day) <= _LIFETIME,
            "a number of days since day zero, within 100 years",
            "12 or -30",
        )
    first, last = rows.numbers(start), rows.numbers(end)
    backwards = [i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a is not None and _less(b, a)]
    found += rows.problem(
        backwards,
        f"end before they start ({end} before {start})",
        "Correct the days, or leave the end empty.",
    )
    return found


def _less(last: float | None, first: float) -> bool:
    return last is not None and last < first


def number_problems(rows: TableRows, column: str, possible: _Possible, what: str, example: str) -> list[str]:
    """Find fields that are no numbers, or none that the column can have; dates are left to `day_problems`.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    column : str
        A column of numbers.
    possible : callable
        Tells of a number whether it may stand there.
    what, example : str
        What is expected, in words, and an example of it.

    Returns
    -------
    list of str
        At most one sentence or two.
    """
    texts = rows.texts[column]
    wrong = [
        i
        for i, (text, number) in enumerate(zip(texts, rows.numbers(column), strict=True))
        if text and not is_date(text) and (number is None or not possible(number))
    ]
    if not wrong:
        return []
    text = texts[wrong[0]][:40]
    number = rows.notation.number(text)
    code = f"{number:g}" if number is not None else f'"{text}"'
    return rows.problem(
        wrong,
        f"have as {column} {text!r} or the like, which is not {what}",
        f"Write such as {example}. If it codes a missing one, name it in the mapping: {rows.section}."
        f"missing = {{ {column} = [{code}] }}.",
    )


def word_problems(
    rows: TableRows, column: str, words: Sequence[str | None], valid: Iterable[str]
) -> list[str]:
    """Find fields that are none of the words of a column.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    column : str
        A column of words.
    words : sequence of str or None
        What each row means by it; None where it means nothing.
    valid : iterable of str
        The words.

    Returns
    -------
    list of str
        At most one sentence or two, with a line of a mapping that translates the first.
    """
    known = list(valid)
    wrong = [i for i, word in enumerate(words) if word is None]
    if not wrong:
        return []
    text = rows.given[column][wrong[0]][:40]
    if not rows.texts[column][wrong[0]]:
        return rows.problem(wrong, f"have no {column}", f"Write one of {', '.join(known)}.")
    return rows.problem(
        wrong,
        f"have a {column} that there is not, such as {text!r}",
        f"{did_you_mean(text, known).strip()} Another word can be translated in the mapping: "
        f"{rows.section}.{translation(column, text, known)}.".strip(),
    )


def repeated(rows: TableRows, key: Sequence[Sequence[object]], named: Sequence[str]) -> list[str]:
    """Find rows that say the same as an earlier one.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    key : sequence of sequences
        Columns that tell rows apart.
    named : sequence of str
        Their names.

    Returns
    -------
    list of str
        At most one sentence or two.
    """
    seen: dict[tuple[object, ...], int] = {}
    again = [i for i, one in enumerate(zip(*key, strict=True)) if seen.setdefault(one, i) != i]
    if not again:
        return []
    earlier = seen[tuple(column[again[0]] for column in key)]
    return rows.problem(
        again,
        f"share their {', '.join(named)} with an earlier row",
        f"That row is line {rows.lines[earlier]}. Keep one of each, or let them differ where they are two.",
    )
