"""Checkpoints: one finished block of work a file, believed only if its content hash agrees."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np

from lassitude.runs.files import npz_bytes, write_atomically

HASH_MEMBER = "content_sha256"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def block_path(blocks: Path, name: str) -> Path:
    """Return where the block of this name stands.

    Raises
    ------
    ValueError
        If the name could not be a file name everywhere.

    Examples
    --------
    >>> block_path(Path("blocks"), "replicates-000-031").name
    'replicates-000-031.npz'
    """
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"block name {name!r} may hold letters, digits, '-', '_' and '.' only")
    return blocks / f"{name}.npz"


def content_sha256(arrays: Mapping[str, np.ndarray]) -> str:
    """Return one hash over the names, dtypes, shapes and bytes of some arrays, whatever their order.

    Examples
    --------
    >>> one, two = np.zeros(2), np.ones(2)
    >>> content_sha256({"a": one, "b": two}) == content_sha256({"b": two, "a": one})
    True
    """
    digest = sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}\0{array.dtype.str}\0{array.shape}\0".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def write_block(blocks: Path, name: str, arrays: Mapping[str, np.ndarray]) -> None:
    """Keep a finished block.

    Parameters
    ----------
    blocks : Path
        Folder of the checkpoints; made if absent.
    name : str
        Name of the block.
    arrays : mapping of str to ndarray
        What the block computed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_block(Path(folder), "first", {"score": np.arange(2)})
    ...     read_block(Path(folder), "first")
    {'score': array([0, 1])}
    """
    stamped = {**arrays, HASH_MEMBER: np.array(content_sha256(arrays))}
    write_atomically(block_path(blocks, name), npz_bytes(stamped))


def read_block(blocks: Path, name: str) -> dict[str, np.ndarray] | None:
    """Return a kept block, or None if it is absent, truncated or altered and so must be computed again.

    Examples
    --------
    >>> read_block(Path("nowhere"), "first") is None
    True
    """
    path = block_path(blocks, name)
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
    stamp = arrays.pop(HASH_MEMBER, None)
    if stamp is None or str(stamp) != content_sha256(arrays):
        return None
    return arrays
