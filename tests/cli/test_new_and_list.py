"""Protects: one's own protocol begins from a shipped one, and everything that it may name is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude.study.protocol import protocol_text, read_protocol
from tests.cli.conftest import Command


def test_new_copies_a_study_with_its_comments_under_another_id(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude("new", "my-study", "--from", "canadian-ahsct")
    assert (answer.returncode, answer.stdout.split()[1]) == (0, "my-study.toml.")
    written = tmp_path / "my-study.toml"
    original = protocol_text("canadian-ahsct")
    assert written.read_text().count("#") == original.count("#")
    assert read_protocol(written).id == "my-study"
    assert len(written.read_text().splitlines()) == len(original.splitlines())


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
    assert "canadian-ahsct" in lassitude("list", "studies").stdout
    assert "fatigue_physical" in lassitude("list", "signals").stdout


def test_an_unknown_kind_is_answered_with_the_nearest(lassitude: Command) -> None:
    answer = lassitude("list", "therapy")
    assert answer.returncode == 2
    assert "Did you mean 'therapies'?" in answer.stderr
