"""``analyze``: the data of a real study by the plan of a protocol, into the same results and report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import sha256_of_file
from lassitude.runs.folder import run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.workflows.evidence import evidence_beside
from lassitude.workflows.finished import FinishedRun, read_run
from lassitude.workflows.plans import WrittenPlan, check_measures, read_plan
from lassitude.workflows.run_files import PROTOCOL, place_for, text_sha256, write_findings


def analyze(
    data: str | Path,
    *,
    plan: str | Path,
    mapping: str | Path | None = None,
    events: str | Path | None = None,
    exposures: str | Path | None = None,
    out: Path | None = None,
) -> FinishedRun:
    """Analyze the CSV files of a real study as its plan says, and write the run folder.

    Parameters
    ----------
    data : str or Path
        A CSV file, long or wide; it is only read and not copied. See
        `lassitude.records.csv_study.read_csv_study`.
    plan : str or Path
        Name of a shipped study, or path of a protocol; nothing of its ``[simulation]`` is used.
    mapping : str or Path, optional
        TOML that says how to read the files. See `lassitude.records.mapping.CsvMapping`.
    events : str or Path, optional
        CSV with one event a row: relapses, adverse and intercurrent events, departures. See
        `lassitude.records.events.read_events`.
    exposures : str or Path, optional
        CSV with one treatment of one person a row. See `lassitude.records.exposures.read_exposures`.
    out : Path, optional
        Folder of the run: absent, empty, or the same analysis. Without it a folder below
        ``lassitude-runs`` is chosen.

    Returns
    -------
    FinishedRun
        The folder and what was found; ``observed`` of every estimate is filled.

    Raises
    ------
    RequestError
        If the plan, the data, the mapping or the folder is wrong, or the data allow none of the planned
        analyses; then nothing is left behind.

    Examples
    --------
    >>> analyze("nowhere.csv", plan="canadian-ahsct")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere.csv cannot be read: No such file or directory.
    """
    from lassitude.prediction.credibility import with_credibility
    from lassitude.records.csv_study import read_csv_study
    from lassitude.records.mapping import CsvMapping, read_mapping
    from lassitude.statistics.nothing_estimated import refuse_if_nothing_is_estimated
    from lassitude.statistics.plan import analyze_plan
    from lassitude.study.data import write_study
    from lassitude.workflows.observing import observed_results

    written, own = read_plan(plan), evidence_beside(plan)
    with own.in_use():
        check_measures(written)
    declared = CsvMapping() if mapping is None else read_mapping(mapping)
    study = read_csv_study(data, written.protocol, declared, events, exposures)
    estimates = analyze_plan(study, written.protocol)
    refuse_if_nothing_is_estimated(study, written.protocol, estimates, Path(data).name)
    with own.in_use():
        results = with_credibility(observed_results(written.protocol, study, estimates), written.protocol)
    beside = {"mapping": mapping, "events": events, "exposures": exposures}
    identity = _identity(Path(data), written, beside, own.inputs)
    place = out or place_for(f"{written.protocol.id}-{Path(data).stem}", identity)
    with run_folder(place, identity) as folder:
        if not folder.complete:
            folder.write(PROTOCOL, written.text.encode())
            own.keep(folder)
            with folder.staged("study") as stage:
                write_study(study, stage)
            write_findings(folder, results, estimates)
            folder.finish()
    return read_run(place)


def _identity(
    data: Path, plan: WrittenPlan, beside: Mapping[str, str | Path | None], evidence: Mapping[str, str]
) -> RunIdentity:
    inputs = {PROTOCOL: text_sha256(plan.text), data.name: _sha256(data), **evidence}
    inputs |= {name: _sha256(Path(path)) for name, path in beside.items() if path is not None}
    return RunIdentity("analyze", inputs)


def _sha256(path: Path) -> str:
    try:
        return sha256_of_file(path)
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error
