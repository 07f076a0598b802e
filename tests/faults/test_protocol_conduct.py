"""Protects the person who plans an analysis or a conduct that cannot work: named, located, with a way out."""

from __future__ import annotations

import re

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol
from tests.faults.designs import CROSSOVER, PARALLEL, WAITING

MISTAKES = {
    "leaving for what is not measured": (
        PARALLEL,
        '"when-worse", measure = "MFIS.total"',
        '"when-worse", measure = "FIS.total"',
        "simulation.dropout[0].measure: FIS is not measured: visits.measure names MFIS, EDSS",
    ),
    "leaving at a visit": (
        PARALLEL,
        '"when-worse", measure = "MFIS.total"',
        '"when-worse", measure = "MFIS.total@BL"',
        "MFIS.total@BL names a visit, but the simulation says itself which visits it uses",
    ),
    "leaving by nothing": (PARALLEL, "by = 10,", "by = 0,", "greater than 0"),
    "leaving for age": (
        PARALLEL,
        '"when-worse", measure = "MFIS.total"',
        '"when-worse", measure = "age_years"',
        "age_years is not measured at visits",
    ),
    "no visit left to judge": (
        PARALLEL,
        'after = "6 wk"',
        'after = "13 wk"',
        "no visit comes at or after 13 wk",
    ),
    "a probability above one": (
        PARALLEL,
        "probability = 0.2",
        "probability = 1.2",
        "less than or equal to 1",
    ),
    "a probability below nothing": (
        PARALLEL,
        "probability = 0.1,",
        "probability = -0.1,",
        "greater than or equal to 0",
    ),
    "nobody leaves and some do": (
        PARALLEL,
        "dropout = [",
        'dropout = [{ type = "none" },',
        "nobody leaves and some do",
    ),
    "closed twice": (
        PARALLEL,
        "dropout = [",
        'dropout = [{ type = "administrative", recruitment = "1 mo", closes = "9 mo", source = "x" },',
        "a study closes once",
    ),
    "closed before it opens": (
        PARALLEL,
        'closes = "24 mo"',
        'closes = "0 mo"',
        "would close before anybody enters",
    ),
    "recruitment backwards": (PARALLEL, 'recruitment = "12 mo"', 'recruitment = "-1 mo"', "-1 mo is no time"),
    "later than the next visit": (
        PARALLEL,
        'days = 5, source = "hypothesis" }\nunscheduled',
        'days = 42, source = "hypothesis" }\nunscheduled',
        "W6, 42 days late, would not come before W12, which is 42 days after it",
    ),
    "seen every day": (PARALLEL, "every_days = 30", "every_days = 1", "greater than or equal to 7"),
    "measured twice when seen": (
        PARALLEL,
        'measure = ["EDSS"]',
        'measure = ["EDSS", "EDSS"]',
        "EDSS is listed twice",
    ),
    "adherence above one": (PARALLEL, "share = 0.8", "share = 80", "less than or equal to 1"),
    "triggered by what is not measured": (
        PARALLEL,
        '"worsening", measure = "MFIS.total"',
        '"worsening", measure = "FIS.total"',
        "simulation.intercurrent[2].trigger.measure: FIS is not measured",
    ),
    "a value without a bound": (PARALLEL, ", at_least = 8", "", "give exactly one of at_least and at_most"),
    "chance with a probability": (
        PARALLEL,
        "per_year = 0.02 }, outcome",
        "per_year = 0.02 }, probability = 0.5, outcome",
        "an event by chance has a rate, per_year, and no probability",
    ),
    "no probability": (
        PARALLEL,
        '{ type = "relapse" }, probability = 0.5,',
        '{ type = "relapse" },',
        "say how probable",
    ),
    "days of no therapy": (PARALLEL, 'therapy = "methylprednisolone", ', "", "name the therapy too"),
    "one event twice": (PARALLEL, '"rescue"', '"steroids"', "'steroids' is listed twice"),
    "unknown reason": (PARALLEL, '"when-worse"', '"when-worst"', "Did you mean 'when-worse'?"),
    "subset that is not there": (
        PARALLEL,
        'subset = "improvers"',
        'subset = "improver"',
        "Did you mean 'improvers'?",
    ),
    "subset without a bound": (PARALLEL, "at_most = -1\n", "", "give exactly one of at_most and at_least"),
    "subset backwards": (
        PARALLEL,
        'at = "W6"\nat_most',
        'at = "BL"\nat_most',
        "subsets.improvers.at: BL does not come after BL",
    ),
    "subset of an unknown arm": (PARALLEL, 'arms = ["drug"]', 'arms = ["durg"]', "Did you mean 'drug'?"),
    "subset by what is not measured": (
        PARALLEL,
        '[subsets.improvers]\nendpoint = "MFIS.total"',
        '[subsets.improvers]\nendpoint = "FIS.total"',
        "subsets.improvers.endpoint: FIS is not measured",
    ),
    "subset named all": (
        PARALLEL,
        "[subsets.improvers]",
        "[subsets.all]",
        "'all' stands for all people together",
    ),
    "unknown reference": (
        PARALLEL,
        'reference = "placebo"',
        'reference = "placeebo"',
        "Did you mean 'placebo'?",
    ),
    "covariate without a visit": (PARALLEL, '"EDSS.total@BL"', '"EDSS.total"', "write EDSS.total@BL"),
    "crossover without periods": (
        WAITING,
        'type = "group-comparison"\nendpoint = "MFIS.total"\nat = "W12"',
        'type = "crossover"\nendpoint = "MFIS.total"\nvisit = "W12"',
        "a design of type 'waiting-list' has no periods",
    ),
    "groups where there are none": (
        CROSSOVER,
        'type = "crossover"\nendpoint = "MFIS.total"\nvisit = "W5"',
        'type = "group-comparison"\nendpoint = "MFIS.total"\nat = "BL"',
        'in a crossover design everybody has several arms; write type = "crossover"',
    ),
    "no such visit in a period": (
        CROSSOVER,
        'visit = "W5"',
        'visit = "W6"',
        "there is no visit 'W6' in visits.in_period",
    ),
    "published of no sequence": (
        CROSSOVER,
        "P1-W5|DP",
        "P1-W5|DPP",
        "there is no arm 'DPP'. Did you mean 'DP'?",
    ),
    "published of no visit": (CROSSOVER, "|P1-W5|", "|P3-W5|", "there is no visit 'P3-W5'"),
    "published of no subset": (CROSSOVER, "|W5|placebo", "|W5|placebo/few", "there is no subset 'few'"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_the_way_out(mistake: str) -> None:
    text, old, new, expected = MISTAKES[mistake]
    assert old in text
    with pytest.raises(RequestError, match=re.escape(expected)) as raised:
        parse_protocol(text.replace(old, new, 1), "mine.toml")
    assert str(raised.value).startswith("mine.toml, line ")


def test_a_reason_without_brackets_is_named_without_a_position() -> None:
    start = PARALLEL.index("dropout = [")
    end = PARALLEL.index("late_visits")
    single = 'dropout = { type = "constant-hazard", per_year = -1, source = "hypothesis" }\n'
    with pytest.raises(RequestError, match=r"simulation\.dropout\.per_year: .* found -1"):
        parse_protocol(PARALLEL[:start] + single + PARALLEL[end:], "mine.toml")


def test_the_same_comparison_of_other_people_is_another_analysis() -> None:
    again = PARALLEL[PARALLEL.index("[analysis.improved]") : PARALLEL.index("[simulation]")]
    whole = again.replace("[analysis.improved]", "[analysis.all-people]").replace(
        'subset = "improvers"\n', ""
    )
    parse_protocol(PARALLEL.replace("[simulation]", whole + "[simulation]"), "mine.toml")
    twice = again.replace("[analysis.improved]", "[analysis.again]")
    with pytest.raises(RequestError, match="planned before in 'improved'"):
        parse_protocol(PARALLEL.replace("[simulation]", twice + "[simulation]"), "mine.toml")


def test_the_line_of_a_mistake_in_a_repeated_table_is_its_own() -> None:
    entry = (
        '[[simulation.intercurrent]]\nevent = "{}"\nprobability = 1\nsource = "hypothesis"\ntrigger = {}\n'
    )
    fine, spoiled = '{ type = "relapse" }', '{ type = "relapes" }'
    start, end = PARALLEL.index("intercurrent = ["), PARALLEL.index("]\n", PARALLEL.index("too ill")) + 2
    text = PARALLEL[:start] + PARALLEL[end:] + entry.format("one", fine) + entry.format("two", spoiled)
    line = 1 + text[: text.index("relapes")].count("\n")
    with pytest.raises(RequestError, match=rf"line {line}: simulation.intercurrent\[1\].trigger.type"):
        parse_protocol(text, "mine.toml")
