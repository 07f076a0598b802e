"""Protects: a comparison reads like a statistician writes it, and a failure is told, never hidden.

Expected sentences were written by hand from the numbers beside them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from lassitude.report.comparisons import leading_comparisons
from lassitude.report.inference import amount, ends, finding, inference
from lassitude.report.opening import opening
from lassitude.report.page import render
from lassitude.report.rows import groups
from lassitude.results import Arm, Endpoint, Estimate, Interval, Observed, Results, Study, Visit
from tests.unit.report.trials import words_of

METHOD = "mixed model, unstructured, Kenward-Roger"
FOUND = Observed(-3.412, 1.26, Interval(-5.93, -0.89), 87.31, 0.00827, METHOD, True, 1, 92)
SAID = (
    "\N{MINUS SIGN}3.4 points (95% CI \N{MINUS SIGN}5.9 to \N{MINUS SIGN}0.9; p = 0.008; t(87.3); n = 92; "
    "mixed model, unstructured, Kenward-Roger; 1 attempt)"
)


def difference(observed: Observed, visit: str = "W12", notes: tuple[str, ...] = ()) -> Estimate:
    return Estimate(
        f"MFIS.total|ls_difference:usual|{visit}|exercise", "primary", "points", None, observed, notes=notes
    )


def study(*estimates: Estimate) -> Results:
    arms = (Arm("exercise", "exercise, supervised"), Arm("usual", "usual care"))
    visits = (Visit("W0", 0.0), Visit("W6", 42.0), Visit("W12", 84.0))
    endpoint = Endpoint("MFIS.total", "MFIS", "points", Interval(0.0, 84.0))
    return Results("analysis", Study("x", "00", "", "", arms, visits, (endpoint,)), estimates=estimates)


def test_a_comparison_has_all_that_a_reader_judges_it_by() -> None:
    assert inference(difference(FOUND)) == SAID


@pytest.mark.parametrize(
    ("error", "value", "said"),
    [(0.0102, 1.23456, "1.235 (95% CI 1.215 to 1.255)"), (20.4, 123.4, "123 (95% CI 83 to 163)")],
)
def test_digits_follow_the_standard_error(error: float, value: float, said: str) -> None:
    # Two digits of the standard errors are 0.010 and 20.
    found = Observed(value, error, Interval(value - 1.96 * error, value + 1.96 * error))
    assert inference(Estimate("FIS.total|mean|M0|a", "x", "1", None, found)) == said


@pytest.mark.parametrize(
    ("p", "said"), [(0.0, "p < 0.001"), (0.0009996, "p < 0.001"), (0.001, "p = 0.001"), (0.05, "p = 0.050")]
)
def test_no_p_value_is_zero(p: float, said: str) -> None:
    assert f"; {said};" in inference(difference(replace(FOUND, p=p)))


def test_a_model_that_failed_says_so_with_attempts_and_gives_no_number() -> None:
    failed = replace(FOUND, estimate=float("nan"), converged=False, attempts=3)
    told = inference(difference(failed))
    assert told == f"no estimate (did not converge after 3 attempts; n = 92; {METHOD})"
    reason = "Gives no estimate: the covariance of visits is singular."
    assert "the covariance of visits is singular" in finding(difference(failed, notes=(reason,)))


def test_a_median_that_is_not_reached_is_an_answer_and_no_failure_to_converge() -> None:
    note = "More than half were free of the event to the end, so that the median is not reached."
    found = Observed(float("nan"), converged=False, method="Kaplan and Meier's estimate", n=15)
    told = inference(Estimate("EDSS.total|median_time|M12|a", "x", "day", None, found, notes=(note,)))
    assert "so that the median is not reached; n = 15" in told
    assert "converge" not in told


def test_an_adjusted_p_value_reads_like_any_and_a_decision_like_one() -> None:
    adjusted = "MFIS.total|p_adjusted:order:ls_difference:usual|W12|exercise"
    assert amount(Estimate(adjusted, "order", "1", None, Observed(0.02005))) == "p = 0.020"
    assert (
        amount(Estimate("MFIS.total|any_rejected:order|W12|all", "order", "1", None, Observed(1.0))) == "yes"
    )


def test_a_method_without_fallback_tells_no_attempts() -> None:
    assert "attempt" not in inference(difference(replace(FOUND, attempts=None)))


def test_a_p_value_leads_where_it_is_the_estimate() -> None:
    found = Observed(0.0123, None, None, 21.0, 0.0123, "paired t test", True, None, 22)
    told = inference(Estimate("FIS.total|t_p|M6|a", "x", "1", None, found))
    assert told == "p = 0.012 (df = 21; n = 22; paired t test)"


def test_without_error_there_is_a_number_and_no_interval() -> None:
    found = Estimate("FIS.total|median|M0|a", "x", "points", None, Observed(36.0, n=23))
    assert (amount(found), ends(found), inference(found)) == ("36 points", "", "36 points (n = 23)")


def test_the_last_visit_leads_and_every_visit_is_in_the_page() -> None:
    results = study(difference(replace(FOUND, estimate=-1.0), "W6"), difference(FOUND))
    assert [one.name.visit for one in leading_comparisons(results)] == ["W12"]
    page = words_of(render(results))
    assert page.count("1 attempt)") == 2
    assert f"exercise, supervised minus usual care, W12 (week 12), mixed model {SAID}" in page
    assert "exercise, supervised \N{MINUS SIGN}3.4 points (95% CI" in " ".join(opening(results).sentences)


def test_a_median_without_a_standard_error_keeps_the_digits_of_the_data() -> None:
    found = Observed(42.0, None, Interval(20.0, 60.0), n=6)
    told = inference(Estimate("FIS.total|median|M0|a", "x", "points", None, found))
    assert told == "42 points (95% CI 20 to 60; n = 6)"


def test_columns_and_sentences_show_the_same_digits() -> None:
    # With 2 degrees of freedom the interval is wide; the digits stay those of the standard error, 5.2.
    few = replace(FOUND, estimate=-11.63, se=5.2, interval95=Interval(-34.0, 10.74), df=2.0, p=0.153)
    one = difference(few)
    assert finding(one).startswith("\N{MINUS SIGN}11.6 points (95% CI \N{MINUS SIGN}34.0 to 10.7;")
    (row,) = groups(study(one), lambda estimate, name: True)[0].rows
    assert (row.observed, row.interval95) == ("\N{MINUS SIGN}11.6", "\N{MINUS SIGN}34.0 to 10.7")
