"""Attendance: which visits are held, and how late."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, uniforms
from lassitude.study.simulation import IndependentMisses, Late, LateVisits, MissedVisits


def presence(
    missed_visits: MissedVisits,
    planned_days: NDArray[np.int64] | NDArray[np.float64],
    visit_days: NDArray[np.float64],
    left: NDArray[np.float64],
    keys: Keys,
) -> NDArray[np.bool_]:
    """Decide which visits take place; the first always does.

    Whether a visit is missed does not depend on when people leave: with `left` infinite, one learns what
    they would attend, and so what they can be seen to suffer from before they leave.

    Parameters
    ----------
    missed_visits : NoMissedVisits or IndependentMisses
        How visits are missed.
    planned_days : array of int, [visit]
        Planned days, counted from any day.
    visit_days : array of float, [visit, ...]
        Days from the first visit to each visit as each person would hold it.
    left : array of float, [...]
        Days from the first visit to leaving, infinite for those who stay.
    keys : Keys
        Of the people in their replicates, [...].

    Returns
    -------
    array of bool, [visit, ...]

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> from lassitude.study.simulation import NoMissedVisits
    >>> planned = np.array([0, 28, 84])
    >>> presence(NoMissedVisits(type="none"), planned, planned[:, None] + np.zeros(2),
    ...          np.array([28.5, np.inf]), person_keys(1, 0, np.arange(2))).tolist()
    [[True, True], [True, True], [False, True]]
    """
    came = visit_days < left
    if isinstance(missed_visits, IndependentMisses):
        came &= uniforms(keys, "missed visit", _since_first(planned_days, keys)) >= missed_visits.probability
    came[0] = True
    return came


def lateness(
    late_visits: LateVisits, planned_days: NDArray[np.int64] | NDArray[np.float64], keys: Keys
) -> NDArray[np.int64]:
    """Draw how late each visit is held; the first never is late.

    Parameters
    ----------
    late_visits : OnTime or Late
        How visits are late.
    planned_days : array of int, [visit]
        Planned days, counted from any day.
    keys : Keys
        Of the people in their replicates, [...].

    Returns
    -------
    array of int, [visit, ...]
        Days after the planned day.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> always = Late(type="late", probability=1.0, days=3, source="hypothesis")
    >>> lateness(always, np.array([0, 28]), person_keys(1, 0, np.arange(2))).tolist()
    [[0, 0], [3, 3]]
    """
    late = np.zeros((len(planned_days), *np.shape(keys.word0)), np.int64)
    if isinstance(late_visits, Late):
        drawn = uniforms(keys, "late visit", _since_first(planned_days, keys))
        late[drawn < late_visits.probability] = late_visits.days
    late[0] = 0
    return late


def _since_first(planned_days: NDArray[np.int64] | NDArray[np.float64], keys: Keys) -> NDArray[np.int64]:
    """Return whole days since the first visit, of a shape that meets the people's keys."""
    return np.asarray(planned_days - planned_days[0], np.int64).reshape(-1, *(1,) * np.ndim(keys.word0))
