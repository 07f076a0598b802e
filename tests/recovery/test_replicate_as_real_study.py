"""A virtual replicate, written to CSV and read back as if it were real, gives the very same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.pipeline import Prediction, predict, prepare_process
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text

WITH_EVENTS = """
schema = "lassitude.protocol/1"
id = "much-happens"
title = "Relapses, rescue, and people who leave"
[populations.patients]
condition = "rrms-aggressive"
n = 120
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[design]
type = "parallel"
[visits]
schedule = { W0 = "0 wk", W12 = "12 wk", W24 = "24 wk" }
measure = ["MFIS", "relapses"]
[estimands.taking]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "change", endpoint = "MFIS.total", change_from = "W0", at = "W24" }
[estimands.taking.intercurrent]
"rescue treatment" = { type = "hypothetical" }
"treatment discontinuation" = { type = "hypothetical" }
[estimands.prescribing]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "change", endpoint = "MFIS.total", change_from = "W0", at = "W24" }
[estimands.prescribing.intercurrent]
"rescue treatment" = { type = "treatment-policy" }
"treatment discontinuation" = { type = "treatment-policy" }
[analysis.rate]
type = "event-rate"
endpoint = "relapses.count"
events = "relapse"
reference = "placebo"
[analysis.first-relapse]
type = "time-to-event"
endpoint = "relapses.count"
event = { type = "first-event", category = "relapse" }
reference = "placebo"
[analysis.primary]
type = "mmrm"
endpoint = "MFIS.total"
change_from = "W0"
reference = "placebo"
estimand = "taking"
[analysis.sensitivity]
type = "multiple-imputation"
endpoint = "MFIS.total"
change_from = "W0"
at = "W24"
reference = "placebo"
estimand = "prescribing"
method = { type = "jump-to-reference" }
imputations = 5
seed = 3
[simulation]
lead_in_years = 1
pool = 512
dropout = { type = "constant-hazard", per_year = 0.4, source = "hypothesis" }
missed_visits = { type = "independent", probability = 0.05, source = "hypothesis" }
[[simulation.intercurrent]]
event = "rescue treatment"
trigger = { type = "value", measure = "MFIS.total", at_least = 60 }
probability = 0.5
therapy = "amantadine"
days = 60
source = "hypothesis"
"""
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
    assert_same(analyze_plan(read_csv_study(target, plan), plan), prediction)


def assert_same(again: Mapping[str, EstimateBatch], prediction: Prediction) -> None:
    assert set(again) == set(prediction.estimates)
    for name, batch in again.items():
        np.testing.assert_allclose(
            batch.value[0], prediction.estimates[name].value[0], rtol=1e-12, err_msg=name
        )
        assert batch.n[0] == prediction.estimates[name].n[0], name


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_events_and_exposures_of_a_replicate_are_analyzed_to_the_same_numbers(
    tmp_path: Path, layout: str
) -> None:
    """Protects rates, times to events and estimands of real studies, which rest on what happened when."""
    plan, prediction = much_happens()
    data, events, exposures = (tmp_path / f"{name}.csv" for name in ("data", "events", "exposures"))
    export_csv(prediction.study, data, 0, layout, events, exposures)  # type: ignore[arg-type]
    study = read_csv_study(data, plan, events=events, exposures=exposures)
    assert {"relapse", "intercurrent", "disposition"} <= set(study.events["category"])
    assert study.exposures["end_day"].drop_nulls().len() > 0
    assert_same(analyze_plan(study, plan), prediction)
    without = analyze_plan(
        replace(study, exposures=study.exposures.clear(), events=study.events.clear()), plan
    )
    assert {batch.analysis for name, batch in without.items() if differs(batch, prediction, name)} == {
        "rate",
        "first-relapse",
        "primary",
        "sensitivity",
    }


@cache
def much_happens() -> tuple[Protocol, Prediction]:
    plan = parse_protocol(WITH_EVENTS, "much-happens.toml")
    prepare_process()
    return plan, predict(plan, seed=7, replicates=2, effort="quick", clock=Clock(1, 2, 1))


def differs(batch: EstimateBatch, prediction: Prediction, name: str) -> bool:
    return not np.array_equal(batch.value[0], prediction.estimates[name].value[0], equal_nan=True)


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
