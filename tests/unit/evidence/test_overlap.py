"""Numbers of the same people form one likelihood, and one that is printed twice counts once."""

from __future__ import annotations

from lassitude.evidence.claims import claim, claims_in
from lassitude.evidence.overlap import group_of, groups, without_repeats


def test_meta_analyses_of_the_same_trials_form_one_likelihood() -> None:
    pointers = ("heine2015_cochrane_exercise:effect.value", "pilutti2013_exercise_meta:effect.value")
    assert len({group_of(claim(pointer)) for pointer in pointers}) == 1


def test_another_outcome_of_a_trial_is_another_likelihood() -> None:
    relapses, worsening = claim("affirm_arr_year1:effect.value"), claim("affirm_cdp_hr:effect.value")
    assert group_of(relapses) != group_of(worsening)


def test_two_fatigue_scales_of_the_same_people_are_not_independent() -> None:
    found = groups(one for one in claims_in("waves2021_wahls_swank") if one.statistic == "mean_change")
    assert "waves2021_wahls_swank: fatigue" in found
    assert {one.instrument for one in found["waves2021_wahls_swank: fatigue"]} == {"FSS", "MFIS"}


def test_a_number_that_two_entries_print_counts_once() -> None:
    both = (*claims_in("temso_tower_efficacy"), *claims_in("temso_tower_efficacy_table"))
    rates = [one for one in both if one.statistic == "rate"]
    kept = without_repeats(rates)
    assert len(rates) == 10
    assert len(kept) == 6
    assert sum(not one.secondary for one in kept) == 4


def test_numbers_without_a_cluster_are_never_taken_for_repeats() -> None:
    rows = claims_in("vancampen2020_severity")
    assert without_repeats(rows) == rows
