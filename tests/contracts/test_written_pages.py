"""Protects: what the pages tell of runs is what is kept of these runs, and they are of the default set."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from lassitude.interchange.agreement import Distance
from lassitude.population.parameter_sets import default_set
from lassitude.quantities.signals import SIGNALS
from lassitude.report.front_page import STUDIES
from lassitude.study.protocol import read_protocol

ROOT = Path(__file__).parents[2]
README, KEPT = ROOT / "README.md", ROOT / "docs" / "predictions.json"


def writer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_front_page_tells_the_numbers_that_are_kept():
    text = README.read_text(encoding="utf-8")
    assert writer("write_readme_predictions").front(text) == text, "run scripts/write_readme_predictions.py"


def test_another_number_that_is_kept_would_make_another_page(monkeypatch, tmp_path):
    module = writer("write_readme_predictions")
    kept = json.loads(KEPT.read_bytes())
    kept["canadian-ahsct"]["estimates"]["FIS.total|median|M0|ahsct"]["median"] += 1.0
    (tmp_path / "kept.json").write_text(json.dumps(kept))
    monkeypatch.setattr(module, "KEPT", tmp_path / "kept.json")
    text = README.read_text(encoding="utf-8")
    assert module.front(text) != text


@pytest.mark.parametrize("study", STUDIES)
def test_kept_numbers_are_of_the_default_set_and_of_all_repetitions(study):
    kept, chosen = json.loads(KEPT.read_bytes())[study], default_set()
    assert kept["study"] == study
    assert kept["parameter_set"] == f"{chosen.name}-{chosen.sha256[:8]}"
    assert kept["repetitions"] == read_protocol(study).simulation.replicates


@pytest.mark.parametrize("figure", ["canadian-ahsct", "triumphant-ms"])
def test_figures_are_whole(figure):
    drawn = ElementTree.parse(ROOT / "docs" / "figures" / f"{figure}.svg").getroot()
    assert drawn.tag.endswith("svg") and len(list(drawn.iter())) > 50


def test_the_page_of_the_calibration_tells_the_recovery_that_is_kept():
    text = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert writer("write_recovery").page(text) == text, "run scripts/write_recovery.py"


@pytest.mark.parametrize(
    "part", ["libRoadRunner", "a year with infections and training", "three years from a transplantation"]
)
def test_the_page_on_other_simulators_tells_of_every_signal(part):
    text = (ROOT / "docs" / "other-simulator.md").read_text(encoding="utf-8")
    told = text.partition(f"<!-- {part}: begin -->")[2].partition(f"<!-- {part}: end -->")[0]
    untold = [name for name in SIGNALS if f"`{name}`" not in told]
    assert not untold, "run scripts/write_other_simulator.py"


def test_a_signal_beyond_the_bar_would_be_told():
    module = writer("write_other_simulator")
    still = Distance(0.0, 0.0, 0.0)
    found = {"pain": Distance(2.0, 1e-9, 1e-10), "mood": Distance(2.0, 3e-4, 1e-5), "skills": still}
    text = module.of_another(found)
    assert "keeps the bar in 2 of 3 signals; the largest distance is 3e-04 of the range, of `mood`" in text
    assert "| 2 | 3e-04 | 1e-05 |" in text
    assert text.index("| `mood`") < text.index("| `pain`")  # the least exact first
    assert text.endswith("Standing still: `skills`.")
