"""Protects: what each person reaches at most after a visit, with gaps, ties and people left out."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.peaks import peaks

DAYS = [0.0, 1 / 24, 3 / 24, 6 / 24]
VALUES = np.array([[[2.0, 8.0, 8.0, 3.0], [4.0, np.nan, 6.0, 12.0], [np.nan, 9.0, 9.0, 9.0], [5.0] * 4]])
ENROLLED = np.array([[True, True, True, False]])


def test_two_people_by_hand() -> None:
    """Peaks 8 after 1 h (the first of two) and 12 after 6 h; rises 6 and 8; ratios 4 and 3."""
    found = peaks(VALUES, DAYS, ENROLLED)
    told = [float(one[0]) for one in (found.peak, found.rise, found.fold, found.hours)]
    assert told == pytest.approx([10.0, 7.0, 3.5, 3.5])
    assert found.rise_se[0] == pytest.approx(1.0)  # SD of 6 and 8 is 1.414, over the root of 2
    assert found.n.tolist() == [2]


def test_people_without_a_start_are_left_out_and_counted() -> None:
    assert peaks(VALUES, DAYS, ENROLLED).left_out.tolist() == [[False, False, True, False]]


def test_the_lowest_value_can_be_asked_for() -> None:
    """Lowest after the start: 3 after 6 h and 6 after 3 h."""
    found = peaks(VALUES, DAYS, ENROLLED, "lowest")
    assert (found.peak[0], found.hours[0]) == (4.5, 4.5)


def test_a_replicate_without_anybody_gives_no_number() -> None:
    found = peaks(VALUES, DAYS, np.zeros((1, 4), bool))
    assert all(np.isnan(one).all() for one in (found.peak, found.rise, found.fold, found.hours))
