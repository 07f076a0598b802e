"""Protects: what keeps a calibration from being carried out is told before anything is simulated."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.calibration import sampling, stage_running
from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import Interrupted
from lassitude.workflows.calibrate import calibrate


def test_a_missing_extra_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sampling, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match=r"pip install 'lassitude\[calibration\]'"):
        calibrate(out=tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_an_interruption_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage_running, "all_stages", stop)
    with pytest.raises(Interrupted, match="the same command resumes there"):
        calibrate(out=tmp_path / "mine")
    assert (tmp_path / "mine" / "calibration.json").is_file()


def test_points_are_those_of_both_waves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []
    monkeypatch.setattr(stage_running, "all_stages", lambda folder, plan, machine: asked.append(plan))
    found = calibrate(out=tmp_path / "mine", design=40, name="2026-02", seed=7)
    assert (asked[0].sizes.first, asked[0].sizes.second, asked[0].name, asked[0].seed) == (
        40,
        40,
        "2026-02",
        7,
    )
    assert not found.complete and found.stages == () and found.about == {}
