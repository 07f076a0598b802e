"""``export --patient``: the body of one patient of a study for other simulators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import write_atomically
from lassitude.runs.fresh import check_fresh, fresh_folder
from lassitude.runs.manifest import read_manifest
from lassitude.runs.outputs import check_outputs
from lassitude.workflows.exported import Exported, Form
from lassitude.workflows.known_names import check_names
from lassitude.workflows.parameters import parameters_named
from lassitude.workflows.plans import WrittenPlan, read_plan
from lassitude.workflows.run_files import PROTOCOL

if TYPE_CHECKING:
    from lassitude.interchange.patient import Patient


@dataclass(frozen=True)
class _Asked:
    """Which study, and what decides who its people are."""

    plan: WrittenPlan
    seed: int | None
    replicates: int | None
    parameters: str | None


def export_patient(study: str | Path, subject: str, to: Form, out: str | Path | None = None) -> Exported:
    """Write the body of a patient as SBML, or as a PEtab problem.

    Parameters
    ----------
    study : str or Path
        A run folder of ``run``, the name of a shipped study, or the path of a protocol; a study that was not
        run is taken as ``run`` would take it.
    subject : str
        A person of the first repetition, such as ``P-001``.
    to : {"sbml", "petab"}
        What to write.
    out : str or Path, optional
        Folder to fill, absent or empty; ``STUDY-PATIENT-FORM`` by default.

    Returns
    -------
    Exported
        Equal requests give equal bytes on one machine.

    Raises
    ------
    RequestError
        If there is no such study or patient, or the folder is not empty; then nothing is left behind.

    Examples
    --------
    >>> export_patient("canadian-ahcst", "P-001", "sbml")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no protocol and no file 'canadian-ahcst'. Did you mean
    'canadian-ahsct'? Shipped: ...
    """
    asked = _asked(study)
    check_names(asked.plan)
    place = Path(out) if out is not None else Path(f"{asked.plan.protocol.id}-{subject}-{to}")
    check_fresh(place)
    files = _files(_patient(asked, subject), to)
    with fresh_folder(place) as stage:
        for name, content in files.items():
            write_atomically(stage / name, content)
    return Exported(place, tuple(sorted(files)))


def _asked(study: str | Path) -> _Asked:
    folder = Path(study)
    if not (folder / "manifest.json").is_file():
        return _Asked(read_plan(study), None, None, None)
    manifest = read_manifest(folder)
    settings = manifest.identity.settings
    if manifest.identity.command != "run":
        raise RequestError(
            f"{folder} is a run of {manifest.identity.command!r}, which has no simulated patients. Name a "
            "run of 'run', or a study."
        )
    check_outputs(folder, manifest, [PROTOCOL])
    seed, replicates, parameters = (settings.get(name) for name in ("seed", "replicates", "parameters"))
    return _Asked(
        read_plan(folder / PROTOCOL),
        seed if isinstance(seed, int) else None,
        replicates if isinstance(replicates, int) else None,
        parameters if isinstance(parameters, str) else None,
    )


def _patient(asked: _Asked, subject: str) -> Patient:
    from lassitude.interchange.patient import patient_of
    from lassitude.prediction.pipeline import prepare_process

    prepare_process()
    return patient_of(
        asked.plan.protocol,
        subject,
        seed=asked.seed,
        replicates=asked.replicates,
        parameters=parameters_named(asked.parameters),
    )


def _files(patient: Patient, to: Form) -> Mapping[str, bytes]:
    from lassitude.interchange.life import lived
    from lassitude.interchange.petab import petab
    from lassitude.interchange.sbml import sbml

    life = lived(patient)
    if to == "petab":
        return petab(patient, life)
    return {f"{patient.study}-{patient.subject}.xml": sbml(patient, life.happenings).encode()}
