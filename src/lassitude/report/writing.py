"""The report on disk: page, tables and figures, each file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from lassitude.report.page import draw, render
from lassitude.report.recorded import NOTHING, Recorded
from lassitude.report.tables import tables
from lassitude.results import Results
from lassitude.runs.files import write_atomically


def write_report(results: Results, folder: Path, beside: Recorded = NOTHING) -> Path:
    """Write ``report.html``, ``tables/*.csv`` and ``figures/*.svg`` into a folder.

    Parameters
    ----------
    results : Results
        What is reported.
    folder : Path
        A run folder; made when absent. Other files in it are left alone.
    beside : Recorded
        The study and, if it is virtual, its truth; what is not there leaves its section out.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    RequestError
        When the folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.results import Study
    >>> with TemporaryDirectory() as folder:
    ...     write_report(Results("analysis", Study("pilot", "00")), Path(folder)).name
    'report.html'
    """
    drawings = draw(results, beside)
    files = {f"figures/{one.name}.svg": one.svg.encode() for one in drawings}
    files |= {f"tables/{name}": content for name, content in tables(results).items()}
    files["report.html"] = render(results, drawings, beside).encode()
    for name, content in files.items():
        write_atomically(folder / name, content)
    return folder / "report.html"
