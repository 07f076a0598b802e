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
    close = plan(('M6 = "6 mo"', 'M6 = "0.3 d"'), ("[-14, 14]", "[0, 0]"))
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


BY_HOUR = (("window_days = [-14, 14]", ""), ('M6 = "6 mo", M12 = "12 mo"', 'H3 = "3 h", D1 = "1 d"'))


def test_visits_in_hours_are_parts_of_days_from_a_time_of_the_clock(plan) -> None:
    """Day zero is at 9 o'clock, 24 of 64 parts into its day; 3 hours are 8 parts."""
    schedule = schedule_of(plan(*BY_HOUR, ('measure = ["IFNG"', 'day_zero_at = "09:00"\nmeasure = ["IFNG"')))
    assert schedule.days == (365 + 24 / 64, 365 + 32 / 64, 366 + 24 / 64)
    assert schedule.at(1.5 / 24) == 365 + 28 / 64


def test_people_live_by_the_hour_from_two_days_before_the_first_visit(plan) -> None:
    schedule = schedule_of(plan(*BY_HOUR))
    assert schedule.hours_from == schedule.screened_on == 363
    assert schedule_of(plan()).hours_from is None


def test_visits_closer_than_a_step_of_an_hourly_day_are_refused(plan) -> None:
    with pytest.raises(RequestError, match=r"same 22\.5 minutes"):
        schedule_of(plan(BY_HOUR[0], (BY_HOUR[1][0], 'H3 = "0.1 h", D1 = "1 d"')))


def test_a_time_of_the_clock_that_no_day_has_is_refused(plan) -> None:
    with pytest.raises(RequestError, match="day_zero_at"):
        plan(('measure = ["IFNG"', 'day_zero_at = "24:10"\nmeasure = ["IFNG"'))
