"""Standard errors by the formulas of their ways, worked out by hand from what the entries print."""

from __future__ import annotations

import math

import pytest

from lassitude.evidence.claims import claim, standard_error, transformation, uncertainty

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("pointer", "scale", "expected", "source"),
    [
        ("pilutti2013_exercise_meta:effect.value", "identity", 0.12, "printed standard error"),
        ("affirm_cdp_hr:effect.value", "log", math.log(0.77 / 0.43) / (2 * Z), "printed interval"),
        (
            "loy2017_fatigability:effect.value",
            "fisher",
            (math.atanh(0.42) - math.atanh(0.21)) / (2 * Z),
            "printed interval",
        ),
        (
            "cho2005_placebo_cfs:arms.placebo.response_pct",
            "logit",
            (math.log(0.237 / 0.763) - math.log(0.154 / 0.846)) / (2 * Z),
            "printed interval",
        ),
        (
            "clarity_ext_withdrawal:arms.placebo_then_cladribine.ARR",
            "log",
            math.log(0.13 / 0.07) / (2 * 2.241402727604947),
            "printed interval",
        ),
        ("ziemssen2008_ga_mfis:effect.value", "identity", 16.4 / math.sqrt(291), "SD and people"),
        ("ziemssen2008_ga_mfis:arms.glatiramer.change_sd", "log", 1 / math.sqrt(2 * 290), "people"),
        (
            "copolymer1_johnson1995:arms.placebo.relapses_2y_mean",
            "log",
            0.13 / 1.68,
            "printed standard error",
        ),
        (
            "turkish_chalder_norms2022:arms.all.iqr.0",
            "identity",
            1.3626 * (14 - 7) / 1.3489795 / math.sqrt(476),
            "SD and people",
        ),
        ("goodman2009_fampridine:arms.placebo.responders", "logit", math.sqrt(1 / 6 + 1 / 66), "people"),
        ("fss_bdi_edss_120:effect.FSS_BDI", "fisher", 1 / math.sqrt(117), "people"),
        (
            "affirm_arr_year1:arms.placebo.ARR_unadjusted",
            "log",
            math.sqrt(1 / 224.07 + 1 / (315 * 1.24)),
            "people",
        ),
        ("affirm_mri_2007:arms.placebo.gd_mean_2y", "log", math.sqrt((1 / 2.4 + 1 / 0.23) / 315), "people"),
        ("achiron2015_alfacalcidol:effect.value", "identity", 0.142 / 2.6968442608781, "printed p value"),
        (
            "temso_tower_efficacy:effect.CDW12_HR_temso14",
            "log",
            math.sqrt(1 / (0.202 * 358) + 1 / (0.273 * 363)),
            "the arms compared",
        ),
    ],
)
def test_the_error_is_that_of_its_way(pointer: str, scale: str, expected: float, source: str) -> None:
    found = uncertainty(claim(pointer))
    assert (found.scale, found.source) == (scale, source)
    assert found.standard_error == pytest.approx(expected, rel=1e-4)


def test_the_spread_of_two_arms_gives_their_difference_its_printed_p() -> None:
    treated = claim("affirm_relapse_recovery_lublin2014:arms.natalizumab.residual_edss_mean")
    compared = claim("affirm_relapse_recovery_lublin2014:arms.placebo.residual_edss_mean")
    errors = [standard_error(one) or 0.0 for one in (treated, compared)]
    away = (compared.value - treated.value) / math.hypot(*errors)
    assert math.erfc(away / math.sqrt(2)) == pytest.approx(0.017)


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("nma_exercise_behavioural_2021:effect.CBT", "pooled without an interval"),
        ("tocilizumab_facit_table:arms.Smolen.TCZ8_change", "neither how wide it is nor how many people"),
        ("affirm_mri_2007:arms.placebo.T2_volume_median_change_pct", "a relative change without a spread"),
    ],
)
def test_where_there_is_no_error_the_reason_is_said(pointer: str, why: str) -> None:
    found = uncertainty(claim(pointer))
    assert found.standard_error is None
    assert why in found.source


def test_a_rate_of_nobody_stays_on_its_scale() -> None:
    assert transformation(claim("atkins2016_canadian_ahsct:effect.pre_ARR_computed")) == "log"
    assert transformation(claim("fingolimod_bvl_three_trials:effect.freedoms")) == "log"
    assert transformation(claim("bose2018_ahsct_fis:arms.aHSCT.baseline_median")) == "identity"
