"""Protects: the page and the figure of the scoreboard tell failures first, and all that is in the record."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from lassitude.prediction.scoreboard.history import append
from lassitude.report.scoreboard import front_section, scoreboard_page
from lassitude.report.scoreboard_figure import REACH, place, scoreboard_figure
from lassitude.report.scoreboard_words import null_line, score_row, summary_lines
from lassitude.results import Interval
from tests.unit.prediction.scoreboard.made_up import INSIDE, NULL, OUTSIDE, TWICE, record


def test_a_row_tells_numbers_with_units_and_the_verdict() -> None:
    row = score_row(INSIDE)
    assert (row.published, row.predicted, row.verdict) == ("23 points", "30 (20 to 40)", "in 90%")
    assert row.z == "\N{MINUS SIGN}1.2"
    assert (row.no_change, row.other_studies) == ("0.5", "\N{MINUS SIGN}1")
    assert score_row(OUTSIDE).verdict == "out"
    assert score_row(OUTSIDE).z == "+2.8 or more"
    assert score_row(OUTSIDE).published == "60%"


def test_sums_tell_coverage_and_skill() -> None:
    fatigue, disease = record().summaries
    told = " ".join(summary_lines(fatigue))
    assert "100% inside the 90% interval" in told and "CRPS skill over no change: 0.5" in told
    assert "nothing to compare" in " ".join(summary_lines(disease))


def test_a_null_tells_what_it_is_judged_by() -> None:
    assert null_line(NULL).startswith("blikman2017_ecm_null: reproduced.")
    assert "smallest important change 4" in null_line(NULL)
    assert "not reproduced" in null_line(replace(NULL, reproduced=False))


def test_the_page_holds_every_outcome_failures_first(tmp_path) -> None:
    kept = append(record(), tmp_path)
    page = scoreboard_page([kept], {"c2021": "A trial"}, {"a2020_b": "Drug not modeled."}, {})
    assert page.count("| [") == 3
    assert "**out**" in page and "\\*" in page and "`a2020_b` | Drug not modeled." in page
    assert "`c2021` | A trial" in page
    worst = replace(INSIDE, estimate="FIS.total|mean|M36|ahsct", inside90=False, z=2.5)
    page = scoreboard_page([record(outcomes=(INSIDE, worst))], {}, {}, {})
    assert page.index("**out**") < page.index("in 90%")


def test_the_page_says_in_which_record_a_protocol_was_first_scored() -> None:
    """Records before hold fewer protocols and stay as they are."""
    second = replace(OUTSIDE, study="c2021", protocol="c2021")
    history = [replace(record(), number=1), replace(record("new", "cc", (INSIDE, second)), number=2)]
    predicted = {"canadian-ahsct": "One", "c2021": "Two", "d2022": "Three"}
    page = scoreboard_page(history[:1], predicted, {}, {})
    assert "`canadian-ahsct` | One | record 1" in page and "`c2021` | Two | not yet" in page
    history[1] = replace(history[1], outcomes=(INSIDE, replace(second, study="carems1_efficacy")))
    page = scoreboard_page(history, predicted, {}, {})
    assert "`canadian-ahsct` | One | record 1" in page and "`c2021` | Two | record 2" in page
    assert "`d2022` | Three | not yet" in page


def test_the_front_page_shows_only_failures_that_count() -> None:
    section = front_section(record(outcomes=(INSIDE, OUTSIDE, TWICE)))
    assert "carems1_efficacy" in section
    assert "| [bose2018" not in section


def test_a_number_is_placed_in_half_widths_of_its_own_interval() -> None:
    assert place(INSIDE, 30.0) == 0.0
    assert place(INSIDE, 20.0) == -1.0
    assert place(INSIDE, 50.0) == 2.0


def test_a_prediction_without_width_puts_other_numbers_beyond_the_panel() -> None:
    certain = replace(INSIDE, median=0.0, interval50=Interval(0.0, 0.0), interval90=Interval(0.0, 0.0))
    assert place(certain, 0.0) == 0.0
    assert place(certain, 4.0) > REACH


@pytest.mark.parametrize("study", ["bose2018_ahsct_fis", "carems1_efficacy"])
def test_the_figure_names_every_study_in_words(study: str) -> None:
    drawing = scoreboard_figure(record())
    ElementTree.fromstring(drawing.svg)
    assert study in drawing.alternative and study in drawing.svg
    assert scoreboard_figure(record()).svg == drawing.svg
