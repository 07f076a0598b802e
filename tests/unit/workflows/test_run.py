"""Protects: ``run`` checks every name first, leaves a whole folder or none, and resumes what was begun.

The model is replaced by a prediction that takes no time, so that only the way there and back is tested.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from lassitude.prediction.describing import described_study
from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.results import Estimate, Interval, Predicted, Results
from lassitude.runs.folder import Interrupted
from lassitude.runs.manifest import read_manifest
from lassitude.runs.pool import map_blocks
from lassitude.statistics.plan import analyze_plan
from lassitude.study.protocol import Protocol, protocol_text, read_protocol
from lassitude.workflows.run import QUICK_REPLICATES, run

CSV = "subject,age,FIS_M0,FIS_M36,EDSS_M0\nP-01,34,36,23,4.5\nP-02,29,44,30,4.0\nP-03,40,20,21,3.0\n"
STUDY = "canadian-ahsct"
FORMER = read_protocol(STUDY).populations["patients"].background[0].name


class Model:
    """Stands for the model: counts how often it is asked, and can stop or refuse."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "virtual.csv"
        self.data.write_text(CSV)
        self.asked: list[dict[str, Any]] = []
        self.computed: list[int] = []
        self.obstacle: Callable[[], None] = lambda: None

    def predict(self, protocol: Protocol, **asked: Any) -> SimpleNamespace:
        self.asked.append(asked)

        def block(number: int) -> dict[str, np.ndarray]:
            self.computed.append(number)
            return {"number": np.array(number)}

        map_blocks(block, [("first", 1)], asked["folder"], 1, asked["progress"])
        self.obstacle()
        map_blocks(block, [("second", 2)], asked["folder"], 1)
        study = read_csv_study(self.data, protocol)
        estimates = analyze_plan(study, protocol)
        predicted = Predicted(23.0, Interval(20.0, 27.0), Interval(15.0, 33.0), 0.2, asked["replicates"])
        median = Estimate("FIS.total|median|M36|ahsct", "course", "points", predicted)
        results = Results("prediction", described_study(protocol), seed=asked["seed"], estimates=(median,))
        return SimpleNamespace(
            results=results, study=study, estimates=estimates, truth={"fatigue": np.zeros(3)}
        )


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    found = Model(tmp_path)
    rooms: dict[str, dict[str, Any]] = {
        "lassitude.prediction.pipeline": {"predict": found.predict},
        "lassitude.population.conditions": {
            "CONDITIONS": {"rrms-aggressive": ...},
            "WORSENED_BY_EXERTION": (),
        },
    }
    for name, content in rooms.items():
        room = ModuleType(name)
        room.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, room)
    monkeypatch.chdir(tmp_path)
    return found


def test_the_folder_holds_what_the_contract_names(model: Model, tmp_path: Path) -> None:
    finished = run(STUDY, out=tmp_path / "mine")
    names = {item.name for item in (tmp_path / "mine").iterdir()}
    assert names >= {"protocol.toml", "manifest.json", "results.json", "report.html", "estimates.parquet"}
    assert names >= {"study", "truth", "tables"}
    assert "blocks" not in names
    assert (tmp_path / "mine" / "protocol.toml").read_text() == protocol_text(STUDY)
    assert finished.results.estimate("FIS.total|median|M36|ahsct").predicted is not None
    assert "truth/truth.npz" in read_manifest(tmp_path / "mine").outputs


def test_seed_and_replicates_come_from_the_protocol_unless_told(model: Model) -> None:
    run(STUDY)
    run(STUDY, seed=7, replicates=3)
    run(STUDY, effort="quick")
    asked = [(one["seed"], one["replicates"]) for one in model.asked]
    assert asked == [(2018, 500), (7, 3), (2018, QUICK_REPLICATES)]


def test_runs_without_a_named_folder_do_not_stand_in_each_others_way(model: Model) -> None:
    places = [run(STUDY).folder, run(STUDY, effort="quick").folder, run(STUDY).folder]
    assert [place.as_posix() for place in places] == [
        "lassitude-runs/canadian-ahsct-2018",
        "lassitude-runs/canadian-ahsct-2018-2",
        "lassitude-runs/canadian-ahsct-2018",
    ]
    assert len(model.asked) == 2


def test_an_interrupted_run_resumes_with_the_blocks_it_kept(model: Model, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    model.obstacle = stop
    with pytest.raises(Interrupted, match="the same command resumes"):
        run(STUDY, out=tmp_path / "mine")
    model.obstacle = lambda: None
    run(STUDY, out=tmp_path / "mine")
    assert model.computed == [1, 2]
    whole = run(STUDY, out=tmp_path / "undisturbed")
    assert (tmp_path / "mine" / "results.json").read_bytes() == (whole.folder / "results.json").read_bytes()


def test_the_number_of_workers_does_not_make_another_run(model: Model, tmp_path: Path) -> None:
    run(STUDY, out=tmp_path / "mine", workers=1)
    run(STUDY, out=tmp_path / "mine", workers=2)
    assert len(model.asked) == 1


def test_a_request_found_wrong_while_simulating_leaves_nothing(model: Model, tmp_path: Path) -> None:
    def nobody() -> None:
        raise RequestError("nobody meets EDSS.total between 9 and 10")

    model.obstacle = nobody
    with pytest.raises(RequestError, match="nobody meets"):
        run(STUDY)
    assert not (tmp_path / "lassitude-runs").exists()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "ahsct"', 'name = "ahcst"', r"arms\.ahsct\.treatments\[0\]\.name: .*Did you mean 'ahsct'\?"),
        (
            f'name = "{FORMER}"',
            f'name = "{FORMER}s"',
            rf"background\[0\]\.name: .*Did you mean '{FORMER}'\?",
        ),
        ('"rrms-aggressive"', '"rrms-agressive"', r"condition: .*Did you mean 'rrms-aggressive'\?"),
        (
            'name = "ahsct", start_day = 0',
            'name = "ahsct", start_day = 0, options = { conditioning = "beam" }',
            r"treatments\[0\]\.options: .*Did you mean 'beam-atg'\?",
        ),
        ('"EDSS", "relapses"', '"EDSS", "relapse"', r"there is no instrument 'relapse'"),
    ],
)
def test_unknown_names_are_told_with_line_and_nearest(
    model: Model, tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = protocol_text(STUDY)
    assert before in text
    (tmp_path / "mine.toml").write_text(text.replace(before, after))
    with pytest.raises(RequestError, match=rf"mine\.toml, line \d+: .*{said}"):
        run("mine.toml")
    assert not (tmp_path / "lassitude-runs").exists()
    assert model.asked == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"replicates": 0}, "ask for 1 or more"),
        ({"seed": -1}, "cannot be a seed"),
        ({"seed": 2**64}, "cannot be a seed"),
    ],
)
def test_settings_that_cannot_be_are_refused(model: Model, settings: dict[str, int], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        run(STUDY, **settings)
    assert model.asked == []
