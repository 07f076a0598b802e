"""The document on the credibility of a finished run, with a qualification of the installation if asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.results import Credibility, CredibilityCell
from lassitude.runs.manifest import Manifest, read_manifest
from lassitude.runs.outputs import check_outputs
from lassitude.workflows.finished import RESULTS, FinishedRun

DOCUMENT = "credibility"


def credibility_document(finished: FinishedRun, qualification: Path | None) -> dict[str, bytes]:
    """Write the document as a page and as a Word document.

    Parameters
    ----------
    finished : FinishedRun
        A run of any kind.
    qualification : Path or None
        Folder that ``lassitude selftest`` left.

    Raises
    ------
    RequestError
        If the results hold nothing on credibility, or the folder is no qualification that is whole.

    Examples
    --------
    >>> from lassitude.results import Results, Study
    >>> credibility_document(FinishedRun(Path("mine"), Results("analysis", Study("pilot", "00"))), None)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: The results in mine hold nothing on credibility...
    """
    from lassitude.report.credibility_document import credibility_docx, credibility_html

    results, known = finished.results, finished.results.credibility
    if known is None:
        raise RequestError(
            f"The results in {finished.folder} hold nothing on credibility: an earlier lassitude wrote them. "
            "Give the command that made them again with another folder as --out."
        )
    if qualification is not None:
        known = _qualified(known, read_manifest(finished.folder), qualification)
    return {
        f"{DOCUMENT}.html": credibility_html(results, known).encode(),
        f"{DOCUMENT}.docx": credibility_docx(results, known),
    }


def _qualified(known: Credibility, run: Manifest, folder: Path) -> Credibility:
    told = _told(run, folder)
    return replace(known, cells=tuple(_with(one, told) for one in known.cells))


def _with(cell: CredibilityCell, told: str) -> CredibilityCell:
    if cell.name != "software_quality":
        return cell
    return replace(cell, statements=(*cell.statements, told), origin="results")


def _told(run: Manifest, folder: Path) -> str:
    manifest = read_manifest(folder)
    if manifest.identity.command != "selftest" or manifest.state != "complete":
        raise RequestError(
            f"{folder} is no finished qualification: its command was {manifest.identity.command!r}. "
            f"`lassitude selftest --out FOLDER` writes one."
        )
    check_outputs(folder, manifest, [RESULTS])
    found = json.loads((folder / RESULTS).read_bytes())
    same = "the very program that computed this run"
    program = (
        same if manifest.program == run.program else "another program than the one that computed this run"
    )
    alike = "like" if manifest.environment == run.environment else "unlike"
    day = str(manifest.timings.get("started", "a day that was not recorded")).partition("T")[0]
    return (
        f"Qualified on {day}: "
        f"{found['checks'] - found['failed']} of {found['checks']} checks passed with lassitude "
        f"{manifest.version}, {program}, on a machine and versions {alike} those of the run."
    )
