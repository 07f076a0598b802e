"""Protects who plans or analyzes another outcome: what cannot be is told with counts and the way out."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, check
from lassitude.study.protocol import parse_protocol
from lassitude.workflows.plans import WrittenPlan, check_measures
from tests.unit.statistics.test_outcome_plan import PLAN, study

CUTOFF = 'cutoff = { change_at_most = -10, kind = "within-person", source = "a citation, 2020" }'
RETEST = 'reliability = { type = "stated-reliability", correlation = 0.8, source = "a citation, 2020" }'
WHEN = 'change_from = "M0"\nat = "M12"\nreference = "placebo"\n'

WRONG = {
    "a difference between people as a cut-off": (
        (CUTOFF, 'cutoff = { change_at_most = -4, kind = "cross-sectional", source = "rooney2019_mid" }'),
        "a cross-sectional smallest important difference says nothing about change within a person",
    ),
    "a difference between people under another name": (
        (CUTOFF, 'cutoff = { change_at_most = -4, kind = "within-person", source = "rooney2019_mid" }'),
        'rooney2019_mid is cross-sectional ("cross-sectional survey, anchor-based MID")',
    ),
    "a cut-off from nowhere": (
        (CUTOFF, CUTOFF.replace("a citation, 2020", "rooney2019_mdi")),
        "rooney2019_mid",
    ),
    "a cut-off that nobody estimated": (
        (CUTOFF, CUTOFF.replace("a citation, 2020", "hypothesis")),
        "a cut-off is an estimate that somebody made",
    ),
    "the same cut-off twice": (
        ("[analysis.relapses]", PLAN[PLAN.index("[analysis.responders]") : PLAN.index("[analysis.relapses]")]
         .replace("analysis.responders", "analysis.again") + "[analysis.relapses]"),
        "responders of MFIS.total is planned before in 'responders'",
    ),
    "a cut-off both ways": (
        (CUTOFF, CUTOFF.replace("kind", "change_at_least = 10, kind")),
        "give exactly one of change_at_most and change_at_least",
    ),
    "no published reliability": (
        (
            f'endpoint = "MFIS.total"\n{WHEN}{CUTOFF}\n{RETEST}',
            f'endpoint = "IFNG.concentration"\n{WHEN}{CUTOFF}\n'
            'reliability = { type = "instrument-retest" }',
        ),
        "no test-retest reliability of IFNG.concentration is declared with its instrument",
    ),
    "a score added up as a count": (
        ('endpoint = "relapses.count"\nevents = "relapse"\n', 'endpoint = "EDSS.total"\n'),
        "EDSS.total is no count",
    ),
    "no such category": (
        ('category = "relapse"', 'category = "relapses"'),
        "'relapses' is not known here; one of relapse, adverse_event",
    ),
    "nothing can confirm": (
        ('confirmed_after = "12 wk"', 'confirmed_after = "52 wk"'),
        "nothing could ever be confirmed",
    ),
    "with itself": (('other = "FSS.total"', 'other = "MFIS.total"'), "goes with itself"),
    "no such part": (('other = "FSS.total"', 'other = "FSS.totl"'), "Did you mean 'total'?"),
    "a hypothesis nobody tests": (
        ("relapses.count|rate_ratio:placebo|M12|drug", "relapses.count|rate_ratio:placebo|M12|drugg"),
        "there is no arm 'drugg'. Did you mean 'drug'?",
    ),
    "no such panel": (
        ('panel = "panel"', 'panel = "panle"'),
        "there is no analysis 'panle'. Did you mean 'panel'?",
    ),
    "a procedure without hypotheses": (
        ('panel = "panel"\nstatistic = "difference:placebo"\n', ""),
        "give hypotheses, or a panel and its statistic",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_plan_that_cannot_be_followed_is_refused(case: str) -> None:
    (old, new), expected = WRONG[case]
    assert old in PLAN
    with pytest.raises(RequestError, match=re.escape(expected)):
        check_measures(WrittenPlan(PLAN, "mine.toml", parse_protocol(PLAN.replace(old, new), "mine.toml")))


def test_the_plan_without_the_mistakes_is_read() -> None:
    check_measures(WrittenPlan(PLAN, "mine.toml", parse_protocol(PLAN, "mine.toml")))


def test_a_labeled_difference_between_people_stands_beside_every_number() -> None:
    labeled = CUTOFF.replace("within-person", "cross-sectional").replace(
        " }", ', label = "no change score" }'
    )
    found = analyze_plan(study(1), parse_protocol(PLAN.replace(CUTOFF, labeled), "mine.toml"))
    told = [one for name, one in found.items() if "responder" in name and "p_adjusted" not in name]
    assert len(told) == 8
    assert all("no change score" in one.method and "no change score" in one.notes[0] for one in told)


def found_in(data: StudyData, plan: str = PLAN) -> dict[str, EstimateBatch]:
    return analyze_plan(check(data), parse_protocol(plan, "mine.toml"))


def with_values(instrument: str, expression: pl.Expr) -> StudyData:
    """Change the values of one instrument at the last visit."""
    data = study(1)
    own = (pl.col("instrument") == instrument) & (pl.col("visit") == "M12")
    value = pl.when(own).then(expression).otherwise("value").alias("value")
    return StudyData(data.description, data.subjects, data.observations.with_columns(value), data.events)


NUMBER = pl.col("subject").str.strip_prefix("P").cast(pl.Int64)


def test_separation_by_an_arm_is_told_and_firth_is_the_way_out() -> None:
    everybody = with_values("MFIS", pl.when(NUMBER < 40).then(-500.0).otherwise(pl.col("value")))
    odds = found_in(everybody)["MFIS.total|responder_odds_ratio:placebo|M12|drug"]
    assert not odds.converged[0] and np.isnan(odds.value[0])
    assert any("separation: 40 of 40 people of drug responded" in note for note in odds.notes)
    difference = found_in(everybody)["MFIS.total|responder_difference:placebo|M12|drug"]
    assert difference.converged[0] and difference.interval95 is not None
    ways_out = PLAN.replace('[analysis.relapses]', 'odds = "firth"\n[analysis.relapses]')  # fmt: skip
    assert 'odds = "firth"' in odds.notes[0]
    again = found_in(everybody, ways_out)["MFIS.total|responder_odds_ratio:placebo|M12|drug"]
    assert again.converged[0] and np.isfinite(again.value[0])


def test_separation_by_a_covariate_names_it_and_who_is_nearest_to_the_border() -> None:
    ages = pl.col("age_years").fill_null(0.0)
    data = with_values("MFIS", pl.when(NUMBER % 2 == 0).then(-50.0).otherwise(500.0))
    aged = data.subjects.with_columns(
        age_years=pl.when(NUMBER % 2 == 0).then(30.0).otherwise(60.0) + 0 * ages
    )
    plan = PLAN.replace("[analysis.relapses]", 'covariates = ["age_years"]\n[analysis.relapses]')
    odds = found_in(StudyData(data.description, aged, data.observations, data.events), plan)[
        "MFIS.total|responder_odds_ratio:placebo|M12|drug"
    ]
    assert not odds.converged[0]
    assert "age_years alone divides the 40 responders from the 40 others, P0 the nearest" in odds.notes[0]


def test_no_event_in_an_arm_gives_counts_and_no_ratio() -> None:
    data = study(1)
    others = data.events.filter(NUMBER >= 40)
    found = found_in(StudyData(data.description, data.subjects, data.observations, others))
    ratio = found["relapses.count|rate_ratio:placebo|M12|drug"]
    assert not ratio.converged[0]
    assert re.search(r"no event in 40 people of drug \(\d+ of placebo\)", ratio.notes[0])
    hazard = found["relapses.count|hazard_ratio:placebo|M12|drug"]
    assert not hazard.converged[0] and "no event in 40 people of drug" in hazard.notes[0]
    assert found["relapses.count|logrank_p|M12|all"].converged[0]
    assert found["relapses.count|events_n|M12|placebo"].value[0] == others.height


def test_no_event_at_all_is_told() -> None:
    data = study(1)
    found = found_in(StudyData(data.description, data.subjects, data.observations, data.events.clear()))
    test = found["relapses.count|logrank_p|M12|all"]
    assert not test.converged[0]
    assert any("has no recorded relapse" in note for note in test.notes)
    adjusted = found["relapses.count|p_adjusted:main:rate_ratio:placebo|M12|drug"]
    assert not adjusted.converged[0]
    # A hypothesis without a test is not rejected, and the other one still pays for it.
    one = found["MFIS.total|p_adjusted:main:responder_difference:placebo|M12|drug"]
    tested = found["MFIS.total|responder_difference:placebo|M12|drug"].p
    assert tested is not None
    assert one.value[0] == pytest.approx(min(2 * tested[0], 1.0))


def test_an_arm_beyond_all_limits_is_told() -> None:
    data = study(1)
    own = (pl.col("instrument") == "IFNG") & (NUMBER < 40)
    rows = data.observations.with_columns(
        value=pl.when(own).then(None).otherwise("value"),
        limit=pl.when(own).then(2.0).otherwise("limit"),
        status=pl.when(own).then(pl.lit("below_limit")).otherwise("status"),
    )
    found = found_in(StudyData(data.description, data.subjects, rows, data.events))
    ratio = found["IFNG.concentration|geometric_mean_ratio:placebo|M12|drug"]
    assert not ratio.converged[0]
    assert "all 40 values of drug lie beyond limits" in ratio.notes[0]
    assert found["IFNG.concentration|below_limit_n|M12|drug"].value[0] == 40


def test_values_that_do_not_vary_give_no_correlation() -> None:
    data = study(1)
    flat = pl.when(pl.col("instrument") == "FSS").then(5.0).otherwise("value").alias("value")
    found = found_in(
        StudyData(data.description, data.subjects, data.observations.with_columns(flat), data.events)
    )
    one = found["MFIS.total|repeated_correlation:FSS.total|M12|all"]
    assert not one.converged[0] and "the second measure does not vary within people" in one.notes[-1]
