"""Protects: a calibration goes on where it stands, one stage can be redone, and what rests on it is told.

Numbers that parameters decide by a formula take the place of virtual studies; everything else is as it runs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from lassitude.calibration.folder import CalibrationFolder, open_folder
from lassitude.calibration.plan import Plan, StagePlan
from lassitude.calibration.prior import Draws
from lassitude.calibration.simulating import Bench
from lassitude.calibration.stage_fit import Simulated, Sizes
from lassitude.calibration.stage_running import Machine, all_stages, one_stage
from lassitude.calibration.targets import Stage, Target
from lassitude.population.parameter_sets import read_parameter_set
from lassitude.quantities.errors import RequestError
from lassitude.runs.pool import Progress, no_progress
from tests.unit.calibration.test_observing import target

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sampler")]

MEAN, FLOOR = "fss_100_outpatients:arms.MS.mean", "fss_100_outpatients:arms.MS.no_fatigue_pct"
SIZES = Sizes(first=32, second=16, people=20, rows=32, checked=4)


@dataclass(frozen=True)
class Formula:
    """Answers by a formula and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    breaks_at: str = ""

    def __call__(
        self, bench: Bench, label: str, targets: Sequence[Target], values: Draws, progress: Progress
    ) -> tuple[Simulated, dict[str, str]]:
        self.asked.append(f"{targets[0].stage} {label}")
        if self.asked[-1] == self.breaks_at:
            raise KeyboardInterrupt
        level = values["FSS.location"]
        known = [4.0 + level, 0.05 + 0.02 * values.get("FSS.lasting_share", level)]
        columns = [known[pointer == FLOOR] for one in targets for pointer in one.protocol.published.values()]
        told = np.stack(columns, axis=-1)
        progress(len(targets), len(targets))
        return Simulated(told, np.full(told.shape, np.nan)), {}


def plan(later_pointer: str = FLOOR) -> Plan:
    first = Stage("1-toy", 1, {"FSS.location": "its level"}, ("small",), "")
    second = Stage("2-toy", 2, {"FSS.lasting_share": "what lasts"}, ("small",), "")
    one, other = target(mean=MEAN), target(floor_share=later_pointer)
    return Plan(
        "toy",
        1,
        SIZES,
        (
            StagePlan(first, (one,)),
            StagePlan(second, (Target("small", "2-toy", other.protocol),)),
        ),
    )


def begun(place: Path, formula: Formula, planned: Plan) -> CalibrationFolder:
    folder = open_folder(place, planned)
    all_stages(folder, planned, Machine(1, no_progress, formula))
    return folder


def contents(place: Path) -> dict[str, bytes]:
    """Return all files but the one with clocks."""
    files = [one for one in place.rglob("*") if one.is_file() and one.name != "seconds.json"]
    return {one.relative_to(place).as_posix(): one.read_bytes() for one in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("calibration") / "whole"
    begun(place, Formula(), plan())
    return place


def test_a_finished_calibration_is_a_parameter_set(whole: Path) -> None:
    found = read_parameter_set(whole)
    assert (found.name, found.count) == ("toy", SIZES.rows)
    assert list(found.draws) == ["FSS.location", "FSS.lasting_share"]
    about = found.about
    assert [one["stage"] for one in about["stages"]] == ["1-toy", "2-toy"]
    assert about["effective_sample_size"] > 8
    for row in about["misfit"]:
        assert {"pointer", "published", "standard_error", "emulated", "simulated"} <= row.keys()


def test_what_is_told_has_no_clock_no_path_and_no_machine(whole: Path) -> None:
    told = (whole / "set.json").read_text()
    assert not any(word in told for word in (str(whole), "seconds", "started", "host", "/tmp"))


def test_again_gives_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    begun(tmp_path / "again", Formula(), plan())
    assert contents(tmp_path / "again") == contents(whole)


def test_a_stage_that_stands_is_not_fitted_again(whole: Path, tmp_path: Path) -> None:
    """Broken off in the second stage, it goes on there and ends with the same bytes."""
    broken = Formula(breaks_at="2-toy second")
    place = tmp_path / "resumed"
    with pytest.raises(KeyboardInterrupt):
        begun(place, broken, plan())
    assert not (place / "set.json").exists()
    resumed = Formula()
    begun(place, resumed, plan())
    assert resumed.asked == ["2-toy first", "2-toy second", "1-toy check"]
    assert contents(place) == contents(whole)


def test_only_the_stage_with_another_target_is_fitted_again(whole: Path, tmp_path: Path) -> None:
    place = tmp_path / "changed"
    begun(place, Formula(), plan())
    changed = Formula()
    begun(place, changed, plan(MEAN))
    assert changed.asked == ["2-toy first", "2-toy second", "1-toy check"]
    assert contents(place)["stages/1-toy.parquet"] == contents(whole)["stages/1-toy.parquet"]


def test_a_stage_redone_to_the_same_leaves_everything_standing(whole: Path, tmp_path: Path) -> None:
    place = tmp_path / "redone"
    folder = begun(place, Formula(), plan())
    redone = Formula()
    assert one_stage(folder, plan(), "1-toy", Machine(1, no_progress, redone)) == ()
    assert redone.asked == ["1-toy first", "1-toy second"]
    assert contents(place)["set.json"] == contents(whole)["set.json"]


def test_a_stage_that_changed_tells_which_ones_rest_on_it(tmp_path: Path) -> None:
    place = tmp_path / "outdated"
    folder = begun(place, Formula(), plan())
    other = plan()
    first = StagePlan(other.stages[0].stage, (target(mean=MEAN, median=MEAN),))
    changed = Plan("toy", 1, SIZES, (first, other.stages[1]))
    assert one_stage(folder, changed, "1-toy", Machine(1, no_progress, Formula())) == ("2-toy",)
    assert not (place / "set.json").exists() and not (place / "draws.parquet").exists()
    assert one_stage(folder, changed, "2-toy", Machine(1, no_progress, Formula())) == ()


def test_a_stage_needs_those_before_it(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "empty", plan())
    with pytest.raises(RequestError, match="'1-toy' comes before '2-toy' and is not fitted yet"):
        one_stage(folder, plan(), "2-toy", Machine(1, no_progress, Formula()))


def test_progress_counts_every_piece_of_work(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = open_folder(tmp_path / "watched", plan())
    all_stages(folder, plan(), Machine(1, lambda done, total: told.append((done, total)), Formula()))
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6), (6, 6)]


def test_seconds_stand_in_a_file_of_their_own(whole: Path) -> None:
    assert json.loads((whole / "seconds.json").read_text()).keys() == {"1-toy", "2-toy", "check"}
