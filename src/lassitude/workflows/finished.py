"""A finished run: its folder and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.results import Results, from_json
from lassitude.runs.manifest import read_manifest
from lassitude.runs.outputs import check_outputs

RESULTS = "results.json"
REPORT = "report.html"


@dataclass(frozen=True)
class FinishedRun:
    """A run folder that is complete.

    Attributes
    ----------
    folder : Path
        Where it stands.
    results : Results
        What ``results.json`` says.
    """

    folder: Path
    results: Results

    @property
    def report(self) -> Path:
        """Where the page for people stands."""
        return self.folder / REPORT


def read_run(folder: str | Path) -> FinishedRun:
    """Read a finished run.

    Parameters
    ----------
    folder : str or Path
        A run folder, as `lassitude.run` or `lassitude.analyze` leave it.

    Raises
    ------
    RequestError
        If it is no run folder, its run is not complete, or its results are not those that the run wrote.

    Examples
    --------
    >>> read_run("nowhere")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is not a run folder: it has no manifest.json.
    """
    place = Path(folder)
    manifest = read_manifest(place)
    if manifest.state != "complete":
        raise RequestError(
            f"The run in {place} is not complete (state: {manifest.state}). "
            f"Give the command {manifest.identity.command!r} again with --out {place} to resume it."
        )
    check_outputs(place, manifest, [RESULTS])
    return FinishedRun(place, from_json((place / RESULTS).read_bytes()))
