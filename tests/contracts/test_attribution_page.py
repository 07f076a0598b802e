"""Protects: the page about attribution lists the scores and numbers that the command knows."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.cli import attribute
from lassitude.prediction.single_arm import SingleArm
from lassitude.prediction.single_arm_results import attribute_single_arm
from lassitude.prediction.single_arm_scores import PUBLISHED, score_of

PAGE = (Path(__file__).parents[2] / "docs" / "attribution.md").read_text(encoding="utf-8")


def test_the_table_of_numbers_is_that_of_the_ledger() -> None:
    listed = re.findall(r"^\| (\w+\.\w+) \| (\S+) \| (\S+) \| (.+) \|$", PAGE, re.MULTILINE)
    known = [score_of(measure, "rrms", None, None, None, "") for measure in PUBLISHED]
    assert listed == [
        (
            one.measure,
            f"{one.icc.value:g}",
            f"{one.sd.value:.1f}",
            "not known" if one.mean is None else f"{one.mean.value:g}",
        )
        for one in known
    ]


def test_the_python_example_asks_what_the_command_asks() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert "SingleArm" in code
    asked = SingleArm("MFIS", 40, 12, "open", change=-9, entry="MFIS.total > 33", entry_mean=51.3)
    parts = {one.label: one.change.median for one in attribute_single_arm(asked, 1).attribution}
    shown = dict(re.findall(r"^ +([A-Z][a-z, ]+[a-z]) +(\S+)  ", PAGE, re.MULTILINE))
    assert set(parts) == set(shown)
    for label, median in parts.items():
        assert float(shown[label].replace("\N{MINUS SIGN}", "-")) == round(median, 1)


def test_every_option_about_the_arm_that_the_page_names_exists() -> None:
    named = {name.replace("-", "_") for name in re.findall(r"--([a-z][a-z-]+)", PAGE)}
    options = set(attribute.attribute.__annotations__) | {"json", "quick"}
    assert not named - options
