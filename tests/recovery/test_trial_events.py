"""A trial full of events, from its plan to its tables: relapses, steroids, a death, visits late and between.

Equality is exact, so there is no Monte Carlo error, unless a test says otherwise.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.study.data import StudyData, check
from tests.recovery.virtual_trials import Trial, conducted

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES = 20
BETWEEN = 28
PLAN = """
schema = "lassitude.protocol/1"
id = "events"
title = "Much happens besides the plan"
[populations.patients]
condition = "rrms-aggressive"
n = 200
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
allocation = { type = "blocks", sizes = [4] }
[visits]
schedule = { W0 = "0 wk", W12 = "12 wk", W24 = "24 wk" }
window_days = [-5, 5]
measure = ["MFIS", "relapses"]
[analysis.change]
type = "group-comparison"
endpoint = "MFIS.total"
change_from = "W0"
at = "W24"
reference = "placebo"
[simulation]
lead_in_years = 1
pool = 4096
late_visits = { type = "late", probability = 0.2, days = 9, source = "hypothesis" }
missed_visits = { type = "independent", probability = 0.1, source = "hypothesis" }
unscheduled = { type = "after-relapse", every_days = 28, measure = ["MFIS"], source = "hypothesis" }
dropout = { type = "constant-hazard", per_year = 0.3, source = "hypothesis" }
[[simulation.intercurrent]]
event = "steroids for a relapse"
trigger = { type = "relapse" }
probability = 1
therapy = "methylprednisolone"
days = 5
source = "hypothesis"
[[simulation.intercurrent]]
event = "death"
trigger = { type = "chance", per_year = 0.1 }
outcome = "dies"
source = "hypothesis"
[[simulation.intercurrent]]
event = "too tired to go on"
trigger = { type = "value", measure = "MFIS.total", at_least = 70 }
probability = 1
outcome = "leaves"
source = "hypothesis"
"""
PERSON = ("replicate", "subject")


@pytest.fixture(scope="module")
def trial() -> Trial:
    return conducted(PLAN, REPLICATES)


@pytest.fixture(scope="module")
def study(trial: Trial) -> StudyData:
    return trial.study


def events(study: StudyData, category: str, **kept: str) -> pl.DataFrame:
    found = study.events.filter(pl.col("category") == category)
    return found.filter(**kept)


def test_it_passes_the_checks_of_real_studies(trial: Trial) -> None:
    check(trial.recorded(slice(0, 1), items=True))
    check(trial.recorded(slice(1, 3)))


def test_relapse_events_are_those_that_people_are_asked_about(trial: Trial, study: StudyData) -> None:
    """Of people who came to every visit and had no more relapses than a body remembers between two stops."""
    counts = study.observations.filter(
        pl.col("instrument") == "relapses", pl.col("visit") != "W0", pl.col("status") == "observed"
    )
    whole = counts.group_by(*PERSON).agg(pl.col("value").sum(), pl.len(), pl.col("day").max())
    whole = whole.filter(pl.col("len") == 2, pl.col("value") <= 2)
    told = events(study, "relapse").join(whole.select(*PERSON, pl.col("day").alias("last")), on=PERSON)
    told = told.filter(pl.col("day") < pl.col("last")).group_by(*PERSON).len("told")
    both = whole.join(told, on=PERSON, how="left").with_columns(pl.col("told").fill_null(0))
    assert both.height > 1000
    assert (both["value"] == both["told"]).all()
    assert both["told"].sum() > 100


def test_every_relapse_is_treated_when_it_is_found(study: StudyData) -> None:
    """Steroids begin at the first clinic day or visit after a relapse, and for nothing else.

    Whoever misses the visit after a relapse, one in ten, is treated at the clinic day after it.
    """
    relapses, steroids = events(study, "relapse"), events(study, "intercurrent")
    assert steroids["term"].unique().to_list() == ["steroids for a relapse"]
    paired = steroids.join(relapses.select(*PERSON, pl.col("day").alias("began")), on=PERSON)
    since = paired.with_columns((pl.col("day") - pl.col("began")).alias("since"))
    soonest = since.filter(pl.col("since") > 0).group_by(*PERSON, "day").agg(pl.col("since").min())
    assert soonest.height == steroids.height
    assert soonest["since"].max() <= 2 * BETWEEN
    assert (soonest["since"] > BETWEEN).mean() < 0.1


def test_people_are_seen_between_visits_on_clinic_days_after_a_relapse_only(study: StudyData) -> None:
    between = study.observations.filter(pl.col("visit").is_null())
    assert set(between["day"].unique()) == {28.0, 56.0, 112.0, 140.0}
    assert between["period"].is_null().all()
    paired = between.select(*PERSON, "day").unique()
    paired = paired.join(
        events(study, "relapse").select(*PERSON, pl.col("day").alias("began")), on=PERSON
    ).filter(pl.col("began") < pl.col("day"), pl.col("day") - pl.col("began") <= 2 * BETWEEN)
    assert paired.select(*PERSON, "day").unique().height == between.select(*PERSON, "day").unique().height


def test_late_visits_lie_beyond_the_window_and_are_deviations(study: StudyData) -> None:
    told = events(study, "deviation")
    late = study.observations.filter(
        pl.col("instrument") == "relapses",
        pl.col("visit").is_in(["W12", "W24"]),
        pl.col("status") == "observed",
    ).with_columns(
        (pl.col("day") - pl.col("visit").replace_strict({"W12": 84.0, "W24": 168.0})).alias("late")
    )
    assert set(late["late"].unique()) == {0.0, 9.0}
    late = late.filter(pl.col("late") > 0)
    assert late.height == told.height > 100
    assert (
        late.select(*PERSON, "day")
        .sort(*PERSON, "day")
        .equals(told.select(*PERSON, "day").sort(*PERSON, "day"))
    )


def test_nothing_is_recorded_of_anybody_after_they_left_or_died(study: StudyData) -> None:
    gone = events(study, "disposition").select(*PERSON, pl.col("day").alias("gone"))
    assert gone.height == gone.unique(PERSON).height
    for table in (study.observations, study.events.filter(pl.col("category") != "disposition")):
        after = table.join(gone, on=PERSON).filter(pl.col("day") > pl.col("gone"))
        assert after.height == 0


def test_people_die_at_the_declared_rate_and_death_is_told_as_such(study: StudyData) -> None:
    told = events(study, "disposition")
    deaths = told.filter(pl.col("term") == "death")
    assert deaths["reason"].unique().to_list() == ["death"]
    people = study.subjects.filter(pl.col("arm").is_not_null())
    # 4000 people for 168 days at 0.1 a year, less those who left before; an error of 0.3%.
    share = 1.0 - np.exp(-0.1 * 168 / 365.25)
    assert deaths.height / people.height == pytest.approx(share, abs=0.015)
    status = people.join(deaths.select(*PERSON), on=PERSON)
    assert status["status"].unique().to_list() == ["withdrawn"]
    assert status["status_reason"].unique().to_list() == ["death"]


def test_the_value_that_ends_a_participation_is_recorded_and_the_last(study: StudyData) -> None:
    gone = events(study, "disposition").filter(pl.col("reason") == "too tired to go on")
    totals = study.observations.filter(
        pl.col("instrument") == "MFIS", pl.col("part") == "total", pl.col("status") == "observed"
    )
    last = totals.join(gone.select(*PERSON), on=PERSON).sort("day").group_by(*PERSON).last()
    assert last.height == gone.height > 20
    assert (last["value"] >= 70).all()
    stayed = totals.join(events(study, "disposition").select(*PERSON), on=PERSON, how="anti")
    assert stayed["value"].max() < 70
