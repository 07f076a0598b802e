"""Protects: protocol days become whole absolute days, and treatments become windows on them."""

from __future__ import annotations

import math

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.therapies.regimen import FOREVER
from lassitude.trial.schedule import background_of, schedule_of, treatments_of


def test_day_zero_follows_the_lead_in(plan) -> None:
    schedule = schedule_of(plan())
    assert (schedule.day_zero, schedule.labels, schedule.days) == (365, ("M0", "M6", "M12"), (365, 548, 730))


def test_windows_of_treatment_count_from_day_zero(plan) -> None:
    found = treatments_of(plan(), "treated", schedule_of(plan()))
    assert [(one.name, one.start, one.stop, one.belief) for one in found] == [
        ("natalizumab", 365, 465, "open")
    ]


def test_a_treatment_without_an_end_goes_on(plan) -> None:
    endless = plan((", stop_day = 100", ""))
    assert treatments_of(endless, "treated", schedule_of(endless))[0].stop == FOREVER
    assert math.isfinite(FOREVER)


def test_background_ends_before_the_first_visit_and_nothing_is_expected_of_it(plan) -> None:
    (one,) = background_of(plan(), "patients", schedule_of(plan()))
    assert (one.start, one.stop, one.belief) == (0.0, 337.0, "none")


def test_a_treatment_before_the_first_visit_is_refused(plan) -> None:
    early = plan(("start_day = 0", "start_day = -3"))
    with pytest.raises(RequestError, match="before the first visit \\(M0\\)"):
        treatments_of(early, "treated", schedule_of(early))


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
