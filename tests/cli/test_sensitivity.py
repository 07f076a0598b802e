"""Protects: ``lassitude sensitivity`` lets people live, ranks what decides, and refuses what it cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude.prediction.deciding import varied
from tests.cli.conftest import Command

PROTOCOL = """
schema = "lassitude.protocol/1"
id = "tiny"
title = "Two months untreated"

[populations.patients]
condition = "rrms"
n = 20

[arms.observed]
population = "patients"
blinding = "none"

[design]
type = "cohorts"

[visits]
schedule = { M0 = "0 mo", M2 = "2 mo" }
measure = ["MFIS"]

[analysis.primary]
type = "paired-test"
test = "t"
endpoint = "MFIS.total"
change_from = "M0"
at = "M2"

[simulation]
lead_in_years = 1
"""


@pytest.mark.slow
def test_people_live_and_what_decides_is_ranked(lassitude: Command, tmp_path: Path) -> None:
    """What the parameters of another condition, therapy or instrument are has no part in it."""
    (tmp_path / "tiny.toml").write_text(PROTOCOL)
    asked = ("--rows", "16", "--keep", "3", "--parameters", "declared", "--workers", "1", "--json")
    answer = lassitude("sensitivity", "tiny.toml", *asked)
    assert (answer.returncode, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    names = {one.name for one in varied("rrms", [], ["MFIS.total"])}
    assert (found["schema"], found["parameters"]) == ("lassitude.sensitivity/1", len(names))
    assert found["draws"] == 4 * (len(names) + 1) + 16 * 6
    told = found["endpoints"][0]
    assert (told["endpoint"], found["visits"]) == ("MFIS.total", ["M0", "M2"]) and told["sd"] > 0
    totals = [one["total"] for one in told["indices"]]
    assert len(totals) == 4 and totals == sorted(totals, reverse=True)
    assert {one["name"] for one in told["indices"]} - {"others"} <= names


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("canadian-ahcst",), "Did you mean 'canadian-ahsct'?"),
        (("canadian-ahsct", "--rows", "100"), "take a power of two from 16 to 32768, such as 128"),
        (("canadian-ahsct", "--rows", "8"), "such as 16"),
        (("canadian-ahsct", "--keep", "0"), "ask for 1 or more"),
        (("canadian-ahsct", "--parameters", "declard"), "Did you mean 'declared'?"),
    ],
    ids=["study", "rows", "too few rows", "keep", "set"],
)
def test_a_wrong_request_is_met_with_the_way_out(
    lassitude: Command, asked: tuple[str, ...], told: str
) -> None:
    answer = lassitude("sensitivity", *asked)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert told in answer.stderr


def test_a_plan_without_a_change_has_nothing_to_decide(lassitude: Command, tmp_path: Path) -> None:
    head, _, rest = PROTOCOL.partition("[analysis.primary]")
    plan = (
        f'{head}[analysis.course]\ntype = "descriptive"\nendpoint = "MFIS.total"\n\n[simulation]'
        + (rest.partition("[simulation]")[2])
    )
    (tmp_path / "still.toml").write_text(plan)
    answer = lassitude("sensitivity", "still.toml")
    assert answer.returncode == 2
    assert "tiny analyzes no change from one visit to another" in answer.stderr
