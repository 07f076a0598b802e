"""Protects: ``lassitude scoreboard`` as typed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bose2018_ahsct",), "Did you mean 'bose2018_ahsct_fis'"),
        (("jason2020_mono_students",), "people come with it"),
        (("--quick", "--record"), "too few to keep"),
        (("--parameters", "declard"), "Did you mean 'declared'"),
    ],
)
def test_wrong_requests_are_told(lassitude: Command, arguments: tuple[str, ...], said: str) -> None:
    answer = lassitude("scoreboard", *arguments)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_a_held_out_study_is_predicted_and_scored(lassitude: Command) -> None:
    asked = ("scoreboard", "sixmw_ms_2008", "--parameters", "declared", "--replicates", "8", "--workers", "1")
    answer = lassitude(*asked, "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["scored"]["repetitions"] == 8
    assert {one["study"] for one in found["outcomes"]} == {"sixmw_ms_2008"}
    assert all(
        one["interval90"]["lower"] <= one["median"] <= one["interval90"]["upper"] for one in found["outcomes"]
    )
    again = lassitude(*asked)
    assert "Fatigue" in again.stdout and "CRPS skill over no change" in again.stdout
