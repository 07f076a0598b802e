"""Protects: what works and may mislead is said, and nothing is said of a plan that gives no cause."""

from __future__ import annotations

import pytest

from lassitude.study.cautions import cautions
from lassitude.study.protocol import parse_protocol
from tests.faults.designs import CROSSOVER, PARALLEL, SERIES, WAITING

CASES = {
    "recall over two visits": (
        PARALLEL,
        "",
        "",
        {"MFIS": 60},
        "MFIS asks about the last 60 days, but W6 comes 42 days after BL (and 1 more such)",
    ),
    "recall into the washout": (
        CROSSOVER,
        "",
        "",
        {"MFIS": 36},
        "W5 comes 35 days after its period began: its answers tell of the time before the treatment too",
    ),
    "recall into the treatment before": (
        CROSSOVER,
        "",
        "",
        {"MFIS": 50},
        "its answers tell of the treatment before too",
    ),
    "recall into the time before a treatment that starts late": (
        CROSSOVER,
        '"modafinil", start_day = 0',
        '"modafinil", start_day = 14',
        {"MFIS": 28},
        "35 days after its period began and 21 days after the last treatment of an arm started: its answers "
        "tell of the time before the treatment too. Measure later in the period",
    ),
    "a long washout": (
        CROSSOVER,
        'washout = "2 wk"',
        'washout = "8 wk"',
        {},
        "the washout (8 wk) is longer than the period (6 wk)",
    ),
    "unbalanced sequences": (
        CROSSOVER.replace("sizes = [4]", "sizes = [3]"),
        "sequences = {",
        'sequences = { D2 = ["drug", "placebo"],',
        {},
        "in period 1 the sequences name arms unequally often (drug 2, placebo 1)",
    ),
    "cuts below everybody": (
        PARALLEL,
        "cuts = [3.5]",
        "cuts = [0]",
        {},
        "EDSS.total is cut at 0, and nobody who may enter is below it (they run from 0 to 6.5)",
    ),
    "cuts above everybody": (
        PARALLEL,
        "cuts = [3.5]",
        "cuts = [3.5, 7]",
        {},
        "EDSS.total is cut at 7, and nobody who may enter is at or above it",
    ),
    "minimization by rule": (
        WAITING,
        "probability = 0.8",
        "probability = 1",
        {},
        "minimization with probability 1 assigns by rule",
    ),
    "one block size": (CROSSOVER, "", "", {}, "every block has 4 people"),
    "treated after the last visit": (
        PARALLEL,
        '"modafinil", start_day = 0',
        '"modafinil", start_day = 84',
        {},
        "modafinil of drug starts on day 84, and the last visit is on day 84",
    ),
    "open placebo": (
        PARALLEL,
        'blinding = "blinded"\ncomparator',
        'blinding = "open"\ncomparator',
        {},
        "placebo is a placebo with blinding 'open': people know that it is inert",
    ),
    "attention that nobody notices": (
        PARALLEL,
        'blinding = "blinded"\ncomparator = "placebo"',
        'blinding = "none"\ncomparator = "attention"',
        {},
        "placebo compares with attention and has blinding 'none'",
    ),
    "blinded usual care": (
        PARALLEL,
        'comparator = "placebo"',
        'comparator = "usual-care"',
        {},
        "placebo is usual care with blinding 'blinded': no expectation is simulated",
    ),
    "later than the window": (
        PARALLEL,
        'days = 5, source = "hypothesis" }\nunscheduled',
        'days = 9, source = "hypothesis" }\nunscheduled',
        {},
        "visits are up to 9 days late, and the window ends 7 days after a visit's day",
    ),
    "closed while people enter": (
        PARALLEL,
        'closes = "24 mo"',
        'closes = "9 mo"',
        {},
        "about 3 of 12 would enter after the closing",
    ),
    "closed before the last visit": (
        PARALLEL,
        'closes = "24 mo"',
        'closes = "12 mo"',
        {},
        "about 3 of 12 people have not had their last visit by then",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_may_mislead_is_said(case: str) -> None:
    text, old, new, recall, expected = CASES[case]
    assert old in text
    said = cautions(parse_protocol(text.replace(old, new, 1), "mine.toml"), recall)
    assert any(expected in sentence for sentence in said), said


@pytest.mark.parametrize(
    "text", [PARALLEL, WAITING, SERIES, CROSSOVER.replace("sizes = [4]", "sizes = [4, 6]")]
)
def test_nothing_is_said_without_a_cause(text: str) -> None:
    assert cautions(parse_protocol(text, "mine.toml"), {"MFIS": 14, "EDSS": 0}) == ()
