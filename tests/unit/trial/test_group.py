"""Protects: who came, who left, when and why, of a whole group in all replicates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lassitude.randomness.streams import person_keys
from lassitude.study.protocol import Protocol
from lassitude.trial.departures import STAYED
from lassitude.trial.group import died, leaving
from lassitude.trial.schedule import schedule_of

HAZARD = 'dropout = { type = "constant-hazard", per_year = 0.2, source = "hypothesis" }'
MISSES = 'missed_visits = { type = "independent", probability = 0.1, source = "hypothesis" }'
WORSE = (
    'dropout = { type = "when-worse", measure = "MFIS.total", by = 10, probability = 1, '
    'source = "hypothesis" }'
)
WATCHED = ('measure = ["IFNG", "relapses"]', 'measure = ["MFIS", "relapses"]')
REPLICATES, SLOTS = 2, 3
KEYS = person_keys(1, np.arange(REPLICATES)[:, None], np.arange(SLOTS))


def rule(event: str, trigger: str, outcome: str) -> str:
    probability = "" if "chance" in trigger else "\nprobability = 1"
    return f"""
[[simulation.intercurrent]]
event = "{event}"
trigger = {trigger}{probability}
outcome = "{outcome}"
source = "hypothesis"
"""


DEATH = rule("death", '{ type = "chance", per_year = 0.1 }', "dies")
TIRED = rule("gave up", '{ type = "value", measure = "MFIS.total", at_least = 70 }', "leaves")


@pytest.fixture
def faithful(plan) -> Callable[..., Protocol]:
    """Return a maker of plans in which nobody leaves or misses a visit, but for what is added."""
    return lambda added="", dropout="": plan((HAZARD, dropout), (MISSES, added), WATCHED)


def left_by(protocol: Protocol, scores: np.ndarray | None = None, **events: list[tuple[int, float]]):
    """Return who came, left and why; `events` are, by number of the rule, places and absolute days."""
    schedule = schedule_of(protocol)
    shape = (len(schedule.days), REPLICATES, SLOTS)
    pages = {"held.day": np.array(schedule.days, float)[:, None, None] + np.zeros(shape)}
    pages["value.MFIS.total"] = np.zeros(shape) if scores is None else scores
    logs = {}
    for name, entries in events.items():
        logs[f"log.event.{name[-1]}.place"] = np.array([place for place, _ in entries])
        logs[f"log.event.{name[-1]}.day"] = np.array([day for _, day in entries])
    return leaving(protocol, schedule, pages, logs, KEYS)


def test_where_nothing_happens_everybody_comes_and_stays(faithful) -> None:
    came, left, reason, _ = left_by(faithful())
    assert came.all() and np.isinf(left).all() and (reason == STAYED).all()


def test_a_death_ends_the_record_on_its_day(faithful) -> None:
    came, left, reason, reasons = left_by(faithful(DEATH), rule_0=[(4, 600.0)])
    assert left[1, 1] == 600.0 - 365
    assert reasons[reason[1, 1]] == "death"
    assert came[:, 1, 1].tolist() == [True, True, False]
    assert np.isinf(np.delete(left.ravel(), 4)).all()


def test_the_visit_that_makes_people_leave_is_held(faithful) -> None:
    came, left, reason, reasons = left_by(faithful(TIRED), rule_0=[(0, 365.0), (5, 548.0)])
    assert left[0, 0] == 0.5 and left[1, 2] == 183.5
    assert came[:, 0, 0].tolist() == [True, False, False]
    assert came[:, 1, 2].tolist() == [True, True, False]
    assert reasons[reason[0, 0]] == "gave up"


@pytest.mark.parametrize(("death", "why"), [(500.0, "death"), (700.0, "MFIS.total worse by 10 or more")])
def test_the_earliest_reason_counts(faithful, death: float, why: str) -> None:
    scores = np.zeros((3, REPLICATES, SLOTS))
    scores[1:, 0, 1] = 20.0
    came, left, reason, reasons = left_by(faithful(DEATH, WORSE), scores, rule_0=[(1, death)])
    assert reasons[reason[0, 1]] == why
    assert left[0, 1] == min(death - 365.0, 183.5)
    assert came[2, 0, 1] == np.False_


def test_the_first_of_several_events_counts(faithful) -> None:
    _, left, _, _ = left_by(faithful(TIRED), rule_0=[(2, 730.0), (2, 548.0)])
    assert left[0, 2] == 183.5


def test_nobody_leaves_because_of_a_visit_that_was_missed(plan) -> None:
    always = MISSES.replace("0.1", "0.999999")
    scores = np.zeros((3, REPLICATES, SLOTS))
    scores[1] = 20.0
    came, left, _, _ = left_by(plan((HAZARD, WORSE), (MISSES, always), WATCHED), scores)
    assert not came[1:].any()
    assert np.isinf(left).all()


def test_only_a_rule_of_which_people_die_is_death(faithful) -> None:
    study = faithful(DEATH + TIRED)
    assert died(study, "death")
    assert not died(study, "gave up")
    assert not died(study, "constant hazard")
