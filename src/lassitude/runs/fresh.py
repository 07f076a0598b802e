"""A folder that is made whole or not at all, and never over anything that stands there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import unwritable


def check_fresh(path: Path) -> None:
    """Refuse a place that holds anything.

    Raises
    ------
    RequestError
        If it is a file, or a folder that is not empty; nothing is touched.

    Examples
    --------
    >>> check_fresh(Path("nowhere"))
    >>> check_fresh(Path("/"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: / already holds files, and nothing in it was touched. Name an
    absent or empty folder with --out.
    """
    try:
        if path.is_dir() and not any(path.iterdir()):
            return
        if path.is_dir():
            raise RequestError(
                f"{path} already holds files, and nothing in it was touched. Name an absent or empty folder "
                "with --out."
            )
        if path.exists() or path.is_symlink():
            raise RequestError(f"{path} is a file; a folder is needed. Name another one with --out.")
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def fresh_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill that takes the place of `path` only when the block ends well.

    Parameters
    ----------
    path : Path
        Absent or empty.

    Yields
    ------
    Path
        A folder beside it, removed when the block raises.

    Raises
    ------
    RequestError
        If anything stands there, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as parent:
    ...     with fresh_folder(Path(parent) / "tables") as stage:
    ...         _ = (stage / "estimates.csv").write_text("id")
    ...     [item.name for item in Path(parent).rglob("*")]
    ['tables', 'estimates.csv']
    """
    check_fresh(path)
    stage = _staged(path)
    try:
        yield stage
        if path.is_dir():
            path.rmdir()
        stage.rename(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _staged(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        stage.chmod(0o755)
    except OSError as error:
        raise unwritable(path, error) from error
    return stage
