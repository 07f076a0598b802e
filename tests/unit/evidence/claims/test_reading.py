"""Names of the ledger are read as their sources mean them; the numbers were looked up in the entries."""

from __future__ import annotations

import pytest

from lassitude.evidence.claims import claim
from lassitude.evidence.claims.designs import duration_in
from lassitude.quantities.errors import RequestError

MONTH = 365.25 / 12


@pytest.mark.parametrize(
    ("pointer", "statistic", "canonical", "measure", "day"),
    [
        (
            "iaffaldano2012_natalizumab_fss:arms.natalizumab.month12_mean",
            "mean",
            3.61,
            "FSS.total",
            12 * MONTH,
        ),
        ("iaffaldano2012_natalizumab_fss:arms.natalizumab.baseline_sd", "sd", 1.63, "FSS.total", 0),
        ("nourbakhsh2021_triumphant:effect.placebo_change", "mean_change", -10.7, "MFIS.total", 35),
        ("affirm_arr_year1:effect.value", "rate_ratio", 0.325, "relapses.count", 365.25),
        ("affirm_mri_2007:effect.new_T2_pct", "relative_change", 0.17, "MRI.new_t2_count", 730.5),
        ("carems1_efficacy:arms.alemtuzumab.ARR.value", "rate", 0.18, "relapses.count", 730.5),
        ("freedoms_efficacy:arms.placebo.relapse_free_pct", "share_free", 0.46, "relapses.count", 730.5),
        ("pilutti2013_exercise_meta:effect.value", "smd", -0.45, "fatigue.any scale", None),
        ("chauffier2012_ra_biologics:effect.anti_TNF", "smd", -0.36, "fatigue.any scale", None),
        ("learmonth2013_psychometrics:arms.MFIS.MDC", "mdc", 20.2, "MFIS.total", 6 * MONTH),
        ("amtmann_maf_fss_mfis_irt:arms.FSS.ceiling_pct", "proportion", 0.21, "FSS.total", None),
        ("hauser2017_opera:effect.ARR_reduction_pct.0", "relative_change", 0.54, "relapses.count", 672),
        (
            "tremlett2008_spms:arms.RRMS.median_years",
            "time",
            18.9 * 365.25,
            "secondary progression.reached",
            None,
        ),
        (
            "norheim2012_anakinra_pss:arms.anakinra.ge50pct_reduction_n",
            "count",
            0.5,
            "VAS-fatigue.total",
            28,
        ),
    ],
)
def test_a_number_is_what_its_source_means(
    pointer: str, statistic: str, canonical: float, measure: str, day: float | None
) -> None:
    found = claim(pointer)
    assert (found.statistic, f"{found.instrument}.{found.part}", found.day) == (statistic, measure, day)
    assert found.canonical == pytest.approx(canonical)


def test_qualifiers_belong_to_the_number_that_they_qualify() -> None:
    found = claim("atkins2016_canadian_ahsct:effect.activity_free_3y_pct")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high, found.interval.level) == (46.6, 84.2, 0.95)
    assert claim("atkins2016_canadian_ahsct:effect.ci95.1") is found
    assert claim(
        "clarity_ext_withdrawal:arms.placebo_then_cladribine.ARR_ci97_5.0"
    ).interval == pytest.approx(claim("clarity_ext_withdrawal:arms.placebo_then_cladribine.ARR").interval)


@pytest.mark.parametrize(
    ("pointer", "people", "compared"),
    [
        ("achiron2015_alfacalcidol:effect.value", 80, 78),
        ("prisms_spectrims_low_edss_relapse:effect.year1.value", 171, 164),
        ("vancampen2020_severity:arms.moderate.steps", 98, None),
        ("goodman2009_fampridine:arms.placebo.pct", 72, None),
        ("define_label:arms.placebo.gd_2y_mean", 165, None),
        ("nourbakhsh2021_triumphant:arms.placebo.mean", 141, None),
        ("shaygannejad2012_aspirin_amantadine:arms.aspirin.wk4_mean", 26, None),
        ("charvet2018_rs_tdcs:arms.study2_sham.change", 12, None),
        ("sle_fss_vs_controls_table:arms.controls.FSS_median", 30, None),
        ("metz2004_ga_vs_ifn_fis:arms.glatiramer.improved_pct_total", None, None),
    ],
)
def test_people_are_those_of_the_arm(pointer: str, people: float | None, compared: float | None) -> None:
    found = claim(pointer)
    assert (found.n, found.n_comparator) == (people, compared)


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        ("stankoff2005_modafinil_null:arms.placebo.baseline_mean", ("placebo", "double", "MFIS>=45", 35)),
        ("ziemssen2008_ga_mfis:effect.value", ("none", "open", "", 365.25)),
        ("facets_4month:effect.fu2", ("usual-care", "open", "fatigued", 4 * MONTH)),
        (
            "moravejolahkami2020_mediterranean:arms.diet.change_mean",
            ("usual-care", "not stated", "", 6 * MONTH),
        ),
        ("blikman2013_ecm_meta:effect.physical.value", ("waiting-list", "open", "fatigued", None)),
        ("waves2021_wahls_swank:arms.Wahls.FSS_change_wk12", ("active", "open", "FSS>=4", 84)),
    ],
)
def test_designs_are_read_from_the_words_of_the_study(entry: str, facts: tuple[object, ...]) -> None:
    design = claim(entry).design
    told = (design.comparator_kind, design.blinding, design.entry_cut, design.duration)
    assert told == facts


def test_a_duration_stands_anywhere_in_a_text() -> None:
    assert duration_in("8-week randomised trial") == 56
    assert duration_in("median follow-up 6.7 y") == pytest.approx(6.7 * 365.25)
    assert duration_in("cross-sectional") is None


def test_text_is_no_number_to_compare() -> None:
    with pytest.raises(RequestError, match="leads to the text 'IFN"):
        claim("montoya2017_cytokines:effect.includes.0")


def test_a_dead_pointer_is_refused() -> None:
    with pytest.raises(RequestError, match="has no 'vaule'"):
        claim("bose2018_ahsct_fis:effect.vaule")
