"""Protects: the diary keeps what was measured under the right visit and person, and says who and when."""

from __future__ import annotations

import numpy as np

from lassitude.instruments.parts import Observed
from lassitude.trial.bodies import Snapshot
from lassitude.trial.diary import COUNTED, Diary

PEOPLE, PLACE = 4, 100


def diary(visits: int = 2, counts: int = 2) -> Diary:
    return Diary(PEOPLE, visits, counts, PLACE, np.array([0, 2]))


def answers(level: float, status: np.ndarray | None = None) -> dict[str, dict[str, Observed]]:
    value = np.float64(level) + np.arange(float(PEOPLE))
    return {"MFIS": {"total": Observed(value, status, 2.0), "item_1": Observed(10 * value, None, None)}}


def write(one: Diary, number: int, who: list[bool], day: int, level: float, status=None) -> None:
    one.visit(number, np.array(who), day, {"mood": level + np.arange(float(PEOPLE))}, answers(level, status))


def test_people_who_come_at_different_days_are_written_under_one_visit() -> None:
    one = diary()
    write(one, 0, [True] * 4, 730, 0.0)
    write(one, 1, [True, False, True, False], 800, 10.0)
    write(one, 1, [False, True, False, True], 805, 20.0)
    pages = one.pages()
    assert pages["held.day"].tolist() == [[730] * 4, [800, 805, 800, 805]]
    assert pages["value.MFIS.total"][1].tolist() == [10, 21, 12, 23]
    assert pages["truth.mood"][1].tolist() == [10, 21, 12, 23]


def test_who_is_never_seen_has_no_value() -> None:
    one = diary()
    write(one, 0, [True, True, True, False], 730, 0.0)
    assert np.isnan(one.pages()["value.MFIS.total"][0, 3])
    assert np.isnan(one.pages()["value.MFIS.total"][1]).all()


def test_single_items_are_kept_of_the_first_replicate_only() -> None:
    one = diary()
    write(one, 0, [True, True, False, True], 730, 0.0)
    pages = one.pages()
    assert pages["item.MFIS.item_1"].shape == (2, 2)
    assert pages["item.MFIS.item_1"][0, 0] == 0.0 and np.isnan(pages["item.MFIS.item_1"][0, 1])
    assert "value.MFIS.item_1" not in pages


def test_status_and_limit_are_kept_where_not_everything_was_observed() -> None:
    one = diary()
    write(one, 0, [True] * 4, 730, 0.0, np.array([0, 2, 0, 2], np.int8))
    pages = one.pages()
    assert pages["status.MFIS.total"].tolist() == [[0, 2, 0, 2], [0] * 4]
    assert pages["limit.MFIS.total"][0].tolist() == [2.0] * 4


def test_a_second_measurement_is_kept_without_items() -> None:
    one = diary()
    one.again(answers(5.0))
    assert list(one.pages()) == ["repeat.MFIS.total"]


def test_events_name_places_in_the_list_of_all() -> None:
    one = diary()
    one.event(0, np.array([False, True, False, True]), np.array([1.0, 2.0, 3.0, 4.0]))
    one.event(0, np.array([True, False, False, False]), np.array([5.0, 6.0, 7.0, 8.0]))
    one.event(1, np.zeros(4, bool), np.zeros(4))
    pages = one.pages()
    assert pages["log.event.0.place"].tolist() == [101, 103, 100]
    assert pages["log.event.0.day"].tolist() == [2.0, 4.0, 5.0]
    assert pages["log.event.1.place"].size == 0


def test_both_relapses_that_a_body_remembers_are_written_once() -> None:
    one = diary()
    state = {
        "last_relapse_day": np.array([-1, 740, 720, 760], np.float32),
        "earlier_relapse_day": np.array([-1, 700, -1, 735], np.float32),
    }
    one.relapses(Snapshot(800, state, {}), 730)
    pages = one.pages()
    found = sorted(zip(pages["log.relapse.place"].tolist(), pages["log.relapse.day"].tolist(), strict=True))
    assert found == [(101, 740.0), (103, 735.0), (103, 760.0)]


def test_visits_between_keep_the_values_of_those_seen() -> None:
    one = diary()
    one.clinic(np.array([False, False, True, True]), 760, answers(0.0))
    one.clinic(np.array([True, False, False, False]), 790, answers(10.0))
    pages = one.pages()
    assert pages["log.clinic.place"].tolist() == [102, 103, 100]
    assert pages["log.clinic.day"].tolist() == [760.0, 760.0, 790.0]
    assert pages["log.clinic.MFIS.total"].tolist() == [2.0, 3.0, 10.0]
    assert "log.clinic.MFIS.item_1" not in pages


def test_sessions_and_doses_are_counted_for_everybody() -> None:
    one = diary()
    state = {name: np.arange(PEOPLE, dtype=np.float32) + i for i, name in enumerate(COUNTED)}
    one.count(1, Snapshot(800, state, {}))
    pages = one.pages()
    for i, name in enumerate(COUNTED):
        assert pages[f"count.{name}"][1].tolist() == [i, i + 1, i + 2, i + 3]
        assert np.isnan(pages[f"count.{name}"][0]).all()
