"""The manifest of a run folder: what was asked, what answered, and how far it came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import write_atomically

SCHEMA = "lassitude.run/1"
FILE_NAME = "manifest.json"
ROUNDING_TRAITS = ("jaxlib", "numpy", "cpu", "xla_flags")

State: TypeAlias = Literal["running", "interrupted", "failed", "complete"]
Setting: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class RunIdentity:
    """What makes two runs the same run: the command, the bytes it reads and the settings it obeys.

    The number of processes is not among the settings, for it changes no byte of the results.

    Attributes
    ----------
    command : str
        The verb, for example ``"run"``.
    inputs : mapping of str to str
        Name of each input to the SHA-256 of its bytes.
    settings : mapping of str to str, int, float, bool or None
        For example seed and replicates.
    """

    command: str
    inputs: Mapping[str, str]
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """Content of ``manifest.json``, the only file of a run folder that names clocks and machines.

    Attributes
    ----------
    identity : RunIdentity
        What was asked.
    version, program : str
        Version of lassitude, and the hash of its files.
    environment : mapping of str to str
        Versions and processor traits, see `lassitude.runs.environment.environment`.
    timings : mapping of str to str or float
        Times of day in UTC (ISO 8601) and durations in seconds.
    state : {"running", "interrupted", "failed", "complete"}
        ``"running"`` in a folder that nobody works on means the process was killed.
    outputs : mapping of str to str
        Relative path to SHA-256, filled on completion.
    """

    identity: RunIdentity
    version: str
    program: str
    environment: Mapping[str, str]
    timings: Mapping[str, str | float]
    state: State
    outputs: Mapping[str, str] = field(default_factory=dict)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a run folder.

    Examples
    --------
    >>> import tempfile
    >>> asked = RunIdentity("run", {"protocol.toml": "5f0c"}, {"seed": 2018})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_manifest(Path(folder), Manifest(asked, "0.1.0", "aa", {}, {}, "running"))
    ...     read_manifest(Path(folder)).state
    'running'
    """
    asked = asdict(manifest.identity)
    content = {
        "schema": SCHEMA,
        "version": manifest.version,
        "program": manifest.program,
        **asked,
        "environment": dict(manifest.environment),
        "timings": dict(manifest.timings),
        "state": manifest.state,
        "outputs": dict(manifest.outputs),
    }
    write_atomically(folder / FILE_NAME, (json.dumps(content, indent=2) + "\n").encode())


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a run folder.

    Raises
    ------
    RequestError
        If the folder is not a run folder, or one whose layout this version does not know.

    Examples
    --------
    >>> read_manifest(Path("nowhere"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is not a run folder: it has no manifest.json.
    """
    path = folder / FILE_NAME
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise RequestError(f"{folder} is not a run folder: it has no {FILE_NAME}.") from error
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read as a manifest ({error}). Name another folder.") from error
    schema = content.get("schema") if isinstance(content, dict) else None
    if schema != SCHEMA:
        raise RequestError(
            f"{path} has schema {schema!r}, expected {SCHEMA!r}: the folder was not written by "
            "this version of lassitude. Name another folder."
        )
    return _manifest(path, content)


def differences(manifest: Manifest, identity: RunIdentity) -> list[str]:
    """Say in words where a finished or begun run differs from the one that is asked for.

    Examples
    --------
    >>> begun = Manifest(RunIdentity("run", {}, {"seed": 1}), "0.1.0", "aa", {}, {}, "running")
    >>> differences(begun, RunIdentity("run", {}, {"seed": 2}))
    ['seed is 1 there and 2 here']
    """
    there, here = manifest.identity, identity
    found = (
        [] if there.command == here.command else [f"its command is {there.command!r}, not {here.command!r}"]
    )
    for name in sorted(set(there.settings) | set(here.settings)):
        before, now = there.settings.get(name), here.settings.get(name)
        if before != now:
            found.append(f"{name} is {before} there and {now} here")
    for name in sorted(set(there.inputs) | set(here.inputs)):
        if there.inputs.get(name) != here.inputs.get(name):
            found.append(f"{name} has other content")
    return found


def _manifest(path: Path, content: dict) -> Manifest:
    try:
        identity = RunIdentity(content["command"], content["inputs"], content["settings"])
        return Manifest(
            identity=identity,
            version=content["version"],
            program=content["program"],
            environment=content["environment"],
            timings=content["timings"],
            state=content["state"],
            outputs=content["outputs"],
        )
    except KeyError as error:
        raise RequestError(
            f"{path} lacks the key {error}; the run cannot be read. Name another folder."
        ) from error
