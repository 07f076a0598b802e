"""A virtual replicate, written to CSV and read back as if it were real, gives the very same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.pipeline import Prediction, predict, prepare_process
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.statistics.plan import analyze_plan
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

ONE_YEAR = """schedule = { M0 = "0 mo", M6 = "6 mo", M12 = "12 mo" }"""


@pytest.fixture(scope="module")
def plan() -> Protocol:
    """The shipped study cut to its first year and a small pool, so that it runs in seconds."""
    text = protocol_text("canadian-ahsct").replace('"M36"', '"M12"').replace("|M36|", "|M12|")
    lines = [ONE_YEAR if line.startswith("schedule = ") else line for line in text.splitlines()]
    lines = ["pool = 256" if line.startswith("pool = ") else line for line in lines]
    return parse_protocol("\n".join(lines), "one-year.toml")


@pytest.fixture(scope="module")
def prediction(plan: Protocol) -> Prediction:
    prepare_process()
    return predict(plan, seed=7, replicates=2, effort="quick", clock=Clock(1, 2, 1))


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_an_exported_replicate_is_analyzed_to_the_same_numbers(
    plan: Protocol, prediction: Prediction, tmp_path: Path, layout: str
) -> None:
    """Protects the promise that one function analyzes the virtual and the finished study."""
    target = tmp_path / "replicate.csv"
    export_csv(prediction.study, target, replicate=0, layout=layout)  # type: ignore[arg-type]
    again = analyze_plan(read_csv_study(target, plan), plan)
    assert set(again) == set(prediction.estimates)
    for name, batch in again.items():
        np.testing.assert_allclose(
            batch.value[0], prediction.estimates[name].value[0], rtol=1e-12, err_msg=name
        )
        assert batch.n[0] == prediction.estimates[name].n[0], name


def test_every_published_number_and_direction_meets_an_estimate(
    plan: Protocol, prediction: Prediction
) -> None:
    """A published number that no estimate meets would silently vanish from the report."""
    assert set(plan.published) <= set(prediction.estimates)
    assert set(plan.published_directions) <= set(prediction.estimates)


def test_the_parts_of_the_change_add_up(prediction: Prediction) -> None:
    """Natural course, regression to the mean, expectation and therapy are the whole change, by definition."""
    for endpoint in ("FIS.total", "MFIS.total"):
        part = {
            name.rpartition(".")[2]: value
            for name, value in prediction.truth.items()
            if name.startswith(f"part.{endpoint}.")
        }
        added = (
            part["natural_course"] + part["regression_to_the_mean"] + part["expectation"] + part["therapy"]
        )
        np.testing.assert_allclose(added, part["total"], atol=1e-9)
