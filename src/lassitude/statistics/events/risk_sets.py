"""Who is still followed at each time: times in order, with those that are equal kept together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class RiskSets:
    """People of every replicate in order of their time; arrays [replicate, place].

    Attributes
    ----------
    order : array of int64
        Which person stands at each place; people who are not used stand last.
    time : array of float64
        Infinite for those who are not used.
    event : array of bool
        Whether the event happened at that time; else the person was followed until then.
    first, last : array of int64
        First and last place with the same time.
    """

    order: NDArray[np.int64]
    time: NDArray[np.float64]
    event: NDArray[np.bool_]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def of(self, rows: NDArray[np.int64]) -> RiskSets:
        """Keep some replicates."""
        return RiskSets(
            self.order[rows], self.time[rows], self.event[rows], self.first[rows], self.last[rows]
        )

    def sorted(self, values: NDArray) -> NDArray:
        """Bring values [replicate, person, ...] into order of time."""
        places = self.order.reshape(self.order.shape + (1,) * (values.ndim - 2))
        return np.take_along_axis(values, places, axis=1)

    def at_risk(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up weights [replicate, place, ...] over everybody with the same or a later time."""
        later = np.flip(np.cumsum(np.flip(weights, 1), axis=1), 1)
        return self._at(later, self.first)

    def tied(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up weights [replicate, place, ...] over everybody with the same time."""
        until = np.cumsum(weights, axis=1)
        before = np.concatenate([np.zeros_like(until[:, :1]), until[:, :-1]], axis=1)
        return self._at(until, self.last) - self._at(before, self.first)

    def _at(self, values: NDArray, places: NDArray[np.int64]) -> NDArray:
        return np.take_along_axis(values, places.reshape(places.shape + (1,) * (values.ndim - 2)), axis=1)


def risk_sets(time: NDArray[np.float64], event: NDArray[np.bool_], used: NDArray[np.bool_]) -> RiskSets:
    """Put people in order of their time.

    Parameters
    ----------
    time : array of float64 [replicate, subject]
        Time of the event, or until which the person was followed without one.
    event : array of bool [replicate, subject]
        Whether it happened.
    used : array of bool [replicate, subject]
        Who counts.

    Examples
    --------
    >>> found = risk_sets(np.array([[5.0, 2.0, 5.0]]), np.array([[True, True, False]]),
    ...                   np.ones((1, 3), dtype=bool))
    >>> found.time.tolist(), found.at_risk(np.ones((1, 3))).tolist()
    ([[2.0, 5.0, 5.0]], [[3.0, 2.0, 2.0]])
    """
    counted = np.where(used, time, np.inf)
    order = np.argsort(counted, axis=1, kind="stable")
    ordered = np.take_along_axis(counted, order, axis=1)
    place = np.broadcast_to(np.arange(ordered.shape[1]), ordered.shape)
    new = np.ones(ordered.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones(ordered.shape, dtype=bool)
    ends[:, :-1] = new[:, 1:]
    first = np.maximum.accumulate(np.where(new, place, 0), axis=1)
    closing = np.where(ends, place, ordered.shape[1])
    last = np.flip(np.minimum.accumulate(np.flip(closing, 1), axis=1), 1)
    happened = np.take_along_axis(event & used, order, axis=1)
    return RiskSets(order, ordered, happened, first, last)
