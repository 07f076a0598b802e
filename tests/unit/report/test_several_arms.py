"""Protects: several arms, periods and subsets are told apart, compared first, and never told twice."""

from __future__ import annotations

import inspect
import itertools
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from lassitude.report import draw, render, wording
from lassitude.report.arm_lines import spaced
from lassitude.report.compared_parts import by_endpoint
from lassitude.report.comparisons import (
    comparisons,
    leading_comparisons,
    overall_test,
    primary_analysis,
    subset_notes,
)
from lassitude.report.courses import courses, lines
from lassitude.report.looks import look_of
from lassitude.report.part_tables import part_tables
from lassitude.report.people import columns
from lassitude.report.published_marks import published_marks
from lassitude.report.statistic_words import STATISTICS, short_statistic, statistic
from lassitude.report.times import arm_then
from lassitude.results import Estimate, FlowStep, Published, Results, Spread, Visit, split_id
from lassitude.statistics.planned import crossover as planned_crossover
from lassitude.statistics.planned import groups as planned_groups
from tests.unit.report.trials import crossover, parallel, predicted, words_of

MINUS = "\N{MINUS SIGN}"
BELOW = "p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}0.05"


def _told(results: Results) -> str:
    return words_of(render(results, ()))


def _figure(results: Results, name: str) -> str:
    (one,) = (figure for figure in draw(results) if figure.name == name)
    root = ElementTree.fromstring(one.svg)
    return " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))


def test_every_statistic_of_comparisons_has_a_name_in_words() -> None:
    source = inspect.getsource(planned_groups) + inspect.getsource(planned_crossover)
    plain = set(re.findall(r'(?:estimate|_adjusted)\((?:\w+, )?"(\w+)"', source))
    about = set(re.findall(r'f"(\w+):\{', source))
    assert {"ancova_p", "adjusted_mean", "treatment_p"} <= plain and len(about) >= 6
    assert [name for name in plain if name not in STATISTICS] == []
    assert [name for name in about if ":" in statistic(f"{name}:placebo")] == []


@pytest.mark.parametrize(
    ("name", "text", "short"),
    [
        ("difference:usual", "Difference from usual", "Difference from usual"),
        ("carryover:placebo", "What it leaves for the next period, against placebo", None),
        ("period:P2", "Period P2 against P1", None),
        (
            "share_adjusted_difference_p_below_0.05:usual",
            f"Share of repetitions with {BELOW}, adjusted difference from usual",
            "ANCOVA difference, p < 0.05",
        ),
        (
            "share_ls_difference_p_below_0.05:usual",
            f"Share of repetitions with {BELOW}, difference from usual in the mixed model",
            "LS difference, p < 0.05",
        ),
        (
            "share_jump_to_reference_difference_p_below_0.05:usual",
            f"Share of repetitions with {BELOW}, difference from usual, jump to reference",
            "Jump to reference, p < 0.05",
        ),
        (
            "share_ancova_p_below_0.05",
            f"Share of repetitions with {BELOW}, analysis of covariance, all arms",
            "All arms, p < 0.05",
        ),
    ],
)
def test_comparisons_in_words(name: str, text: str, short: str | None) -> None:
    assert statistic(name) == text
    assert short is None or short_statistic(name) == short


def test_visits_are_told_in_weeks_where_weeks_are_planned_and_in_periods() -> None:
    assert wording.visit_label(parallel(), "W12") == "W12 (week 12)"
    assert wording.visit_label(crossover(), "P2-W5") == "P2-W5 (week 5 of period 2)"
    assert wording.visit_label(crossover(), "W5") == "W5 (week 5 of each period)"
    assert wording.visit_label(crossover(), "nowhere") == "nowhere"


def test_sequences_say_who_has_which_arm_when() -> None:
    results = crossover()
    assert [arm_then(results, "S2", period) for period in ("P1", "P2")] == ["placebo", "drug"]
    assert arm_then(results, "S3", "P1") is None and arm_then(results, "S1", "P9") is None
    assert "S2: placebo \N{RIGHTWARDS ARROW} drug" in words_of(render(results))


def test_the_primary_analysis_comes_first_whatever_its_place() -> None:
    results = parallel()
    other = Estimate("MFIS.total|difference:usual|W12|exercise", "extra", "points", predicted(-5.0))
    found = comparisons(replace(results, estimates=(other, *results.estimates)))
    assert [one.estimate.analysis for one in found] == ["primary", "primary", "extra"]
    assert [one.share for one in found] == [0.7, 0.2, None]
    test = overall_test(results)
    assert test is not None and test[0].id == "MFIS.total|ancova_p|W12|all" and test[1] is None


