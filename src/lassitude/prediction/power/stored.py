"""The screened pool on disk: every trial, every process and the next command enroll from it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from numpy.typing import NDArray

from lassitude.prediction.design import Design
from lassitude.prediction.entering import screening_tasks
from lassitude.runs.blocks import read_block
from lassitude.runs.cache import cache_folder, stored_name, usable
from lassitude.trial.pool import PoolTask, live_to_screening

Stored = tuple[tuple[str, str, PoolTask], ...]
"""Name of each block of the pools in its study, its name on disk, and how to compute it."""


def stored_pools(made: Design) -> Stored:
    """Name every block of a study's pools after all that decides it.

    Examples
    --------
    >>> from lassitude.engine.model import Clock
    >>> from lassitude.prediction.design import design
    >>> from lassitude.study.protocol import read_protocol
    >>> [name for name, _, _ in stored_pools(design(read_protocol("triumphant-ms"), 1, 1, Clock()))]
    ['pool-00-000', 'pool-00-001']
    """
    return tuple((name, stored_name("pool", task), task) for name, task in screening_tasks(made))


def to_compute(stored: Iterable[Stored]) -> list[tuple[str, PoolTask]]:
    """List the blocks of several studies, each once, by their names on disk."""
    return list({kept: task for pools in stored for _, kept, task in pools}.items())


def pool_folder(otherwise: Path) -> Path:
    """Return where pools are kept: the user's cache, or another folder where that cannot be written.

    Examples
    --------
    >>> pool_folder(Path("elsewhere")).name in ("pools", "elsewhere")
    True
    """
    folder = cache_folder("pools")
    return folder if usable(folder) else otherwise


def read_pools(folder: Path, stored: Stored) -> dict[str, Mapping[str, NDArray]]:
    """Read pools, and compute what somebody removed meanwhile."""
    found: dict[str, Mapping[str, NDArray]] = {}
    for name, kept, task in stored:
        try:
            found[name] = _read(folder, kept)
        except FileNotFoundError:
            found[name] = live_to_screening(task)
    return found


@lru_cache(maxsize=16)
def _read(folder: Path, name: str) -> Mapping[str, NDArray]:
    block = read_block(folder, name)
    if block is None:
        raise FileNotFoundError(name)
    return block
