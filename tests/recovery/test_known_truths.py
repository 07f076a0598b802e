"""Protects: a stage of the shipped set finds known parameters again in studies simulated with real bodies.

The whole recovery takes many minutes; what it found is kept beside the set and held against bounds here, and
one truth of the cheapest stage is simulated anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from lassitude.calibration.known_truths import choose_truths, recover_truths
from lassitude.calibration.recovery_running import RECOVERY_FILE, calibration_of
from lassitude.calibration.simulating import Bench, simulate_targets
from lassitude.calibration.stability import stable
from lassitude.calibration.stage_files import read_emulator
from lassitude.population.parameter_sets import default_set
from lassitude.runs.pool import no_progress
from tests.recovery.calibrated import calibrated

CHEAPEST = "2-healthy-acute"


def kept() -> dict:
    """What stands beside the set; no stages where nobody has measured it yet."""
    file = Path(default_set().file).with_name(RECOVERY_FILE)
    return json.loads(file.read_bytes()) if file.exists() else {"stages": []}


@calibrated
def test_what_is_kept_is_of_the_shipped_stages() -> None:
    found, told = calibration_of(default_set()), kept()
    if not told["stages"]:
        pytest.skip(f"no recovery of set {found.name} was kept: `lassitude calibrate --recover {found.name}`")
    assert told["set"] == found.name
    fitted = {one.name: one for one in found.fitted}
    for one in told["stages"]:
        stage = fitted[one["stage"]]
        assert one["by"].split()[0] == stage.fingerprint[:12]
        assert len(one["near"]) >= 5
        assert [row["name"] for row in one["parameters"]] == [row["name"] for row in stage.told["parameters"]]


@pytest.mark.parametrize("one", kept()["stages"], ids=lambda one: one["stage"])
def test_intervals_hold_most_truths_near_the_posterior(one: dict) -> None:
    """Bounded where intervals that hold 90% fail once in 1000 a stage, a quarter of them independent."""
    found, truths = one["inside_90%"]["near"], sum(one["near"])
    independent = max(found["of"] // 4, truths)
    assert binom.cdf(round(found["inside"] / found["of"] * independent), independent, 0.9) > 0.001


@calibrated
@pytest.mark.slow
@pytest.mark.xdist_group("bodies")
def test_one_truth_is_simulated_and_found_again(tmp_path: Path) -> None:
    """One truth, one parameter, two numbers: each within 3.5 SD; correct code fails once in 700 seeds."""
    found = calibration_of(default_set())
    place = found.plan.place(CHEAPEST)
    work, own = found.work(place), found.plan.stages[place]
    emulator, _ = read_emulator(found.folder / "stages", work.name)

    def allowed(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return stable(work.values(points, rows))

    truths = choose_truths(work, found.fitted[place].draws, 1, 1, allowed)
    made, refused = simulate_targets(
        Bench(tmp_path, 1, work.sizes.people, work.seed),
        "recovery",
        own.targets,
        work.values(truths.own, truths.rows),
        no_progress,
    )
    assert not refused
    told = recover_truths(work, emulator, truths, made, lambda _done: None)
    assert np.abs(told.z).max() < 3.5
    assert np.abs(told.off[truths.near]).max() < 3.5
    assert ((told.low < told.mean) & (told.mean < told.high)).all()
