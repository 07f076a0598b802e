"""Missing items: no silent totals, and proration only where it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lassitude.instruments import HalfRule, NoTotalIfAnyMissing, score
from lassitude.instruments.missing import sum_of_items
from lassitude.quantities.errors import RequestError


def ones(leave_out: tuple[int, ...] = ()) -> dict[int, np.ndarray]:
    return {item: np.array([np.nan if item in leave_out else 1.0]) for item in range(1, 22)}


def test_one_missing_item_takes_its_subscale_and_the_total():
    scores = score("MFIS", ones((4,)))
    assert np.isnan(scores["physical"]).all() and np.isnan(scores["total"]).all()
    assert scores["cognitive"] == 10.0 and scores["psychosocial"] == 2.0


def test_half_rule_prorates_within_the_subscale():
    scores = score("MFIS", ones((4, 6, 7, 10)), HalfRule())
    assert scores["physical"] == 9.0 and scores["total"] == 21.0


def test_half_rule_gives_up_below_half():
    scores = score("MFIS", ones((4, 6, 7, 10, 13)), HalfRule())
    assert np.isnan(scores["physical"]).all() and np.isnan(scores["total"]).all()


def test_items_left_out_are_missing():
    assert np.isnan(score("FIS", {1: np.array([4.0, 0.0])})["total"]).all()


def test_an_examination_cannot_be_prorated():
    with pytest.raises(RequestError, match=r"EDSS cannot be scored by the rule 'half-rule'.*no-total"):
        score("EDSS", {1: np.zeros(1)}, HalfRule())


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20))
def test_both_rules_agree_where_nothing_is_missing(answers):
    row = np.array(answers, dtype=np.float64)
    assert np.isclose(sum_of_items(row, HalfRule()), sum_of_items(row, NoTotalIfAnyMissing()))
