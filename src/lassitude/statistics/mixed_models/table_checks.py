"""Checks of a table's columns, with messages that name rows."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError

ROW = "__row"
"""Column with the number of each row, from 1."""
_NAMED = 5


def refuse_numbers_as_words(table: pl.DataFrame, name: str) -> None:
    """Refuse a column of words among which are numbers, and numbers stored as words."""
    words = table[name].drop_nulls()
    parsed = words.cast(pl.Float64, strict=False)
    numbers = parsed.len() - parsed.null_count()
    if numbers == 0:
        return
    if numbers == words.len():
        if words.n_unique() <= 12:
            return
        raise RequestError(
            f"The column {name!r} holds {words.n_unique()} different numbers stored as words, which would be "
            f"a factor of as many levels. Cast it to numbers, or write C({name}) if a factor is meant."
        )
    column = table[name]
    bad = np.flatnonzero((column.is_not_null() & column.cast(pl.Float64, strict=False).is_null()).to_numpy())
    raise RequestError(
        f"The column {name!r} mixes numbers and words: {numbers} values are numbers, and "
        f"{rows_in_words(bad + 1)} no number; the first is {column[int(bad[0])]!r}. Correct them, or make "
        "them missing."
    )


def numerical(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Make a column float64 with NaN as missing; refuse words and infinite values."""
    column = table[name]
    cast = column.cast(pl.Float64, strict=False) if column.dtype != pl.Object else None
    if cast is None or column.dtype == pl.String:
        words = np.array([], dtype=np.int64)
        if cast is not None:
            words = np.flatnonzero((cast.is_null() & column.is_not_null()).to_numpy())
        first = f"; the first is {column[int(words[0])]!r}" if len(words) else ""
        raise RequestError(
            f"The column {name!r} must hold numbers and holds words"
            f"{' in ' + rows_in_words(words + 1, '') if len(words) else ''}{first}. "
            "Correct them or make them missing, and cast the column to numbers."
        )
    cast = cast.fill_nan(None)
    infinite = np.flatnonzero(np.isinf(cast.fill_null(0.0).to_numpy()))
    if len(infinite):
        rows = table[ROW].to_numpy()[infinite]
        raise RequestError(
            f"The column {name!r} is infinite in {rows_in_words(rows, '')}. Correct these values or make "
            "them missing."
        )
    return table.with_columns(cast.alias(name))


def once_a_visit(table: pl.DataFrame, subject: str, visit: str) -> None:
    """Refuse a person twice at a visit."""
    keys = [subject, visit]
    twice = table.filter(pl.struct(keys).is_duplicated() & pl.all_horizontal(pl.col(keys).is_not_null()))
    if twice.is_empty():
        return
    first = twice.sort(ROW).row(0, named=True)
    same = twice.filter((pl.col(keys[0]) == first[keys[0]]) & (pl.col(keys[1]) == first[keys[1]]))
    raise RequestError(
        f"{twice.select(keys).n_unique()} people's visits are there more than once; the first is "
        f"{first[keys[0]]!s} at {first[keys[1]]!s}, in {rows_in_words(same[ROW].to_numpy(), '')}. A "
        "mixed model for repeated measures needs one row a person and visit: keep one of them, or name the "
        "column that tells them apart as the visit."
    )


def rows_in_words(rows: NDArray[np.int64], verb: str = " is") -> str:
    """Name a few rows, with the verb that fits their number."""
    named = ", ".join(str(row) for row in rows[:_NAMED])
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    if verb:
        verb = verb if len(rows) == 1 else " are"
    return f"row{'' if len(rows) == 1 else 's'} {named}{more}{verb}"
