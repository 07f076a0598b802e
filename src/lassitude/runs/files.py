"""Files that are whole or absent, and the hashes that tell."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np

from lassitude.quantities.errors import RequestError


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal.

    Examples
    --------
    >>> sha256_of(b"fatigue")[:12]
    '4064e6a9a434'
    """
    return sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; a large file is never held in memory.

    Examples
    --------
    >>> sha256_of_file(Path(__file__)) == sha256_of(Path(__file__).read_bytes())
    True
    """
    digest = sha256()
    with path.open("rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    r"""Write a file so that a reader, or a crash, finds either the old content or all of the new.

    Parameters
    ----------
    path : Path
        Where the file shall stand; missing parent folders are made.
    data : bytes
        Its whole content.

    Raises
    ------
    RequestError
        If the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "tables" / "estimates.csv"
    ...     write_atomically(target, b"id,value\n")
    ...     [item.name for item in target.parent.iterdir()]
    ['estimates.csv']
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        _forget(temporary)


def unwritable(path: Path, error: OSError) -> RequestError:
    """Return the error for a place that the operating system refuses, with its reason.

    Examples
    --------
    >>> print(unwritable(Path("/proc/run"), PermissionError(13, "Permission denied")))
    Cannot write /proc/run: permission denied. Name a folder that you may write to, for example --out my-run.
    """
    reason = (error.strerror or type(error).__name__).lower()
    return RequestError(
        f"Cannot write {path}: {reason}. Name a folder that you may write to, for example --out my-run."
    )


def npz_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return named arrays as one NPZ archive whose bytes depend on nothing but the arrays.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Any shapes and dtypes but objects.

    Examples
    --------
    >>> archive = np.load(io.BytesIO(npz_bytes({"fatigue": np.arange(3.0)})))
    >>> archive["fatigue"].tolist()
    [0.0, 1.0, 2.0]
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue())
    return buffer.getvalue()


def _forget(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # The folder itself was refused, so there is nothing to clean up.
        return