def test_without_a_primary_analysis_the_first_that_tests_leads() -> None:
    results = parallel()
    estimates = tuple(
        replace(one, analysis=one.analysis.replace("primary", "later")) for one in results.estimates
    )
    assert primary_analysis(replace(results, estimates=estimates)) == "later"
    assert primary_analysis(replace(results, estimates=results.estimates[:2])) == "course"


def test_a_study_whose_first_test_compares_no_arms_still_tells_how_they_differ() -> None:
    paired = Estimate("MFIS.total|wilcoxon_p|W12|exercise", "change", "1", predicted(0.01))
    later = tuple(replace(one, analysis="later") for one in parallel().estimates)
    results = replace(parallel(), estimates=(paired, *later))
    assert primary_analysis(results) == "change"
    assert [one.name.arm for one in leading_comparisons(results)] == ["exercise", "attention"]


def test_the_page_opens_with_how_the_arms_differ() -> None:
    lede = _told(parallel()).partition("How much of this result")[0]
    assert "MFIS at W12 (week 12), against usual, adjusted for the value before: exercise" in lede
    assert f"exercise {MINUS}6 ({MINUS}8 to {MINUS}4); attention {MINUS}2 ({MINUS}4 to 0) points." in lede


def test_the_forest_names_arms_visits_and_how_often_a_test_says_so() -> None:
    texts = _figure(parallel(), "differences")
    for expected in (
        "exercise minus usual",
        "W12 (week 12), adjusted",
        "p < 0.05 in 70%",
        "negative favors the arm",
    ):
        assert expected in texts


def test_people_chosen_by_an_outcome_are_named_and_the_bias_is_told_once() -> None:
    note = "Subset improvers: 7 of 14 people of exercise. People chosen by an outcome have changed more."
    chosen = tuple(
        Estimate(
            f"MFIS.total|{name}|W12|exercise/improvers", "primary", "points", predicted(-9.0), notes=(note,)
        )
        for name in ("difference:usual", "median")
    )
    results = replace(parallel(), estimates=(*parallel().estimates, *chosen))
    assert subset_notes(results) == (note,)
    before = words_of(render(results).partition('<section id="every">')[0])
    assert "improvers of exercise" in before and before.count(note) == 1


def test_lines_are_one_an_arm_and_over_periods_follow_the_arm() -> None:
    (course,) = courses(crossover()).values()
    drawn_lines = {line.label: line for line in lines(crossover(), course)}
    assert list(drawn_lines) == ["placebo", "drug", "all people"]
    values = [one.predicted.median for _, one in drawn_lines["drug"].points if one.predicted]
    assert values == [45.0, 44.0]
    assert [split_id(one.id).arm for _, one in drawn_lines["drug"].points] == ["S1", "S2"]


def test_means_are_drawn_where_means_were_published() -> None:
    medians = tuple(
        replace(one, id=one.id.replace("|mean|", "|median|"), published=None) for one in crossover().estimates
    )
    results = replace(crossover(), estimates=(*medians[:-1], *crossover().estimates))
    assert [kind for _, kind in courses(results)] == ["mean"]


def test_an_arm_looks_the_same_in_every_figure_and_contrasts_wear_both() -> None:
    results = parallel()
    color, marker = look_of(results, "exercise")
    assert look_of(results, "exercise/improvers") == (color, marker)
    assert look_of(results, "exercise minus usual") == (color, look_of(results, "usual")[1])
    assert len({look_of(results, arm.name) for arm in results.study.arms}) == 3


@drawn(st.lists(st.floats(-100, 100), min_size=1, max_size=8), st.floats(0.5, 10))
def test_names_of_lines_never_lie_on_each_other_and_keep_their_order(
    values: list[float], least: float
) -> None:
    places = spaced(sorted(values), least)
    assert len(places) == len(values)
    assert all(after - before >= least - 1e-6 for before, after in itertools.pairwise(places))


def test_the_parts_of_all_arms_are_one_table_and_contrasts_another() -> None:
    arms, contrasts = part_tables(parallel())
    assert (arms.columns, contrasts.columns) == (("exercise", "attention"), ("exercise minus attention",))
    therapy = next(row for row in arms.rows if row.label == "Therapy")
    assert therapy.prior_only and therapy.cells[0] == (f"{MINUS}4.0", f"{MINUS}6.0 to {MINUS}2.0")
    text = _told(parallel())
    assert text.count("MFIS: mean change by W12 (week 12), points") == 1
    assert text.count("MFIS: arm minus comparator by W12 (week 12), points") == 1


