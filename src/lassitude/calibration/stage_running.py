"""Carrying out a calibration in a folder, stage by stage, from wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from lassitude.calibration.folder import CalibrationFolder
from lassitude.calibration.parameter_set import about_set, checked_rows
from lassitude.calibration.plan import Plan, fingerprint, work_of
from lassitude.calibration.prior import Draws
from lassitude.calibration.simulating import Bench, simulate_targets
from lassitude.calibration.stability import stable
from lassitude.calibration.stage_account import account
from lassitude.calibration.stage_files import StageFiles, json_bytes, parquet_bytes, write_stage
from lassitude.calibration.stage_fit import Simulated, fit_stage
from lassitude.calibration.targets import Target
from lassitude.population.parameter_sets import ABOUT_FILE, DRAWS_FILE
from lassitude.quantities.errors import RequestError
from lassitude.runs.pool import Progress

RunTargets = Callable[[Bench, str, Sequence[Target], Draws, Progress], tuple[Simulated, dict[str, str]]]
"""Runs targets under some points; see :func:`lassitude.calibration.simulating.simulate_targets`."""


@dataclass(frozen=True)
class Machine:
    """With what a calibration is carried out; nothing here changes a byte of it.

    Attributes
    ----------
    workers : int
        Processes.
    progress : callable
        Called as ``progress(done, total)`` of targets.
    run_targets : callable
        Runs targets under points.
    """

    workers: int
    progress: Progress
    run_targets: RunTargets = simulate_targets


def all_stages(folder: CalibrationFolder, plan: Plan, machine: Machine) -> None:
    """Fit every stage that is not yet fitted to what it now stands on, and write the parameter set.

    Parameters
    ----------
    folder : CalibrationFolder
        Where it stands.
    plan : Plan
        All stages.
    machine : Machine
        With what.

    Raises
    ------
    RequestError
        If there is nothing to fit.

    Examples
    --------
    >>> from lassitude.runs.pool import no_progress
    >>> all_stages(CalibrationFolder(Path("nowhere")), Plan("mine", 1), Machine(1, no_progress))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: No stage has parameters and targets, so there is nothing to fit.
    """
    if not plan.stages:
        raise RequestError("No stage has parameters and targets, so there is nothing to fit.")
    counted = _Counted(machine.progress, _work(plan, range(len(plan.stages))) + _checks(plan))
    fitted: list[StageFiles] = []
    for place, own in enumerate(plan.stages):
        kept = folder.stage(own.stage.name)
        work = work_of(plan, place, fitted)
        if kept is None or kept.fingerprint != fingerprint(work, own.targets):
            kept = _fit(folder, plan, place, fitted, machine, counted.from_here(_work(plan, range(place))))
        fitted.append(kept)
    before = counted.from_here(_work(plan, range(len(plan.stages))))
    _write_set(folder, plan, fitted, machine, before)


def one_stage(folder: CalibrationFolder, plan: Plan, name: str, machine: Machine) -> tuple[str, ...]:
    """Fit one stage anew to the files of the stages before it.

    Returns
    -------
    tuple of str
        Later stages that now rest on something else and have to be fitted anew, in order.

    Raises
    ------
    RequestError
        If a stage before it is not fitted, or not to what is there now.

    Examples
    --------
    >>> from lassitude.calibration.plan import quick_plan
    >>> from lassitude.runs.pool import no_progress
    >>> plan = quick_plan("mine", 1)
    >>> later = plan.stages[1].stage.name
    >>> one_stage(CalibrationFolder(Path("nowhere")), plan, later, Machine(1, no_progress))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: Stage '1-instruments' comes before ... and is not fitted yet...
    """
    place = plan.place(name)
    fitted = _fitted_before(folder, plan, place)
    counted = _Counted(machine.progress, 2 * len(plan.stages[place].targets))
    fitted.append(_fit(folder, plan, place, fitted, machine, counted.from_here(0)))
    outdated = _outdated(folder, plan, fitted)
    if outdated:
        folder.forget_set()
    return outdated


def _fitted_before(folder: CalibrationFolder, plan: Plan, place: int) -> list[StageFiles]:
    fitted: list[StageFiles] = []
    for earlier, own in enumerate(plan.stages[:place]):
        kept = folder.stage(own.stage.name)
        if kept is None or kept.fingerprint != fingerprint(work_of(plan, earlier, fitted), own.targets):
            why = "is not fitted yet" if kept is None else "was fitted to something else"
            raise RequestError(
                f"Stage {own.stage.name!r} comes before {plan.stages[place].stage.name!r} and {why}. Fit it "
                f"with `lassitude calibrate --stage {own.stage.name} --out {folder.path}`, or all stages "
                "without --stage."
            )
        fitted.append(kept)
    return fitted


def _outdated(folder: CalibrationFolder, plan: Plan, fitted: Sequence[StageFiles]) -> tuple[str, ...]:
    """Name the later stages that are not fitted, or not to these draws, and all that follow the first."""
    current = list(fitted)
    for place in range(len(fitted), len(plan.stages)):
        own = plan.stages[place]
        kept = folder.stage(own.stage.name)
        if kept is None or kept.fingerprint != fingerprint(work_of(plan, place, current), own.targets):
            return tuple(later.stage.name for later in plan.stages[place:])
        current.append(kept)
    return ()


def _fit(
    folder: CalibrationFolder,
    plan: Plan,
    place: int,
    before: Sequence[StageFiles],
    machine: Machine,
    progress: Progress,
) -> StageFiles:
    own, started = plan.stages[place], perf_counter()
    work = work_of(plan, place, before)
    print_of = fingerprint(work, own.targets)
    bench = _bench(folder.blocks(own.stage.name, print_of), plan, machine, work.seed)
    refused: dict[str, str] = {}

    def simulate(wave: str, values: Draws) -> Simulated:
        done = len(own.targets) if wave == "second" else 0
        found, why_not = machine.run_targets(
            bench, wave, own.targets, values, lambda now, _: progress(done + now, 0)
        )
        refused.update(why_not)
        return found

    fitted = fit_stage(work, simulate, stable)
    told = account(fitted, print_of, refused)
    files = write_stage(folder.stages, told, fitted.draws, fitted.emulator, fitted.likelihood)
    folder.note_seconds(own.stage.name, perf_counter() - started)
    return files


def _write_set(
    folder: CalibrationFolder,
    plan: Plan,
    fitted: Sequence[StageFiles],
    machine: Machine,
    progress: Progress,
) -> None:
    started, last = perf_counter(), fitted[-1]
    rows = checked_rows(plan.sizes.rows, plan.sizes.checked)
    values = {name: one[rows] for name, one in last.draws.items()}
    bench = _bench(folder.blocks("check", last.fingerprint), plan, machine, plan.seed)
    targets = [target for own in plan.stages for target in own.targets]
    simulated, _ = machine.run_targets(bench, "check", targets, values, progress)
    folder.write(ABOUT_FILE, json_bytes(about_set(plan, fitted, simulated)))
    folder.write(DRAWS_FILE, parquet_bytes(last.draws))
    folder.note_seconds("check", perf_counter() - started)
    folder.forget_blocks()


def _bench(place: Path, plan: Plan, machine: Machine, seed: int) -> Bench:
    return Bench(place, machine.workers, plan.sizes.people, seed)


def _work(plan: Plan, places: Sequence[int]) -> int:
    return sum(2 * len(plan.stages[place].targets) for place in places)


def _checks(plan: Plan) -> int:
    return sum(len(own.targets) for own in plan.stages)


@dataclass(frozen=True)
class _Counted:
    """Progress over all pieces of work, told by pieces that count their own."""

    progress: Progress
    total: int

    def from_here(self, before: int) -> Progress:
        """Return a progress that counts on from what was done before."""
        return lambda done, _: self.progress(before + done, self.total)
