"""``export``: a finished run as tables, credibility or data sets; a patient for other simulators."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lassitude import __version__
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.results import Results
from lassitude.runs.files import write_atomically
from lassitude.runs.fresh import check_fresh, fresh_folder
from lassitude.runs.manifest import Manifest, read_manifest
from lassitude.runs.outputs import check_outputs
from lassitude.workflows.credibility_document import credibility_document
from lassitude.workflows.exported import FORMS, OF_A_PATIENT, Exported, Form
from lassitude.workflows.finished import FinishedRun, read_run
from lassitude.workflows.run_files import PROTOCOL, STUDY

TABLES = "tables"


def export(
    run: str | Path,
    to: Form,
    out: str | Path | None = None,
    *,
    qualification: str | Path | None = None,
    patient: str | None = None,
) -> Exported:
    """Write a finished run, or the body of one of its patients, in a form that others read.

    Parameters
    ----------
    run : str or Path
        A run folder, as `lassitude.run` or `lassitude.analyze` leave it; it is only read. For a patient a
        study will do as well: the name of a shipped one, or the path of a protocol.
    to : {"csv", "html", "docx", "credibility", "adam", "sbml", "petab"}
        Tables of estimates as CSV (every field), as one HTML page or as a Word document; what is known of
        their credibility, as a page and a Word document; or the study, of a virtual one the first
        repetition, as data sets in the shape of CDISC ADaM; or the body of a patient as SBML, or as a PEtab
        problem.
    out : str or Path, optional
        Folder to fill, absent or empty; without it, one beside the run named ``RUN-FORM``.
    qualification : str or Path, optional
        Folder of a selftest, which the document on credibility then tells of.
    patient : str, optional
        Who, for SBML and PEtab: a person of the first repetition, such as ``P-001``.

    Returns
    -------
    Exported
        Equal runs give equal bytes.

    Raises
    ------
    RequestError
        If it is no finished run, was altered, has nothing of the kind, or the folder is not empty or cannot
        be written; then nothing is left behind.

    Examples
    --------
    >>> export("nowhere", "docx")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is not a run folder: it has no manifest.json.
    """
    if to not in FORMS:
        raise RequestError(f"There is no form {to!r} to export to.{did_you_mean(to, FORMS)}")
    if qualification is not None and to != "credibility":
        raise RequestError(f"A qualification belongs to --to credibility, not to --to {to}.")
    if (to in OF_A_PATIENT) != (patient is not None):
        raise RequestError(
            f"--to {to} needs the name of a patient: add --patient P-001, for example."
            if patient is None
            else f"--patient belongs to --to sbml and --to petab, not to --to {to}."
        )
    if patient is not None:
        from lassitude.workflows.export_patient import export_patient

        return export_patient(run, patient, to, out)
    finished = read_run(run)
    place = Path(out) if out is not None else _beside(finished.folder, to)
    _check_apart(finished.folder, place)
    check_fresh(place)
    files = _files(finished, to, None if qualification is None else Path(qualification))
    with fresh_folder(place) as stage:
        for name, content in files.items():
            write_atomically(stage / name, content)
    return Exported(place, tuple(sorted(files)))


def _beside(folder: Path, to: Form) -> Path:
    named = folder.resolve() if folder.name in ("", "..") else folder
    return named.with_name(f"{named.name}-{to}")


def _check_apart(run: Path, place: Path) -> None:
    if place.resolve().is_relative_to(run.resolve()):
        raise RequestError(
            f"{place} lies inside the run {run}, which is never changed. Name a folder outside it with --out."
        )


def _files(finished: FinishedRun, to: Form, qualification: Path | None) -> Mapping[str, bytes]:
    if to == "adam":
        return _adam(finished)
    if to == "credibility":
        return credibility_document(finished, qualification)
    return _tables(finished.results, to)


def _tables(results: Results, to: Form) -> Mapping[str, bytes]:
    if not (results.estimates or results.attribution or results.power):
        raise RequestError(
            f"The results of {results.study.id!r} hold no estimates, so there is no table to write. "
            "Export a run whose plan has an [analysis]."
        )
    if to == "csv":
        from lassitude.report.tables import tables

        return tables(results)
    if to == "html":
        from lassitude.report.paper_html import paper_html

        return {f"{TABLES}.html": paper_html(results).encode()}
    from lassitude.report.paper_docx import paper_docx

    return {f"{TABLES}.docx": paper_docx(results)}


def _adam(finished: FinishedRun) -> dict[str, bytes]:
    from lassitude.records.adam.dataset_json import (
        Provenance,
        as_csv,
        dataset_json,
        parameters_csv,
        variables_csv,
    )
    from lassitude.records.adam.measurements import measurements
    from lassitude.records.adam.subjects import subject_level
    from lassitude.records.adam.times_to_event import times_to_event
    from lassitude.study.data import read_study
    from lassitude.study.protocol import parse_protocol

    manifest = _checked(finished.folder)
    data = read_study(finished.folder / STUDY)
    plan = parse_protocol((finished.folder / PROTOCOL).read_text(encoding="utf-8"), PROTOCOL)
    measured, parameters = measurements(data, plan)
    timed, kinds = times_to_event(data, plan)
    made = (subject_level(data, plan), *measured, *timed)
    about = Provenance(plan.id, __version__, str(manifest.timings.get("ended", "")).partition("+")[0])
    files = {
        "variables.csv": variables_csv(made),
        "parameters.csv": parameters_csv((*parameters, *kinds)),
    }
    for one in made:
        files[f"{one.name.lower()}.csv"] = as_csv(one)
        files[f"{one.name.lower()}.json"] = dataset_json(one, about)
    return files


def _checked(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    held = [name for name in manifest.outputs if name == PROTOCOL or name.startswith(f"{STUDY}/")]
    if PROTOCOL not in held or len(held) < 2:
        raise RequestError(
            f"{folder} holds no study, of which data sets could be made; its command was "
            f"{manifest.identity.command!r}. Export a run of 'run' or 'analyze'."
        )
    check_outputs(folder, manifest, held)
    return manifest
