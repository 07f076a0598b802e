"""Scoring by hand: one worked answer sheet for every scale, as its authors would add it up."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import HalfRule, NoTotalIfAnyMissing, instrument, score


def sheet(name: str, first: int, *answers: float) -> dict[int, np.ndarray]:
    """Answers of one person, numbered from `first`."""
    return {first + place: np.array([value]) for place, value in enumerate(answers)}


def test_fss_is_the_mean_of_nine():
    assert score("FSS", sheet("FSS", 1, 1, 2, 3, 4, 5, 6, 7, 7, 7))["total"][0] == pytest.approx(42 / 9)


def test_fss_under_the_half_rule_is_the_mean_of_what_is_there():
    answers = sheet("FSS", 1, 7, 7, 7, 4, 4, np.nan, np.nan, np.nan, np.nan)
    assert score("FSS", answers, HalfRule())["total"][0] == pytest.approx(29 / 5)
    assert np.isnan(score("FSS", answers)["total"][0])


def test_cis_reverses_the_five_items_that_state_fatigue():
    """1 means 'yes, that is true': tired all through, and neither fit nor rested nor in good shape."""
    tired = {1: 1, 4: 1, 9: 1, 14: 1, 16: 1, 6: 7, 12: 7, 20: 7}
    middle = {number: 4 for number in tired} | {1: 2, 6: 6}
    answers = {number: np.array([float(tired[number]), float(middle[number])]) for number in tired}
    assert score("CIS-20", answers)["fatigue_severity"].tolist() == [56.0, 36.0]


def test_chalder_is_scored_both_ways():
    seen = score("Chalder", sheet("Chalder", 1, 0, 1, 2, 3, 1, 1, 2, 3, 0, 1, 2))
    assert {part: value[0] for part, value in seen.items()} == {
        "total": 16.0, "bimodal": 5.0, "physical": 10.0, "mental": 6.0,
    }  # fmt: skip


def test_fsmc_adds_motor_and_cognitive_items():
    cognitive = {1, 4, 7, 8, 11, 13, 15, 17, 18, 20}
    answers = {number: np.array([5.0 if number in cognitive else 2.0]) for number in range(1, 21)}
    seen = score("FSMC", answers)
    assert (seen["total"][0], seen["cognitive"][0], seen["motor"][0]) == (70.0, 50.0, 20.0)


@pytest.mark.parametrize(("part", "highest"), [("physical", 24), ("cognitive", 12), ("relief_by_rest", 18)])
def test_nfi_ranges_are_published(part, highest):
    assert instrument("NFI-MS").parts[part].range == (0.0, float(highest))


@pytest.mark.parametrize(("raw", "t"), [(8, 33.1), (24, 57.5), (40, 77.8)])
def test_promis_t_scores_are_those_of_the_manual(raw, t):
    answers = sheet("PROMIS", 1, *([raw // 8] * 8))
    seen = score("PROMIS-Fatigue-8a", answers)
    assert (seen["total"][0], seen["t_score"][0]) == (raw, t)


def test_a_prorated_promis_sum_is_rounded_up():
    """Five items add to 13: 13 * 8 / 5 = 20.8, so the table is read at 21; with three items there is none."""
    answers = sheet("PROMIS", 1, 3, 3, 3, 2, 2, np.nan, np.nan, np.nan)
    assert score("PROMIS-Fatigue-8a", answers)["t_score"][0] == 54.6
    few = sheet("PROMIS", 1, 3, 3, 3, np.nan, np.nan, np.nan, np.nan, np.nan)
    assert np.isnan(score("PROMIS-Fatigue-8a", few)["t_score"][0])


def week(*days: float | None) -> dict[int, np.ndarray]:
    """Every symptom of a day answered alike, energy the other way round; None is a day without entry."""
    answers = {}
    for day, value in enumerate(days):
        for item in range(1, 8):
            given = np.nan if value is None else (10.0 - value if item == 4 else value)
            answers[7 * day + item] = np.array([given])
    return answers | {number: np.array([0.0]) for number in range(50, 63)}


def test_a_week_of_entries_is_the_mean_of_its_days():
    assert score("FSIQ-RMS", week(1, 2, 3, 4, 5, 6, 7))["symptoms"][0] == pytest.approx(40.0)


def test_four_of_seven_days_are_needed():
    four = score("FSIQ-RMS", week(1, 2, 3, 6, None, None, None))["symptoms"][0]
    three = score("FSIQ-RMS", week(1, 2, 3, None, None, None, None))["symptoms"][0]
    assert four == pytest.approx(30.0) and np.isnan(three)


def test_two_impact_items_count_for_two_scales():
    answers = week(0, 0, 0, 0, 0, 0, 0) | {57: np.array([4.0])}
    seen = score("FSIQ-RMS", answers)
    assert (seen["physical"][0], seen["cognitive_emotional"][0], seen["coping"][0]) == (20.0, 0.0, 20.0)


def test_sf36_vitality_is_that_of_the_rand_example():
    """RAND's own example: 4 on item 23, 3 on 27, 3 on 29 and 31 left blank give (40 + 60 + 40) / 3."""
    answers = {23: np.array([4.0]), 27: np.array([3.0]), 29: np.array([3.0])}
    assert score("SF-36", answers)["vitality"][0] == pytest.approx(140 / 3)


