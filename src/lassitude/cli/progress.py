"""Progress with the time that is left, on standard error and only for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_for_people(what: str) -> Iterator[Callable[[int, int], None]]:
    """Draw progress while the block lasts; nothing when standard error is not a terminal.

    Parameters
    ----------
    what : str
        What is going on.

    Yields
    ------
    callable
        Takes how much is done and how much there is; a smaller count than before begins a new stage.
    """
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawing:
        task = drawing.add_task(what, total=None)

        def advance(done: int, total: int) -> None:
            if done < drawing.tasks[0].completed:
                drawing.reset(task)
            drawing.update(task, completed=done, total=total)

        yield advance


@contextmanager
def no_progress_for_machines() -> Iterator[Callable[[int, int], None]]:
    """Draw nothing, for output that a program reads."""
    yield silent


def silent(_done: int, _total: int) -> None:
    """Say nothing."""
