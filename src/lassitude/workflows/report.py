"""``report``: render a finished run again from its results."""

from __future__ import annotations

from pathlib import Path

from lassitude.report import write_report
from lassitude.runs.folder import record_outputs
from lassitude.workflows.finished import FinishedRun, read_run


def report(folder: str | Path) -> FinishedRun:
    """Write the page, the figures and the tables of a finished run again; nothing is computed.

    Parameters
    ----------
    folder : str or Path
        A run folder whose run is complete.

    Raises
    ------
    RequestError
        If it is no run folder, its run is not complete, or it cannot be written.

    Examples
    --------
    >>> report("nowhere")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is not a run folder: it has no manifest.json.
    """
    finished = read_run(folder)
    write_report(finished.results, finished.folder)
    record_outputs(finished.folder)
    return finished
