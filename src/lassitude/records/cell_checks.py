"""Hold every field of a file against its instrument: a number, in range, whole where it must be."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence

from lassitude.instruments.declarations import Instrument
from lassitude.instruments.parts import PartSpec
from lassitude.quantities.errors import RequestError
from lassitude.records.layouts import Cell
from lassitude.records.missing_codes import ITEMS, declaration
from lassitude.records.values import Notation, Reading

_ROUNDING = 1e-9
_Read = tuple[Cell, Reading]


def readings_of(cells: Sequence[Cell], notation: Notation, file: str) -> list[tuple[Cell, Reading]]:
    """Read all fields as numbers, limits or reasons why there is none.

    Parameters
    ----------
    cells : sequence of Cell
        Fields of the file.
    notation : Notation
        How it writes numbers and missing values.
    file : str
        Name of the file, for messages.

    Returns
    -------
    list of (Cell, Reading)
        In the order given.

    Raises
    ------
    RequestError
        How many fields are no numbers, the first, and the way out.

    Examples
    --------
    >>> cell = Cell(2, "P-01", "M0", "", ("FIS", "total"), "36")
    >>> readings_of([cell], Notation("."), "data.csv")[0][1].value
    36.0
    """
    read = [(cell, notation.reading(cell.text, ".".join(cell.part))) for cell in cells]
    _check_numbers([cell for cell, reading in read if reading is None], len(read), file)
    return [(cell, reading) for cell, reading in read if reading is not None]


def value_problems(
    read: Sequence[_Read],
    notation: Notation,
    instruments: Mapping[str, Instrument],
    prorated: Container[str],
    file: str,
) -> list[str]:
    """Say what an instrument cannot have given: out of range, between two steps, or an ambiguous code.

    Parameters
    ----------
    read : sequence of (Cell, Reading)
        All fields.
    notation : Notation
        How the file writes missing values.
    instruments : mapping of str to Instrument
        Ranges and steps of their parts.
    prorated : container of str
        Instruments whose scores may lie between two steps, because missing items were prorated.
    file : str
        Name of the file, for messages.

    Returns
    -------
    list of str
        A sentence or two for each part that has a problem: how many, the first, and the way out.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> read = [(Cell(2, "P-01", "M0", "", ("FIS", "total"), "120.5"), Reading(120.5, "observed"))]
    >>> value_problems(read, Notation("."), {"FIS": instrument("FIS")}, (), "data.csv")[0][:56]
    '1 of 1 FIS.total values in data.csv are not whole number'
    """
    parts = _by_part(read)
    specs = {part: instruments[part[0]].parts[part[1]] for part in parts}
    ranges = [spec.range for spec in specs.values()]
    problems: list[str] = []
    for part, found in parts.items():
        free = part[0] in prorated and not part[1].startswith(ITEMS)
        problems += _code_problems(part, found, specs[part], notation, file)
        problems += _range_problems(part, found, specs[part], notation, ranges, file)
        problems += [] if free else _step_problems(part, found, specs[part], file)
    return problems


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


def _code_problems(
    part: tuple[str, str], found: Sequence[_Read], spec: PartSpec, notation: Notation, file: str
) -> list[str]:
    """Find codes for missing values that may be values: 99 is no answer of 0 to 4, but a total."""
    low, high = spec.range
    coded = [(cell, notation.number(cell.text)) for cell, reading in found if reading.status == "missed"]
    unsure = [(cell, code) for cell, code in coded if code is not None and low <= code <= high]
    if not unsure:
        return []
    cell, code = unsure[0]
    name = ".".join(part)
    return [
        f"{code:g} is declared as missing, and {name} may be {code:g}: {len(unsure)} of {len(found)} values "
        f"in {file}; the first is {cell.place}. Leave the field empty where the value is missing, and "
        f"declare {code:g} only where it cannot be a value, such as "
        f'missing = {{ "{part[0]}.{ITEMS}*" = [{code:g}] }} '
        "for single items."
    ]


def _range_problems(
    part: tuple[str, str],
    found: Sequence[_Read],
    spec: PartSpec,
    notation: Notation,
    ranges: Sequence[tuple[float, float]],
    file: str,
) -> list[str]:
    low, high = spec.range
    wrong = [(cell, value) for cell, value in _values(found) if not low <= value <= high]
    if not wrong:
        return []
    cell, value = wrong[0]
    name = ".".join(part)
    return [
        f"{len(wrong)} of {len(found)} {name} values in {file} lie outside {low:g} to {high:g}; the first is "
        f"{value:g} {cell.place}. If {value:g} codes a missing answer, name it in the mapping: "
        f"{declaration(notation.missing, name, value, ranges)}."
    ]


def _step_problems(part: tuple[str, str], found: Sequence[_Read], spec: PartSpec, file: str) -> list[str]:
    if spec.step is None:
        return []
    low, high = spec.range
    between = [
        (cell, value)
        for cell, value in _values(found)
        if low <= value <= high and abs(math.remainder(value - low, spec.step)) > _ROUNDING
    ]
    if not between:
        return []
    cell, value = between[0]
    wanted = "whole numbers" if spec.step == 1 else f"multiples of {spec.step:g}"
    return [
        f"{len(between)} of {len(found)} {'.'.join(part)} values in {file} are not {wanted}; "
        f"the first is {value:g} {cell.place}."
    ]


def _values(found: Iterable[_Read]) -> list[tuple[Cell, float]]:
    numbers = [(cell, reading.limit if reading.value is None else reading.value) for cell, reading in found]
    return [(cell, number) for cell, number in numbers if number is not None]
