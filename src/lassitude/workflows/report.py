"""``report``: render a finished run again from its results, its study and its truth."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from lassitude import __version__
from lassitude.quantities.errors import RequestError
from lassitude.report import write_report
from lassitude.runs.manifest import read_manifest
from lassitude.runs.outputs import check_outputs, replace_outputs
from lassitude.workflows.finished import FinishedRun, read_run
from lassitude.workflows.run_files import STUDY, TRUTH, recorded


def report(folder: str | Path) -> FinishedRun:
    """Write the page, the figures and the tables of a finished run again; nothing is computed.

    Only what is rendered gets a new hash in the manifest; everything else must still be what the run wrote.
    The program may have changed within one version, which is what rendering again is for; the manifest goes
    on naming the program that computed the results.

    Parameters
    ----------
    folder : str or Path
        A run folder whose run is complete.

    Raises
    ------
    RequestError
        If it is no run folder, was written by another version of lassitude, its run is not complete, an
        output was altered, or it cannot be written.

    Examples
    --------
    >>> report("nowhere")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is not a run folder: it has no manifest.json.
    """
    manifest = read_manifest(Path(folder))
    if manifest.version != __version__:
        raise RequestError(
            f"{folder} was written by lassitude {manifest.version}, this is {__version__}. Nothing was "
            f"changed. Render it with lassitude {manifest.version}, or give the command "
            f"{manifest.identity.command!r} again with another folder as --out."
        )
    finished = read_run(folder)
    beside = [name for name in manifest.outputs if name == TRUTH or name.startswith(f"{STUDY}/")]
    check_outputs(finished.folder, manifest, beside)
    rendered = _rendered(finished)
    check_outputs(finished.folder, manifest, manifest.outputs.keys() - rendered.keys())
    replace_outputs(finished.folder, manifest, rendered)
    return finished


def _rendered(finished: FinishedRun) -> dict[str, bytes]:
    with TemporaryDirectory() as stage:
        write_report(finished.results, Path(stage), recorded(finished.folder))
        files = [item for item in Path(stage).rglob("*") if item.is_file()]
        return {item.relative_to(stage).as_posix(): item.read_bytes() for item in sorted(files)}