def test_a_part_that_an_arm_lacks_is_left_open() -> None:
    results = parallel()
    fewer = tuple(one for one in results.attribution if (one.arm, one.part) != ("attention", "therapy"))
    (arms, _) = part_tables(replace(results, attribution=fewer))
    assert next(row for row in arms.rows if row.label == "Therapy").cells[1] == ("", "")
    assert list(by_endpoint(fewer)) == [("MFIS.total", "W12")]


def test_the_figure_of_parts_shows_contrasts_with_their_unit() -> None:
    texts = _figure(parallel(), "attribution")
    assert "exercise minus attention" in texts
    assert "Arm minus comparator of MFIS.total (points; negative is better)" in texts


def test_fitted_is_stamped_on_page_figure_and_opening_facts() -> None:
    text = _told(crossover())
    assert "51.3 points fitted" in text and "1 may have been fitted: agreement would be no test" in text
    assert "published (fitted)" in _figure(crossover(), "trajectories")


def test_another_population_is_screened_in_boxes_of_its_own() -> None:
    flow = (
        FlowStep("screened", Spread(30.0), "patients"),
        FlowStep("removed", Spread(16.0), "MFIS.total not 38 or more"),
        FlowStep("screened", Spread(7.0), "healthy"),
        FlowStep("enrolled", Spread(14.0), arm="exercise"),
        FlowStep("enrolled", Spread(7.0), arm="usual"),
    )
    found = columns(replace(parallel(), flow=flow))
    assert [column.arm for column in found] == ["", "", "exercise", "usual"]
    assert [stage.label for stage in found[1].stages] == ["Screened: healthy"]


@pytest.mark.parametrize("made", [parallel, crossover])
def test_wide_things_scroll_inside_the_page_of_a_phone(made) -> None:
    page = render(made())
    assert page.count("<table") == len(re.findall(r'<div class="scroll"><table', page)) > 3
    assert page.count("<figure>") == page.count('<div class="drawing">') == 3
    assert "overflow-x: auto" in page and "width=device-width" in page


def test_published_changes_and_differences_lie_on_what_they_count_from() -> None:
    # Usual care is at 46 at week 12, exercise at 52 at its first visit; -5 and -4 are made up.
    source = "nourbakhsh2021_triumphant:arms.placebo"
    told = tuple(
        Estimate(
            f"MFIS.total|{statistic}|W12|exercise", "second", "points", predicted(value),
            published=Published(value, source, "calibrate"),
        )
        for statistic, value in (("mean_change", -5.0), ("difference:usual", -4.0))
    )  # fmt: skip
    results = replace(parallel(), estimates=(*parallel().estimates, *told))
    ((_, course),) = courses(results).items()
    found = published_marks(results, "MFIS.total", course)
    assert [(one.start, one.value, one.label, one.fitted) for one in found] == [
        (52.0, 47.0, f"{MINUS}5", True),
        (46.0, 42.0, f"{MINUS}4", True),
    ]
    assert "published change or difference (fitted)" in _figure(results, "trajectories")
    assert published_marks(parallel(), "MFIS.total", course) == ()


def test_visits_that_crowd_at_the_beginning_are_drawn_further_apart() -> None:
    # Hours 0 to 4 and a visit at two days: in proportion, the first five would share 8% of the width.
    hours = (0.0, 1.0, 2.0, 3.0, 4.0, 48.0)
    named = tuple(Visit(f"H{when:g}", when / 24) for when in hours)
    course_of = tuple(
        Estimate(f"MFIS.total|median|H{when:g}|{arm}", "course", "points", predicted(40.0 + when))
        for arm in ("exercise", "usual")
        for when in hours
    )
    results = replace(
        parallel(), study=replace(parallel().study, visits=named), estimates=course_of, attribution=()
    )
    words = _figure(results, "trajectories")
    assert "hours since day zero, closer together after 3" in words
    assert all(f"H{when:g}" in words for when in hours)
    assert "closer together" not in _figure(parallel(), "trajectories")


def test_published_changes_of_what_is_not_drawn_have_no_mark() -> None:
    ((_, course),) = courses(parallel()).items()
    lone = Estimate(
        "MFIS.total|difference:nobody|W12|exercise", "second", "points", predicted(-4.0),
        published=Published(-4.0, "nourbakhsh2021_triumphant:arms.placebo", "validate"),
    )  # fmt: skip
    assert published_marks(replace(parallel(), estimates=(lone,)), "MFIS.total", course) == ()
