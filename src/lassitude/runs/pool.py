"""Blocks of work on several processes of one machine: any order, any number, same result."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from lassitude.runs.blocks import read_block, write_block

Payload = TypeVar("Payload")
Arrays: TypeAlias = dict[str, np.ndarray]
Progress: TypeAlias = Callable[[int, int], None]

SINGLE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


class WorkerLost(RuntimeError):
    """A worker process ended without an answer; the blocks finished before are kept."""


def no_progress(done: int, total: int) -> None:
    """Say nothing about progress.

    Examples
    --------
    >>> no_progress(1, 2)
    """


def no_preparation() -> None:
    """Prepare nothing in a process before its first block.

    Examples
    --------
    >>> no_preparation()
    """


def map_blocks(
    function: Callable[[Payload], Mapping[str, np.ndarray]],
    tasks: Sequence[tuple[str, Payload]],
    blocks: Path | None,
    workers: int,
    progress: Progress = no_progress,
    prepare: Callable[[], None] = no_preparation,
) -> dict[str, Arrays]:
    """Compute named blocks, on one or several processes, and keep each as soon as it is finished.

    Parameters
    ----------
    function : callable
        Takes one payload, returns named arrays; it must not depend on any other block. With several
        workers it is sent to other processes, so it must be importable.
    tasks : sequence of (str, payload)
        Name of each block, unique and stable from run to run, and what it computes from.
    blocks : Path or None
        Folder of checkpoints: blocks found whole there are not computed again. None keeps nothing.
    workers : int
        Processes; 1 computes in this one.
    progress : callable
        Called as ``progress(done, total)``, first with what the checkpoints already hold.
    prepare : callable
        Called once in each process before its first block.

    Returns
    -------
    dict of str to dict of str to ndarray
        Blocks by name, in the order of the tasks whatever the order in which they finished.

    Raises
    ------
    WorkerLost
        If a worker process died, for example for lack of memory.
    KeyboardInterrupt
        At once after Ctrl-C; workers are stopped, finished blocks stay in ``blocks``.

    Examples
    --------
    >>> map_blocks(lambda size: {"zeros": np.zeros(size)}, [("a", 1), ("b", 2)], None, 1)
    {'a': {'zeros': array([0.])}, 'b': {'zeros': array([0., 0.])}}
    """
    names = [name for name, _ in tasks]
    if len(set(names)) < len(names):
        raise ValueError("block names must be unique, for a block is found again by its name")
    finished = {} if blocks is None else _kept(blocks, names)
    remaining = [(name, payload) for name, payload in tasks if name not in finished]
    progress(len(finished), len(names))
    serial = workers <= 1 or len(remaining) <= 1
    answers = (
        _here(function, remaining, blocks, prepare)
        if serial
        else _elsewhere(function, remaining, blocks, min(workers, len(remaining)), prepare)
    )
    with closing(answers):
        for name, arrays in answers:
            finished[name] = arrays
            progress(len(finished), len(names))
    return {name: finished[name] for name in names}


def _kept(blocks: Path, names: Sequence[str]) -> dict[str, Arrays]:
    found = {name: read_block(blocks, name) for name in names}
    return {name: arrays for name, arrays in found.items() if arrays is not None}


def _here(
    function: Callable[[Payload], Mapping[str, np.ndarray]],
    tasks: Sequence[tuple[str, Payload]],
    blocks: Path | None,
    prepare: Callable[[], None],
) -> Generator[tuple[str, Arrays], None, None]:
    if tasks:
        prepare()
    for name, payload in tasks:
        yield name, _compute(function, name, payload, blocks)


def _elsewhere(
    function: Callable[[Payload], Mapping[str, np.ndarray]],
    tasks: Sequence[tuple[str, Payload]],
    blocks: Path | None,
    workers: int,
    prepare: Callable[[], None],
) -> Generator[tuple[str, Arrays], None, None]:
    strangers = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, context, _start_worker, (prepare,))
    queue = iter(tasks)
    running: dict[Future[Arrays], str] = {}
    try:
        while True:
            # No more blocks are handed out than there are workers, so an interruption loses little.
            while len(running) < workers and (task := next(queue, None)) is not None:
                with _quiet_start():
                    running[executor.submit(_compute, function, task[0], task[1], blocks)] = task[0]
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    except BrokenProcessPool as error:
        kept = "Finished blocks are kept; the same command resumes." if blocks else "Nothing was kept."
        raise WorkerLost(
            f"A worker process died, most often for lack of memory. {kept} Try fewer processes: --workers 1."
        ) from error
    finally:
        for process in set(multiprocessing.active_children()) - strangers if running else ():
            process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)


def _compute(
    function: Callable[[Payload], Mapping[str, np.ndarray]], name: str, payload: Payload, blocks: Path | None
) -> Arrays:
    arrays = {key: np.asarray(value) for key, value in function(payload).items()}
    if blocks is not None:
        write_block(blocks, name, arrays)
    return arrays


def _start_worker(prepare: Callable[[], None]) -> None:
    # Ctrl-C reaches the whole process group; only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _quiet_start() -> Iterator[None]:
    """Let processes that start meanwhile inherit one BLAS thread and no Ctrl-C."""
    before = {name: os.environ.get(name) for name in SINGLE_THREAD}
    os.environ.update(SINGLE_THREAD)
    can_block = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
