"""Protects: ``lassitude attribute`` answers for one arm of a paper and for a study, and refuses in words."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from lassitude.study.protocol import protocol_text
from tests.cli.conftest import Command
from tests.cli.test_run import small

PAGE = (Path(__file__).parents[2] / "docs" / "attribution.md").read_text(encoding="utf-8")
ONE_ARM = (
    "attribute", "--instrument", "MFIS", "--entry", "MFIS.total > 33", "--n", "40", "--weeks", "12",
    "--blinding", "open", "--change", "-9",
)  # fmt: skip
SHAM = """
[arms.sham]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]

# How arms relate."""


def test_one_arm_is_told_part_by_part(lassitude: Command, tmp_path: Path) -> None:
    answer = lassitude(*ONE_ARM)
    assert answer.returncode == 0, answer.stderr
    said = " ".join(answer.stdout.split())
    for line in (
        "Regression to the mean", "Natural course", "Expectation", "Contact", "Time", "Sum, not told apart",
        "Chance", "Whole change", "prior only", "9.0 lies inside that interval",
        "rests on hypotheses", "expectation, contact and time are one sum",
        "This does not say that a treatment works, or that it does not.",
    ):  # fmt: skip
        assert line in said
    assert not list(tmp_path.iterdir())


def test_the_known_answer_is_typed(lassitude: Command) -> None:
    answer = lassitude(*ONE_ARM, "--entry-mean", "51.3")
    assert re.search(r"Regression to the mean\s+\S1\.6 ", answer.stdout)


def test_json_is_results_and_the_same_bytes_each_time(lassitude: Command) -> None:
    first, second = (lassitude(*ONE_ARM, "--json") for _ in range(2))
    assert first.stdout == second.stdout
    told = json.loads(first.stdout)
    assert (told["schema"], told["kind"]) == ("lassitude.results/1", "attribution")
    assert told["estimates"][0]["observed"]["estimate"] == -9
    assert lassitude(*ONE_ARM, "--json", "--seed", "2").stdout != first.stdout


def test_the_page_shows_what_is_printed(lassitude: Command) -> None:
    typed, shown = re.findall(r"```console\n\$ lassitude (.*?)\n(.*?)```", PAGE, re.DOTALL)[0]
    assert lassitude(*shlex.split(typed)).stdout.split() == shown.split()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((), "Name a study, or describe one arm"),
        (("--instrument", "MFIS", "--n", "40"), "--weeks, --blinding is missing"),
        ((*ONE_ARM[1:], "--entry", "MFIS.totl > 33"), "Did you mean 'total'?"),
        ((*ONE_ARM[1:], "--entry", "EDSS.total > 4"), "--correlation"),
        ((*ONE_ARM[1:], "--blinding", "opn"), "Did you mean 'open'?"),
        ((*ONE_ARM[1:], "--replicates", "5"), "--replicates is about a study"),
        (("canadian-ahsct", "--n", "40"), "--n describes one arm"),
        (("canadian-ahcst",), "Did you mean 'canadian-ahsct'?"),
    ],
)
def test_wrong_requests_are_refused(
    lassitude: Command, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    answer = lassitude("attribute", *typed)
    assert answer.returncode == 2, answer.stderr
    assert said in answer.stderr
    assert not answer.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.xdist_group("run")
def test_a_study_is_told_by_arm_and_by_contrast(lassitude: Command, tmp_path: Path) -> None:
    text = small(protocol_text("canadian-ahsct")).replace("\n# How arms relate.", SHAM)
    (tmp_path / "two.toml").write_text(text)
    command = ("attribute", "two.toml", "--replicates", "4", "--out", "run")
    answer = lassitude(*command, "--json")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["kind"] == "attribution"
    arms = {part["arm"] for part in told["attribution"]}
    assert arms == {"ahsct", "sham", "ahsct minus sham"}
    inert = {
        part["part"]: part["change"]["interval90"] for part in told["attribution"] if part["arm"] == "sham"
    }
    assert inert.get("therapy", [0, 0]) == [0, 0]
    again = lassitude(*command)
    assert again.returncode == 0, again.stderr
    said = " ".join(again.stdout.split())
    assert "ahsct minus sham" in said and "would tell therapy, if nobody could tell" in said
