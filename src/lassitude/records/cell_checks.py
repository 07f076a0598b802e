"""Hold every field of a file against its instrument: a number, in range, whole where it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lassitude.instruments.declarations import Instrument, PartSpec
from lassitude.quantities.errors import RequestError
from lassitude.records.layouts import Cell
from lassitude.records.values import Notation, Reading

_Read = tuple[Cell, Reading]


def checked_readings(
    cells: Sequence[Cell], notation: Notation, instruments: Mapping[str, Instrument], file: str
) -> list[tuple[Cell, Reading]]:
    """Read all fields and refuse what an instrument cannot have given.

    Parameters
    ----------
    cells : sequence of Cell
        Fields of the file.
    notation : Notation
        How it writes numbers and missing values.
    instruments : mapping of str to Instrument
        Ranges of their parts.
    file : str
        Name of the file, for messages.

    Returns
    -------
    list of (Cell, Reading)
        In the order given.

    Raises
    ------
    RequestError
        How many fields are no numbers, out of range, not whole or ambiguous codes; the first; the way out.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> cell = Cell(2, "P-01", "M0", "", ("FIS", "total"), "36")
    >>> notation = Notation(".", frozenset({""}), frozenset())
    >>> checked_readings([cell], notation, {"FIS": instrument("FIS")}, "data.csv")[0][1].value
    36.0
    """
    read = [(cell, notation.reading(cell.text)) for cell in cells]
    _check_numbers([cell for cell, reading in read if reading is None], len(read), file)
    known = [(cell, reading) for cell, reading in read if reading is not None]
    for part, found in _by_part(known).items():
        spec = instruments[part[0]].parts[part[1]]
        _check_codes(part, found, spec, notation, file)
        _check_range(part, found, spec, file)
        if part[1].startswith("item_") or spec.direction == "count":
            _check_whole(part, found, file)
    return known


def _by_part(read: Iterable[_Read]) -> dict[tuple[str, str], list[_Read]]:
    by_part: dict[tuple[str, str], list[_Read]] = {}
    for cell, reading in read:
        by_part.setdefault(cell.part, []).append((cell, reading))
    return by_part


def _check_numbers(wrong: Sequence[Cell], count: int, file: str) -> None:
    if wrong:
        first = wrong[0]
        text = first.text[:40]
        raise RequestError(
            f"{len(wrong)} of {count} values in {file} are not numbers; the first is {text!r} of "
            f"{'.'.join(first.part)} {first.place}. Write 1234.5, without a unit or a sign between "
            f"thousands. "
            f'If it codes a missing answer, name it in the mapping: missing = ["{text}"].'
        )


def _check_codes(
    part: tuple[str, str], found: Sequence[_Read], spec: PartSpec, notation: Notation, file: str
) -> None:
    """Refuse a code for missing values that may be a value: 99 is no answer of 0 to 4, but a total."""
    low, high = spec.range
    coded = [(cell, notation.number(cell.text)) for cell, reading in found if reading.status == "missed"]
    unsure = [(cell, code) for cell, code in coded if code is not None and low <= code <= high]
    if unsure:
        cell, code = unsure[0]
        raise RequestError(
            f"{code:g} is declared as missing, and {'.'.join(part)} may be {code:g}: {len(unsure)} of "
            f"{len(found)} "
            f"values in {file}; the first is {cell.place}. Leave the field empty where the value is "
            f"missing, and "
            f"take {code:g} out of the mapping."
        )


def _check_range(part: tuple[str, str], found: Sequence[_Read], spec: PartSpec, file: str) -> None:
    low, high = spec.range
    wrong = [(cell, value) for cell, value in _values(found) if not low <= value <= high]
    if wrong:
        cell, value = wrong[0]
        raise RequestError(
            f"{len(wrong)} of {len(found)} {'.'.join(part)} values in {file} lie outside {low:g} to "
            f"{high:g}; "
            f"the first is {value:g} {cell.place}. If {value:g} codes a missing answer, name it in the "
            f"mapping: "
            f"missing = [{value:g}]."
        )


def _check_whole(part: tuple[str, str], found: Sequence[_Read], file: str) -> None:
    wrong = [(cell, value) for cell, value in _values(found) if value != int(value)]
    if wrong:
        cell, value = wrong[0]
        raise RequestError(
            f"{len(wrong)} of {len(found)} {'.'.join(part)} values in {file} are not whole numbers; "
            f"the first is {value:g} {cell.place}."
        )


def _values(found: Iterable[_Read]) -> list[tuple[Cell, float]]:
    numbers = [(cell, reading.limit if reading.value is None else reading.value) for cell, reading in found]
    return [(cell, number) for cell, number in numbers if number is not None]
