"""Protects: each strategy gives back the rate ratio and the hazard ratio that its question has.

In both arms events come at 1.2 a year. A rescue comes at rate 1.5 a year, and twice as often under the drug;
after it events come at a third of that rate, as if the rescue worked. So the question without rescue has the
ratio 1 whichever way it is asked, and the questions with it have others, computed here from the same numbers
without simulation. Draws are keyed, so the tests either always pass or always fail; bounds are 3.29 Monte
Carlo standard errors, which a right estimator exceeds once in a thousand.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.randomness.streams import person_keys, uniforms
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import parse_protocol
from lassitude.study.tables import table

PLAN = """
schema = "lassitude.protocol/1"
id = "rescue"
title = "Two arms with rescue"
[populations.patients]
condition = "rrms"
n = 200
[arms.drug]
population = "patients"
blinding = "open"
[arms.placebo]
population = "patients"
blinding = "none"
comparator = "usual-care"
[design]
type = "parallel"
[visits]
schedule = { W0 = "0 wk", W52 = "52 wk" }
measure = ["relapses"]
[estimands.rate]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "event", event = "relapse" }
summary = "rate-ratio"
intercurrent = { rescue = STRATEGY }
[estimands.time]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "event", event = "relapse" }
summary = "hazard-ratio"
intercurrent = { rescue = STRATEGY }
[analysis.rate]
type = "event-rate"
endpoint = "relapses.count"
events = "relapse"
reference = "placebo"
estimand = "rate"
[analysis.time]
type = "time-to-event"
endpoint = "relapses.count"
event = { type = "first-event", category = "relapse" }
reference = "placebo"
estimand = "time"
"""
REPLICATES, PEOPLE, DAYS = 200, 200, 364.0
EVENT, RESCUE, AFTER = 1.2 / 365.25, np.array([3.0, 1.5]) / 365.25, 1 / 3
TREATED = np.arange(PEOPLE) % 2 == 0


@pytest.fixture(scope="module")
def study() -> StudyData:
    """Draw people with exponential waits; those after a rescue are three times as long."""
    keys = person_keys(77, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
    rescue = -np.log(uniforms(keys, "rescue", 0)) / np.where(TREATED, *RESCUE)
    work = np.cumsum([-np.log(uniforms(keys, "wait", k)) / EVENT for k in range(16)], axis=0)
    day = np.where(work <= rescue, work, rescue + (work - rescue) / AFTER)
    r, s = np.indices((REPLICATES, PEOPLE))
    name = np.char.add("P", s.astype(str))
    happened = np.nonzero(day < DAYS)
    rescued = np.nonzero(rescue < DAYS)
    rows = [
        {"replicate": r[happened[1:]], "subject": name[happened[1:]], "day": day[happened]}
        | {"category": "relapse", "term": "relapse"},
        {"replicate": r[rescued], "subject": name[rescued], "day": rescue[rescued]}
        | {"category": "intercurrent", "term": "rescue"},
    ]
    who = {"replicate": r.ravel().astype(np.int32), "subject": name.ravel()}
    subjects = who | {"arm": np.where(TREATED, "drug", "placebo")[s.ravel()], "population": "patients"}
    subjects |= {"condition": "rrms", "sex": "female", "status": "completed"}
    seen = {"instrument": "relapses", "part": "count", "unit": "1", "status": "observed", "value": 0.0}
    visits = [
        table("observations", who | seen | {"visit": visit, "day": float(at)})
        for visit, at in (("W0", 0.0), ("W52", DAYS))
    ]
    events = [table("events", row | {"replicate": row["replicate"].astype(np.int32)}) for row in rows]
    made = StudyDescription("rescue", "", {}, "first visit")
    return check(StudyData(made, table("subjects", subjects), pl.concat(visits), pl.concat(events)))


def found_in(study: StudyData, strategy: str) -> dict[str, EstimateBatch]:
    return analyze_plan(study, parse_protocol(PLAN.replace("STRATEGY", strategy), "rescue.toml"))


def mean_log(found: dict[str, EstimateBatch], statistic: str) -> tuple[float, float]:
    """Return the mean over replicates of the logarithm of a ratio, and 3.29 standard errors of it."""
    ratio = np.log(found[f"relapses.count|{statistic}:placebo|W52|drug"].value)
    assert np.isfinite(ratio).all()
    return float(ratio.mean()), float(3.29 * ratio.std(ddof=1) / np.sqrt(ratio.size))


def expected_events(rescue: float) -> float:
    """Return the events a person is expected to have: at the whole rate for the time before a rescue."""
    before = (1 - np.exp(-rescue * DAYS)) / rescue
    return float(EVENT * (before + AFTER * (DAYS - before)))


@pytest.mark.parametrize("strategy", ["hypothetical", "while-on-treatment"])
def test_until_the_event_neither_rates_nor_hazards_differ(study: StudyData, strategy: str) -> None:
    found = found_in(study, f'{{ type = "{strategy}" }}')
    for statistic in ("rate_ratio", "hazard_ratio"):
        mean, bound = mean_log(found, statistic)
        assert mean == pytest.approx(0.0, abs=bound)
        p = found[f"relapses.count|{statistic}:placebo|W52|drug"].p
        assert p is not None
        assert (p < 0.05).mean() == pytest.approx(0.05, abs=3.29 * np.sqrt(0.05 * 0.95 / REPLICATES))


def test_treatment_policy_gives_what_the_rescue_made_of_it(study: StudyData) -> None:
    mean, bound = mean_log(found_in(study, '{ type = "treatment-policy" }'), "rate_ratio")
    truth = np.log(expected_events(RESCUE[0]) / expected_events(RESCUE[1]))
    assert truth < -0.2
    assert mean == pytest.approx(truth, abs=bound)


def test_composite_counts_the_rescue(study: StudyData) -> None:
    """Either event comes at the sum of both rates first; a rescue is one event more."""
    found = found_in(study, '{ type = "composite", assigned = { type = "event" } }')
    mean, bound = mean_log(found, "hazard_ratio")
    assert mean == pytest.approx(np.log((EVENT + RESCUE[0]) / (EVENT + RESCUE[1])), abs=bound)
    mean, bound = mean_log(found, "rate_ratio")
    counts = [expected_events(rate) + 1 - np.exp(-rate * DAYS) for rate in RESCUE]
    assert mean == pytest.approx(np.log(counts[0] / counts[1]), abs=bound)
