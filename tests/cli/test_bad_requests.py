"""Protects: every wrong request is told in words, ends with exit code 2 and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.study.protocol import protocol_text
from tests.cli.conftest import Command
from tests.cli.test_analyze import WIDE

PROTOCOL = protocol_text("canadian-ahsct")

# What is edited in the shipped protocol, and what the person reads then.
WRONG_PROTOCOLS = {
    "unknown key": ('title = "', 'titel = "x"\ntitle = "', "Did you mean 'title'?"),
    "unknown instrument": ('"EDSS", "relapses"', '"EDSS", "relapse"', "Did you mean 'relapses'?"),
    "negative age": ("between = [18, 50]", "between = [-18, 50]", "not an age"),
    "visits out of order": ('M6 = "6 mo"', 'M6 = "60 mo"', "in order of time"),
    "arm without people": ("n = 23 ", "n = 0 ", "without people"),
    "dead pointer": (
        "arms.aHSCT.followup_median",
        "arms.aHSCT.folowup_median",
        "Did you mean 'followup_median'?",
    ),
    "unknown entry": ('source = "bose2018_ahsct_fis"', 'source = "bose2018"', "bose2018"),
    "published words": ('"bose2018_ahsct_fis:effect.p"', '"bose2018_ahsct_fis:notes"', "a number is needed"),
}
WRONG_DATA = {
    "a subject and visit twice": (WIDE + WIDE.splitlines()[1] + "\n", "P-01"),
    "a value out of range": (WIDE.replace("P-02,35,male,ahsct,50", "P-02,35,male,ahsct,500"), "0 to 160"),
    "a missing column": ("\n".join(line.partition(",")[2] for line in WIDE.splitlines()), "subject"),
    "a wrong delimiter": (WIDE.replace(",", "~"), "separated"),
    "an empty file": ("", "empty"),
    "words for numbers": (WIDE.replace("P-02,35,male,ahsct,50", "P-02,35,male,ahsct,many"), "many"),
}


@pytest.mark.parametrize("case", WRONG_PROTOCOLS)
def test_wrong_protocols_are_refused(lassitude: Command, tmp_path: Path, case: str) -> None:
    before, after, said = WRONG_PROTOCOLS[case]
    assert before in PROTOCOL
    (tmp_path / "mine.toml").write_text(PROTOCOL.replace(before, after))
    (tmp_path / "data.csv").write_text(WIDE)
    answer = lassitude("analyze", "data.csv", "--plan", "mine.toml")
    assert answer.returncode == 2, answer.stderr
    assert said in answer.stderr
    assert "mine.toml, line" in answer.stderr
    assert {item.name for item in tmp_path.iterdir()} == {"mine.toml", "data.csv"}


@pytest.mark.parametrize("case", WRONG_DATA)
def test_wrong_data_are_refused(lassitude: Command, tmp_path: Path, case: str) -> None:
    text, said = WRONG_DATA[case]
    (tmp_path / "data.csv").write_text(text)
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct")
    assert answer.returncode == 2, answer.stderr
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert {item.name for item in tmp_path.iterdir()} == {"data.csv"}


def test_another_encoding_is_refused(lassitude: Command, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(WIDE.replace("female", "wéiblich").encode("latin-1"))
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct")
    assert answer.returncode == 2
    assert "UTF-8" in answer.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("run", "canadian-ahcst"), "Did you mean 'canadian-ahsct'?"),
        (("analyze", "absent.csv", "--plan", "canadian-ahsct"), "absent.csv cannot be read"),
        (("analyze", "data.csv", "--plan", "canadian-ahsct", "--mapping", "absent.toml"), "absent.toml"),
        (("report", "absent"), "not a run folder"),
    ],
)
def test_things_that_are_not_there_are_named(
    lassitude: Command, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    (tmp_path / "data.csv").write_text(WIDE)
    answer = lassitude(*typed)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert {item.name for item in tmp_path.iterdir()} == {"data.csv"}


def test_a_foreign_folder_is_refused(lassitude: Command, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(WIDE)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "thesis")
    assert answer.returncode == 2
    assert "not a run of lassitude" in answer.stderr
    assert [item.name for item in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_a_place_that_cannot_be_written_is_refused(lassitude: Command, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(WIDE)
    answer = lassitude("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "data.csv/run")
    assert answer.returncode == 2
    assert "Cannot write data.csv/run" in answer.stderr


def test_other_data_do_not_go_into_the_same_folder(lassitude: Command, tmp_path: Path) -> None:
    command = ("analyze", "data.csv", "--plan", "canadian-ahsct", "--out", "mine")
    (tmp_path / "data.csv").write_text(WIDE)
    assert lassitude(*command).returncode == 0
    (tmp_path / "data.csv").write_text(WIDE.replace(",40,38,", ",41,38,"))
    answer = lassitude(*command)
    assert answer.returncode == 2
    assert "data.csv has other content" in answer.stderr
