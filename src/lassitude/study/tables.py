"""The four tables of a study, virtual or real: `StudyData/1`, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    type : polars data type
        Exactly this one.
    nullable : bool
        Whether it may be empty.
    words : tuple of str
        The only values it may have; empty when any are.
    """

    type: type[pl.DataType]
    nullable: bool = False
    words: tuple[str, ...] = ()


_KEY = {"replicate": Column(pl.Int32), "subject": Column(pl.String)}
_TEXT, _TEXT_OR_NOT = Column(pl.String), Column(pl.String, nullable=True)
_NUMBER, _NUMBER_OR_NOT = Column(pl.Float64), Column(pl.Float64, nullable=True)

SUBJECT_STATUS = ("screen_failed", "enrolled", "completed", "withdrawn")
OBSERVATION_STATUS = ("observed", "missed", "below_limit", "above_limit", "non_wear", "invalid")
EVENT_CATEGORIES = ("relapse", "adverse_event", "intercurrent", "disposition", "deviation")
SEXES = ("female", "male", "other", "unknown")

SUBJECTS: Mapping[str, Column] = {
    **_KEY,
    "population": _TEXT,
    "arm": _TEXT_OR_NOT,
    "sequence": _TEXT_OR_NOT,
    "site": _TEXT_OR_NOT,
    "condition": _TEXT,
    "sex": Column(pl.String, words=SEXES),
    "age_years": _NUMBER_OR_NOT,
    "status": Column(pl.String, words=SUBJECT_STATUS),
    "status_reason": _TEXT_OR_NOT,
}
OBSERVATIONS: Mapping[str, Column] = {
    **_KEY,
    "instrument": _TEXT,
    "part": _TEXT,
    "visit": _TEXT_OR_NOT,
    "day": _NUMBER,
    "end_day": _NUMBER_OR_NOT,
    "period": _TEXT_OR_NOT,
    "value": _NUMBER_OR_NOT,
    "unit": _TEXT,
    "status": Column(pl.String, words=OBSERVATION_STATUS),
    "limit": _NUMBER_OR_NOT,
    "record": _TEXT_OR_NOT,
}
EVENTS: Mapping[str, Column] = {
    **_KEY,
    "category": Column(pl.String, words=EVENT_CATEGORIES),
    "term": _TEXT,
    "day": _NUMBER,
    "end_day": _NUMBER_OR_NOT,
    "severity": _TEXT_OR_NOT,
    "reason": _TEXT_OR_NOT,
}
EXPOSURES: Mapping[str, Column] = {
    **_KEY,
    "treatment": _TEXT,
    "period": _TEXT_OR_NOT,
    "start_day": _NUMBER,
    "end_day": _NUMBER_OR_NOT,
    "dose": _NUMBER_OR_NOT,
    "dose_unit": _TEXT_OR_NOT,
    "adherence": _NUMBER_OR_NOT,
}
TABLES: Mapping[str, Mapping[str, Column]] = {
    "subjects": SUBJECTS,
    "observations": OBSERVATIONS,
    "events": EVENTS,
    "exposures": EXPOSURES,
}


def table(name: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Make one of the four tables from columns, in the contract's order and types.

    Parameters
    ----------
    name : str
        ``subjects``, ``observations``, ``events`` or ``exposures``.
    columns : mapping of str to sequence, array, Series or scalar
        One length; a scalar is repeated. Nullable columns may be left out. NaN in a column of numbers
        that may be empty becomes empty.

    Returns
    -------
    polars.DataFrame
        All columns of the table; `lassitude.study.data.check` tells whether the rows keep the contract.

    Raises
    ------
    KeyError
        If a column is unknown, or one that may not be empty is left out.

    Examples
    --------
    >>> table("events", {"replicate": [0], "subject": ["P-01"], "category": "relapse",
    ...                  "term": "relapse", "day": [12.0]}).columns[:3]
    ['replicate', 'subject', 'category']
    """
    schema = TABLES[name]
    unknown = [column for column in columns if column not in schema]
    absent = [column for column, rule in schema.items() if not rule.nullable and column not in columns]
    if columns and (unknown or absent):
        raise KeyError(f"table {name}: unknown columns {unknown}, absent columns {absent}")
    given = pl.DataFrame(dict(columns))
    filled = [
        (pl.col(column) if column in columns else pl.lit(None)).cast(rule.type).alias(column)
        for column, rule in schema.items()
    ]
    shaped = given.select(filled) if columns else empty_table(name)
    numbers = [column for column, rule in schema.items() if rule.nullable and rule.type is pl.Float64]
    return shaped.with_columns(pl.col(numbers).fill_nan(None))


def empty_table(name: str) -> pl.DataFrame:
    """Make one of the four tables without rows.

    Parameters
    ----------
    name : str
        See `table`.

    Returns
    -------
    polars.DataFrame
        No rows, all columns.

    Examples
    --------
    >>> empty_table("exposures").height
    0
    """
    return pl.DataFrame(schema={column: rule.type for column, rule in TABLES[name].items()})
