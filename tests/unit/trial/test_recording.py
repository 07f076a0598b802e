"""Protects: a virtual study is written down as a real one would be, and passes the same checks."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.instruments import STATUSES, instrument
from lassitude.study.data import check
from lassitude.trial.enrollment import enroll
from lassitude.trial.recording import ArmRecord, record
from lassitude.trial.schedule import schedule_of

VISITS, REPLICATES, SLOTS = 3, 2, 3
BELOW = STATUSES.index("below_limit")


def measured(limit: float = 2.0) -> dict[str, np.ndarray]:
    shape = (VISITS, REPLICATES, SLOTS)
    level = np.arange(18.0).reshape(shape)
    low = level < 2
    parts = instrument("IFNG").parts
    return {
        f"value.IFNG.{next(iter(parts))}": np.where(low, np.nan, level),
        f"status.IFNG.{next(iter(parts))}": np.where(low, BELOW, 0).astype(float),
        f"limit.IFNG.{next(iter(parts))}": np.full(shape, limit),
        "value.relapses.count": np.zeros(shape),
    }


@pytest.fixture
def study(plan):
    protocol = plan()
    persons = np.arange(12).reshape(REPLICATES, 6)
    came, left = np.ones((VISITS, REPLICATES, SLOTS), bool), np.full((REPLICATES, SLOTS), np.inf)
    came[1, 0, 1] = False
    left[0, 2] = 100.0
    came[1:, 0, 2] = False
    arms = [
        ArmRecord("treated", 1, persons[:, :3], measured(), came, left),
        ArmRecord("waiting", 4, persons[:, 3:], measured(), np.ones_like(came), np.full_like(left, np.inf)),
    ]
    failed = np.array([0, 1] * 20)
    rules = protocol.populations["patients"].eligibility
    screened = {"patients": enroll("patients", np.arange(40), failed, rules, 6, 1, REPLICATES)}
    return record(protocol, schedule_of(protocol), 1, arms, screened, slice(None), items=True)


def test_it_passes_the_checks_of_real_studies(study) -> None:
    check(study)


def test_subjects_are_numbered_through_the_arms(study) -> None:
    first = study.subjects.filter((pl.col("replicate") == 0) & pl.col("arm").is_not_null())
    assert first["subject"].to_list() == [f"P-00{number}" for number in range(1, 7)]
    assert first["arm"].to_list() == ["treated"] * 3 + ["waiting"] * 3


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
    assert study.events.filter(one)["day"].to_list() == [100.0]


def test_a_value_below_the_limit_keeps_the_limit(study) -> None:
    low = study.observations.filter(pl.col("status") == "below_limit")
    assert low.height
    assert low["limit"].unique().to_list() == [2.0]


def test_exposures_name_treatment_and_background(study) -> None:
    given = study.exposures.filter(pl.col("subject") == "P-001").sort("start_day")
    assert given["treatment"].unique().sort().to_list() == ["interferon-beta", "natalizumab"]
    waiting = study.exposures.filter(pl.col("subject") == "P-004")
    assert waiting["treatment"].unique().to_list() == ["interferon-beta"]
