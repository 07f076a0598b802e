"""Carrying out recoveries from simulated data, stage by stage, from wherever a folder stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.known_truths import FAR, NEAR, choose_truths, recover_truths
from lassitude.calibration.plan import QUICK_SIZES, Plan, fingerprint, full_plan, quick_plan, work_of
from lassitude.calibration.recovery_account import recovery_account
from lassitude.calibration.simulating import Bench
from lassitude.calibration.stability import stable
from lassitude.calibration.stage_files import StageFiles, json_bytes, read_emulator, read_stage_files
from lassitude.calibration.stage_fit import Sizes, StageWork
from lassitude.calibration.stage_running import Machine
from lassitude.population.parameter_sets import ParameterSet
from lassitude.quantities.errors import RequestError
from lassitude.runs.environment import program_sha256
from lassitude.runs.files import write_atomically

RECOVERY_FILE = "recovery.json"
_SCHEMA = "lassitude.recovery/1"
_SIZES = ("first", "second", "people", "rows", "checked")


@dataclass(frozen=True)
class Calibration:
    """A finished calibration whose stages can be asked again.

    Attributes
    ----------
    name : str
        Of its parameter set.
    folder : Path
        Of the set; the files of the stages are below.
    plan : Plan
        By which it was made.
    fitted : tuple of StageFiles
        All stages, in order.
    """

    name: str
    folder: Path
    plan: Plan
    fitted: tuple[StageFiles, ...]

    def work(self, place: int) -> StageWork:
        """Return what a stage was given."""
        return work_of(self.plan, place, self.fitted[:place])


def calibration_of(chosen: ParameterSet) -> Calibration:
    """Open the calibration that a parameter set comes from.

    Raises
    ------
    RequestError
        If the set was not calibrated, a stage is missing, or its targets are others by now.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> calibration_of(DECLARED)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 'declared' comes from no calibration, so nothing can be...
    """
    provenance = chosen.about.get("provenance", {})
    if not all(one in provenance for one in (*_SIZES, "seed")):
        raise RequestError(
            f"{chosen.name!r} comes from no calibration, so nothing can be recovered. Name a set that "
            "`lassitude calibrate` wrote, or one that is shipped."
        )
    sizes = Sizes(**{one: provenance[one] for one in _SIZES})
    quick = sizes == QUICK_SIZES
    name, seed, folder = chosen.name, provenance["seed"], Path(chosen.file).parent
    plan = quick_plan(name, seed) if quick else full_plan(name, seed, sizes)
    fitted: list[StageFiles] = []
    for place, own in enumerate(plan.stages):
        kept = read_stage_files(folder / "stages", own.stage.name)
        if kept is None or kept.fingerprint != fingerprint(work_of(plan, place, fitted), own.targets):
            why = "is missing" if kept is None else "was fitted to other targets than this version has"
            raise RequestError(f"Stage {own.stage.name!r} of {name!r} {why}. Calibrate anew to recover it.")
        fitted.append(kept)
    return Calibration(name, folder, plan, tuple(fitted))


@dataclass(frozen=True)
class RecoveryFolder:
    """Where recoveries of one calibration are kept.

    Attributes
    ----------
    path : Path
        Absent, empty, or begun for the same set.
    """

    path: Path

    @property
    def told(self) -> dict[str, Any]:
        """What stands there; empty where nothing does."""
        try:
            return json.loads((self.path / RECOVERY_FILE).read_bytes())
        except (OSError, ValueError):
            return {}

    def open(self, calibration: Calibration) -> None:
        """Make sure that nothing else stands there.

        Raises
        ------
        RequestError
            Otherwise; nothing is touched.
        """
        found = self.told
        if found and (found.get("schema"), found.get("set")) == (_SCHEMA, calibration.name):
            return
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise RequestError(
                f"{self.path} holds something else than the recovery of {calibration.name!r}, and nothing in "
                "it was touched. Name an absent or empty folder with --out."
            )

    def kept(self, stage: str, by: str) -> dict[str, Any] | None:
        """Return what was told of a stage by the same program; None where it was not asked."""
        found = [one for one in self.told.get("stages", ()) if one["stage"] == stage]
        return found[0] if found and found[0]["by"] == by else None

    def keep(self, calibration: Calibration, told: dict[str, Any]) -> None:
        """Write what is told of a stage, in the order of the stages, besides what stands there."""
        by_name = {one["stage"]: one for one in (*self.told.get("stages", ()), told)}
        stages = [by_name[one.name] for one in calibration.fitted if one.name in by_name]
        document = {"schema": _SCHEMA, "set": calibration.name, "stages": stages}
        write_atomically(self.path / RECOVERY_FILE, json_bytes(document))


def recover_stages(
    calibration: Calibration, folder: RecoveryFolder, places: Sequence[int], machine: Machine
) -> None:
    """Recover known truths of some stages and keep what is found.

    Parameters
    ----------
    calibration : Calibration
        The stages.
    folder : RecoveryFolder
        Where it is kept; what the same program has already found there stays.
    places : sequence of int
        Of the stages, from 0.
    machine : Machine
        With what; progress counts targets, and truths that are fitted.

    Examples
    --------
    Of no stage nothing is recovered, and the folder is made ready:

    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.population.parameter_sets import default_set
    >>> with TemporaryDirectory() as path:
    ...     folder = RecoveryFolder(Path(path) / "found")
    ...     recover_stages(calibration_of(default_set()), folder, [], Machine(1, lambda done, total: None))
    ...     sorted(folder.told.get("stages", ()))
    []
    """
    folder.open(calibration)
    parts = [len(calibration.plan.stages[place].targets) + NEAR + FAR for place in places]
    before = 0
    for place, own in zip(places, parts, strict=True):
        name = calibration.fitted[place].name
        by = f"{calibration.fitted[place].fingerprint[:12]} {program_sha256()[:12]}"
        if folder.kept(name, by) is None:
            counted = _from(machine, before, sum(parts))
            told = _recover(calibration, place, folder.path / "blocks" / by.replace(" ", "-"), counted)
            folder.keep(calibration, {"by": by, **told})
        before += own
        machine.progress(before, sum(parts))


def _from(machine: Machine, before: int, total: int) -> Machine:
    return Machine(
        machine.workers, lambda done, _: machine.progress(before + done, total), machine.run_targets
    )


def _recover(calibration: Calibration, place: int, blocks: Path, machine: Machine) -> dict[str, Any]:
    work, own = calibration.work(place), calibration.plan.stages[place]
    emulator, _ = read_emulator(calibration.folder / "stages", work.name)

    def allowed(points: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        return stable(work.values(points, rows))

    truths = choose_truths(work, calibration.fitted[place].draws, NEAR, FAR, allowed)
    bench = Bench(blocks, machine.workers, work.sizes.people, work.seed)
    values = work.values(truths.own, truths.rows)
    simulated, refused = machine.run_targets(bench, "recovery", own.targets, values, machine.progress)
    found = recover_truths(
        work, emulator, truths, simulated, lambda done: machine.progress(len(own.targets) + done, 0)
    )
    return recovery_account(work, found, refused)
