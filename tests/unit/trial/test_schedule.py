"""Protects: visits of a plan become whole absolute days, those of periods and clinic days too."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.trial.schedule import schedule_of

FAITHFUL = 'missed_visits = { type = "independent", probability = 0.1, source = "hypothesis" }'
LATE = 'late_visits = { type = "late", probability = 0.5, days = 9, source = "hypothesis" }'
CLINICS = """[simulation.unscheduled]
type = "after-relapse"
every_days = 61
measure = ["IFNG"]
source = "hypothesis"
"""


def test_day_zero_follows_the_lead_in(plan) -> None:
    schedule = schedule_of(plan())
    assert (schedule.day_zero, schedule.labels, schedule.days) == (365, ("M0", "M6", "M12"), (365, 548, 730))


def test_two_visits_on_one_whole_day_are_refused(plan) -> None:
    close = plan(('M6 = "6 mo"', 'M6 = "3 h"'), ("[-14, 14]", "[0, 0]"))
    with pytest.raises(RequestError, match="same whole day"):
        schedule_of(close)


def test_a_visit_before_the_lead_in_is_refused(plan) -> None:
    early = plan(('M0 = "0 mo"', 'M0 = "-13 mo"'))
    with pytest.raises(RequestError, match="longer lead_in_years"):
        schedule_of(early)


def test_without_a_lead_in_there_is_still_a_day_before_the_first_visit(plan) -> None:
    assert schedule_of(plan(("lead_in_years = 1", "lead_in_years = 0"))).days[0] >= 1


def test_visits_of_a_parallel_design_have_no_period(plan) -> None:
    assert schedule_of(plan()).periods == (None, None, None)


def test_visits_of_periods_stand_in_order_of_time_with_their_period(crossover) -> None:
    schedule = schedule_of(crossover())
    assert schedule.labels == ("M0", "P1-W4", "P2-W4", "P3-W4")
    assert schedule.periods == (None, "P1", "P2", "P3")
    assert tuple(day - schedule.day_zero for day in schedule.days) == (0, 28, 70, 112)


def test_only_a_study_with_late_visits_says_how_late(plan) -> None:
    assert schedule_of(plan()).late_by == 0
    assert schedule_of(plan((FAITHFUL, LATE))).late_by == 9


def test_clinic_days_lie_between_visits_and_never_on_one(plan) -> None:
    schedule = schedule_of(plan((FAITHFUL, FAITHFUL + "\n" + CLINICS)))
    days = [day - schedule.day_zero for day in schedule.clinics]
    assert days == [61, 122, 244, 305]  # every 61 days to day 365, without the visit on day 183


def test_without_a_rule_there_are_no_clinic_days(plan) -> None:
    assert schedule_of(plan()).clinics == ()
