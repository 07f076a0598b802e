"""When a change from baseline was first seen that was still there at a later visit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.completeness import everyone


class Times(NamedTuple):
    """Times to an event; arrays [replicate, subject].

    Attributes
    ----------
    time : array of float64
        Days from the first visit to the event, or until which the person was followed; NaN for people who
        do not count.
    event : array of bool
        Whether it happened.
    used : array of bool
        Who counts.
    left_out : array of bool
        People of the study who do not.
    """

    time: NDArray[np.float64]
    event: NDArray[np.bool_]
    used: NDArray[np.bool_]
    left_out: NDArray[np.bool_]


def time_to_confirmed_change(
    values: NDArray[np.float64],
    days: NDArray[np.float64],
    needed: NDArray[np.float64],
    confirmed_after: float,
    enrolled: NDArray[np.bool_] | None = None,
) -> Times:
    """Find the first visit with a change that every value holds until one that confirms it.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        The first visit is the baseline; NaN is missing. Change for the worse counts upwards: turn the sign
        of a scale on which more is better.
    days : array of float64 [replicate, subject, visit]
        When each was measured.
    needed : array of float64 [replicate, subject]
        Least change from baseline that counts.
    confirmed_after : float
        Days that must lie at least between the visit at which the change is first seen and the one that
        confirms it. Values between the two must show it as well; missed visits do not matter.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    Times
        A change that no later visit could confirm does not count; its person was followed until the last
        value. People without a baseline or without any later value are left out.

    Examples
    --------
    >>> scores, days = np.array([[[3.0, 4.0, 3.5, 4.5, 4.0]]]), np.array([[[0.0, 90, 180, 270, 360]]])
    >>> found = time_to_confirmed_change(scores, days, np.ones((1, 1)), 84.0)
    >>> float(found.time[0, 0]), bool(found.event[0, 0])
    (270.0, True)
    """
    enrolled = everyone(values, enrolled)
    known = np.isfinite(values) & np.isfinite(days)
    used = enrolled & known[..., 0] & known[..., 1:].any(axis=2)
    reached = np.where(known, values - values[..., :1], -np.inf) >= needed[..., None] - 1e-9
    confirmed = np.zeros(known.shape, dtype=bool)
    for onset in range(1, values.shape[2]):
        holds = known[..., onset] & reached[..., onset]
        settled = np.zeros_like(holds)
        for later in range(onset + 1, values.shape[2]):
            there = known[..., later] & ~settled & holds
            late = there & (days[..., later] - days[..., onset] >= confirmed_after - 1e-9)
            holds &= ~there | reached[..., later]
            settled |= late & holds
        confirmed[..., onset] = settled
    when = np.where(confirmed, days, np.inf).min(axis=2)
    last = np.where(known, days, -np.inf).max(axis=2)
    event = used & np.isfinite(when)
    time = np.where(event, when, last) - days[..., 0]
    return Times(np.where(used, time, np.nan), event, used, enrolled & ~used)
