"""``lassitude report RUN``: render a finished run again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lassitude.cli.answers import answering


def report(folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.")]) -> None:
    """Write report.html, figures and tables of a finished run again; nothing is computed."""
    with answering():
        from lassitude.workflows.report import report as render_again

        print(f"Report: {render_again(folder).report}")
