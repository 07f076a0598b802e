"""Protects: the first thing that a newcomer types answers at once and loads nothing needless."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command

COMMANDS = ("run", "analyze", "list", "report", "new")
HEAVY = {"jax", "polars", "pyarrow", "matplotlib", "scipy", "statsmodels", "numpy", "pydantic", "rich"}


def test_help_names_every_command(lassitude: Command) -> None:
    answer = lassitude("--help")
    assert answer.returncode == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in answer.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(lassitude: Command, command: str) -> None:
    answer = lassitude(command, "--help")
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Usage: lassitude {command}")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['lassitude', '--help']\nfrom lassitude.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print('LOADED', *sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(answer.stdout.partition("LOADED")[2].split())


def test_help_takes_less_than_four_tenths_of_a_second(lassitude: Command) -> None:
    def seconds() -> float:
        before = os.times()
        lassitude("--help")
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    # Time of the processor, the best of several: other processes must not decide.
    assert min(seconds() for _ in range(5)) < 0.4


def test_version_is_the_one_of_the_project(lassitude: Command) -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    version = lassitude("--version").stdout.split()[1]
    assert f'\nversion = "{version}"\n' in project


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("rnu", "canadian-ahsct"), "rnu"),
        (("run",), "argument 'STUDY'"),
        (("run", "canadian-ahsct", "--replicates", "0"), "--replicates"),
        (("run", "canadian-ahsct", "--seed", "-1"), "--seed"),
        (("analyze", "data.csv"), "--plan"),
    ],
)
def test_a_wrong_command_line_is_exit_code_two(lassitude: Command, typed: tuple[str, ...], said: str) -> None:
    answer = lassitude(*typed)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
