"""Repeated screening selects as told and leaves less to regress; a run-in leaves belief and those it kept."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recovery.virtual_trials import Trial, center, conducted

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES, CUT, BETTER = 40, 45, -4
PLAN = """
schema = "lassitude.protocol/1"
id = "entry"
title = "Who enters"
[populations.patients]
condition = "rrms"
n = 100
eligibility = [{{ measure = "MFIS.total", at_least = {cut} }}]
{screening}
[arms.usual]
population = "patients"
blinding = "none"
comparator = "usual-care"
[arms.placebo]
population = "patients"
blinding = "blinded"
treatments = [{{ name = "placebo", start_day = 0 }}]
[design]
type = "parallel"
allocation = {{ type = "blocks", sizes = [2] }}
{run_in}
[visits]
schedule = {{ M0 = "0 wk", W4 = "4 wk" }}
window_days = [-3, 3]
measure = ["MFIS"]
[analysis.change]
type = "group-comparison"
endpoint = "MFIS.total"
change_from = "M0"
at = "W4"
reference = "usual"
[simulation]
lead_in_years = 1
pool = 4096
"""
REPEATED = '[populations.patients.screening]\ntype = "repeated"\ntimes = 3\ndays_apart = 14\njudged_by = "{}"'
RUN_IN = """[design.run_in]
days = 28
treatment = "placebo"
blinding = "open"
"""
ENRICHED = f'{RUN_IN}enrich = [{{ measure = "MFIS.total", change_at_most = {BETTER} }}]\n'
RULES = ("first-visit", "all", "mean", "last")


def trial(screening: str = "first-visit", run_in: str = "") -> Trial:
    told = "" if screening == "first-visit" else REPEATED.format(screening)
    return conducted(PLAN.format(cut=CUT, screening=told, run_in=run_in), REPLICATES, counterfactual=True)


def readings(one: Trial) -> np.ndarray:
    """Return the MFIS of everybody who entered as it was screened, [day, replicate, slot]."""
    pool = one.entered.pools["patients"]
    persons = one.entered.enrollments["patients"].persons - pool.first
    return np.array([found["MFIS.total"][persons] for found in pool.readings])


def test_the_value_that_selects_is_the_first_visit_where_nothing_else_is_told() -> None:
    one = trial()
    assert np.array_equal(readings(one)[-1], one.page("value.MFIS.total")[0])
    assert one.page("value.MFIS.total")[0].min() >= CUT


@pytest.mark.parametrize("rule", RULES[1:])
def test_people_enter_by_the_measurements_that_are_told(rule: str) -> None:
    one = trial(rule)
    *screened, first = readings(one)
    judged = {"all": np.min(screened, axis=0), "mean": np.mean(screened, axis=0), "last": screened[-1]}
    assert judged[rule].min() >= CUT
    assert (first < CUT).any()
    assert np.array_equal(first, one.page("value.MFIS.total")[0])
    pool = one.entered.pools["patients"]
    everybody = np.array([found["MFIS.total"] for found in pool.readings[:-1]])
    able = {"all": everybody.min(axis=0), "mean": everybody.mean(axis=0), "last": everybody[-1]}[rule] >= CUT
    reached = {int(one) for one in one.entered.enrollments["patients"].persons.ravel()}
    assert reached <= set(np.flatnonzero(able) + pool.first)
    assert len(reached) > 0.9 * able.sum()  # 40 replicates of 100 reach nearly everybody who may enter


def regression(rule: str) -> tuple[float, float]:
    """Return how much lower a second measurement on the day of the first visit is, with its error."""
    one = trial(rule)
    return center((one.page("repeat.MFIS.total") - one.page("value.MFIS.total")[0]).mean(axis=1))


def test_measured_anew_nothing_regresses_at_the_first_visit() -> None:
    mean, error = regression("first-visit")
    assert mean + 4.0 * error < 0.0
    for rule in RULES[1:]:
        mean, error = regression(rule)
        assert error < 0.2
        assert abs(mean) < 4.0 * error, rule


def test_more_measurements_leave_less_to_fall_until_the_first_visit() -> None:
    """The fall from what selected to the first visit: largest by one value, smaller by the mean of three.

    2.33 errors of the difference are asked for, which chance alone gives once in a hundred.
    """
    falls = {}
    for rule in ("last", "mean"):
        *screened, first = readings(trial(rule))
        selected = screened[-1] if rule == "last" else np.mean(screened, axis=0)
        falls[rule] = center((first - selected).mean(axis=1))
    (last, last_error), (mean, mean_error) = falls["last"], falls["mean"]
    assert last < mean - 2.33 * np.hypot(last_error, mean_error)
    assert last + 4.0 * last_error < 0.0


def believed(one: Trial) -> np.ndarray:
    return one.page("truth.belief")


def test_a_run_in_is_believed_in_before_day_zero_by_every_arm() -> None:
    without, after = believed(trial()), believed(trial(run_in=RUN_IN))
    assert not without[0].any()
    usual = trial(run_in=RUN_IN).group.among("usual")
    assert after[0][usual].mean() > 0.1 and after[0][~usual].mean() > 0.1
    # Of those who then have usual care belief wanes; whoever goes on is told anew what to hope for.
    assert 0.0 < after[1][usual].mean() < after[0][usual].mean()


def test_people_are_judged_before_the_run_in() -> None:
    before, first = readings(trial(run_in=RUN_IN))
    assert before.min() >= CUT
    assert (first < CUT).mean() > 0.1


def test_enrichment_keeps_those_whose_change_meets_the_bound() -> None:
    before, first = readings(trial(run_in=ENRICHED))
    assert (first - before).max() <= BETTER
    usual_before, usual_first = readings(trial(run_in=RUN_IN))
    assert (usual_first - usual_before > BETTER).mean() > 0.2


def test_enrichment_keeps_people_who_expect_more_and_whose_scores_return() -> None:
    """Known answer in direction: improvers believe more, and luck that selected them does not last."""
    plain, kept = (center(believed(trial(run_in=one))[0].mean(axis=1)) for one in (RUN_IN, ENRICHED))
    assert kept[0] > plain[0] + 4.0 * np.hypot(kept[1], plain[1])
    one = trial(run_in=ENRICHED)
    again, error = center((one.page("repeat.MFIS.total") - one.page("value.MFIS.total")[0]).mean(axis=1))
    assert again > 4.0 * error


def test_why_people_did_not_enter_is_told_for_every_hurdle() -> None:
    enrollment = trial(run_in=ENRICHED).entered.enrollments["patients"]
    assert enrollment.reasons == (
        "MFIS.total not 45 or more",
        "change of MFIS.total in the run-in not -4 or less",
    )
    assert (enrollment.removed.sum(axis=0) > 0).all()
