"""Rows of a table made ready for a mixed model: checked, and what cannot be used left out by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.mixed_models.design import Columns, Levels
from lassitude.statistics.mixed_models.table_checks import (
    ROW,
    numerical,
    once_a_visit,
    refuse_numbers_as_words,
    rows_in_words,
)


@dataclass(frozen=True)
class Roles:
    """Which column says what.

    Attributes
    ----------
    outcome, subject, visit : str
        The outcome, who, and when.
    group, weights : str, optional
        Whose groups have a covariance each; what the variance of a row is divided by.
    coordinates : tuple of str
        Where a visit lies, for spatial structures.
    variables, factors : tuple of str
        Of the formula's right side, and those of them that it makes factors.
    """

    outcome: str
    subject: str
    visit: str
    group: str | None
    weights: str | None
    coordinates: tuple[str, ...]
    variables: tuple[str, ...]
    factors: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, each once."""
        extra = [name for name in (self.group, self.weights) if name is not None]
        return tuple(
            dict.fromkeys(
                [self.outcome, self.subject, self.visit, *extra, *self.coordinates, *self.variables]
            )
        )


@dataclass(frozen=True)
class LeftOut:
    """Rows that could not be used.

    Attributes
    ----------
    reason : str
        Such as ``FEV1 is missing``.
    rows : tuple of int
        Counted from 1.
    subjects : tuple of str
        People of whom no row is left, whatever the reason.
    """

    reason: str
    rows: tuple[int, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """Usable rows.

    Attributes
    ----------
    table : DataFrame
        Of the columns needed.
    data : mapping of str to sequence
        The formula's variables.
    levels : mapping of str to tuple
        Of the factors among them; the first is the reference.
    people, visits, groups : tuple of str
        Who, when, and the groups with a covariance each (one nameless group where there is none).
    person, visit, group : array of int64 [row]
        Places in them.
    left_out : tuple of LeftOut
        What was not used and why.
    """

    table: pl.DataFrame
    data: Columns
    levels: Levels
    people: tuple[str, ...]
    visits: tuple[str, ...]
    groups: tuple[str, ...]
    person: NDArray[np.int64]
    visit: NDArray[np.int64]
    group: NDArray[np.int64]
    left_out: tuple[LeftOut, ...]


def usable_rows(table: pl.DataFrame, roles: Roles) -> Rows:
    """Check a table and keep its complete rows.

    Parameters
    ----------
    table : DataFrame
        One row a person and visit.
    roles : Roles
        Which column says what.

    Returns
    -------
    Rows
        With factors' levels in the order of an Enum, else sorted.

    Raises
    ------
    RequestError
        Naming the rows: unknown columns, words among numbers, infinite values, a person twice at a visit, a
        person in two groups, weights that are not above 0, or factors of one level.

    Examples
    --------
    See `lassitude.statistics.mixed_models.formula.mixed_model`.
    """
    for name in roles.columns:
        if name not in table.columns:
            raise RequestError(f"The table has no column {name!r}.{did_you_mean(name, table.columns)}")
    factors = _factors(table, roles)
    numbered = table.select(roles.columns).with_row_index(ROW, offset=1)
    for name in (roles.outcome, *(n for n in roles.variables if n not in factors), *_numbers(roles)):
        numbered = numerical(numbered, name)
    once_a_visit(numbered, roles.subject, roles.visit)
    kept, left_out = _complete(numbered, roles)
    if kept.is_empty():
        raise RequestError(
            f"No row of the table is complete: {left_out[0].reason if left_out else 'it is empty'}."
        )
    levels = {name: _levels(kept[name]) for name in factors}
    for name, found in levels.items():
        if len(found) == 1:
            raise RequestError(
                f"The factor {name!r} has only one level, {found[0]!r}, in the {kept.height} rows that can "
                "be used. Leave it out of the formula."
            )
    people, visits = _levels(kept[roles.subject]), _levels(kept[roles.visit])
    groups = ("",) if roles.group is None else _levels(kept[roles.group])
    return Rows(
        kept, {name: kept[name].to_list() for name in roles.variables}, levels,
        tuple(map(str, people)), tuple(map(str, visits)), tuple(map(str, groups)),
        _places(kept[roles.subject], people), _places(kept[roles.visit], visits),
        np.zeros(kept.height, dtype=np.int64) if roles.group is None else _by_person(kept, roles, groups),
        left_out,
    )  # fmt: skip


def _numbers(roles: Roles) -> tuple[str, ...]:
    return (*([] if roles.weights is None else [roles.weights]), *roles.coordinates)


def _factors(table: pl.DataFrame, roles: Roles) -> tuple[str, ...]:
    """Take words, categories and truth values as factors, and what ``C(...)`` names."""
    found = []
    for name in roles.variables:
        kind = table[name].dtype
        if kind == pl.Object:
            raise RequestError(
                f"The column {name!r} mixes types, such as numbers and words. Give it one type: numbers for "
                "a covariate, words for a factor."
            )
        words = kind == pl.String or isinstance(kind, pl.Categorical | pl.Enum) or kind == pl.Boolean
        if kind == pl.String and name not in roles.factors:
            refuse_numbers_as_words(table, name)
        if words or name in roles.factors:
            found.append(name)
    return tuple(found)


def _complete(table: pl.DataFrame, roles: Roles) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    kept, found = table, []
    for name in roles.columns:
        missing = kept.filter(pl.col(name).is_null())
        if not missing.is_empty():
            kept = kept.filter(pl.col(name).is_not_null())
            found.append((f"{name} is missing", missing))
    if roles.weights is not None:
        bad = kept.filter(pl.col(roles.weights) <= 0)
        if not bad.is_empty():
            raise RequestError(
                f"The weight {roles.weights!r} is not above 0 in {rows_in_words(bad[ROW].to_numpy(), '')}. "
                "Leave these rows out, or correct the weights."
            )
    there = set(kept[roles.subject].to_list())
    gone: set[object] = set()
    made = []
    for reason, rows in found:
        mine = [one for one in rows[roles.subject].drop_nulls().unique().to_list() if one not in there | gone]
        gone.update(mine)
        made.append(LeftOut(reason, tuple(rows[ROW].to_list()), tuple(sorted(map(str, mine)))))
    return kept, tuple(made)


def _levels(column: pl.Series) -> tuple[object, ...]:
    seen = set(column.to_list())
    if isinstance(column.dtype, pl.Enum):
        return tuple(level for level in column.dtype.categories.to_list() if level in seen)
    return tuple(sorted(seen))


def _places(column: pl.Series, levels: tuple[object, ...]) -> NDArray[np.int64]:
    place: Mapping[object, int] = {level: k for k, level in enumerate(levels)}
    return np.array([place[value] for value in column.to_list()], dtype=np.int64)


def _by_person(table: pl.DataFrame, roles: Roles, groups: tuple[object, ...]) -> NDArray[np.int64]:
    assert roles.group is not None
    several = (
        table.group_by(roles.subject, maintain_order=True)
        .agg(pl.col(roles.group).n_unique().alias("__count"), pl.col(ROW))
        .filter(pl.col("__count") > 1)
    )
    if not several.is_empty():
        first = several.row(0, named=True)
        raise RequestError(
            f"{several.height} people are in more than one group of {roles.group!r}; the first is "
            f"{first[roles.subject]!s}, in {rows_in_words(np.array(first[ROW]), '')}. A covariance by group "
            "needs one group a person."
        )
    return _places(table[roles.group], groups)
