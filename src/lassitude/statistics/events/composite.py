"""The time to whichever of two events comes first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.events.confirmed import Times

_SHORTEST = 1e-6


def with_event(
    times: Times, other: NDArray[np.float64], within: NDArray[np.float64], enrolled: NDArray[np.bool_]
) -> Times:
    """Let another event count as the one waited for.

    Parameters
    ----------
    times : Times
        To the event waited for.
    other : array of float64 [replicate, subject]
        Days to the other one; infinite for whom it did not happen.
    within : array of float64 [replicate, subject]
        Days until which the other one counts. It counts also after a person's last value, where the event
        waited for could not be seen any more.
    enrolled : array of bool [replicate, subject]
        Who belongs to the study; the other event may be all that is known of a person.

    Examples
    --------
    >>> seen, yes = np.array([[90.0, 60.0]]), np.ones((1, 2), dtype=bool)
    >>> times = Times(seen, np.array([[False, True]]), yes, ~yes)
    >>> both = with_event(times, np.array([[120.0, 80.0]]), np.full((1, 2), 365.0), yes)
    >>> both.time.tolist(), both.event.tolist()
    ([[120.0, 60.0]], [[True, True]])
    """
    counts = enrolled & (other >= 0) & (other <= within) & ~(times.event & (times.time <= other))
    time = np.where(counts, np.maximum(other, _SHORTEST), times.time)
    return Times(time, times.event | counts, times.used | counts, times.left_out & ~counts)
