"""From the bytes of a CSV file to a header and rows of text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lassitude.quantities.errors import RequestError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a spreadsheet or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)


@dataclass(frozen=True)
class Sheet:
    """A table of text.

    Attributes
    ----------
    name : str
        Name of the file, for messages and for the trace back to a row.
    delimiter : str
        The sign between fields.
    header : tuple of str
        Column names as in the file, outer blanks removed.
    rows : tuple of tuple of str
        Fields, outer blanks removed, as many as the header has.
    lines : tuple of int
        Line of the file on which each row ends, counted from 1.
    """

    name: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_text(path: str | Path, encoding: str) -> str:
    """Read a file as text in a declared encoding.

    Parameters
    ----------
    path : str or Path
        The file; it is only read.
    encoding : str
        ``utf-8``, ``latin-1`` or ``windows-1252``.

    Returns
    -------
    str
        Its text without a byte-order mark.

    Raises
    ------
    RequestError
        If it cannot be read, is empty, is no text, or has another encoding.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "data.csv")
    ...     _ = file.write_bytes(b"subject,FIS.total@M0")
    ...     read_text(file, "utf-8")
    'subject,FIS.total@M0'
    """
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{path} cannot be read: {reason}.") from error
    if not content.strip():
        raise RequestError(f"{path} is empty; a CSV file starts with a line of column names.")
    for mark, what in _OTHER_FORMATS:
        if content.startswith(mark):
            raise RequestError(f"{path} is {what}, not CSV. Save it as CSV with encoding UTF-8.")
    if b"\x00" in content:
        place = content.index(b"\x00")
        raise RequestError(f"{path} is not text: byte {place} is zero. Save it as CSV with encoding UTF-8.")
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RequestError(
            f"{path} is not {encoding}: line {line} has the byte 0x{content[error.start]:02X}. Save it "
            f"as UTF-8, "
            'or name its encoding in the mapping: encoding = "latin-1" or "windows-1252".'
        ) from error


def parse_sheet(text: str, name: str, delimiter: str | None) -> Sheet:
    r"""Split text into a header and rows.

    Parameters
    ----------
    text : str
        CSV; fields may be quoted by ``"``. Empty lines are skipped.
    name : str
        Name of the file, for messages.
    delimiter : str or None
        The sign between fields; None to take the one of ``, ; tab |`` that splits the header most.

    Returns
    -------
    Sheet
        At least one row.

    Raises
    ------
    RequestError
        If no delimiter splits the header, a row has another number of fields than the header, a column
        name is absent or used twice, or there is only a header.

    Examples
    --------
    >>> sheet = parse_sheet("subject;FIS.total@M0\nP-01;36", "data.csv", None)
    >>> sheet.delimiter, sheet.rows
    (';', (('P-01', '36'),))
    """
    sheet = parse_table(text, name, delimiter)
    if not sheet.rows:
        raise RequestError(f"{name} has a header and no rows.")
    return sheet


def parse_table(text: str, name: str, delimiter: str | None) -> Sheet:
    """Split text into a header and rows, of which there may be none: nothing happened to anybody.

    Parameters
    ----------
    text, name, delimiter
        As for `parse_sheet`.

    Returns
    -------
    Sheet
        Any number of rows.

    Raises
    ------
    RequestError
        As `parse_sheet`, but for a header alone.

    Examples
    --------
    >>> parse_table("subject,category,day", "events.csv", None).rows
    ()
    """
    sign = delimiter or _most_splitting(text, name)
    lines, records = _split(text, name, sign)
    header, *rows = records
    if len(header) < 2:
        tried = DELIMITERS[sign] if delimiter else "comma, semicolon, tab or bar"
        raise RequestError(
            f"{name} has one column, {_short(''.join(header))!r}, when split at {tried}. Write a table with "
            f"at least "
            'two columns, separated by one of these, and name the sign in the mapping: delimiter = ";".'
        )
    _check_header(name, header)
    _check_widths(name, sign, header, rows, lines[1:])
    return Sheet(name, sign, header, tuple(rows), tuple(lines[1:]))


def _most_splitting(text: str, name: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    widths = {sign: max(map(len, _split(head, name, sign)[1])) for sign in DELIMITERS}
    return max(widths, key=lambda sign: widths[sign])


def _split(text: str, name: str, sign: str) -> tuple[list[int], list[tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    lines: list[int] = []
    records: list[tuple[str, ...]] = []
    try:
        for fields in reader:
            cells = tuple(field.strip() for field in fields)
            if any(cells):
                lines.append(reader.line_num)
                records.append(cells)
    except csv.Error as error:
        raise RequestError(f"{name}, line {reader.line_num}: this is not CSV: {error}.") from error
    if not records:
        raise RequestError(f"{name} has no column names; its first line names the columns.")
    return lines, records


def _check_header(name: str, header: tuple[str, ...]) -> None:
    nameless = [place for place, column in enumerate(header, start=1) if not column]
    if nameless:
        raise RequestError(
            f"{name}: {len(nameless)} columns have no name; the first is column {nameless[0]}."
        )
    twice = [column for column, count in Counter(header).items() if count > 1]
    if twice:
        raise RequestError(f"{name} has {len(twice)} column names twice; the first is {_short(twice[0])!r}.")


def _check_widths(
    name: str, sign: str, header: tuple[str, ...], rows: list[tuple[str, ...]], lines: list[int]
) -> None:
    ragged = [(line, row) for line, row in zip(lines, rows, strict=True) if len(row) != len(header)]
    if not ragged:
        return
    line, row = ragged[0]
    advice = " If numbers have a decimal comma, separate fields by ; instead." if sign == "," else ""
    raise RequestError(
        f"{len(ragged)} of {len(rows)} rows of {name} have another number of fields than the header "
        f"({len(header)}, split at {DELIMITERS[sign]}); the first is line {line} with {len(row)}.{advice}"
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
