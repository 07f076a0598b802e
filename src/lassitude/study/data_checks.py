"""Hold the four tables of a study against the contract, and say what breaks it, where and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.tables import TABLES

_OLDEST = 130.0
_KEY = ("replicate", "subject")
_PART = (*_KEY, "instrument", "part")


def check_tables(tables: Mapping[str, pl.DataFrame]) -> None:
    """Check all four tables of a study.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        By the names in `lassitude.study.tables.TABLES`.

    Raises
    ------
    RequestError
        For the first broken rule: table, column, number of rows, the first of them, what to do.

    Examples
    --------
    >>> from lassitude.study.tables import empty_table
    >>> check_tables({name: empty_table(name) for name in TABLES})
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: Table subjects has no rows: a study needs at least one person.
    """
    for name, frame in tables.items():
        _check_columns(name, frame)
        _check_content(name, frame)
    _check_subjects(tables["subjects"])
    for name in ("observations", "events", "exposures"):
        _check_people_known(name, tables[name], tables["subjects"])
    _check_observations(tables["observations"])
    for name, start in (("observations", "day"), ("events", "day"), ("exposures", "start_day")):
        backwards = pl.col("end_day") < pl.col(start)
        _none_may(tables[name], backwards, name, f"end before they start ({start} after end_day)")


def _check_columns(name: str, frame: pl.DataFrame) -> None:
    expected = TABLES[name]
    for column in frame.columns:
        if column not in expected:
            hint = did_you_mean(column, expected)
            raise RequestError(f"Table {name} has a column {column!r} that the contract does not know.{hint}")
    for column, rule in expected.items():
        if column not in frame.columns:
            raise RequestError(f"Table {name} lacks the column {column!r} ({rule.type.__name__}).")
        if frame.schema[column] != rule.type:
            raise RequestError(
                f"Column {column!r} of table {name} is {frame.schema[column]}; "
                f"the contract says {rule.type.__name__}."
            )
    if frame.columns != list(expected):
        raise RequestError(f"The columns of table {name} stand in another order than {', '.join(expected)}.")


def _check_content(name: str, frame: pl.DataFrame) -> None:
    for column, rule in TABLES[name].items():
        if not rule.nullable:
            _none_may(frame, pl.col(column).is_null(), name, f"have no {column}")
        if rule.type is pl.Float64:
            _none_may(frame, ~pl.col(column).is_finite(), name, f"have a {column} that is not finite")
        if rule.words:
            odd = ~pl.col(column).is_in(rule.words)
            _none_may(frame, odd, name, f"have a {column} other than {', '.join(rule.words)}")


def _check_subjects(subjects: pl.DataFrame) -> None:
    if subjects.is_empty():
        raise RequestError("Table subjects has no rows: a study needs at least one person.")
    age = pl.col("age_years")
    _none_may(
        subjects, ~age.is_between(0, _OLDEST), "subjects", f"have an age outside 0 to {_OLDEST:g} years"
    )
    _none_twice(subjects, _KEY, "subjects")
    unassigned = pl.col("arm").is_null() & pl.col("sequence").is_null()
    taking_part = pl.col("status") != "screen_failed"
    _none_may(subjects, taking_part & unassigned, "subjects", "are in the study without an arm or a sequence")


def _check_people_known(name: str, frame: pl.DataFrame, subjects: pl.DataFrame) -> None:
    strangers = frame.join(subjects, on=list(_KEY), how="anti")
    _none_may(strangers, pl.lit(True), name, "belong to nobody in table subjects")


def _check_observations(observations: pl.DataFrame) -> None:
    value, status, limit = pl.col("value"), pl.col("status"), pl.col("limit")
    censored = status.is_in(["below_limit", "above_limit"])
    rules = (
        ((status == "observed") & value.is_null(), "are observed and have no value"),
        ((status == "missed") & value.is_not_null(), "are missed and have a value all the same"),
        (censored & limit.is_null(), "are beyond a limit that is not given"),
        (censored & value.is_not_null(), "are beyond a limit and have a value all the same"),
    )
    for broken, what in rules:
        _none_may(observations, broken, "observations", what)
    _check_one_unit(observations)
    scheduled = pl.col("visit").is_not_null()
    _none_twice(observations.filter(scheduled), (*_PART, "visit", "period"), "observations")
    _none_twice(observations.filter(~scheduled), (*_PART, "day", "period"), "observations")


def _check_one_unit(observations: pl.DataFrame) -> None:
    """Refuse values of one endpoint in several units: nobody can add milligrams to grams."""
    endpoint = ["instrument", "part"]
    units = observations.group_by(endpoint).agg(pl.col("unit").n_unique())
    mixed = units.filter(pl.col("unit") > 1).sort(endpoint)
    if mixed.is_empty():
        return
    own = observations.join(mixed.head(1).select(endpoint), on=endpoint, how="semi")
    counts = own.group_by("unit").len().sort("len", "unit", descending=[True, False])
    common, rare = counts["unit"][0], counts["unit"][-1]
    odd = own.filter(pl.col("unit") == rare)
    raise RequestError(
        f"{odd.height} of {own.height} rows of observations of {mixed['instrument'][0]}.{mixed['part'][0]} "
        f"are in {rare}, the others in {common}; the first is {_first(odd)}. Convert them to one unit."
    )


def _none_may(frame: pl.DataFrame, broken: pl.Expr, name: str, what: str) -> None:
    rows = frame.filter(broken)
    if rows.height:
        raise RequestError(
            f"{rows.height} of {frame.height} rows of {name} {what}; the first is {_first(rows)}."
        )


def _none_twice(frame: pl.DataFrame, key: Sequence[str], name: str) -> None:
    if frame.select(key).n_unique() == frame.height:
        return
    rows = frame.filter(pl.struct(key).is_duplicated()).sort(key, nulls_last=True)
    raise RequestError(
        f"{rows.height} of {frame.height} rows of {name} share their {', '.join(key)} with another; "
        f"the first is {_first(rows)}. Keep one of each."
    )


def _first(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    shown = ("subject", "replicate", "instrument", "part", "visit", "day", "value", "age_years", "status")
    return ", ".join(f"{column} {row[column]}" for column in shown if row.get(column) is not None)
