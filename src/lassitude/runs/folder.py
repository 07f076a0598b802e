"""A run folder: absent, empty, or the same run to resume; never anybody else's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from time import perf_counter

from lassitude import __version__
from lassitude.quantities.errors import RequestError
from lassitude.runs.environment import environment, program_sha256
from lassitude.runs.files import unwritable, write_atomically
from lassitude.runs.manifest import (
    FILE_NAME,
    ROUNDING_TRAITS,
    Manifest,
    RunIdentity,
    differences,
    read_manifest,
    write_manifest,
)
from lassitude.runs.outputs import damaged_outputs, output_hashes

BLOCKS = "blocks"


class Interrupted(KeyboardInterrupt):
    """A run was interrupted; what is finished is kept, and the message says how to go on."""


@dataclass(frozen=True)
class RunFolder:
    """A folder that one run may fill.

    Attributes
    ----------
    path : Path
        The folder itself.
    manifest : Manifest
        As it stood when the folder was opened.
    complete : bool
        Whether the very same run already stands there, whole; then there is nothing to compute.
    started : float
        Reading of the performance clock at opening, in seconds.
    """

    path: Path
    manifest: Manifest
    complete: bool
    started: float

    @property
    def blocks(self) -> Path:
        """Where checkpoints are kept until the run is complete."""
        return self.path / BLOCKS

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the run; it appears whole or not at all."""
        write_atomically(self.path / name, data)

    @contextmanager
    def staged(self, name: str) -> Iterator[Path]:
        """Give a folder to fill; it takes the place of ``name`` only when the block ends well."""
        stage = self.path / f".{name}.part"
        _remove(stage)
        try:
            stage.mkdir(parents=True)
            yield stage
            _remove(self.path / name)
            stage.rename(self.path / name)
        except OSError as error:
            raise unwritable(self.path / name, error) from error
        finally:
            _remove(stage)

    def finish(self) -> None:
        """Hash what was written, remove the checkpoints and mark the run complete."""
        _remove(self.blocks)
        _close(self, "complete")


@contextmanager
def run_folder(path: Path, identity: RunIdentity) -> Iterator[RunFolder]:
    """Open a folder for a run and leave it in a state that says how the run ended.

    Parameters
    ----------
    path : Path
        Absent, empty, or holding the same run, finished or not.
    identity : RunIdentity
        What the run is; a folder with another identity is refused.

    Yields
    ------
    RunFolder
        Call ``finish()`` when everything is written. A request that turns out to be wrong removes
        what a fresh folder had received; an interruption keeps the finished blocks.

    Raises
    ------
    RequestError
        If the folder is foreign, cannot be written, or holds a run of another version, program,
        plan or seed.
    Interrupted
        In place of KeyboardInterrupt, with the sentence that says how to resume.

    Examples
    --------
    >>> import tempfile
    >>> asked = RunIdentity("run", {}, {"seed": 2018})
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     with run_folder(Path(parent) / "mine", asked) as folder:
    ...         folder.write("results.json", b"{}")
    ...         folder.finish()
    ...     with run_folder(Path(parent) / "mine", asked) as again:
    ...         print(again.complete)
    True
    """
    begun = begun_run(path, identity)
    made = _make(path)
    folder = _begin(path, identity, begun)
    try:
        yield folder
    except RequestError:
        if begun is None:
            _undo(path, made)
        else:
            _close(folder, "failed")
        raise
    except KeyboardInterrupt as stop:
        _close(folder, "interrupted")
        raise Interrupted(
            f"Interrupted. What is finished is kept in {path}; the same command resumes there."
        ) from stop
    except BaseException:
        _close(folder, "failed")
        raise


def begun_run(path: Path, identity: RunIdentity) -> Manifest | None:
    """Return the manifest of the same run if it stands in a folder, None if the folder is absent or empty.

    Nothing is written.

    Raises
    ------
    RequestError
        If anything else stands there; the message says what and what to do.

    Examples
    --------
    >>> begun_run(Path("nowhere"), RunIdentity("run", {})) is None
    True
    """
    try:
        if not path.exists():
            return None
        if not path.is_dir():
            raise RequestError(f"{path} is a file; a run needs a folder. Name another one with --out.")
        if not any(path.iterdir()):
            return None
    except OSError as error:
        raise unwritable(path, error) from error
    if not (path / FILE_NAME).is_file():
        raise RequestError(
            f"{path} already holds files that are not a run of lassitude, and nothing in it was touched. "
            "Name an absent or empty folder with --out."
        )
    manifest = read_manifest(path)
    found = _obstacles(manifest, identity)
    if found:
        raise RequestError(
            f"{path} holds another run: {'; '.join(found)}. Nothing in it was touched. "
            "Name another folder with --out, or remove that one."
        )
    return manifest


def first_open_folder(path: Path, identity: RunIdentity) -> Path:
    """Return the first of ``path``, ``path-2``, ``path-3``, … that this run may fill or has begun to fill.

    For a place that lassitude chose itself, so that earlier runs never stand in the way.

    Examples
    --------
    >>> first_open_folder(Path("nowhere"), RunIdentity("run", {})).name
    'nowhere'
    """
    places = chain([path], (path.with_name(f"{path.name}-{number}") for number in count(2)))
    return next(place for place in places if _is_open(place, identity))


def _is_open(path: Path, identity: RunIdentity) -> bool:
    try:
        begun_run(path, identity)
    except RequestError:
        return False
    return True


def _obstacles(manifest: Manifest, identity: RunIdentity) -> list[str]:
    found = []
    if manifest.version != __version__:
        found.append(f"it was written by lassitude {manifest.version}, this is {__version__}")
    elif manifest.program != program_sha256():
        found.append("the code of lassitude has changed since")
    found += differences(manifest, identity)
    if manifest.state != "complete":
        now = environment()
        for trait in ROUNDING_TRAITS:
            before = manifest.environment.get(trait)
            if before != now[trait]:
                found.append(
                    f"it was begun with {trait} {before!r} and cannot be continued with {now[trait]!r}"
                )
    return found


def _begin(path: Path, identity: RunIdentity, begun: Manifest | None) -> RunFolder:
    whole = begun is not None and begun.state == "complete" and not damaged_outputs(path, begun.outputs)
    if begun is not None and whole:
        return RunFolder(path, begun, True, perf_counter())
    manifest = Manifest(
        identity=identity,
        version=__version__,
        program=program_sha256(),
        environment=environment(),
        timings={"started": _now()},
        state="running",
    )
    write_manifest(path, manifest)
    return RunFolder(path, manifest, False, perf_counter())


def _close(folder: RunFolder, state: str) -> None:
    if folder.complete:
        return
    current = read_manifest(folder.path)
    timings = {**current.timings, "ended": _now(), "seconds": round(perf_counter() - folder.started, 3)}
    outputs = output_hashes(folder.path) if state == "complete" else {}
    write_manifest(folder.path, replace(current, timings=timings, state=state, outputs=outputs))


def _make(path: Path) -> list[Path]:
    missing = [place for place in (path, *path.parents) if not place.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    return missing


def _undo(path: Path, made: list[Path]) -> None:
    for item in path.iterdir():
        _remove(item)
    for place in made:
        if any(place.iterdir()):
            return
        place.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
