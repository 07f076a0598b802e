"""Protects the person who mistypes a protocol: every mistake is named, located and shown the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol, protocol_text, read_protocol

MISTAKES = {
    "unknown key": (
        "start_day = 0",
        "start_dya = 0",
        "treatments[0].start_dya: unknown key. Did you mean 'start_day'?",
    ),
    "unknown table": ("[visits]", "[visit]", "visit: unknown key. Did you mean 'visits'?"),
    "unknown analysis": ('"rm-anova"', '"rm-anvoa"', "Did you mean 'rm-anova'?"),
    "unknown label": ('"open"', '"opne"', "Did you mean 'open'?"),
    "missing key": (
        'condition = "rrms-aggressive"',
        "",
        "populations.patients.condition: this key is missing",
    ),
    "negative age": ("[18, 50]", "[-18, 50]", "-18 is not an age"),
    "bounds swapped": ("[18, 50]", "[50, 18]", "swap the two numbers"),
    "two bounds": ("between = [18, 50]", "at_least = 18, at_most = 50", "found at_least and at_most"),
    "visits out of order": ('M6 = "6 mo"', 'M6 = "14 mo"', "M12 (12 mo) does not come after M6 (14 mo)"),
    "not a duration": ('"6 mo"', '"6 moons"', "write a number and h, d, wk or mo"),
    "windows overlap": ("[-30, 30]", "[-120, 120]", "the windows of M0 and M6 overlap"),
    "window starts late": ("[-30, 30]", "[3, 30]", "starts at or before"),
    "arm without people": ("n = 23", "n = 0", "populations.patients.n: 0 people leave an arm without people"),
    "more people than lived": ("n = 23", "n = 24", "more than the 23 who lived"),
    "unknown population": ('population = "patients"', 'population = "patient"', "Did you mean 'patients'?"),
    "visit not planned": ('at = "M36"', 'at = "M37"', "there is no visit 'M37' in visits.schedule"),
    "change backwards": ('at = "M36"', 'at = "M0"', "M0 does not come after M0"),
    "not measured": ('"FIS", "MFIS"', '"FIS"', "MFIS is not measured: visits.measure names FIS"),
    "measured twice": ('"FIS", "MFIS"', '"FIS", "FIS", "MFIS"', "FIS is listed twice"),
    "covariate without visit": ('"EDSS.total@M0"]', '"EDSS.total"]', "write EDSS.total@M0"),
    "endpoint with visit": (
        'endpoint = "FIS.total"',
        'endpoint = "FIS.total@M0"',
        "the analysis says itself",
    ),
    "no endpoint": ('endpoint = "FIS.total"', 'endpoint = "FIS"', "'FIS' is not an endpoint"),
    "published id": (
        '"FIS.total|median|M36|ahsct" =',
        '"FIS.total|median|M36" =',
        "is not the id of an estimate",
    ),
    "published arm": (
        '"FIS.total|median|M36|ahsct" =',
        '"FIS.total|median|M36|ahcst" =',
        "Did you mean 'ahsct'?",
    ),
    "text for a number": ("n = 23", 'n = "23"', "write a whole number; found '23'"),
    "number for text": ('title = "Fatigue', 'title = 3 # "Fatigue', "write text in quotes; found 3"),
    "other schema": ("lassitude.protocol/1", "lassitude.protocol/9", "reads 'lassitude.protocol/1'"),
    "not TOML": ("[design]", "[design", "this is not TOML"),
    "treatment stops before it starts": (
        "start_day = 0",
        "start_day = 0, stop_day = -1",
        "-1 is not after start_day 0",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_file_and_the_way_out(mistake: str) -> None:
    old, new, expected = MISTAKES[mistake]
    text = protocol_text("canadian-ahsct")
    assert old in text
    with pytest.raises(RequestError) as raised:
        parse_protocol(text.replace(old, new), "mine.toml")
    assert expected in str(raised.value)
    assert str(raised.value).startswith("mine.toml")


def test_the_line_of_a_mistake_is_given() -> None:
    text = protocol_text("canadian-ahsct").replace("start_day = 0", "start_dya = 0")
    line = 1 + text[: text.index("start_dya")].count("\n")
    with pytest.raises(RequestError, match=f"mine.toml, line {line}: arms.ahsct"):
        parse_protocol(text, "mine.toml")


def test_an_empty_schedule_is_refused() -> None:
    lines = protocol_text("canadian-ahsct").splitlines()
    text = "\n".join("schedule = {}" if line.startswith("schedule") else line for line in lines)
    with pytest.raises(RequestError, match="the schedule has no visit"):
        parse_protocol(text, "mine.toml")


def test_the_same_analysis_twice_is_refused() -> None:
    """Two estimates of one id would overwrite each other silently."""
    text = (
        protocol_text("canadian-ahsct") + '\n[analysis.again]\ntype = "descriptive"\nendpoint = "FIS.total"\n'
    )
    with pytest.raises(RequestError, match="planned before in 'course'"):
        parse_protocol(text, "mine.toml")


def test_a_mistyped_name_finds_the_shipped_protocol() -> None:
    with pytest.raises(RequestError, match="Did you mean 'canadian-ahsct'"):
        read_protocol("canadian-ahcst")


def test_a_folder_a_binary_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    binary, empty = tmp_path / "binary.toml", tmp_path / "empty.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    empty.write_text("")
    for path, expected in ((tmp_path, "cannot be read"), (binary, "UTF-8"), (empty, "empty")):
        with pytest.raises(RequestError, match=expected):
            read_protocol(path)
