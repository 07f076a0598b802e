"""What the shell is told at the end: words on standard error and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    CHECK_FAILED = 1
    WRONG_REQUEST = 2
    INTERRUPTED = 3


@contextmanager
def answering() -> Iterator[None]:
    """Turn a wrong request, Ctrl-C and a lost worker into one message and an exit code."""
    from lassitude.quantities.errors import RequestError

    try:
        yield
    except RequestError as error:
        _say(str(error))
        raise typer.Exit(ExitCode.WRONG_REQUEST) from None
    except KeyboardInterrupt as stop:
        _say(str(stop) or "Interrupted before anything was written.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except RuntimeError as error:
        from lassitude.runs.pool import WorkerLost

        if not isinstance(error, WorkerLost):
            raise
        _say(str(error))
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def _say(message: str) -> None:
    print(f"lassitude: {message}", file=sys.stderr)
