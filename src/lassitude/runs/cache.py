"""A folder of the user's cache: blocks that many runs can use, kept small, never needed."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from lassitude.runs.environment import environment, program_sha256
from lassitude.runs.files import sha256_of
from lassitude.runs.manifest import ROUNDING_TRAITS

LIMIT_BYTES = 512 * 2**20
"""What a folder may hold; the blocks unused for longest go first."""


def cache_folder(what: str) -> Path:
    """Return where blocks of one kind are kept: below ``XDG_CACHE_HOME`` or ``~/.cache``.

    Examples
    --------
    >>> cache_folder("pools").parts[-2:]
    ('lassitude', 'pools')
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "lassitude" / what


def usable(folder: Path) -> bool:
    """Tell whether a folder is there, or can be made, and may be written to.

    Examples
    --------
    >>> usable(Path("/proc/lassitude"))
    False
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def stored_name(what: str, asked: object) -> str:
    """Name a block after everything that decides its bytes: program, arithmetic and what was asked.

    Parameters
    ----------
    what : str
        The beginning of the name.
    asked : object
        Whose ``repr`` says all of it, such as a dataclass of numbers and words.

    Examples
    --------
    >>> stored_name("pool", (1, "rrms")) == stored_name("pool", (2, "rrms"))
    False
    """
    traits = {name: environment()[name] for name in ROUNDING_TRAITS}
    told = json.dumps([program_sha256(), traits, repr(asked)])
    return f"{what}-{sha256_of(told.encode())[:40]}"


def shrink(folder: Path, limit: int = LIMIT_BYTES) -> None:
    """Remove the files of a cache folder that were unused for longest until it is within its limit.

    Another process may do the same at the same time; whoever misses a file computes it again.

    Examples
    --------
    >>> shrink(Path("nowhere"))
    """
    found = []
    for path in folder.glob("*.npz"):
        with suppress(OSError):
            status = path.stat()
            found.append((status.st_mtime, status.st_size, path))
    held = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if held <= limit:
            return
        with suppress(OSError):
            path.unlink()
        held -= size


def touch(folder: Path, name: str) -> None:
    """Note that a block is in use, so that it is not among the first to go.

    Examples
    --------
    >>> touch(Path("nowhere"), "pool-00")
    """
    with suppress(OSError):
        os.utime(folder / f"{name}.npz")
