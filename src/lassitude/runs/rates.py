"""How much work a second one process does, and several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lassitude.runs.pool import Progress, map_blocks, no_progress

Task = TypeVar("Task")


def rates_by_processes(
    measure: Callable[[Task], Mapping[str, NDArray]],
    task_of: Callable[[int], Task],
    workers: int,
    prepare: Callable[[], None],
    progress: Progress = no_progress,
) -> dict[str, float]:
    """Measure on one process, then on several at once.

    Parameters
    ----------
    measure : callable
        Does the work of one process; its ``rates``, [turn], are units of work a second.
    task_of : callable
        Makes the task of process 0, 1, ….
    workers : int
        Processes of the second measurement.
    prepare : callable
        Called in each process first.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict of str to float
        ``one_process`` and, for example, ``2_processes``: the median turn of each process, added up.

    Examples
    --------
    >>> rates_by_processes(lambda speed: {"rates": np.array([speed, 3.0, 2.0])}, float, 1, lambda: None)
    {'one_process': 2.0}
    """
    found: dict[str, float] = {}
    for done, count in enumerate((1, workers)):
        progress(done, 2)
        tasks = [(f"process-{number}", task_of(number)) for number in range(count)]
        told = map_blocks(measure, tasks, None, count, no_progress, prepare)
        name = "one_process" if count == 1 else f"{count}_processes"
        found[name] = sum(float(np.median(one["rates"])) for one in told.values())
    progress(2, 2)
    return found
