"""Protects: a forecast from other studies rests on what may be fitted, on other patients, in one measure."""

from __future__ import annotations

import math

import pytest

from lassitude.evidence.claims import claim, claims
from lassitude.prediction.scoreboard.held_out import held_out
from lassitude.prediction.scoreboard.kinds import Kind, domain_of, kind_of, ruler_of
from lassitude.prediction.scoreboard.other_arms import comparable_arms, moderators
from lassitude.prediction.scoreboard.published import scored_estimates

SCORED = [(name, pointer) for one in held_out() for name, pointer in scored_estimates(one).items()]


def kind(name: str) -> Kind:
    found = kind_of(f"MFIS.total|{name}|M1|arm")
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "pointer"), SCORED)
def test_no_arm_is_a_held_out_one_or_of_the_same_patients(name: str, pointer: str) -> None:
    asked, held = kind_of(name), claim(pointer)
    assert asked is not None
    arms = list(comparable_arms(asked, domain_of(name) == "fatigue", held))
    allowed = [
        moderators(one)
        for one in claims()
        if one.role == "calibrate" and not (one.cluster and one.cluster == held.cluster)
    ]
    assert [arm for arm in arms if arm.moderators not in allowed] == []
    assert all(arm.variance >= 0 for arm in arms)


def test_changes_of_several_scales_are_compared_in_parts_of_their_ranges() -> None:
    for instrument, change in (("MFIS", -8.4), ("FIS", -16.0), ("FSS", -0.6)):
        ruler = ruler_of(kind("mean_change"), True, instrument, "total")
        assert ruler is not None
        assert ruler.forth(change) == pytest.approx(-0.1)
        assert ruler.back(ruler.kind.forth([ruler.forth(change)])) == pytest.approx(change)


def test_a_value_is_counted_from_where_its_scale_begins() -> None:
    ruler = ruler_of(kind("mean"), True, "FSS", "total")
    assert ruler is not None and ruler.forth(1.0) == 0.0 and ruler.forth(7.0) == 1.0


def test_a_standard_deviation_keeps_its_error_on_the_log_scale() -> None:
    ruler = ruler_of(kind("sd_change"), True, "MFIS", "total")
    assert ruler is not None and ruler.error(0.2) == 0.2


def test_a_number_of_another_version_of_a_scale_is_not_compared() -> None:
    # A sum of 9 to 63 fell by 9.8; the mean of items that the catalog has runs from 1 to 7.
    ruler = ruler_of(kind("mean_change"), True, "FSS", "total")
    assert ruler is not None and not ruler.holds(-9.8) and ruler.holds(-0.6)


def test_a_number_that_two_entries_of_a_trial_print_counts_once() -> None:
    first = claim("temso_tower_efficacy:arms.temso.placebo.ARR")
    again = claim("temso_tower_efficacy_table:arms.TEMSO_placebo.ARR")
    assert (first.cluster, first.canonical) == (again.cluster, again.canonical)
    held = claim("carems1_efficacy:arms.interferon_beta_1a.ARR.value")
    rates = [arm.value for arm in comparable_arms(kind("annualized_rate"), False, held)]
    assert rates.count(math.log(first.canonical)) == 1


def test_measures_other_than_fatigue_are_compared_within_one_instrument() -> None:
    held = claim("carems1_efficacy:arms.interferon_beta_1a.edss_change.value")
    arms = comparable_arms(kind("mean_change"), False, held)
    assert {arm.moderators.instrument for arm in arms} <= {"EDSS total"}