def test_sf36_physical_function_runs_from_limited_a_lot_to_not_at_all():
    answers = {number: np.array([1.0, 2.0, 3.0]) for number in range(3, 13)}
    assert score("SF-36", answers)["physical_function"].tolist() == [0.0, 50.0, 100.0]


def test_sf36_needs_half_of_a_scale():
    answers = {number: np.array([3.0]) for number in range(3, 7)}
    assert np.isnan(score("SF-36", answers)["physical_function"][0])
    assert score("SF-36", answers | {7: np.array([3.0])})["physical_function"][0] == 100.0


def test_bdi_adds_21_items():
    assert score("BDI-II", sheet("BDI-II", 1, *([1, 2, 3] * 7)))["total"][0] == 42.0


def test_hads_numbers_its_items_as_the_form_does():
    answers = {number: np.array([2.0]) for number in (2, 4, 6, 8, 10, 12, 14)}
    assert score("HADS-D", answers)["total"][0] == 14.0


def test_malaise_needs_one_symptom_that_is_frequent_and_severe():
    """Frequency 3 with severity 1, and 1 with 3, do not add up to a case; 2 with 2 is one."""
    answers = {number: np.array([0.0, 0.0]) for number in range(1, 11)}
    answers |= {1: np.array([3.0, 3.0]), 6: np.array([1.0, 1.0]), 2: np.array([1.0, 2.0])}
    answers |= {7: np.array([3.0, 2.0])}
    seen = score("DSQ-PEM", answers)
    assert seen["positive"].tolist() == [0.0, 1.0]
    assert seen["total"].tolist() == [20.0, 20.0] and seen["frequency"].tolist() == [20.0, 25.0]


def test_a_missing_answer_leaves_malaise_open_unless_a_case_is_found():
    answers = {number: np.array([0.0, 2.0]) for number in range(1, 11)} | {3: np.array([np.nan, np.nan])}
    answers[8] = np.array([4.0, 4.0])
    seen = score("DSQ-PEM", answers, NoTotalIfAnyMissing())["positive"]
    assert np.isnan(seen[0]) and seen[1] == 1.0


def test_the_short_form_of_the_mfis_has_two_physical_two_cognitive_items_and_one_other():
    seen = score("MFIS-5", sheet("MFIS-5", 1, 4, 3, 2, 1, 0))
    assert {part: value[0] for part, value in seen.items()} == {
        "total": 10.0, "cognitive": 4.0, "physical": 3.0, "psychosocial": 3.0,
    }  # fmt: skip


def test_items_that_are_not_numbered_in_a_row_are_listed():
    with pytest.raises(ValueError, match="its items are 1, 4, 6, 9, 12, 14, 16 and 20"):
        score("CIS-20", {2: np.array([1.0])})
