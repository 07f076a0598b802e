"""Protects: what the pages tell of runs is what is kept of these runs, and they are of the default set."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from lassitude.population.parameter_sets import default_set
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
