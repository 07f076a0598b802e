"""Protects: what a relapse did is read from the values before, at and long after it, and from no others."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.events.relapse_courses import RelapseCourses, relapse_courses
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import parse_protocol
from lassitude.study.tables import table

PLANNED = {0: "M0", 90: "M3", 180: "M6", 270: "M9", 360: "M12"}
PLAN = """
schema = "lassitude.protocol/1"
id = "relapses"
title = "Relapses"
[populations.patients]
condition = "rrms"
n = 4
[arms.untreated]
population = "patients"
blinding = "open"
[design]
type = "cohorts"
[visits]
schedule = { M0 = "0 d", M3 = "90 d", M6 = "180 d", M9 = "270 d", M12 = "360 d" }
measure = ["EDSS"]
[analysis.course]
type = "relapse-course"
endpoint = "EDSS.total"
"""


def study(scores: dict[str, dict[int, float]], relapses: dict[str, list[int]]) -> StudyData:
    """Write values by day, at a visit where one is planned on it, and relapses by day."""
    seen = [(who, PLANNED.get(day), day, value) for who, own in scores.items() for day, value in own.items()]
    columns = zip(*seen, strict=True)
    subject, visit, day, value = (list(column) for column in columns)
    rows = {"replicate": 0, "subject": subject, "instrument": "EDSS", "part": "total", "unit": "points"}
    rows |= {"visit": visit, "day": np.array(day, float), "value": value, "status": "observed"}
    people = {"replicate": 0, "subject": [*scores], "population": "patients", "arm": "untreated"}
    people |= {"condition": "rrms", "sex": "female", "status": "completed"}
    told = [(who, float(one)) for who, days in relapses.items() for one in days]
    events = {"replicate": 0, "subject": [who for who, _ in told], "day": [one for _, one in told]}
    events |= {"category": "relapse", "term": "relapse"}
    tables = table("subjects", people), table("observations", rows), table("events", events if told else {})
    return check(StudyData(StudyDescription("relapses", "", {}, "first visit"), *tables))


def found(scores: dict[int, float], relapses: list[int], until: float = 360.0) -> RelapseCourses:
    data = study({"P": scores}, {"P": relapses})
    return relapse_courses(data, "EDSS.total", [*PLANNED.values()], until, 30.0, 90.0)


def test_the_value_before_is_the_last_one_strictly_before() -> None:
    one = found({0: 2.0, 90: 2.5, 100: 4.0, 180: 3.5, 270: 3.0}, [90])
    assert one.rise.tolist() == [0.5] and one.residual.tolist() == [1.5]


def test_a_value_too_late_shows_no_relapse_and_one_too_early_no_residual() -> None:
    one = found({0: 2.0, 131: 4.0, 180: 3.5, 270: 3.0}, [100])
    assert np.isnan(one.rise).all() and one.residual.tolist() == [1.0]
    early = found({0: 2.0, 110: 4.0, 180: 3.5}, [100])
    assert early.rise.tolist() == [2.0] and np.isnan(early.residual).all()


def test_values_after_the_next_relapse_belong_to_that_one() -> None:
    """The second relapse has no settled value before it, for the first is too near."""
    one = found({0: 2.0, 110: 4.0, 180: 3.0, 270: 5.0}, [100, 200])
    assert one.rise.tolist() == [2.0] and np.isnan(one.residual).all()
    assert one.recorded.tolist() == [[2.0]]


def test_a_settled_value_between_two_relapses_is_the_end_of_one_and_the_start_of_the_other() -> None:
    one = found({0: 2.0, 20: 4.0, 180: 3.0, 190: 4.5, 360: 3.5}, [10, 185])
    assert one.rise.tolist() == [2.0, 1.5] and one.residual.tolist() == [1.0, 0.5]


def test_relapses_and_visits_after_the_end_do_not_count() -> None:
    scores, days = {0: 2.0, 20: 4.0, 180: 3.0, 290: 4.5, 400: 3.5}, [10, 280]
    assert found(scores, days, until=270.0).rise.tolist() == [2.0]
    assert found(scores, days, until=400.0).rise.tolist() == [2.0, 1.5]


SCORES = {
    "A": {0: 2.0, 20: 4.0, 180: 3.0, 190: 4.5, 360: 3.5},
    "B": {0: 3.0, 40: 3.5, 180: 3.0},
    "C": {0: 1.0, 180: 1.0},
}
RELAPSES = {"A": [10, 185], "B": [30]}


def planned(extra: str = "") -> dict[str, EstimateBatch]:
    return analyze_plan(study(SCORES, RELAPSES), parse_protocol(PLAN + extra, "relapses.toml"))


def test_the_plan_averages_over_relapses_with_errors_by_person() -> None:
    """Rises 2 and 1.5 of one, 0.5 of another: around 4/3 they sum to 5/6 and -5/6; se = 2 (5/6) / 3."""
    estimates = {name.split("|")[1]: one for name, one in planned().items()}
    assert next(iter(planned())) == "EDSS.total|relapses_seen_n|M12|untreated"
    rise = estimates["rise_at_relapse"]
    assert rise.value[0] == pytest.approx(4 / 3) and rise.n[0] == 2
    assert rise.se is not None and rise.se[0] == pytest.approx(5 / 9)
    assert estimates["relapses_seen_n"].value[0] == 3
    assert estimates["residual_after_relapse"].value[0] == pytest.approx(0.5)
    assert estimates["share_residual_at_least:0.5"].value[0] == pytest.approx(2 / 3)
    assert estimates["share_residual_at_least:1"].value[0] == pytest.approx(1 / 3)


def test_an_earlier_end_and_another_threshold_are_followed() -> None:
    estimates = planned('at = "M6"\nthresholds = [0.25]\nseen_within = "5 d"\n')
    assert "EDSS.total|share_residual_at_least:0.25|M6|untreated" in estimates
    assert not estimates["EDSS.total|rise_at_relapse|M6|untreated"].converged.any()
    notes = estimates["EDSS.total|rise_at_relapse|M6|untreated"].notes
    assert any("no recorded relapse has a value within 5 d of a relapse" in note for note in notes)


def test_a_study_without_relapses_says_so() -> None:
    plan = parse_protocol(PLAN, "relapses.toml")
    estimates = analyze_plan(study(SCORES, {}), plan)
    assert estimates["EDSS.total|relapses_seen_n|M12|untreated"].value[0] == 0
    residual = estimates["EDSS.total|residual_after_relapse|M12|untreated"]
    assert not residual.converged.any()
    assert any("no relapse is recorded" in note for note in residual.notes)
