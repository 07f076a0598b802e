"""``calibrate --recover``: simulate studies of known parameters, and see whether a fit finds them again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lassitude.runs.folder import Interrupted
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.run_files import RUNS


def recover(
    parameters: str,
    *,
    stage: str | None = None,
    out: str | Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> tuple[Path, dict[str, Any]]:
    """Recover known parameters from simulated studies, stage by stage.

    Parameters
    ----------
    parameters : str
        A shipped parameter set, or the folder of a finished calibration.
    stage : str, optional
        Only this one.
    out : str or Path, optional
        Folder: absent, empty, or begun for the same set; then what is finished is not computed again. Without
        it, one below ``lassitude-runs`` by the name of the set.
    workers : int
        Processes; they change no byte.
    progress : callable
        Called as ``progress(done, total)`` of targets and of truths.

    Returns
    -------
    tuple of Path and dict
        The folder, and what stands in its ``recovery.json``.

    Raises
    ------
    RequestError
        If there is no such set or stage, or the set was not calibrated.
    Interrupted
        At Ctrl-C; finished targets are kept, and the same call resumes.

    Examples
    --------
    >>> recover("declared")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 'declared' comes from no calibration, so nothing can be...
    """
    from lassitude.calibration.recovery_running import RecoveryFolder, calibration_of, recover_stages
    from lassitude.calibration.sampling import need_sampler
    from lassitude.calibration.stage_running import Machine
    from lassitude.population.parameter_sets import parameter_set_named
    from lassitude.prediction.pipeline import prepare_process

    need_sampler()
    calibration = calibration_of(parameter_set_named(parameters))
    places = range(len(calibration.fitted)) if stage is None else [calibration.plan.place(stage)]
    folder = RecoveryFolder(Path(out) if out is not None else RUNS / f"recovery-{calibration.name}")
    prepare_process()
    try:
        recover_stages(calibration, folder, places, Machine(workers, progress))
    except KeyboardInterrupt as stop:
        raise Interrupted(
            f"Interrupted. What is finished is kept in {folder.path}; the same command resumes there."
        ) from stop
    return folder.path, folder.told
