"""Protects: a page made again from its folder is the same page, and never made from an altered truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lassitude.prediction.contrasts import contrasts
from lassitude.quantities.errors import RequestError
from lassitude.runs.files import npz_bytes
from lassitude.runs.folder import run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.study.data import write_study
from lassitude.study.protocol import protocol_text
from lassitude.workflows.finished import read_run
from lassitude.workflows.report import report
from lassitude.workflows.run_files import PROTOCOL, STUDY, TRUTH, write_findings
from tests.unit.report.trials import crossover, recorded_crossover

ASKED = RunIdentity("run", {PROTOCOL: "5f0c"}, {"seed": 2021})


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """Return a run of a crossover whose drug lowered fatigue by 4 to 6 points more than placebo."""
    beside = recorded_crossover()
    assert beside.study is not None
    draws = {
        f"part.MFIS.total.{arm}.therapy": np.linspace(low, low + 2.0, 101)
        for arm, low in (("placebo", -1.0), ("modafinil", -6.0))
    }
    told = crossover()
    attributed = tuple(
        replace(one, arm="modafinil" if one.arm == "drug" else one.arm)
        for one in told.attribution
        if one.part == "therapy"
    )
    compared = tuple(contrasts(attributed, [("modafinil", "placebo")], draws))
    with run_folder(tmp_path / "run", ASKED) as folder:
        folder.write(PROTOCOL, protocol_text("triumphant-ms").encode())
        folder.write(TRUTH, npz_bytes({**beside.truth, **draws}))
        with folder.staged(STUDY) as stage:
            write_study(beside.study, stage)
        write_findings(folder, replace(told, attribution=attributed, contrasts=compared), {})
        folder.finish()
    return tmp_path / "run"


def contents(path: Path) -> dict[str, bytes]:
    return {str(item.relative_to(path)): item.read_bytes() for item in path.rglob("*") if item.is_file()}


def test_results_hold_the_contrasts_of_repetitions(finished: Path) -> None:
    (one,) = read_run(finished).results.contrasts
    assert (one.arm, one.part, one.change.median) == ("modafinil minus placebo", "therapy", -5.0)
    assert one.change.interval90 is not None
    assert (one.change.interval90.lower, one.change.interval90.upper) == (-5.0, -5.0)


def test_the_page_made_again_is_the_same(finished: Path) -> None:
    before = contents(finished)
    assert b"What the trial saw, and what was true" in before["report.html"]
    assert "figures/truth.svg" in before
    report(finished)
    assert contents(finished) == before


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(path.read_bytes() + b" "), Path.unlink])
@pytest.mark.parametrize("name", [TRUTH, f"{STUDY}/exposures.parquet", f"{STUDY}/study.json"])
def test_an_altered_truth_or_study_is_refused_before_it_is_read(
    name: str, damage: Callable[[Path], object], finished: Path
) -> None:
    damage(finished / name)
    before = contents(finished)
    with pytest.raises(RequestError, match="is not what the run wrote"):
        report(finished)
    assert contents(finished) == before
