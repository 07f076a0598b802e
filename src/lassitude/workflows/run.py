"""``run``: draw a study many times, analyze every draw, and write the run folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import npz_bytes
from lassitude.runs.folder import RunFolder, run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.evidence import evidence_beside
from lassitude.workflows.finished import FinishedRun, read_run
from lassitude.workflows.known_names import check_names
from lassitude.workflows.parameters import parameter_inputs, parameters_named
from lassitude.workflows.plans import WrittenPlan, read_plan
from lassitude.workflows.run_files import PROTOCOL, place_for, text_sha256, write_findings

if TYPE_CHECKING:
    from lassitude.population.parameter_sets import ParameterSet

Effort: TypeAlias = Literal["full", "quick"]

QUICK_REPLICATES = 40
SEEDS = 2**64


@dataclass(frozen=True)
class _Asked:
    """What decides the numbers besides the protocol."""

    seed: int
    replicates: int
    effort: Effort


def run(
    study: str | Path,
    *,
    seed: int | None = None,
    replicates: int | None = None,
    effort: Effort = "full",
    parameters: str | None = None,
    evidence: Path | None = None,
    out: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> FinishedRun:
    """Simulate a study, analyze every replicate by its own plan, and set published beside predicted.

    Parameters
    ----------
    study : str or Path
        Name of a shipped study, or path of a protocol.
    seed, replicates : int, optional
        In place of the protocol's.
    effort : {"full", "quick"}
        Quick draws 40 replicates, unless told otherwise, and leaves out the sensitivity analysis.
    parameters : str, optional
        A shipped parameter set, ``declared``, or the folder of a set; the newest shipped set otherwise.
    evidence : Path, optional
        Published results of one's own that the protocol points to; ``lassitude-evidence.yaml`` beside the
        protocol otherwise, if it is there.
    out : Path, optional
        Folder of the run: absent, empty, or the same run, which is then resumed, or only read if it is
        complete. Without it a folder below ``lassitude-runs`` is chosen.
    workers : int
        Processes; they change no byte of the results.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    FinishedRun
        The folder and what was found.

    Raises
    ------
    RequestError
        If the request is wrong; then nothing is left behind.
    Interrupted
        At Ctrl-C; finished blocks are kept, and the same call resumes.

    Examples
    --------
    >>> run("canadian-ahcst")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no protocol and no file 'canadian-ahcst'. Did you mean
    'canadian-ahsct'? Shipped: ...
    """
    plan = read_plan(study)
    simulation = plan.protocol.simulation
    drawn = simulation.replicates if effort == "full" else QUICK_REPLICATES
    asked = _Asked(
        simulation.seed if seed is None else seed, drawn if replicates is None else replicates, effort
    )
    _check_settings(asked)
    own, chosen = evidence_beside(study, evidence), parameters_named(parameters)
    with own.in_use():
        check_names(plan)
    inputs = {PROTOCOL: text_sha256(plan.text), **parameter_inputs(chosen), **own.inputs}
    identity = RunIdentity("run", inputs, {**asdict(asked), "parameters": chosen.name})
    place = out or place_for(f"{plan.protocol.id}-{asked.seed}", identity)
    with run_folder(place, identity) as folder, own.in_use():
        if not folder.complete:
            own.keep(folder)
            _fill(folder, plan, asked, chosen, workers, progress)
    return read_run(place)


def _check_settings(asked: _Asked) -> None:
    if asked.replicates < 1:
        raise RequestError(f"{asked.replicates} repetitions leave nothing to show; ask for 1 or more.")
    if not 0 <= asked.seed < SEEDS:
        raise RequestError(f"{asked.seed} cannot be a seed; take a whole number from 0 to {SEEDS - 1}.")


def _fill(
    folder: RunFolder,
    plan: WrittenPlan,
    asked: _Asked,
    parameters: ParameterSet,
    workers: int,
    progress: Progress,
) -> None:
    from lassitude.engine.model import Clock
    from lassitude.prediction.applicability import fitted_in
    from lassitude.prediction.credibility import with_credibility
    from lassitude.prediction.pipeline import predict
    from lassitude.study.data import write_study

    folder.write(PROTOCOL, plan.text.encode())
    prediction = predict(
        plan.protocol,
        seed=asked.seed,
        replicates=asked.replicates,
        effort=asked.effort,
        clock=Clock(),
        parameters=parameters,
        workers=workers,
        folder=folder.blocks,
        progress=progress,
    )
    folder.write("truth/truth.npz", npz_bytes(prediction.truth))
    with folder.staged("study") as stage:
        write_study(prediction.study, stage)
    results = with_credibility(prediction.results, plan.protocol, fitted_in(parameters))
    write_findings(folder, results, prediction.estimates)
    folder.finish()
