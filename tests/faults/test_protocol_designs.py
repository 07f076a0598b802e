"""Protects the person who plans a design that cannot work: told which line, why, and the way out."""

from __future__ import annotations

import re

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol
from tests.faults.designs import CROSSOVER, PARALLEL, SERIES, WAITING

WHOLE = {"parallel": PARALLEL, "waiting": WAITING, "crossover": CROSSOVER, "series": SERIES}

MISTAKES = {
    "unknown design": (CROSSOVER, '"crossover"\nperiod', '"crosover"\nperiod', "Did you mean 'crossover'?"),
    "a sequence misses a period": (
        CROSSOVER,
        'PD = ["placebo", "drug"]',
        'PD = ["placebo"]',
        "design.sequences.PD: PD has an arm for 1 of 2 periods; sequences are equally long.",
    ),
    "a sequence names no arm": (
        CROSSOVER,
        'PD = ["placebo", "drug"]',
        'PD = ["placebo", "durg"]',
        "design.sequences.PD[1]: there is no arm 'durg'. Did you mean 'drug'?",
    ),
    "one sequence": (CROSSOVER, ', PD = ["placebo", "drug"]', "", "a crossover has at least two sequences"),
    "one period": (
        CROSSOVER,
        'DP = ["drug", "placebo"], PD = ["placebo", "drug"]',
        'D = ["drug"], P = ["placebo"]',
        "at least two periods",
    ),
    "an arm without a place": (
        CROSSOVER,
        'DP = ["drug", "placebo"], PD = ["placebo", "drug"]',
        'DD = ["drug", "drug"], D2 = ["drug", "drug"]',
        "arms.placebo: nobody ever has this arm",
    ),
    "a period of nothing": (CROSSOVER, 'period = "6 wk"', 'period = "0 wk"', "a period of 0 wk is none"),
    "a washout below nothing": (CROSSOVER, 'washout = "2 wk"', 'washout = "-2 wk"', 'write "0 d" for none'),
    "a treatment beyond its period": (
        CROSSOVER,
        '"modafinil", start_day = 0',
        '"modafinil", start_day = 0, stop_day = 50',
        "modafinil would be given beyond its period of 42 days",
    ),
    "a treatment outside its period": (
        CROSSOVER,
        '"modafinil", start_day = 0',
        '"modafinil", start_day = 42',
        "days of a treatment count from the start of a period of 42 days; 42 is not in it",
    ),
    "a visit outside its period": (
        CROSSOVER,
        'W5 = "5 wk"',
        'W5 = "7 wk"',
        "W5 (7 wk) lies outside its period",
    ),
    "no visit in a period": (CROSSOVER, 'in_period = { W5 = "5 wk" }', "", "needs a visit in each"),
    "a period's visit named as another": (
        CROSSOVER,
        'W5 = "5 wk"',
        'BL = "5 wk"',
        "BL stands in visits.schedule too; give one another label",
    ),
    "a visit named as a period's": (
        CROSSOVER,
        'BL = "0 wk"',
        'BL = "0 wk", P1-W5 = "40 wk"',
        "P1-W5 is what a visit of a period is called",
    ),
    "two visits on one day": (CROSSOVER, 'W5 = "5 wk"', 'W0 = "0 wk", W5 = "5 wk"', "fall on the same day"),
    "the first visit in a period": (
        CROSSOVER,
        'BL = "0 wk"',
        'BL = "30 wk"',
        'put one before it, such as BL = "-1 d"',
    ),
    "periods where there are none": (
        PARALLEL,
        "window_days",
        'in_period = { W5 = "5 wk" }\nwindow_days',
        "a design of type 'parallel' has no periods; write these visits in the schedule",
    ),
    "more sequences than people": (CROSSOVER, "n = 12", "n = 1", "1 people cannot fill 2 groups (DP, PD)"),
    "more arms than people": (PARALLEL, "n = 12", "n = 1", "1 people cannot fill 2 groups (drug, placebo)"),
    "blocks that do not fit": (
        PARALLEL,
        "sizes = [3, 6]",
        "sizes = [3, 4]",
        "design.allocation.sizes[1]: a block of 4 cannot hold the groups in their ratio, which sums to 3; "
        "write a multiple of 3, such as 6.",
    ),
    "blocks that do not fit sequences": (
        CROSSOVER,
        "sizes = [4]",
        "sizes = [3]",
        "write a multiple of 2, such as 4",
    ),
    "ratio of an arm that is not there": (
        PARALLEL,
        "{ drug = 2, pl",
        "{ durg = 2, pl",
        "Did you mean 'drug'?",
    ),
    "ratio of some arms": (
        PARALLEL,
        "{ drug = 2, placebo = 1 }",
        "{ drug = 2 }",
        "the ratio says nothing of placebo",
    ),
    "cuts of sex": (PARALLEL, '{ measure = "sex" }', '{ measure = "sex", cuts = [1] }', "sex has no cuts"),
    "no cuts": (PARALLEL, ", cuts = [3.5]", "", "EDSS.total is not cut into groups"),
    "falling cuts": (PARALLEL, "cuts = [3.5]", "cuts = [3.5, 2]", "cuts rise, each once"),
    "a stratum twice": (
        PARALLEL,
        '{ measure = "sex" },',
        '{ measure = "sex" }, { measure = "sex" },',
        "sex is listed twice",
    ),
    "a stratum at a visit": (
        PARALLEL,
        'measure = "EDSS.total", cuts',
        'measure = "EDSS.total@BL", cuts',
        "people are judged before the first visit; write EDSS.total",
    ),
    "minimization by less than chance": (
        WAITING,
        "probability = 0.8",
        "probability = 0.5",
        "greater than 0.5",
    ),
    "enrichment without a bound": (
        PARALLEL,
        ", change_at_least = -5",
        "",
        "give exactly one of change_at_least and change_at_most",
    ),
    "enrichment by what is not measured": (
        PARALLEL,
        '"MFIS.total", change_at_least',
        '"FIS.total", change_at_least',
        "design.run_in.enrich[0].measure: FIS is not measured",
    ),
    "treated before the wait is over": (
        WAITING,
        "start_day = 84",
        "start_day = 83",
        "modafinil starts on day 83, before the wait of 12 wk is over; write start_day = 84 or later",
    ),
    "no visit within the wait": (
        WAITING,
        'W12 = "12 wk", ',
        'W13 = "13 wk", ',
        "no visit falls into the wait of 12 wk",
    ),
    "a wait of nothing": (WAITING, 'wait = "12 wk"', 'wait = "0 wk"', "a wait of 0 wk is none"),
    "nobody waits": (WAITING, 'waiting = "waiting"', 'waiting = "wating"', "Did you mean 'waiting'?"),
    "the waiting are no waiting list": (
        WAITING,
        'comparator = "waiting-list"\n',
        "",
        'people of waiting wait; write comparator = "waiting-list"',
    ),
    "another waiting list": (
        WAITING,
        "[arms.drug]\n",
        '[arms.drug]\ncomparator = "waiting-list"\n',
        "only the arm that waits, waiting, is a waiting list",
    ),
    "blinded to nothing": (
        PARALLEL,
        'treatments = [{ name = "placebo", start_day = 0 }]\n',
        "",
        "arms.placebo.blinding: blinded people receive something that they cannot tell apart",
    ),
    "one arm to draw from": (
        PARALLEL,
        PARALLEL[PARALLEL.index("[arms.placebo]") : PARALLEL.index("[design]")],
        "",
        "needs two arms of one population, or there is nothing to draw",
    ),
    "two populations cross over": (
        CROSSOVER,
        '[arms.placebo]\npopulation = "patients"',
        '[populations.others]\ncondition = "rrms"\nn = 12\n[arms.placebo]\npopulation = "others"',
        "arms.placebo.population: arms of a crossover design have the same people, but placebo",
    ),
    "an arm against itself": (
        SERIES,
        '["drug", "placebo"]',
        '["drug", "drug"]',
        "drug is compared with itself",
    ),
    "too few cycles": (SERIES, "cycles = 3", "cycles = 1", "greater than or equal to 2"),
    "too many cycles": (SERIES, "cycles = 3", "cycles = 7", "less than or equal to 6"),
    "three arms in a series": (SERIES, '["drug", "placebo"]', '["drug", "placebo", "drug"]', "design.arms"),
    "an arm named all": (PARALLEL, "[arms.placebo]", "[arms.all]", "'all' stands for all people together"),
    "an arm with a slash": (PARALLEL, "[arms.placebo]", '[arms."a/b"]', "has no | or / in it"),
    "screened once over": (
        PARALLEL,
        "n = 12",
        'n = 12\nscreening = { type = "repeated", times = 1, days_apart = 7, judged_by = "mean" }',
        "greater than or equal to 2",
    ),
}


@pytest.mark.parametrize("design", WHOLE)
def test_the_protocols_spoiled_here_are_whole(design: str) -> None:
    assert parse_protocol(WHOLE[design], "whole.toml").id == "small"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_the_way_out(mistake: str) -> None:
    text, old, new, expected = MISTAKES[mistake]
    assert old in text
    with pytest.raises(RequestError, match=re.escape(expected)) as raised:
        parse_protocol(text.replace(old, new, 1), "mine.toml")
    assert str(raised.value).startswith("mine.toml, line ")
