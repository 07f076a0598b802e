"""``lassitude export RUN --to FORM``: a run as tables, credibility or data sets; a patient as SBML."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lassitude.cli.answers import answering


class Form(StrEnum):
    """What a run can be exported to."""

    CSV = "csv"
    HTML = "html"
    DOCX = "docx"
    CREDIBILITY = "credibility"
    ADAM = "adam"
    SBML = "sbml"
    PETAB = "petab"


def export(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder of a finished run; for a patient also a study.")
    ],
    to: Annotated[
        Form,
        typer.Option(
            help="Tables as csv, html or docx; what is known of credibility; the study's data sets as adam; "
            "a patient's body as sbml, or as a petab problem."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder to fill, absent or empty; RUN-FORM by default.")
    ] = None,
    qualification: Annotated[
        Path | None, typer.Option(help="Folder of a selftest that the document on credibility tells of.")
    ] = None,
    patient: Annotated[
        str | None, typer.Option(metavar="ID", help="Who, for sbml and petab: P-001 and so on.")
    ] = None,
) -> None:
    """Write a run as tables, its credibility or its data sets, or a patient for other simulators."""
    with answering():
        from lassitude.workflows.export import export as write

        made = write(run, to.value, out, qualification=qualification, patient=patient)
        print(f"Wrote {len(made.files)} {'file' if len(made.files) == 1 else 'files'} to {made.folder}:")
        for name in made.files:
            print(f"  {name}")
