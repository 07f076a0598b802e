"""Numbers are written the way people read them."""

from __future__ import annotations

import inspect
import math
import re

import pytest

from lassitude.report import statistic_words, wording
from lassitude.results import EstimateName, Interval, Spread
from lassitude.statistics.planned import anova, arm_regression, beside, descriptive, regression, tests

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (23.0, "23"),
        (40.6, "40.6"),
        (-0.5, f"{MINUS}0.5"),
        (-0.0, "0"),
        (0.12345, "0.123"),
        (12345.6, "12346"),
        (100.0, "100"),
        (9.999, "10"),
        (-1e-12, f"{MINUS}1.0 \N{MULTIPLICATION SIGN} 10⁻¹²"),
        (math.nan, "\N{EN DASH}"),
        (None, "\N{EN DASH}"),
    ],
)
def test_numbers(value: float | None, text: str) -> None:
    assert wording.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0%"), (0.0148, "1.5%"), (0.5, "50%"), (0.996, "99.6%"), (1.0, "100%")]
)
def test_shares(value: float, text: str) -> None:
    assert wording.percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.0, "< 0.001"), (0.0499, "0.050"), (1.0, "1.000")])
def test_p_values(value: float, text: str) -> None:
    assert wording.p_value(value) == text


def test_counts_carry_their_interval() -> None:
    assert wording.count(Spread(23.0, None, Interval(21.0, 24.0))) == "23 (21 to 24)"
    assert wording.count(Spread(24.0)) == "24"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("slope:EDSS.total@M0", "Slope on EDSS total at M0"),
        ("slope_p:age_years", "Slope on age (years), p"),
        ("median_change", "Median change"),
        ("complete_reduction_n", "People with 100% reduction"),
        ("partial_correlation:EDSS.total", "Correlation with EDSS total, other measures held constant"),
        ("mean_below:EDSS.total>=4", "Mean of people with EDSS total below 4"),
        (
            "ratio_above_below:age_years>=40",
            "Ratio of means, people with age (years) of 40 or more, to those below",
        ),
        ("share_residual_at_least:0.5", "Share of relapses of which 0.5 or more remains"),
    ],
)
def test_statistics_in_words(name: str, text: str) -> None:
    assert statistic_words.statistic(name) == text


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("arm by visit, sex=male, EDSS.total@M0; REML", "arm by visit, sex male, EDSS total at M0; REML"),
        ("on arm, age_years", "on arm, age (years)"),
        ("p = 0.03; F(1, 36); n = 40; t test of W6", "p = 0.03; F(1, 36); n = 40; t test of W6"),
    ],
)
def test_methods_name_covariates_in_words(method: str, text: str) -> None:
    assert statistic_words.method_in_words(method) == text


@pytest.mark.parametrize(
    "statistic",
    [
        "responder_rate:4",
        "impute_mar_responder_rate:4",
        "event_free_share",
        "floor_share",
        "share_at_least:38",
        "share_residual_at_least:0.5",
        "unique_share:EDSS.total",
    ],
)
def test_shares_of_people_are_percentages(statistic: str) -> None:
    assert wording.value(f"MFIS.total|{statistic}|W12|drug", 0.25) == "25%"
    assert wording.range_of(f"MFIS.total|{statistic}|W12|drug", Interval(0.1, 0.4)) == "10% to 40%"


def test_shares_of_people_are_no_shares_of_repetitions() -> None:
    assert not wording.is_share(EstimateName("MFIS.total", "share_at_least:38"))
    assert wording.is_share(EstimateName("MFIS.total", "share_wilcoxon_p_below_0.05"))


def test_units_of_time_are_many() -> None:
    assert wording.unit_of("relapse|followed_years|M24|drug", "year") == "years"
    assert wording.unit_of("relapse|median_time|M24|drug", "day") == "days"
    assert wording.unit_of("MFIS.total|mean|M24|drug", "points") == "points"


def test_every_statistic_of_the_plan_has_a_name_in_words() -> None:
    sources = [inspect.getsource(room) for room in (anova, descriptive, regression, tests)]
    names = {name for source in sources for name in re.findall(r'estimate\(\s*"(\w+)"', source)}
    assert len(names) > 25
    assert [name for name in names if name not in statistic_words.STATISTICS] == []


def test_every_statistic_about_something_has_a_name_in_words() -> None:
    sources = [inspect.getsource(room) for room in (anova, arm_regression, beside, regression)]
    names = {name for source in sources for name in re.findall(r'f?"(\w+):[{\w]', source)}
    assert names >= {"mixed_anova_f", "slope_difference", "regression_p", "variance_inflation"}
    about = [statistic_words.statistic(f"{name}:EDSS") for name in names if name != "slope"]
    assert [words for words in about if words.endswith(":EDSS") or "EDSS" not in words] == []


def test_corrected_p_values_are_p_values() -> None:
    names = (
        "rm_anova_p",
        "rm_anova_p_hf",
        "rm_anova_p_uncorrected",
        "slope_p:age_years",
        "mixed_anova_p_hf:visit",
    )
    assert all(wording.is_p_value(EstimateName("FIS.total", name)) for name in names)
