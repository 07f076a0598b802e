"""Sums of products of the people who were seen at the same visits: all that a likelihood needs of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.correlations import lag_of
from lassitude.statistics.mixed_models.measurements import Scaled

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cells:
    """People of one replicate and group with one pattern of visits, cell by cell.

    Attributes
    ----------
    replicates, groups, visits, columns : int
        Sizes; columns are regressors and, last, the outcome.
    slot : array of int64 [cell]
        ``replicate * groups + group``, ascending.
    seen : array of bool [cell, visit]
        The pattern.
    people : array of int64 [cell]
        How many have it.
    products : array of float64 [cell, pair of visits, pair of columns]
        Sums over people of products of columns at two visits, in the pairs of `pairs`; both orders of two
        visits added up.
    distance : array of float64 [cell, visit, visit]
        Between visits.
    """

    replicates: int
    groups: int
    visits: int
    columns: int
    slot: NDArray[np.int64]
    seen: NDArray[np.bool_]
    people: NDArray[np.int64]
    products: Array
    distance: Array

    def take(self, replicates: NDArray[np.int64]) -> Cells:
        """Keep some replicates, numbered anew in the order given (ascending)."""
        place = np.full(self.replicates, -1)
        place[replicates] = np.arange(len(replicates))
        mine = place[self.slot // self.groups]
        kept = mine >= 0
        return Cells(
            len(replicates), self.groups, self.visits, self.columns,
            mine[kept] * self.groups + (self.slot % self.groups)[kept],
            self.seen[kept], self.people[kept], self.products[kept], self.distance[kept],
        )  # fmt: skip

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        """Return the first cell of each slot that has one."""
        return np.flatnonzero(np.diff(self.slot, prepend=-1))

    def by_slot(self, values: Array) -> Array:
        """Add up an array [cell, ...] within replicate and group, giving [replicate, group, ...]."""
        total = np.zeros((self.replicates * self.groups, *values.shape[1:]))
        if len(self.slot):
            total[self.slot[self._first]] = np.add.reduceat(values, self._first, axis=0)
        return total.reshape(self.replicates, self.groups, *values.shape[1:])


@cache
def pairs(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the pairs ``i <= j`` of a symmetric matrix.

    Parameters
    ----------
    size : int
        Rows of the matrix.

    Examples
    --------
    >>> [one.tolist() for one in pairs(2)]
    [[0, 0, 1], [0, 1, 1]]
    """
    rows, columns = (one.astype(np.int64) for one in np.triu_indices(size))
    rows.flags.writeable = columns.flags.writeable = False
    return rows, columns


def unpacked(values: Array, size: int) -> Array:
    """Make symmetric matrices [..., size, size] from their pairs [..., pair].

    Parameters
    ----------
    values : array of float64 [..., pair]
        In the order of `pairs`.
    size : int
        Rows of a matrix.

    Examples
    --------
    >>> unpacked(np.array([1.0, 2.0, 3.0]), 2).tolist()
    [[1.0, 2.0], [2.0, 3.0]]
    """
    return values[..., _places(size)]


@cache
def _places(size: int) -> NDArray[np.int64]:
    """Return where each entry of a symmetric matrix stands among its pairs."""
    place = np.empty((size, size), dtype=np.int64)
    rows, columns = pairs(size)
    place[rows, columns] = place[columns, rows] = np.arange(len(rows))
    place.flags.writeable = False
    return place


def cells_of(made: Scaled, groups: int) -> Cells:
    """Sort people into cells and add up their products.

    Parameters
    ----------
    made : Scaled
        Measurements of any number of replicates.
    groups : int
        Groups with a covariance of their own.

    Returns
    -------
    Cells
        People never seen are in none. Where people have visits at places of their own, each is a cell.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.measurements import Measurements, scaled
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, np.nan]]])
    >>> cells_of(scaled(Measurements(seen, np.ones((1, 3, 2, 1)))), 1).people
    array([1, 2])
    """
    replicates, _, visits, columns = made.rows.shape
    cell = cell_of_people(made, groups)
    replicate, subject = np.nonzero(cell >= 0)
    own = cell[replicate, subject]
    order = np.argsort(own, kind="stable")
    replicate, subject = replicate[order], subject[order]
    people = np.bincount(own)
    first = np.cumsum(people) - people
    r, n = replicate[first], subject[first]
    lag = lag_of(visits).astype(float)
    distance = np.broadcast_to(lag, (len(first), visits, visits))
    return Cells(
        replicates, groups, visits, columns, r * groups + made.group[r, n], made.used[r, n], people,
        _products(made.rows[replicate, subject], first, people),
        distance if made.distance is None else made.distance[r, n],
    )  # fmt: skip


def cell_of_people(made: Scaled, groups: int) -> NDArray[np.int64]:
    """Find the cell of each person, by replicate, group and visits seen.

    Parameters
    ----------
    made : Scaled
        Measurements of any number of replicates.
    groups : int
        Groups with a covariance of their own.

    Returns
    -------
    array of int64 [replicate, subject]
        -1 for people never seen.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.measurements import Measurements, scaled
    >>> seen = np.array([[[1.0, 2.0], [2.0, 4.0], [3.0, np.nan]]])
    >>> cell_of_people(scaled(Measurements(seen, np.ones((1, 3, 2, 1)))), 1)
    array([[1, 1, 0]])
    """
    subjects, visits = made.used.shape[1:]
    replicate, subject = np.nonzero(made.used.any(axis=2))
    slot = replicate * groups + made.group[replicate, subject]
    pattern = made.used[replicate, subject] @ (1 << np.arange(visits, dtype=np.int64))
    key = (slot << visits) + pattern
    if made.own_places:
        key = key * subjects + subject
    found = np.full(made.used.shape[:2], -1, dtype=np.int64)
    found[replicate, subject] = np.unique(key, return_inverse=True)[1]
    return found


def _products(rows: Array, first: NDArray[np.int64], people: NDArray[np.int64]) -> Array:
    """Add up products of columns at two visits over the people of each cell."""
    visits, columns = rows.shape[1:]
    flat = rows.reshape(len(rows), visits * columns)
    s, t = pairs(visits)
    a, b = pairs(columns)
    one = (s[:, None] * columns + a) * visits * columns + t[:, None] * columns + b
    other = (t[:, None] * columns + a) * visits * columns + s[:, None] * columns + b
    same = (s == t)[:, None]
    found = np.empty((len(first), len(s), len(a)))
    for cell, (start, count) in enumerate(zip(first, people, strict=True)):
        block = flat[start : start + count]
        square = (block.T @ block).ravel()
        found[cell] = np.where(same, square[one], square[one] + square[other])
    return found
