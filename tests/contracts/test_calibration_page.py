"""Protects: the page about calibration says what the program does, number by number."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from lassitude.calibration.between_studies import BetweenStudies
from lassitude.calibration.fitting import FEWEST_POINTS, FOLDS
from lassitude.calibration.identifiability import PRIOR_ONLY
from lassitude.calibration.likelihood import SECONDARY, TAILS, TOGETHER
from lassitude.calibration.observing import UNSTATED
from lassitude.calibration.recovery import TRUTHS
from lassitude.calibration.stage_fit import Sizes
from lassitude.calibration.targets import stages
from lassitude.calibration.waves import WIDENED
from lassitude.cli import calibrate
from lassitude.physiology.loop_gains import LARGEST_GAIN, LARGEST_TRAINING_LOOP
from lassitude.quantities.parameters import declarations

PAGE = (Path(__file__).parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line, comments=True) for line in re.findall(r"^\$ lassitude (.+)$", PAGE, re.MULTILINE)
]


def test_every_command_names_options_and_stages_that_are_there() -> None:
    assert len(COMMANDS) >= 3
    options = set(calibrate.calibrate.__annotations__) | {"json"}
    assert set(re.findall(r"--([a-z]+)", PAGE)) <= options
    named = {command[command.index("--stage") + 1] for command in COMMANDS if "--stage" in command}
    assert named and named <= {one.name for one in stages()}


def test_every_option_is_told() -> None:
    told = set(re.findall(r"--([a-z]+)", PAGE))
    assert set(calibrate.calibrate.__annotations__) - {"return", "as_json"} <= told


def test_every_declared_spread_between_studies_stands_in_the_table() -> None:
    rows = PAGE.partition("| standard deviation between studies |")[2].partition("\n\n")[0]
    table = re.findall(r"^\| [^|]+ \| (\d[\d.]*)(%?)", rows, re.MULTILINE)
    told = sorted(float(number) / (100 if percent else 1) for number, percent in table)
    assert told == sorted(one.value for one in declarations(BetweenStudies, "between"))


def test_the_numbers_of_the_page_are_those_of_the_program() -> None:
    sizes = Sizes()
    words = {
        f"with {sizes.people} people": True,
        f"each of {sizes.rows} rows": True,
        f"under {sizes.checked} final draws": True,
        f"fewer than {FEWEST_POINTS} points": True,
        f"above {LARGEST_GAIN}": True,
        f"training loop above {LARGEST_TRAINING_LOOP}": True,
        f"a correlation of {TOGETHER}": True,
        f"above {PRIOR_ONLY} of": True,
        "an eighth at a time": FOLDS == 8,
        "half as wide again": WIDENED == 1.5,
        "five degrees of freedom": TAILS == 5.0,
        "doubled for a number read in a review": SECONDARY == 2.0,
        "one and a half standard deviations between\n  studies": UNSTATED == 1.5,
        "Eight known parameters": TRUTHS == 8,
    }
    assert not [text for text, right in words.items() if text not in PAGE or not right]
