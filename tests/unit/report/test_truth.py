"""Protects: what only a simulation knows is shown for virtual studies only, beside what was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.report import draw, render
from lassitude.report.conduct import events, given
from lassitude.report.recorded import Recorded
from lassitude.report.truth import NEVER, true_effects
from lassitude.study.data import StudyData
from lassitude.study.tables import table
from tests.unit.report.trials import crossover, parallel, recorded_crossover, recorded_parallel, words_of


def test_measured_changes_and_true_effects_are_those_of_the_same_people() -> None:
    found = {one.arm: one for one in true_effects(parallel(), recorded_parallel())}
    assert list(found) == ["exercise", "usual"]
    assert found["exercise"].seen.tolist() == [-10.0, -2.0]
    assert found["exercise"].true.tolist() == [-3.0, -5.0]


def test_people_who_were_not_measured_are_not_shown() -> None:
    found = {one.arm: one for one in true_effects(parallel(), recorded_parallel())}
    assert found["usual"].seen.tolist() == [-1.0] and found["usual"].true.tolist() == [0.0]


def test_in_a_crossover_effects_are_those_of_the_period_with_the_arm() -> None:
    found = {one.arm: one for one in true_effects(crossover(), recorded_crossover())}
    assert found["drug"].seen.tolist() == [-10.0, -6.0] and found["drug"].true.tolist() == [-4.0, -2.0]
    assert found["placebo"].seen.tolist() == [-2.0, -5.0] and found["placebo"].true.tolist() == [0.0, 0.0]


def test_the_page_says_that_no_real_study_can_show_it() -> None:
    beside = recorded_parallel()
    text = words_of(render(parallel(), (), beside))
    assert "What the trial saw, and what was true" in text and NEVER in text
    assert "exercise MFIS, W12 (week 12) 2 \N{MINUS SIGN}6.0 points \N{MINUS SIGN}4.0 points" in text


@pytest.mark.parametrize("beside", [Recorded(), Recorded(recorded_parallel().study)])
def test_without_truth_there_is_no_section_and_no_figure(beside: Recorded) -> None:
    assert true_effects(parallel(), beside) == ()
    assert "what was true" not in words_of(render(parallel(), (), beside))
    assert "truth" not in [one.name for one in draw(parallel(), beside)]


def test_without_a_therapy_there_is_nothing_true_to_show() -> None:
    beside = recorded_parallel()
    bare = {name: values for name, values in beside.truth.items() if "without_therapy" not in name}
    assert true_effects(parallel(), Recorded(beside.study, bare)) == ()


def test_a_truth_of_another_calendar_is_not_read_as_this_one() -> None:
    beside = recorded_parallel()
    short = {name: values[:1] if "value" in name else values for name, values in beside.truth.items()}
    assert true_effects(parallel(), Recorded(beside.study, short)) == ()


def test_the_figure_is_the_same_bytes_twice_and_names_units_and_means() -> None:
    first, second = (
        next(one for one in draw(parallel(), recorded_parallel()) if one.name == "truth") for _ in range(2)
    )
    assert first.svg == second.svg
    assert "True effect of therapy" in first.svg and "MFIS.total (points)" in first.svg
    assert "mean true effect of therapy \N{MINUS SIGN}4.0" in first.alternative


def _conducted() -> StudyData:
    study = recorded_parallel().study
    assert study is not None
    people = {"replicate": [0] * 4, "subject": ["P-1", "P-2", "P-3", "P-3"]}
    happened = table(
        "events",
        people
        | {
            "category": ["deviation", "deviation", "relapse", "relapse"],
            "term": ["W12 held outside its window", "W0 held outside its window", "relapse", "relapse"],
            "day": [94.0, 9.0, 5.0, 60.0],
            "reason": ["10 days late", "9 days late", None, None],
        },
    )
    had = table(
        "exposures",
        {
            "replicate": [0] * 2,
            "subject": ["P-1", "P-2"],
            "treatment": "aerobic-training",
            "start_day": 0.0,
            "end_day": [84.0, 70.0],
            "adherence": [0.8, 1.0],
        },
    )
    return replace(study, events=happened, exposures=had)


def test_what_was_given_is_told_by_arm_with_the_share_taken() -> None:
    (one,) = given(parallel(), _conducted())
    assert (one.arm, one.treatment, one.people, one.days) == ("exercise", "aerobic-training", 2, "77")
    assert one.taken == "90% (85% to 95%)"


def test_a_treatment_without_an_end_lasts_to_the_end() -> None:
    study = _conducted()
    endless = study.exposures.with_columns(end_day=None)
    had = table("exposures", {name: endless[name] for name in endless.columns if name != "end_day"})
    (one,) = given(parallel(), replace(study, exposures=had))
    assert one.days == "to the end"


def test_events_are_counted_by_people_and_by_how_often() -> None:
    found = events(parallel(), _conducted())
    assert found is not None
    space = "\N{NO-BREAK SPACE}"
    assert found.groups == (f"exercise (n{space}={space}2)", f"usual (n{space}={space}2)")
    assert [(row.term, row.counts) for row in found.rows] == [
        ("relapse", ("0", "1 (2)")),
        ("visit held outside its window", ("2", "0")),
    ]


def test_the_page_says_that_conduct_is_that_of_the_first_repetition() -> None:
    text = words_of(render(parallel(), (), Recorded(_conducted())))
    assert "First repetition of the study only" in text and "aerobic-training" in text
    real = words_of(render(replace(parallel(), kind="analysis"), (), Recorded(_conducted())))
    assert "First repetition" not in real and "aerobic-training" in real


def test_nothing_recorded_leaves_the_section_out() -> None:
    assert given(parallel(), recorded_parallel().study) == () and events(parallel(), None) is None
    assert "What people were given" not in words_of(render(parallel(), (), recorded_parallel()))
    assert np.isfinite(true_effects(parallel(), recorded_parallel())[0].seen).all()
