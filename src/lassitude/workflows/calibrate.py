"""``calibrate``: fit the population to what is published, and write a parameter set."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import Interrupted
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.run_files import RUNS

if TYPE_CHECKING:
    from lassitude.calibration.folder import CalibrationFolder
    from lassitude.calibration.plan import Plan

Effort: TypeAlias = Literal["full", "quick"]

SEED, NAME = 2026, "mine"
_FEWEST_POINTS, _MOST_POINTS = 24, 256
_SEEDS = 2**48


@dataclass(frozen=True)
class Calibrated:
    """A calibration as it stands in a folder.

    Attributes
    ----------
    folder : Path
        It can be given wherever a parameter set is asked for, once it is complete.
    stages : tuple of mapping
        What is told of every fitted stage, in order.
    to_redo : tuple of str
        Stages that are not fitted, or not to the draws that now stand before them.
    """

    folder: Path
    stages: tuple[dict[str, Any], ...]
    to_redo: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the parameter set stands there."""
        return (self.folder / "set.json").is_file()

    @property
    def about(self) -> dict[str, Any]:
        """What is told of the parameter set; empty where there is none yet."""
        return json.loads((self.folder / "set.json").read_bytes()) if self.complete else {}


def calibrate(
    *,
    name: str | None = None,
    stage: str | None = None,
    out: str | Path | None = None,
    seed: int | None = None,
    design: int | None = None,
    effort: Effort = "full",
    workers: int = 1,
    progress: Progress = no_progress,
) -> Calibrated:
    """Fit the parameters of the population, stage by stage, to every published number that may be used.

    Parameters
    ----------
    name : str, optional
        Of the parameter set, such as ``2026-11``.
    stage : str, optional
        Fit only this one anew, to the files of the stages before it.
    out : str or Path, optional
        Folder: absent, empty, or begun with the same settings; then what is finished is not computed again.
        Without it, one below ``lassitude-runs`` by the name of the set.
    seed : int, optional
        Of everything that is drawn.
    design : int, optional
        Points of each of the two waves of a stage.
    effort : {"full", "quick"}
        Quick fits two stages to one target each with hardly any people, to see whether everything runs.
    workers : int
        Processes; they change no byte.
    progress : callable
        Called as ``progress(done, total)`` of targets.

    Returns
    -------
    Calibrated
        Where it stands.

    Raises
    ------
    RequestError
        If the request is wrong.
    Interrupted
        At Ctrl-C; finished targets are kept, and the same call resumes.

    Examples
    --------
    >>> calibrate(stage="1-instrument", out="nowhere")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: The calibration has no stage '1-instrument'. Did you mean...
    """
    plan = _plan(name or NAME, SEED if seed is None else seed, design, effort)
    if stage is not None:
        plan.place(stage)
    from lassitude.calibration.folder import open_folder
    from lassitude.calibration.sampling import need_sampler

    need_sampler()
    place = Path(out) if out is not None else RUNS / f"calibration-{plan.name}"
    folder = open_folder(place, plan)
    try:
        to_redo = _carry_out(folder, plan, stage, workers, progress)
    except KeyboardInterrupt as stop:
        raise Interrupted(
            f"Interrupted. What is finished is kept in {place}; the same command resumes there."
        ) from stop
    told = [folder.stage(one.stage.name) for one in plan.stages]
    return Calibrated(place, tuple(dict(one.told) for one in told if one is not None), to_redo)


def _carry_out(
    folder: CalibrationFolder, plan: Plan, stage: str | None, workers: int, progress: Progress
) -> tuple[str, ...]:
    from lassitude.calibration.stage_running import Machine, all_stages, one_stage
    from lassitude.prediction.pipeline import prepare_process

    prepare_process()
    machine = Machine(workers, progress)
    if stage is not None:
        return one_stage(folder, plan, stage, machine)
    all_stages(folder, plan, machine)
    return ()


def _plan(name: str, seed: int, design: int | None, effort: Effort) -> Plan:
    from lassitude.calibration.plan import full_plan, quick_plan
    from lassitude.calibration.stage_fit import Sizes

    if not name or not all(one.isalnum() or one in "-_." for one in name):
        raise RequestError(f"--name {name!r}: use letters, digits, '-', '_' and '.', such as 2026-11.")
    if not 0 <= seed < _SEEDS:
        raise RequestError(f"{seed} cannot be a seed; take a whole number from 0 to {_SEEDS - 1}.")
    if effort == "quick":
        return quick_plan(name, seed)
    sizes = Sizes()
    if design is not None:
        if not _FEWEST_POINTS <= design <= _MOST_POINTS:
            raise RequestError(
                f"--design {design}: ask for {_FEWEST_POINTS} to {_MOST_POINTS} points; fewer tell an "
                "emulator nothing."
            )
        sizes = replace(sizes, first=design, second=design)
    return full_plan(name, seed, sizes)
