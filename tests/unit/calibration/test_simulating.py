"""Protects: targets run as ordinary virtual studies, each point under its own parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.calibration.simulating import Bench, TargetTask, live_through, simulate_targets
from lassitude.calibration.targets import Target
from lassitude.population.parameter_sets import write_draws
from lassitude.runs.pool import no_progress
from lassitude.study.protocol import parse_protocol
from tests.unit.calibration.test_observing import STUDY, target

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bodies")]

MEAN = "fss_100_outpatients:arms.MS.mean"
TIRED = target(mean=MEAN, sd=MEAN)
POINTS = {"FSS.location": np.array([-1.0, 0.0, 1.0])}


def bench(folder: Path, workers: int) -> Bench:
    return Bench(folder, workers, people=30, seed=3)


def test_every_point_lives_under_its_own_parameters(tmp_path: Path) -> None:
    found, refused = simulate_targets(bench(tmp_path, 1), "first", [TIRED], POINTS, no_progress)
    assert not refused
    assert found.estimates.shape == found.errors.shape == (3, 2)
    means = found.estimates[:, 0]
    assert np.isfinite(means).all() and np.ptp(means) > 1.0


def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    targets = [TIRED, Target("twin", "1-toy", TIRED.protocol)]
    one, other = (
        simulate_targets(bench(tmp_path / str(workers), workers), "first", targets, POINTS, no_progress)[0]
        for workers in (1, 2)
    )
    assert one.estimates.tobytes() == other.estimates.tobytes()
    assert one.errors.tobytes() == other.errors.tobytes()
    assert (one.estimates[:, 0] != one.estimates[:, 2]).any(), "each target has people of its own"


def test_what_was_finished_is_not_run_again(tmp_path: Path) -> None:
    simulate_targets(bench(tmp_path, 1), "first", [TIRED], POINTS, no_progress)
    told: list[tuple[int, int]] = []
    simulate_targets(bench(tmp_path, 1), "first", [TIRED], POINTS, lambda *now: told.append(now))
    assert told == [(1, 1)]


def test_a_study_that_nobody_may_enter_is_told_and_stops_nothing(tmp_path: Path) -> None:
    nobody = 'n = 50\neligibility = [{ measure = "age_years", at_least = 120 }]'
    text = f'{STUDY.replace("n = 50", nobody)}"FSS.total|mean|V0|ms" = "{MEAN}"\n'
    empty = Target("empty", "1-toy", parse_protocol(text, "empty.toml"))
    found, refused = simulate_targets(bench(tmp_path, 1), "first", [empty, TIRED], POINTS, no_progress)
    assert "age_years" in refused["empty"]
    assert np.isnan(found.estimates[:, :1]).all() and np.isfinite(found.estimates[:, 1:]).all()


def test_an_estimate_that_the_plan_lacks_is_told_with_the_nearest(tmp_path: Path) -> None:
    lacking = target(meen=MEAN)
    points = write_draws(POINTS, tmp_path, "first")
    answer = live_through(TargetTask(lacking.protocol, 3, points, 20))
    assert "FSS.total|meen|V0|ms" in str(answer["refused"]) and "Did you mean" in str(answer["refused"])
