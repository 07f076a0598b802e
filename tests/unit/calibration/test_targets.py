"""Reading stages: a file that is not right is refused with what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.calibration.targets import not_expressed, read_stage, stages, targets_of
from lassitude.quantities.errors import RequestError

WHOLE = """
stage = "1-instruments"
order = 1
targets = ["fss_greek"]
notes = "Variance of fatigue is 1."

[parameters]
"FSS.location" = "Means say where its items lie."
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "1-instruments.toml"
    file.write_text(text)
    return file


def test_a_whole_stage_is_read_and_cannot_be_changed(tmp_path):
    found = read_stage(written(tmp_path, WHOLE))
    assert (found.name, found.order, found.targets) == ("1-instruments", 1, ("fss_greek",))
    assert found.parameters["FSS.location"].startswith("Means")
    with pytest.raises(TypeError):
        found.parameters["FSS.step"] = "another"  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (WHOLE.replace("order = 1", ""), "lacks 'order'"),
        (WHOLE.replace("targets", "target"), "unknown key 'target'. Did you mean 'targets'"),
        (WHOLE.replace('"1-instruments"', '"instruments"'), "both have to be alike"),
        (WHOLE.replace("[parameters]", "[parameters"), "not TOML"),
    ],
)
def test_a_wrong_stage_is_refused_by_name(tmp_path, wrong, message):
    with pytest.raises(RequestError, match=r"1-instruments\.toml.*") as refused:
        read_stage(written(tmp_path, wrong))
    assert message in str(refused.value)


def test_stages_come_in_order_and_their_targets_in_that_of_the_file():
    orders = [one.order for one in stages()]
    assert orders == sorted(orders)
    for one in stages():
        assert tuple(target.name for target in targets_of(one.name)) == one.targets


def test_reasons_cannot_be_changed():
    with pytest.raises(TypeError):
        not_expressed()["fss_greek"] = "another"  # pyright: ignore[reportIndexIssue]
