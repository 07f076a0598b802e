"""The folder of a calibration: its settings, its stages, its checkpoints and the parameter set."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lassitude import __version__
from lassitude.calibration.plan import Plan
from lassitude.calibration.stage_files import StageFiles, json_bytes, read_stage_files
from lassitude.population.parameter_sets import ABOUT_FILE, DRAWS_FILE
from lassitude.quantities.errors import RequestError
from lassitude.runs.environment import program_sha256
from lassitude.runs.files import unwritable, write_atomically

SETTINGS, TIMES, STAGES, BLOCKS = "calibration.json", "seconds.json", "stages", "blocks"
_SCHEMA = "lassitude.calibration/1"


@dataclass(frozen=True)
class CalibrationFolder:
    """A folder that holds one calibration, finished or not.

    Attributes
    ----------
    path : Path
        The folder; it can be read as a parameter set once all stages are fitted.
    """

    path: Path

    @property
    def stages(self) -> Path:
        """Where the files of fitted stages stand."""
        return self.path / STAGES

    def stage(self, name: str) -> StageFiles | None:
        """Read a fitted stage; None where it is not there."""
        return read_stage_files(self.stages, name)

    def blocks(self, what: str, fingerprint: str) -> Path:
        """Return where unfinished work is kept: by all that decides it and by the program."""
        return self.path / BLOCKS / f"{what}-{fingerprint[:12]}-{program_sha256()[:12]}"

    def forget_blocks(self) -> None:
        """Remove checkpoints; what they led to is written."""
        shutil.rmtree(self.path / BLOCKS, ignore_errors=True)

    def forget_set(self) -> None:
        """Remove a parameter set that rests on stages which have changed since."""
        for name in (ABOUT_FILE, DRAWS_FILE):
            (self.path / name).unlink(missing_ok=True)

    def write(self, name: str, data: bytes) -> None:
        """Write one file; it appears whole or not at all."""
        write_atomically(self.path / name, data)

    def note_seconds(self, what: str, seconds: float) -> None:
        """Write down how long a part took; no other file holds a clock."""
        told = _read(self.path / TIMES) or {}
        write_atomically(self.path / TIMES, json_bytes({**told, what: round(seconds, 1)}))


def open_folder(path: Path, plan: Plan) -> CalibrationFolder:
    """Open a folder for a calibration: absent, empty, or begun with the same settings.

    Parameters
    ----------
    path : Path
        The folder.
    plan : Plan
        Whose settings it has to have.

    Raises
    ------
    RequestError
        If anything else stands there; nothing is touched.

    Examples
    --------
    >>> open_folder(Path("/"), Plan("mine", 1))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: / holds files that are no calibration, and nothing in it was...
    """
    try:
        begun = path.exists() and (not path.is_dir() or any(path.iterdir()))
    except OSError as error:
        raise unwritable(path, error) from error
    if begun:
        _refuse_other(path, _read(path / SETTINGS), plan.settings)
    else:
        told = {"schema": _SCHEMA, "version": __version__, "settings": plan.settings}
        write_atomically(path / SETTINGS, json_bytes(told))
    return CalibrationFolder(path)


def _refuse_other(path: Path, told: Any, wanted: dict[str, Any]) -> None:
    if not isinstance(told, dict) or told.get("schema") != _SCHEMA:
        raise RequestError(
            f"{path} holds files that are no calibration, and nothing in it was touched. Name an absent or "
            "empty folder with --out."
        )
    there = told["settings"]
    other = [
        f"{name} is {there.get(name)} there and {value} here"
        for name, value in wanted.items()
        if there.get(name) != value
    ]
    if other:
        raise RequestError(
            f"{path} holds another calibration: {'; '.join(other)}. Nothing in it was touched. Name another "
            "folder with --out, or give the same settings to go on with it."
        )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
