"""Protects: a rule of entry means what a reader of the paper takes it to mean, or is refused in words."""

from __future__ import annotations

import math

import pytest

from lassitude.prediction.single_arm_entry import parse_entry
from lassitude.quantities.errors import RequestError


@pytest.mark.parametrize(
    ("text", "low", "high", "times"),
    [
        ("MFIS.total > 33", 33.0, math.inf, 1),
        ("MFIS.total>=34", 33.0, math.inf, 1),
        ("MFIS.total ≥ 34", 33.0, math.inf, 1),
        ("MFIS.total > 33.5", 33.0, math.inf, 1),
        ("MFIS.total < 20", -math.inf, 20.0, 1),
        ("MFIS.total <= 19", -math.inf, 20.0, 1),
        ("MFIS.total between 34 and 60", 33.0, 61.0, 1),
        ("MFIS.total > 33 and MFIS.total <= 60", 33.0, 61.0, 1),
        ("MFIS.total > 20 and MFIS.total > 33", 33.0, math.inf, 1),
        ("mean of 2 MFIS.total >= 34", 33.5, math.inf, 2),
        ("mean of 2 MFIS.total > 33", 33.0, math.inf, 2),
        ("MFIS.total between 34 and 34", 33.0, 35.0, 1),
    ],
)
def test_rules_that_let_the_same_people_in_are_the_same(
    text: str, low: float, high: float, times: int
) -> None:
    window = parse_entry(text).window
    assert (window.low, window.high, window.times) == (pytest.approx(low), pytest.approx(high), times)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MIFS.total > 33", "Did you mean"),
        ("MFIS.totl > 33", "Did you mean 'total'?"),
        ("MFIS > 33", "several parts"),
        ("MFIS.total > 90", "runs from 0 to 84"),
        ("MFIS.total > 84", "no MFIS.total from 0 to 84 is let in"),
        ("MFIS.total >= 0", "lets everybody in"),
        ("MFIS.total > 40 and MFIS.total < 41", "no MFIS.total"),
        ("MFIS.total between 60 and 34", "between 34 and 60"),
        ("MFIS.total > 33,5", "is not a rule"),
        ("MFIS.total over 33", "is not a rule"),
        ("MFIS.total > 33 and", "is not a rule"),
        ("", "is not a rule"),
        ("MFIS.total > 33 and EDSS.total <= 6", "rules on 2 scores"),
        ("age_years >= 18", "does not swing"),
        ("mean of 9 MFIS.total > 33", "1 to 5"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(RequestError) as refusal:
        parse_entry(text)
    assert said in str(refusal.value)
    assert repr(text) in str(refusal.value)
