"""Protects: one's own protocol begins from a template or a study; whatever it may name is listed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lassitude.population.conditions import CONDITIONS
from lassitude.prediction.power.question import question
from lassitude.study.protocol import parse_protocol, protocol_text, read_protocol, shipped_protocols
from lassitude.study.template import template_text
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.new import new
from lassitude.workflows.plans import check_biology, check_measures, read_plan
from tests.cli.conftest import Command


def test_new_copies_a_study_with_its_comments_under_another_id(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("new", "my-study", "--from", "canadian-ahsct")
    assert (answer.returncode, answer.stdout.split()[1]) == (0, "my-study.toml.")
    written = tmp_path / "my-study.toml"
    original = protocol_text("canadian-ahsct")
    assert written.read_text().count("#") == original.count("#")
    assert read_protocol(written).id == "my-study"
    assert len(written.read_text().splitlines()) == len(original.splitlines())


@pytest.mark.parametrize("study", shipped_protocols())
def test_every_shipped_study_can_be_copied_to_begin_with(
    study: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = new("mine", study)
    assert read_protocol(written).id == "mine"
    assert written.read_text().count("#") == protocol_text(study).count("#")


def test_new_alone_writes_a_trial_of_which_power_can_be_asked(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("new", "my-trial")
    assert (answer.returncode, answer.stdout.split()[1]) == (0, "my-trial.toml."), answer.stderr
    assert "lassitude power my-trial.toml --n 40:240:20" in answer.stdout
    plan = read_plan(tmp_path / "my-trial.toml")
    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)
    assert plan.protocol.id == "my-trial"
    asked = question(plan.protocol)
    assert (asked.name, asked.visit) == ("primary", "W24")
    assert (asked.arm, asked.comparator) == ("energy-conservation", "attention-control")


@pytest.mark.slow
def test_the_trial_that_new_writes_runs_unedited(lassitude: Command, tmp_path: Path) -> None:
    """Half a minute: the trial as it is written, drawn four times."""
    assert lassitude("new", "x").returncode == 0
    answer = lassitude("run", "x.toml", "--quick", "--replicates", "4", "--workers", "1", "--json")
    assert answer.returncode == 0, answer.stderr
    results = json.loads(answer.stdout)
    assert results["replicates"]["completed"] == 4
    found = {one["id"] for one in results["estimates"]}
    assert "MFIS.total|ls_difference:attention-control|W24|energy-conservation" in found
    assert "MFIS.total|adjusted_difference:attention-control|W24|energy-conservation" in found


def test_every_section_of_the_template_says_what_to_change() -> None:
    sections = re.findall(r"(?m)^((?:#.*\n)*)\[([a-z.-]+)\]$", template_text())
    assert len(sections) > 8
    silent = [name for comment, name in sections if "Change" not in comment or comment.count("\n") > 2]
    assert silent == []


def test_the_template_is_no_published_study() -> None:
    template = parse_protocol(template_text(), "template")
    assert (template.source, template.published) == (None, {})
    assert template.id not in shipped_protocols()
    assert template_text() not in [protocol_text(name) for name in shipped_protocols()]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("My Trial", "such as 'my-trial'"),
        ("triumphant-ms", "`lassitude new my-triumphant-ms --from triumphant-ms`"),
        ("taken", "exists already"),
    ],
)
def test_new_alone_refuses_what_it_cannot_write(
    lassitude: Command, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "taken.toml").write_text("years of work")
    answer = lassitude("new", name)
    assert answer.returncode == 2
    assert said in " ".join(answer.stderr.split())
    assert {item.name for item in tmp_path.iterdir()} == {"taken.toml"}
    assert (tmp_path / "taken.toml").read_text() == "years of work"


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("My Study", "canadian-ahsct", "such as 'my-study'"),
        ("../outside", "canadian-ahsct", "such as 'outside'"),
        ("canadian-ahsct", "canadian-ahsct", "shipped study"),
        ("mine", "canadian-ahcst", "Did you mean 'canadian-ahsct'?"),
        ("taken", "canadian-ahsct", "exists already"),
    ],
)
def test_new_refuses_what_it_cannot_write(
    lassitude: Command, tmp_path: Path, name: str, source: str, said: str
) -> None:
    (tmp_path / "taken.toml").write_text("years of work")
    answer = lassitude("new", name, "--from", source)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert {item.name for item in tmp_path.iterdir()} == {"taken.toml"}
    assert (tmp_path / "taken.toml").read_text() == "years of work"


def test_a_list_is_the_same_for_people_and_programs(lassitude: Command) -> None:
    listed = json.loads(lassitude("list", "instruments", "--json").stdout)
    shown = lassitude("list", "instruments").stdout
    assert {one["kind"] for one in listed} == {"instruments"}
    assert all(one["name"] in shown and one["meaning"] in shown for one in listed)


def test_studies_and_signals_are_listed(lassitude: Command) -> None:
    shown = lassitude("list", "studies").stdout
    assert [name for name in shipped_protocols() if name not in shown] == []
    assert "Natalizumab against placebo in relapsing MS over two years (AFFIRM)" in " ".join(shown.split())
    assert "fatigue_physical" in lassitude("list", "signals").stdout


def test_an_unknown_kind_is_answered_with_the_nearest(lassitude: Command) -> None:
    answer = lassitude("list", "therapy")
    assert answer.returncode == 2
    assert "Did you mean 'therapies'?" in answer.stderr
