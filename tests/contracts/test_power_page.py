"""Protects: what the page about power tells people to type and to write is accepted."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

from lassitude.cli import power
from lassitude.prediction.power.moments import MomentsArm, MomentsFile, moments_for, read_moments
from lassitude.prediction.power.question import question
from lassitude.prediction.power.variants import variants
from lassitude.study.protocol import parse_protocol, read_protocol
from lassitude.workflows.power import sizes_of

PAGE = (Path(__file__).parents[2] / "docs" / "power.md").read_text(encoding="utf-8")
PLAN, PILOT = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [shlex.split(line) for line in re.findall(r"^\$ lassitude (.+)$", PAGE, re.MULTILINE)]


def test_the_plan_and_the_pilot_of_the_page_fit_each_other() -> None:
    asked = question(parse_protocol(PLAN, "my-trial.toml"))
    known = moments_for(asked, read_moments(PILOT, "pilot.toml"), "pilot.toml")
    assert known.visits == ("W0", "W8", "W16", "W24")
    assert known.effect < 0


def test_every_command_asks_for_something_that_is_there() -> None:
    assert len(COMMANDS) >= 4
    for name, study, *options in COMMANDS:
        assert name == "power"
        plan = parse_protocol(PLAN, study) if study == "my-trial.toml" else read_protocol(study)
        given = list(zip(options[::2], options[1::2], strict=True))
        assert sizes_of(dict(given)["--n"])
        question(plan, dict(given).get("--arm"))
        for option, value in given:
            if option == "--vary":
                assert variants(PLAN, [value], study)


def test_every_option_and_every_key_of_moments_is_told() -> None:
    named = {name.replace("-", "_") for name in re.findall(r"--([a-z][a-z-]*)", PAGE)}
    options = set(power.power.__annotations__) | {"json"}
    assert not named - options
    listed = set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE))
    keys = {field.alias or name for name, field in MomentsFile.model_fields.items()} - {"arms"}
    assert keys | {f"arms.NAME.{name}" for name in MomentsArm.model_fields} <= listed
    assert set(tomllib.loads(PILOT)) == keys | {"arms"}
