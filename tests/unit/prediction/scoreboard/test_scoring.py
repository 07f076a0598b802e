"""Protects: a printed number is set against its prediction in one unit, once, beside blind rivals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.evidence.claims import claim
from lassitude.prediction.scoreboard.held_out import HeldOut, chosen, nulls
from lassitude.prediction.scoreboard.kinds import kind_of
from lassitude.prediction.scoreboard.null_rule import reproduced
from lassitude.prediction.scoreboard.published import printed, scored_estimates
from lassitude.prediction.scoreboard.record import Failed, Outcome
from lassitude.prediction.scoreboard.rivals import (
    Asked,
    no_change,
    other_studies,
    sampling_error,
)
from lassitude.prediction.scoreboard.scoring import all_failed, score, score_null
from lassitude.prediction.scoreboard.skill import summaries
from lassitude.quantities.errors import RequestError
from lassitude.results import Interval
from lassitude.statistics.estimates import EstimateBatch

COUNT = 101
(CANADIAN,) = chosen(("canadian-ahsct",))
UNITS = {"percent_change_of_medians": "%", "complete_reduction_n": "people"}


def batch(name: str, values: np.ndarray) -> EstimateBatch:
    unit = UNITS.get(name.split("|")[1], "points")
    return EstimateBatch(name, "a", unit, values, np.full(COUNT, 23), "", np.isfinite(values))


def spread_around(one: HeldOut, shift: float) -> dict[str, EstimateBatch]:
    """Predict every printed number by 101 values around it, moved by a shift."""
    grid = np.linspace(-2.0, 2.0, COUNT) + shift
    return {
        name: batch(name, printed(name, pointer, batch(name, grid).unit) + grid)
        for name, pointer in scored_estimates(one).items()
    }


def outcomes(shift: float) -> list[Outcome]:
    return [one for one in score(CANADIAN, spread_around(CANADIAN, shift)) if isinstance(one, Outcome)]


def test_a_prediction_around_the_printed_number_has_it_inside() -> None:
    found = outcomes(0.0)
    assert all(one.inside50 and one.inside90 and not one.beyond for one in found)
    assert [one.z for one in found] == pytest.approx([0.0] * len(found), abs=0.02)


def test_a_prediction_that_is_too_high_has_a_negative_score() -> None:
    found = outcomes(5.0)
    assert all(one.z < -2 and one.beyond and not one.inside90 for one in found)


def test_a_number_with_two_estimates_counts_once_by_the_first() -> None:
    found = outcomes(0.0)
    assert [one.estimate.partition(".")[0] for one in found if one.counted] == ["FIS"] * 4
    assert [one.estimate.partition(".")[0] for one in found if not one.counted] == ["MFIS"] * 4


def test_replicates_without_an_estimate_are_left_out_and_none_at_all_has_failed() -> None:
    batches = spread_around(CANADIAN, 0.0)
    name = "FIS.total|median|M36|ahsct"
    values = batches[name].value.copy()
    values[:51] = np.nan
    some = score(CANADIAN, batches | {name: batch(name, values)})
    (known,) = (one for one in some if one.estimate == name)
    assert isinstance(known, Outcome) and known.repetitions == 50
    none = score(CANADIAN, batches | {name: batch(name, np.full(COUNT, np.nan))})
    (failed,) = (one for one in none if isinstance(one, Failed))
    assert (failed.estimate, failed.counted) == (name, True)
    assert "No repetition gave" in failed.reason


def test_a_number_that_could_not_be_predicted_counts_as_outside() -> None:
    found = outcomes(0.0)
    failed = all_failed(CANADIAN, "Too few people may enter.")
    (only,) = summaries([], failed)
    assert (only.coverage90.share, only.coverage90.numbers, only.over_no_change) == (0.0, 4, None)
    elsewhere = [replace(one, study="another") for one in failed]
    (both,) = summaries(found, elsewhere)
    assert (both.coverage90.share, both.coverage90.studies) == (0.5, 2)


def test_a_plan_that_does_not_make_the_estimate_is_named() -> None:
    batches = spread_around(CANADIAN, 0.0)
    del batches["FIS.total|median|M36|ahsct"]
    with pytest.raises(RequestError, match=r"does not make 'FIS.total\|median\|M36\|ahsct'"):
        score(CANADIAN, batches)


PLACEBO = "temso_tower_efficacy_table:arms.TEMSO_placebo"
ALFACALCIDOL = "achiron2015_alfacalcidol:arms.placebo.relative_change_pct"


@pytest.mark.parametrize(
    ("estimate", "pointer", "unit", "expected"),
    [
        # Numbers of the ledger that may be fitted, as printed: 27.4% less, 45.6% and 27.3% of people.
        ("EDSS.total|hazard_ratio:placebo|M24|drug", "affirm_cdp_hr:effect.value", "1", 0.58),
        ("FIS.total|percent_change_of_medians|M6|drug", ALFACALCIDOL, "%", -27.4),
        ("relapses.count|event_free_share|M24|drug", f"{PLACEBO}.relapse_free_pct", "1", 0.456),
        ("relapses.count|event_share|M24|drug", f"{PLACEBO}.relapse_free_pct", "1", 0.544),
        ("EDSS.total|event_share|M24|drug", f"{PLACEBO}.progression_pct", "1", 0.273),
    ],
)
def test_printed_numbers_are_brought_to_the_unit_of_their_estimate(
    estimate: str, pointer: str, unit: str, expected: float
) -> None:
    assert printed(estimate, pointer, unit) == pytest.approx(expected)


def test_a_size_of_a_correlation_gets_the_sign_of_its_scales() -> None:
    pointer = "sixmw_ms_2008:effect.sixMW_MFISphysical_abs"
    value = printed("6MWT.meters|correlation:MFIS.physical|D0|patients", pointer, "1")
    assert value == -claim(pointer).canonical < 0


def asked(estimate: str, pointer: str, error: float = 1.0) -> Asked:
    kind = kind_of(estimate)
    assert kind is not None
    return Asked(estimate, "points", kind, claim(pointer), error)


CHANGE = ("MFIS.total|mean_change|W12|cbt", "braley2024_combo_ms:arms.CBT.change_wk12")


@pytest.mark.parametrize("rival", [no_change, lambda one: other_studies(one)])
def test_a_rival_does_not_know_the_number_it_forecasts(rival) -> None:
    told = asked(*CHANGE)
    moved = replace(told, claim=replace(told.claim, value=99.0, canonical=99.0))
    first, second = rival(told), rival(moved)
    first, second = (one if isinstance(one, np.ndarray) else one[0] for one in (first, second))
    np.testing.assert_array_equal(first, second)


def test_no_change_is_zero_for_changes_one_for_ratios_and_the_value_before_for_values() -> None:
    still = no_change(asked(*CHANGE))
    ratio = no_change(asked("EDSS.total|hazard_ratio:placebo|M24|x", "affirm_cdp_hr:effect.value", 0.2))
    after = no_change(asked("FIS.total|median|M36|ahsct", "bose2018_ahsct_fis:arms.aHSCT.followup_median"))
    before = no_change(asked("FIS.total|median|M0|ahsct", "bose2018_ahsct_fis:arms.aHSCT.baseline_median"))
    assert still is not None and ratio is not None and after is not None and before is None
    assert (np.median(still), np.median(ratio)) == (0.0, 1.0)
    assert np.median(after) == claim("bose2018_ahsct_fis:arms.aHSCT.baseline_median").canonical


def test_the_error_of_a_number_without_one_is_the_spread_of_its_predictions() -> None:
    kind = kind_of(CHANGE[0])
    assert kind is not None
    grid = np.linspace(-1.0, 1.0, COUNT)
    # Quartiles of an even grid from -1 to 1 are 1 apart.
    assert sampling_error(kind, claim(CHANGE[1]), "points", grid) == pytest.approx(1 / 1.349)


@pytest.mark.parametrize(
    ("median", "interval", "expected"),
    [
        (-1.0, Interval(-4.0, 2.0), True),
        (-3.9, Interval(-9.0, 1.0), True),
        (-4.0, Interval(-9.0, 1.0), False),  # as large as matters
        (-1.0, Interval(-1.5, -0.5), False),  # small, but surely there
        (6.0, Interval(-20.0, 30.0), False),  # unsure, around a large one
    ],
)
def test_a_null_is_an_interval_with_zero_around_a_small_median(
    median: float, interval: Interval, expected: bool
) -> None:
    assert reproduced(median, interval, 4.0) is expected


def test_a_null_is_judged_on_the_estimate_that_it_names() -> None:
    (null,) = nulls()
    (one,) = chosen((null.protocol,))
    grid = np.linspace(-1.0, 1.0, COUNT)
    found = score_null(null, one, {null.estimate: batch(null.estimate, grid)})
    assert found.reproduced and found.smallest == 4.0
    assert not score_null(null, one, {null.estimate: batch(null.estimate, grid + 6.0)}).reproduced
