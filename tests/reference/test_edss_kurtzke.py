"""Kurtzke's rules against worked examples of another implementation and the printed definitions.

Examples: tests of github.com/atiweb/edss-in-php (MIT), made from the Neurostatus scoring table of
L. Kappos; order visual, brainstem, pyramidal, cerebellar, sensory, bowel/bladder, mental, ambulation
(coding of 2011), EDSS step. Printed definitions: Kurtzke J.F. Neurology 1983;33:1444.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments.edss import NEUROSTATUS_2011, SYSTEMS, WALKING_RANGE, edss_step

ORDER = ("visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "mental")
EXAMPLES = (
    "00000000 0", "00100000 1", "00000100 1", "10000000 1", "01100000 1.5", "11111110 1.5",
    "00200000 2", "00000001 2", "11111111 2", "20000000 2", "30000000 2", "00000200 2",
    "00220000 2.5", "22000000 2.5", "00222000 3", "00222200 3", "03000000 3", "13111110 3",
    "00000300 3", "00000400 3", "40000000 3", "50000000 3", "22222000 3.5", "00320000 3.5",
    "20000030 3.5", "00030030 3.5", "00031030 3.5", "22222200 4", "22222220 4", "00400000 4",
    "11111140 4", "00032030 4", "23332230 4", "22200030 4", "60000000 4", "00000500 4",
    "00000002 4.5", "00430000 4.5", "02000040 4.5", "04330000 4.5", "13333130 4.5", "51111112 4.5",
    "00000042 4.5", "00000003 5", "00440000 5", "05000000 5", "00500000 5", "00005000 5",
    "00000600 5", "43333330 5", "14333110 5", "00000004 5.5", "00000005 6", "00000006 6",
    "00000007 6", "00000008 6.5", "00000009 6.5", "12131421 4",
)  # fmt: skip
WHEELCHAIR_AND_BED = {10: 7.0, 11: 7.5, 12: 8.0, 13: 8.5, 14: 9.0, 15: 9.5, 16: 10.0}


@pytest.mark.parametrize("example", EXAMPLES)
def test_worked_examples(example):
    digits, expected = example.split()
    scores = {name: np.array([float(digit)]) for name, digit in zip(ORDER, digits, strict=False)}
    assert edss_step(scores, np.array([float(digits[7])]), NEUROSTATUS_2011) == float(expected)


@pytest.mark.parametrize(("ambulation", "expected"), WHEELCHAIR_AND_BED.items())
def test_beyond_walking(ambulation, expected):
    scores = {name: np.zeros(1) for name in SYSTEMS}
    assert edss_step(scores, np.array([float(ambulation)]), NEUROSTATUS_2011) == expected


@pytest.mark.parametrize(
    ("meters_or_aid", "expected"),
    [(0, 0.0), (1, 4.5), (2, 5.0), (3, 5.5), (4, 6.0), (5, 6.0), (6, 6.0), (7, 6.5), (8, 6.5), (9, 7.0)],
)
def test_walking_range_coding_lies_one_below_that_of_2011_from_300_meters_on(meters_or_aid, expected):
    assert WALKING_RANGE.least_step[meters_or_aid] == expected
    if meters_or_aid:
        assert WALKING_RANGE.least_step[meters_or_aid] == NEUROSTATUS_2011.least_step[meters_or_aid + 1]
