"""Protects who plans or analyzes what goes together: what cannot be is told with the key and the way out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_export import export_csv
from lassitude.records.csv_study import read_csv_study
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import check
from lassitude.study.protocol import parse_protocol
from lassitude.workflows.plans import WrittenPlan, check_measures
from tests.unit.statistics import test_relapse_courses as relapses
from tests.unit.statistics.test_association_plan import PLAN, study

COURSE = '\n[analysis.course]\ntype = "relapse-course"\nendpoint = "EDSS.total"\n'
REPEATS = 'type = "reliability"\nendpoint = "MFIS.total"\nat = ["M0", "M6"]'

WRONG = {
    "no such measure": (('with = ["EDSS.total"]\ngiven', 'with = ["EDS.total"]\ngiven'), "EDS is not measu"),
    "no such part": (('by = "EDSS.total"', 'by = "EDSS.totl"'), "Did you mean 'total'?"),
    "no such visit": (("FSS.total@M6", "FSS.total@M7"), "there is no visit 'M7' in visits.schedule."),
    "no endpoint at all": (('"age_years"]\nat', '"age"]\nat'), "'age' is not an endpoint"),
    "with itself": (("FSS.total@M6", "MFIS.total@M0"), "MFIS.total@M0 goes with itself"),
    "the same twice": (('"FSS.total@M6", "age_y', '"age_years", "age_y'), "age_years is listed twice"),
    "held constant and asked for": (('given = ["age_years", "sex"]', 'given = ["EDSS.total"]'), "twice"),
    "a word as a number": (('"age_years"]\nat', '"sex"]\nat'), "sex is a word, not a number"),
    "a change of age": (('with = ["FSS.total"]\nch', 'with = ["age_years"]\nch'), "not measured at visits"),
    "a change from a visit of its own": (
        ('with = ["FSS.total"]\nchange', 'with = ["FSS.total@M0"]\nchange'),
        "FSS.total@M0 names a visit",
    ),
    "a cut that everybody reaches": (("cut = 3.5", "cut = 0"), "everybody is at or above 0: EDSS.total runs"),
    "a cut that nobody reaches": (("cuts = [38.0,", "cuts = [85,"), "nobody reaches 85: MFIS.total"),
    "a cut twice": (("cuts = [38.0,", "cuts = [50.5,"), "50.5 is listed twice"),
    "nothing to compare with": (
        ('change_from = "M0"\nat = "M6"\nreference = "placebo"', 'at = "M6"'),
        "give reference, the arm to compare with, or change_from",
    ),
    "no such arm": (('reference = "placebo"', 'reference = "placbo"'), "Did you mean 'placebo'?"),
    "one visit does not repeat": (('at = ["M0", "M6"]', 'at = ["M0"]'), "a measure repeats over two visits"),
    "visits out of order": (('at = ["M0", "M6"]', 'at = ["M6", "M0"]'), "M0 does not come after M6"),
    "a visit of nobody": (('at = ["M0", "M6"]', 'at = ["M0", "M9"]'), "there is no visit 'M9'"),
    "the same ids": (
        ("[analysis.repeats]", f"[analysis.again]\n{REPEATS}\n[analysis.repeats]"),
        "reliability of MFIS.total is planned before in 'again'",
    ),
    "the same ids of two regressions": (
        ("[analysis.repeats]", '[analysis.again]\ntype = "linear-regression"\nendpoint = "MFIS.total"\n'
         'change_from = "M0"\nat = "M6"\ncovariates = ["age_years"]\n[analysis.more]\ntype = "determinants"\n'
         'endpoint = "MFIS.total"\nat = "M6"\nmeasures = ["age_years"]\n[analysis.repeats]'),
        "determinants of MFIS.total is planned before in 'again'",
    ),
    "relapses seen too late": (
        ("[analysis.repeats]", f'{COURSE}settled_after = "20 d"\n[analysis.repeats]'),
        "a value 20 d after a relapse would show both",
    ),
    "a study too short for relapses": (
        ("[analysis.repeats]", f'{COURSE}settled_after = "12 mo"\n[analysis.repeats]'),
        "nothing is seen 12 mo after a relapse",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_plan_that_cannot_be_followed_is_refused(case: str) -> None:
    (old, new), expected = WRONG[case]
    assert old in PLAN
    with pytest.raises(RequestError, match=re.escape(expected)):
        check_measures(WrittenPlan(PLAN, "mine.toml", parse_protocol(PLAN.replace(old, new), "mine.toml")))


def test_the_plan_without_the_mistakes_is_read() -> None:
    text = PLAN + COURSE
    check_measures(WrittenPlan(text, "mine.toml", parse_protocol(text, "mine.toml")))


def test_a_measure_without_ends_needs_cuts() -> None:
    begin = PLAN.index("[analysis.lies]")
    lies = PLAN[begin:].replace("MFIS.total", "ISG.score")
    text = PLAN[:begin].replace('measure = ["MFIS",', 'measure = ["ISG", "MFIS",') + lies
    check_measures(WrittenPlan(text, "mine.toml", parse_protocol(text, "mine.toml")))
    uncut = text.replace("cuts = [38.0, 50.5]", "")
    with pytest.raises(RequestError, match=r"ISG\.score has no lowest and no highest value; give cuts"):
        check_measures(WrittenPlan(uncut, "mine.toml", parse_protocol(uncut, "mine.toml")))


def test_a_measure_that_nobody_has_is_named_and_spoils_nothing_else() -> None:
    data = study()
    without = replace(data, observations=data.observations.filter(pl.col("instrument") != "EDSS"))
    found = analyze_plan(check(without), parse_protocol(PLAN, "mine.toml"))
    lost = found["MFIS.total|correlation:EDSS.total|M0|all"]
    assert not lost.converged.any()
    assert "Nobody in this study has a value of EDSS.total at M0." in lost.notes
    assert found["MFIS.total|correlation:age_years|M0|all"].converged.all()
    assert not found["MFIS.total|mean_above:EDSS.total>=3.5|M0|drug"].converged.any()
    assert found["MFIS.total|icc|M6|all"].converged.all()


def test_values_that_do_not_vary_are_told_as_such() -> None:
    data = study()
    flat = data.observations.with_columns(
        value=pl.when(pl.col("instrument") == "MFIS").then(30.0).otherwise("value")
    )
    found = analyze_plan(check(replace(data, observations=flat)), parse_protocol(PLAN, "mine.toml"))
    expected = {
        "correlation:age_years|M0": "the first measure does not vary",
        "partial_correlation:EDSS.total|M0": "the first measure does not vary",
        "rank_correlation:EDSS.total|M0": "the first measure does not vary",
        "icc|M6": "the values do not vary",
        "r_squared|M0": "the outcome does not vary",
        "smd_above_below:EDSS.total>=3.5|M0": "the values do not vary within the groups",
    }
    for name, reason in expected.items():
        one = found[f"MFIS.total|{name}|all"]
        assert not one.converged.any(), name
        assert any(reason in note for note in one.notes), (name, one.notes)
    assert found["MFIS.total|floor_share|M0|all"].value.tolist() == [0.0, 0.0, 0.0]
    assert "do not vary" in " ".join(found["MFIS.total|standardized_change|M6|drug"].notes)


def test_relapses_of_a_real_study_come_with_their_events_and_visits_between(tmp_path: Path) -> None:
    """What is exported is read to the same estimates; without events nobody knows that none happened."""
    plan = parse_protocol(relapses.PLAN, "mine.toml")
    data = relapses.study(relapses.SCORES, relapses.RELAPSES)
    values, events = tmp_path / "data.csv", tmp_path / "events.csv"
    export_csv(data, values, events=events)
    read = analyze_plan(read_csv_study(values, plan, events=events), plan)
    made = analyze_plan(data, plan)
    assert {name: one.value.tolist() for name, one in read.items()} == {
        name: one.value.tolist() for name, one in made.items()
    }
    with pytest.raises(RequestError, match=r"'course' of the plan is about recorded events \(relapse\)"):
        read_csv_study(values, plan)
