"""Running targets under many parameters at once: one target a process, each an ordinary virtual study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.observing import comparable
from lassitude.calibration.prior import Draws
from lassitude.calibration.stage_fit import Simulated
from lassitude.calibration.targets import Target
from lassitude.population.parameter_sets import ParameterSet, write_draws
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.planned import estimates_at_every_draw
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.runs.pool import Progress, map_blocks
from lassitude.study.protocol import Protocol

SCREENED = 4
"""People screened for each place where people are chosen; all live under the parameters of a point."""
RARE_SCREENED, RARE_PART, ENOUGH = 12, 2, 0.8
"""Where fewer than this share of points find enough people, a study of so much fewer people screens more."""


@dataclass(frozen=True)
class TargetTask:
    """A target under every point of a wave.

    Attributes
    ----------
    protocol : Protocol
        The study.
    seed : int
        Of its people.
    parameters : ParameterSet
        Whose draws are the points.
    people : int
        In each population.
    """

    protocol: Protocol
    seed: int
    parameters: ParameterSet
    people: int


def live_through(task: TargetTask) -> dict[str, NDArray]:
    """Draw the study once under every point.

    Returns
    -------
    dict of str to array
        ``estimates`` and ``errors``, [point, number], in the order of the published table and as its claims
        have them; NaN where too few could enter. ``refused``: why there is nothing at all; empty otherwise.
    """
    chosen = any(one.eligibility for one in task.protocol.populations.values())
    found = _once(task, task.people, SCREENED if chosen else 1)
    if chosen and np.isfinite(found["estimates"]).any(axis=1).mean() < ENOUGH:
        again = _once(task, task.people // RARE_PART, RARE_SCREENED)
        known = [np.isfinite(one["estimates"]).sum() for one in (found, again)]
        return again if known[1] > known[0] else found
    return found


def _once(task: TargetTask, people: int, screened: int) -> dict[str, NDArray]:
    """Draw the study with so many people, who are chosen from so many for each."""
    published = task.protocol.published
    shape = (task.parameters.count, len(published))
    try:
        found = estimates_at_every_draw(
            task.protocol, seed=task.seed, parameters=task.parameters, people=people, screened=screened
        )
        columns = [_column(found.batches, name, pointer) for name, pointer in published.items()]
    except RequestError as refused:
        nothing = np.full(shape, np.nan)
        return {"estimates": nothing, "errors": nothing, "refused": np.array(str(refused))}
    estimates, errors = (np.stack(one, axis=-1) for one in zip(*columns, strict=True))
    own = (found.draws == np.arange(shape[0]))[:, None]
    return {
        "estimates": np.where(own, estimates, np.nan),
        "errors": np.where(own, errors, np.nan),
        "refused": np.array(""),
    }


def _column(batches: Mapping, name: str, pointer: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if name not in batches:
        raise RequestError(f"The plan does not estimate {name!r}.{did_you_mean(name, batches)}")
    return comparable(batches[name], pointer)


@dataclass(frozen=True)
class Bench:
    """Where and with how much targets are simulated.

    Attributes
    ----------
    folder : Path
        Of the points and of finished targets.
    workers : int
        Processes.
    people : int
        In each population.
    seed : int
        Of the calibration.
    """

    folder: Path
    workers: int
    people: int
    seed: int


def simulate_targets(
    bench: Bench, label: str, targets: Sequence[Target], values: Draws, progress: Progress
) -> tuple[Simulated, dict[str, str]]:
    """Run some targets under some points.

    Parameters
    ----------
    bench : Bench
        Where, and with how much.
    label : str
        Of the wave; names its files.
    targets : sequence of Target
        What is run; each target is one piece of work.
    values : dict of str to array, [point]
        By parameter name.
    progress : callable
        Called as ``progress(done, total)`` of targets.

    Returns
    -------
    Simulated
        All numbers of all targets, in order.
    dict of str to str
        Why a target could not be run, by its name.
    """
    points = write_draws(values, bench.folder / f"{label}-points", label)
    tasks = [
        (
            f"{label}-{one.name}",
            TargetTask(one.protocol, _seed(bench.seed, label, one.name), points, bench.people),
        )
        for one in targets
    ]
    blocks = map_blocks(live_through, tasks, bench.folder, bench.workers, progress, prepare_process)
    found = list(blocks.values())
    refused = {
        one.name: str(block["refused"])
        for one, block in zip(targets, found, strict=True)
        if str(block["refused"])
    }
    joined = [np.concatenate([block[name] for block in found], axis=1) for name in ("estimates", "errors")]
    return Simulated(*joined), refused


def _seed(seed: int, label: str, target: str) -> int:
    """Give every target of every wave people of its own."""
    return int.from_bytes(sha256(f"{seed} {label} {target}".encode()).digest()[:6])
