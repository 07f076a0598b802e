"""Protects: ``lassitude audit`` ends as it judges, says what is wrong, and gives programs the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lassitude.population.declared import all_parameters
from lassitude.population.parameter_sets import write_draws
from tests.cli.conftest import Command


def test_a_sound_model_ends_with_zero(lassitude: Command) -> None:
    answer = lassitude("audit", "--parameters", "declared")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Nothing is wrong." in answer.stdout and "by grade" in answer.stdout
    assert "antigen switch of the eighth power" in answer.stdout


def test_json_holds_every_parameter(lassitude: Command) -> None:
    answer = lassitude("audit", "--parameters", "declared", "--json")
    document = json.loads(answer.stdout)
    assert document["passed"] is True
    assert [one["name"] for one in document["parameters"]] == list(all_parameters())


def test_a_set_whose_draws_feed_themselves_ends_with_one(lassitude: Command, tmp_path: Path) -> None:
    loops = ("activity.by_fatigue", "fitness.by_activity", "fatigue.by_fitness")
    write_draws({name: np.array([1.0, 0.01]) for name in loops}, tmp_path / "unsound", "unsound")
    answer = lassitude("audit", "--parameters", "unsound")
    assert answer.returncode == 1
    assert "1 of 2 draws have a loop gain above its limit" in answer.stdout
    assert "draws fatigue.by_fitness beyond its bounds (0 to 0.5) in 1 of 2 draws" in answer.stdout


@pytest.mark.parametrize("asked", ["declard", "nowhere/at/all"])
def test_an_unknown_set_is_met_with_the_known_ones(lassitude: Command, asked: str) -> None:
    answer = lassitude("audit", "--parameters", asked)
    assert answer.returncode == 2
    assert f"There is no parameter set '{asked}'" in answer.stderr and "declared" in answer.stderr
