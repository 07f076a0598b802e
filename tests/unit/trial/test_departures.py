"""Protects: people leave for the declared reasons, on the right day, by chance of their own.

All draws are keyed; a bound of 3.29 standard errors of a share is crossed once in a thousand by chance.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import Keys, person_keys, uniforms
from lassitude.study.simulation import (
    Administrative,
    ConstantHazard,
    Dropout,
    NoDropout,
    WhenNoBetter,
    WhenWorse,
)
from lassitude.trial.departures import STAYED, Departures, better_sign, departures

PLANNED = np.array([0, 28, 84, 168])
MANY = 20_000
NONE = NoDropout(type="none")


def hazard(per_year: float) -> ConstantHazard:
    return ConstantHazard(type="constant-hazard", per_year=per_year, source="hypothesis")


def worse(by: float = 5.0, probability: float = 1.0, measure: str = "MFIS.total") -> WhenWorse:
    return WhenWorse(type="when-worse", measure=measure, by=by, probability=probability, source="hypothesis")


def no_better(by: float = 5.0, after: str = "12 wk", measure: str = "MFIS.total") -> WhenNoBetter:
    return WhenNoBetter(
        type="when-no-better", measure=measure, by=by, after=after, probability=1.0, source="hypothesis"
    )


def closing(recruitment: str, closes: str) -> Administrative:
    return Administrative(type="administrative", recruitment=recruitment, closes=closes, source="hypothesis")


def left(
    *dropout: Dropout,
    scores: ArrayLike | None = None,
    measure: str = "MFIS.total",
    late: float = 0.0,
    keys: Keys | None = None,
    planned: NDArray[np.int64] = PLANNED,
) -> Departures:
    """Send people whose scores are one row each through the visits."""
    values = np.zeros((MANY, len(planned))) if scores is None else np.asarray(scores, float)
    people = person_keys(1, 0, np.arange(len(values))) if keys is None else keys
    since_first = planned - planned[0] + np.where(planned > planned[0], late, 0.0)
    days = np.broadcast_to(since_first[:, None], values.T.shape)
    return departures(dropout, planned, days, {measure: values.T}, people)


def test_nobody_leaves_without_a_reason() -> None:
    for dropout in ((), (NONE,), (hazard(0.0),)):
        who = left(*dropout)
        assert np.isinf(who.day).all()
        assert (who.reason == STAYED).all()


def test_a_constant_hazard_has_its_rate() -> None:
    # exp(-0.2 * 168 / 365.25) = 0.912 stay to the end: error 0.2% of 20,000.
    who = left(hazard(0.2))
    stay = np.exp(-0.2 * 168 / 365.25)
    assert np.isinf(who.day).mean() == pytest.approx(stay, abs=3.29 * np.sqrt(stay * (1 - stay) / MANY))
    gone = who.day[who.reason == 0]
    # An exponential cut off after x of its means has the mean 1/x - 1/(exp(x) - 1) of the cut; x is 0.092.
    assert gone.mean() / 168 == pytest.approx(0.4923, abs=3.29 * 0.289 / np.sqrt(len(gone)))


def test_a_constant_hazard_keeps_the_numbers_it_has_always_drawn() -> None:
    drawn = -np.log(uniforms(person_keys(1, 0, np.arange(MANY)), "dropout", 0)) / 2.0 * 365.25
    assert np.array_equal(left(hazard(2.0)).day, np.where(drawn > 168, np.inf, drawn))


def test_whoever_is_worse_leaves_half_a_day_after_the_visit_that_shows_it() -> None:
    scores = [
        [40, 44, 44, 44],  # never worse by 5
        [40, 45, 40, 40],  # just worse at the second visit
        [40, 40, 60, 60],  # at the third
        [40, 30, 20, 10],  # better
        [40, 40, 40, 60],  # only at the last, after which there is nothing to leave
    ]
    assert left(worse(5.0), scores=scores).day.tolist() == [np.inf, 28.5, 84.5, np.inf, np.inf]


def test_worse_is_lower_where_higher_is_better() -> None:
    scores = [[5000, 4000, 4000, 4000], [5000, 6000, 7000, 8000]]
    who = left(worse(1000.0, measure="steps.mean_day"), scores=scores, measure="steps.mean_day")
    assert who.day.tolist() == [28.5, np.inf]


def test_whoever_is_not_better_leaves_after_a_visit_from_the_declared_time_on() -> None:
    scores = [
        [40, 40, 35, 35],  # better by 5 when it counts
        [40, 30, 36, 30],  # was better before, is not any more
        [40, 40, 40, 40],
        [40, 90, 30, 30],
    ]
    assert left(no_better(5.0), scores=scores).day.tolist() == [np.inf, 84.5, 84.5, np.inf]


def test_better_is_higher_where_higher_is_better() -> None:
    scores = [[5000, 5000, 6000, 6000], [5000, 5000, 4000, 4000]]
    rule = no_better(1000.0, measure="steps.mean_day")
    assert left(rule, scores=scores, measure="steps.mean_day").day.tolist() == [np.inf, 84.5]


@pytest.mark.parametrize(("after", "day"), [("0 d", 28.5), ("4 wk", 28.5), ("29 d", 84.5), ("2.75 mo", 84.5)])
def test_a_time_from_which_visits_count_includes_the_visit_planned_then(after: str, day: float) -> None:
    # 2.75 months are 83.7 days and their visit is held on whole day 84.
    assert left(no_better(after=after), scores=[[40.0] * 4]).day.tolist() == [day]


def test_times_count_from_day_zero_wherever_the_first_visit_lies() -> None:
    planned = np.array([-14, 0, 28, 84])
    scores = [[40.0] * 4]
    assert left(no_better(after="0 d"), scores=scores, planned=planned).day.tolist() == [14.5]


def test_a_decimal_difference_reaches_its_bound() -> None:
    # 4.1 - 3.6 is a little less than 0.5 in binary.
    scores = [[3.6, 4.1, 3.6, 3.6]]
    assert left(worse(0.5), scores=scores).day.tolist() == [28.5]
    assert left(no_better(0.5, "0 d"), scores=[[4.1, 3.6, 3.6, 3.6]]).day.tolist() == [np.inf]


def test_what_nobody_measured_makes_nobody_leave() -> None:
    nan = np.nan
    scores = [[40, nan, 60, 60], [nan, 90, 90, 90], [40, nan, nan, nan]]
    assert left(worse(), scores=scores).day.tolist() == [84.5, np.inf, np.inf]
    assert left(no_better(), scores=scores).day.tolist() == [84.5, np.inf, np.inf]


def test_a_late_visit_is_left_after_the_day_it_was_held() -> None:
    assert left(worse(), scores=[[40, 60, 60, 60]], late=5.0).day.tolist() == [33.5]


def test_each_showing_visit_is_a_chance_of_its_own() -> None:
    # Worse at two visits before the last: 0.3, then 0.3 of the other 0.7.
    who = left(worse(5.0, 0.3), scores=np.tile([40.0, 50.0, 50.0, 50.0], (MANY, 1)))
    for day, share in ((28.5, 0.3), (84.5, 0.21), (np.inf, 0.49)):
        bound = 3.29 * np.sqrt(share * (1 - share) / MANY)
        assert (who.day == day).mean() == pytest.approx(share, abs=bound)


def test_a_study_closes_on_those_who_entered_late() -> None:
    # Entry is even over 100 days and closing 200 days after the first: whoever entered after day 32 does
    # not reach day 168, and the others do.
    who = left(closing("100 d", "200 d"))
    bound = 3.29 * np.sqrt(0.68 * 0.32 / MANY)
    assert (who.reason == 0).mean() == pytest.approx(0.68, abs=bound)
    gone = np.sort(who.day[who.reason == 0])
    assert 100 <= gone[0] < 100.2
    assert 167.8 < gone[-1] < 168
    assert gone.mean() == pytest.approx(134, abs=3.29 * 68 / np.sqrt(12 * len(gone)))


def test_a_study_that_closes_after_everybody_is_done_makes_nobody_leave() -> None:
    assert np.isinf(left(closing("30 d", "200 d")).day).all()


def test_the_earliest_of_several_reasons_wins_and_is_named() -> None:
    scores = [
        [40, 60, 60, 60],  # worse at once
        [40, 40, 40, 40],  # not better from week 12 on
        [40, 30, 30, 30],  # better: stays until the study closes
    ]
    who = left(worse(), no_better(), closing("0 d", "120 d"), scores=scores)
    assert who.day.tolist() == [28.5, 84.5, 120.0]
    assert [who.reasons[number] for number in who.reason] == [
        "MFIS.total worse by 5 or more",
        "MFIS.total not better by 5",
        "the study closed",
    ]


def test_reasons_have_words_for_people() -> None:
    who = left(NONE, hazard(0.1), worse(2.5), no_better(), closing("1 d", "9 wk"))
    assert who.reasons == (
        "nobody leaves",
        "constant hazard",
        "MFIS.total worse by 2.5 or more",
        "MFIS.total not better by 5",
        "the study closed",
    )


def test_another_reason_changes_no_draw_of_the_first() -> None:
    alone = left(hazard(1.0))
    both = left(worse(5.0, 0.5), hazard(1.0))
    assert np.array_equal(alone.day, both.day)
    assert np.array_equal(alone.reason == 0, both.reason == 1)


def test_two_reasons_of_one_type_draw_apart() -> None:
    # Two independent rates add up.
    stay = np.exp(-2.0 * 168 / 365.25)
    bound = 3.29 * np.sqrt(stay * (1 - stay) / MANY)
    assert np.isinf(left(hazard(1.0), hazard(1.0)).day).mean() == pytest.approx(stay, abs=bound)


def test_two_triggers_of_one_type_draw_apart() -> None:
    # Shown by both at one visit: half stay after the first draw, half of those after the second.
    who = left(worse(5.0, 0.5), worse(8.0, 0.5), scores=np.tile([40.0, 50.0, 40.0, 40.0], (MANY, 1)))
    assert np.isinf(who.day).mean() == pytest.approx(0.25, abs=3.29 * np.sqrt(0.25 * 0.75 / MANY))


def test_neither_order_nor_portion_nor_another_visit_changes_who_leaves() -> None:
    dropout = (hazard(1.0), worse(5.0, 0.4), closing("100 d", "200 d"))
    keys = person_keys(1, np.array([[0], [1]]), np.arange(50))
    scores = 40 + 20 * uniforms(keys, "score", PLANNED[:, None, None])
    days = np.broadcast_to(PLANNED[:, None, None], scores.shape).astype(float)
    whole = departures(dropout, PLANNED, days, {"MFIS.total": scores}, keys)
    picked = np.array([31, 4, 17])
    some = Keys(keys.word0[1, picked], keys.word1[1, picked])
    part = departures(dropout, PLANNED, days[:, 1, picked], {"MFIS.total": scores[:, 1, picked]}, some)
    assert np.array_equal(part.day, whole.day[1, picked])
    assert np.array_equal(part.reason, whole.reason[1, picked])
    wider = np.array([0, 28, 56, 84, 168])
    seen = {"MFIS.total": np.insert(scores, 2, np.nan, axis=0)}
    more = departures(dropout, wider, np.insert(days, 2, 56.0, axis=0), seen, keys)
    assert np.array_equal(more.day, whole.day)


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        ("IFNG.concentration", "IFNG.concentration .* no better and no worse"),
        ("age_years", "age_years .* no better and no worse"),
        ("MFIS.totl", "MFIS has no part 'totl'. Did you mean 'total'"),
        ("MFSI.total", "There is no instrument 'MFSI'. Did you mean"),
    ],
)
def test_a_measure_that_cannot_be_worse_is_refused(measure: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        better_sign(measure)
