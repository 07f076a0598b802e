"""Protects: visits of periods fall on the days that period and washout say, and orders are all there are."""

from __future__ import annotations

import pytest

from lassitude.study.calendar import Visit, calendar, period_starts, sequences_of
from lassitude.study.protocol import parse_protocol
from tests.faults.designs import CROSSOVER, PARALLEL, SERIES


def test_periods_follow_each_other_after_a_washout() -> None:
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    assert period_starts(plan) == {"P1": 0.0, "P2": 56.0}
    assert calendar(plan) == (
        Visit("BL", 0.0, None, "BL"),
        Visit("P1-W5", 35.0, "P1", "W5"),
        Visit("P2-W5", 91.0, "P2", "W5"),
    )
    assert sequences_of(plan) == {"DP": ("drug", "placebo"), "PD": ("placebo", "drug")}


def test_a_visit_after_the_last_period_comes_last() -> None:
    late = CROSSOVER.replace('BL = "0 wk"', 'BL = "0 wk", END = "30 wk"')
    assert [visit.label for visit in calendar(parse_protocol(late, "late.toml"))] == [
        "BL",
        "P1-W5",
        "P2-W5",
        "END",
    ]


def test_a_series_has_every_order_of_its_cycles() -> None:
    plan = parse_protocol(SERIES, "series.toml")
    orders = sequences_of(plan)
    assert len(orders) == len(set(orders.values())) == 2**3
    assert list(period_starts(plan).values()) == [0.0, 21.0, 42.0, 63.0, 84.0, 105.0]
    for name, order in orders.items():
        assert name == ">".join(order)
        assert all(set(order[cycle : cycle + 2]) == {"drug", "placebo"} for cycle in (0, 2, 4))


def test_without_periods_the_calendar_is_the_schedule() -> None:
    plan = parse_protocol(PARALLEL, "parallel.toml")
    assert [visit.label for visit in calendar(plan)] == ["BL", "W6", "W12"]
    assert period_starts(plan) == sequences_of(plan) == {}


@pytest.mark.parametrize(
    ("comparator", "blinding", "belief"),
    [
        (None, "open", "open"),
        ("placebo", "blinded", "blinded"),
        ("attention", "open", "attention"),
        ("usual-care", "open", "none"),
        ("waiting-list", "open", "open"),
        (None, "none", "none"),
    ],
)
def test_what_people_can_expect_follows_from_comparator_and_blinding(
    comparator: str | None, blinding: str, belief: str
) -> None:
    from lassitude.study.arms import Arm

    given = {"population": "patients", "blinding": blinding, "comparator": comparator}
    assert Arm.model_validate(given).belief == belief
