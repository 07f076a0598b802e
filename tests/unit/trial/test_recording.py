"""Protects: a virtual study is written down as a real one would be, and passes the same checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from lassitude.instruments import STATUSES, instrument
from lassitude.study.data import StudyData, check
from lassitude.study.protocol import Protocol
from lassitude.trial.assignment import assignments_of, background_of
from lassitude.trial.diary import COUNTED
from lassitude.trial.enrollment import enroll
from lassitude.trial.group import Group
from lassitude.trial.recording import record
from lassitude.trial.schedule import schedule_of
from lassitude.trial.screening import Hurdle

VISITS, REPLICATES, SLOTS = 3, 2, 6
BELOW = STATUSES.index("below_limit")
IFNG = next(iter(instrument("IFNG").parts))
MISSES = 'missed_visits = { type = "independent", probability = 0.1, source = "hypothesis" }'
LATE = '\nlate_visits = { type = "late", probability = 0.5, days = 20, source = "hypothesis" }'
CLINICS = """
[simulation.unscheduled]
type = "after-relapse"
every_days = 30
measure = ["IFNG"]
source = "hypothesis"
"""
STEROIDS = """
[[simulation.intercurrent]]
event = "steroids"
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
"""
EVENTFUL = MISSES + LATE + CLINICS + STEROIDS


def pages(protocol: Protocol, limit: float = 2.0) -> dict[str, np.ndarray]:
    shape = (VISITS, REPLICATES, SLOTS)
    level = np.arange(36.0).reshape(shape)
    low = level < 2
    days = np.array(schedule_of(protocol).days, float)[:, None, None] + np.zeros(shape)
    counts = np.arange(2.0)[:, None, None] * np.ones((2, REPLICATES, SLOTS))
    return {
        "held.day": days,
        f"value.IFNG.{IFNG}": np.where(low, np.nan, level),
        f"status.IFNG.{IFNG}": np.where(low, BELOW, 0).astype(float),
        f"limit.IFNG.{IFNG}": np.full(shape, limit),
        "value.relapses.count": np.zeros(shape),
        **{f"count.{name}": 10.0 * counts if name.endswith("due") else 8.0 * counts for name in COUNTED},
    }


@pytest.fixture
def group(plan) -> Callable[..., tuple[Protocol, Group]]:
    """Return a maker of a plan and its group: P-002 misses M6 and P-003 leaves, in the first replicate."""

    def made(*replaced: tuple[str, str], logs: dict[str, np.ndarray] | None = None):
        protocol = plan(*replaced)
        schedule = schedule_of(protocol)
        came = np.ones((VISITS, REPLICATES, SLOTS), bool)
        left = np.full((REPLICATES, SLOTS), np.inf)
        reason = np.full((REPLICATES, SLOTS), -1)
        came[1, 0, 1] = False
        left[0, 2], reason[0, 2] = 100.0, 0
        came[1:, 0, 2] = False
        return protocol, Group(
            population="patients",
            first_slot=1,
            persons=np.arange(12).reshape(REPLICATES, SLOTS),
            assignments=assignments_of(protocol, "patients", schedule),
            assigned=np.array([[0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]]),
            measured=pages(protocol),
            items={},
            logs=logs or {},
            came=came,
            left=left,
            reason=reason,
            reasons=("constant hazard", "death"),
            background=background_of(protocol, "patients", schedule),
            counted=(365, 465),
        )

    return made


def written(protocol: Protocol, one: Group, replicates: slice = slice(None)) -> StudyData:
    age = Hurdle("age_years", "18 to 50", np.array([False, True] * 20))
    screened = {"patients": enroll("patients", np.arange(40), (age,), 6, 1, REPLICATES)}
    return record(protocol, schedule_of(protocol), 1, [one], screened, replicates, items=True)


@pytest.fixture
def study(group) -> StudyData:
    return written(*group())


def test_it_passes_the_checks_of_real_studies(study: StudyData) -> None:
    check(study)


def test_subjects_are_numbered_through_the_replicate_with_the_arm_they_were_assigned_to(study) -> None:
    entered = study.subjects.filter(pl.col("arm").is_not_null())
    for replicate, arms in ((0, "tttwww"), (1, "twtwtw")):
        one = entered.filter(pl.col("replicate") == replicate)
        assert one["subject"].to_list() == [f"P-00{number}" for number in range(1, 7)]
        assert one["arm"].to_list() == [{"t": "treated", "w": "waiting"}[letter] for letter in arms]


def test_the_screened_out_stand_in_the_first_replicate_with_their_reason(study) -> None:
    out = study.subjects.filter(pl.col("status") == "screen_failed")
    assert out["replicate"].unique().to_list() == [0]
    assert out["status_reason"].unique().to_list() == ["age_years not 18 to 50"]
    assert out["subject"].is_unique().all()


def test_a_missed_visit_is_written_without_a_value(study) -> None:
    row = study.observations.filter(
        (pl.col("replicate") == 0) & (pl.col("subject") == "P-002") & (pl.col("visit") == "M6")
    )
    assert row["status"].unique().to_list() == ["missed"]
    assert row["value"].is_null().all() or row["value"].is_nan().all()


def test_after_leaving_there_is_nothing_but_the_event(study) -> None:
    one = (pl.col("replicate") == 0) & (pl.col("subject") == "P-003")
    assert study.observations.filter(one)["visit"].unique().to_list() == ["M0"]
    assert study.subjects.filter(one)["status"].to_list() == ["withdrawn"]
    assert study.subjects.filter(one)["status_reason"].to_list() == ["constant hazard"]
    event = study.events.filter(one)
    assert event["day"].to_list() == [100.0]
    assert event["term"].to_list() == ["left the study"]
    assert event["reason"].to_list() == ["constant hazard"]


def test_a_value_below_the_limit_keeps_the_limit(study) -> None:
    low = study.observations.filter(pl.col("status") == "below_limit")
    assert low.height
    assert low["limit"].unique().to_list() == [2.0]


def test_exposures_name_treatment_and_background(study) -> None:
    given = study.exposures.filter((pl.col("subject") == "P-001") & (pl.col("replicate") == 0))
    assert given["treatment"].unique().sort().to_list() == ["interferon-beta", "natalizumab"]
    waiting = study.exposures.filter((pl.col("subject") == "P-004") & (pl.col("replicate") == 0))
    assert waiting["treatment"].unique().to_list() == ["interferon-beta"]


def test_exposures_say_which_share_was_taken_and_when_it_ended(study) -> None:
    # 20 due and 16 kept between the two counts, of sessions and doses together.
    given = study.exposures.filter(pl.col("treatment") == "natalizumab", pl.col("replicate") == 0)
    assert given["adherence"].to_list() == [0.8] * 3
    assert given["end_day"].to_list() == [100.0, 100.0, 100.0]
    assert given["start_day"].to_list() == [0.0] * 3


def test_who_leaves_before_the_end_of_a_treatment_ends_it(group) -> None:
    protocol, one = group((", stop_day = 100", ""))
    lasting = replace(one, counted=(365, 730))
    given = written(protocol, lasting).exposures.filter(
        pl.col("treatment") == "natalizumab", pl.col("replicate") == 0
    )
    assert given["end_day"].to_list() == [None, None, 100.0]


def test_a_treatment_without_doses_or_sessions_has_no_adherence(group) -> None:
    protocol, one = group()
    one.measured.update({f"count.{name}": np.zeros((2, REPLICATES, SLOTS)) for name in COUNTED})
    given = written(protocol, one).exposures.filter(pl.col("treatment") == "natalizumab")
    assert given["adherence"].is_null().all()


def test_some_replicates_are_written_as_they_are_among_all(group, study) -> None:
    second = written(*group(), slice(1, 2))
    for name in ("subjects", "observations", "events", "exposures"):
        every = getattr(study, name).filter(pl.col("replicate") == 1)
        assert getattr(second, name).equals(every), name


def happened(what: str, place: list[int], day: list[float], **values: list[float]) -> dict[str, np.ndarray]:
    return {
        f"log.{what}.place": np.array(place),
        f"log.{what}.day": np.array(day),
        **{f"log.{what}.{name}": np.array(value) for name, value in values.items()},
    }


def test_what_happened_is_written_until_people_left_and_death_is_a_disposition(group) -> None:
    """P-003 of the first replicate (place 2) left on day 100; P-001 of the second (place 6) died then."""
    logs = happened("relapse", [2, 2, 7], [400.0, 470.0, 500.0]) | happened("event.0", [7], [510.0])
    logs |= happened("event.1", [6], [465.0])
    protocol, one = group((MISSES, MISSES + STEROIDS), logs=logs)
    one.left[1, 0], one.reason[1, 0] = 100.0, 1
    events = written(protocol, one).events
    assert events.filter(pl.col("category") == "relapse")["day"].to_list() == [35.0, 135.0]
    steroids = events.filter(pl.col("category") == "intercurrent")
    assert steroids.select("replicate", "subject", "term", "day").rows() == [(1, "P-002", "steroids", 145.0)]
    gone = events.filter(pl.col("category") == "disposition").sort("replicate")
    assert gone["term"].to_list() == ["left the study", "death"]
    assert gone["day"].to_list() == [100.0, 100.0]


def test_visits_are_told_on_the_day_they_were_held_and_far_ones_are_deviations(group) -> None:
    protocol, one = group((MISSES, MISSES + LATE))
    one.held[1, 0, 0] += 20.0
    study = written(protocol, one)
    late = pl.col("subject").eq("P-001") & pl.col("replicate").eq(0)
    assert study.observations.filter(late & pl.col("visit").eq("M6"))["day"].unique().to_list() == [203.0]
    told = study.events.filter(pl.col("category") == "deviation")
    assert told.select("subject", "term", "day", "reason").rows() == [
        ("P-001", "M6 held outside its window", 203.0, "20 days late")
    ]


def test_a_late_visit_within_the_window_or_missed_is_no_deviation(group) -> None:
    near = LATE.replace("days = 20", "days = 14")
    protocol, one = group((MISSES, MISSES + near))
    one.held[1] += 14.0
    assert not written(protocol, one).events.filter(pl.col("category") == "deviation").height
    protocol, one = group((MISSES, MISSES + LATE))
    one.held[1, 0, 1] += 20.0  # P-002 of the first replicate misses that visit
    assert not written(protocol, one).events.filter(pl.col("category") == "deviation").height


def test_visits_between_have_no_label_and_belong_to_those_still_there(group) -> None:
    logs = happened("clinic", [2, 2, 7], [425.0, 485.0, 425.0], **{f"IFNG.{IFNG}": [1.0, 2.0, 3.0]})
    protocol, one = group((MISSES, MISSES + CLINICS), logs=logs)
    found = written(protocol, one).observations.filter(pl.col("visit").is_null())
    assert found.select("replicate", "subject", "day", "value").rows() == [
        (0, "P-003", 60.0, 1.0),
        (1, "P-002", 60.0, 3.0),
    ]


def test_a_study_full_of_events_passes_the_checks_of_real_studies(group) -> None:
    logs = happened("relapse", [7], [500.0]) | happened("event.0", [7], [510.0])
    logs |= happened("clinic", [7], [425.0], **{f"IFNG.{IFNG}": [3.0]})
    protocol, one = group((MISSES, EVENTFUL), logs=logs)
    one.held[1, 0, 0] += 20.0
    check(written(protocol, one))


def test_a_treatment_that_begins_after_the_last_visit_is_no_exposure(group) -> None:
    protocol, one = group(("start_day = 0, stop_day = 100", "start_day = 400"))
    given = written(protocol, replace(one, counted=(730,))).exposures
    assert given["treatment"].unique().to_list() == ["interferon-beta"]
