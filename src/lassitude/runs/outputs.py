"""The outputs of a finished run against the hashes that its manifest gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from lassitude import __version__
from lassitude.quantities.errors import RequestError
from lassitude.runs.environment import program_sha256
from lassitude.runs.files import sha256_of, sha256_of_file, write_atomically
from lassitude.runs.manifest import FILE_NAME, Manifest, write_manifest


def output_hashes(path: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a run folder but its manifest, by relative path.

    Examples
    --------
    >>> output_hashes(Path("nowhere"))
    {}
    """
    files = [item for item in sorted(path.rglob("*")) if item.is_file() and item.name != FILE_NAME]
    return {item.relative_to(path).as_posix(): sha256_of_file(item) for item in files}


def damaged_outputs(path: Path, outputs: Mapping[str, str]) -> list[str]:
    """Return the names of outputs that are absent, unreadable or not what their hash says.

    Examples
    --------
    >>> damaged_outputs(Path("nowhere"), {"results.json": "5f0c"})
    ['results.json']
    """
    return [name for name, digest in outputs.items() if _digest(path / name) != digest]


def check_outputs(path: Path, manifest: Manifest, names: Collection[str]) -> None:
    """Refuse outputs of a finished run that are no longer what the run wrote.

    Parameters
    ----------
    path : Path
        The run folder.
    manifest : Manifest
        Its manifest.
    names : collection of str
        The outputs to check; one that the manifest does not list counts as altered.

    Raises
    ------
    RequestError
        How many are altered, the first of them, and how to repair the run.

    Examples
    --------
    >>> from lassitude.runs.manifest import RunIdentity
    >>> manifest = Manifest(RunIdentity("run", {}), __version__, program_sha256(), {}, {}, "complete")
    >>> check_outputs(Path("nowhere"), manifest, ["results.json"])
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere/results.json is not what the run wrote...
    """
    damaged = damaged_outputs(path, {name: manifest.outputs.get(name, "") for name in names})
    if not damaged:
        return
    more = f" (and {len(damaged) - 1} more)" if len(damaged) > 1 else ""
    same = manifest.version == __version__ and manifest.program == program_sha256()
    place = (
        f"--out {path} to repair it" if same else "another folder as --out, for lassitude has changed since"
    )
    raise RequestError(
        f"{path / damaged[0]}{more} is not what the run wrote: it was altered, damaged or removed, and "
        f"{FILE_NAME} gives another hash. Nothing was changed. Give the same command "
        f"{manifest.identity.command!r} again with {place}."
    )


def replace_outputs(path: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Write some outputs of a finished run anew and record their hashes, and no others.

    Examples
    --------
    >>> import tempfile
    >>> from lassitude.runs.manifest import RunIdentity, read_manifest
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     finished = Manifest(RunIdentity("run", {}), "0.1.0", "aa", {}, {}, "complete", {"a.csv": "5f0c"})
    ...     replace_outputs(Path(folder), finished, {"report.html": b""})
    ...     sorted(read_manifest(Path(folder)).outputs)
    ['a.csv', 'report.html']
    """
    for name, content in files.items():
        write_atomically(path / name, content)
    rendered = {name: sha256_of(content) for name, content in files.items()}
    outputs = dict(sorted({**manifest.outputs, **rendered}.items()))
    write_manifest(path, replace(manifest, outputs=outputs))


def _digest(path: Path) -> str | None:
    try:
        return sha256_of_file(path)
    except OSError:
        return None
