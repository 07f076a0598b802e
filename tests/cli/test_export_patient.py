"""Protects: a patient of a study is written for other simulators, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import libsbml
import pytest

from tests.cli.conftest import Command

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("other simulator")]


def test_a_patient_of_a_shipped_study_becomes_one_sbml_file(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("export", "canadian-ahsct", "--patient", "P-001", "--to", "sbml", "--out", "body")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [one.name for one in (tmp_path / "body").iterdir()] == ["canadian-ahsct-P-001.xml"]
    assert "canadian-ahsct-P-001.xml" in answer.stdout
    document = libsbml.readSBMLFromFile(str(tmp_path / "body/canadian-ahsct-P-001.xml"))
    assert document.getNumErrors() == 0
    model = document.getModel()
    assert model.getName().startswith("P-001 of canadian-ahsct, arm ")
    assert model.getNumRules() > 0 and model.getNumEvents() > 0


def test_nobody_of_that_name_leaves_nothing_behind(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("export", "canadian-ahsct", "--patient", "P-099", "--to", "sbml", "--out", "body")
    assert answer.returncode == 2 and answer.stdout == ""
    assert "has no patient 'P-099'" in " ".join(answer.stderr.split())
    assert not (tmp_path / "body").exists()


def test_a_study_that_is_seen_by_the_hour_is_refused(lassitude: Command, tmp_path: Path) -> None:
    asked = ("export", "experiments/endotoxin", "--patient", "P-001", "--to", "sbml", "--out", "body")
    answer = lassitude(*asked)
    assert answer.returncode == 2
    assert "is seen by the hour" in " ".join(answer.stderr.split())
    assert not (tmp_path / "body").exists()
