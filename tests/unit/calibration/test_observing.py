"""Protects: published numbers reach the likelihood as the claims have them, and held-out ones never."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.observing import UNSTATED, comparable, observations_of
from lassitude.calibration.scales import Fisher, Logit
from lassitude.calibration.targets import Target
from lassitude.evidence.claims import claim, uncertainty
from lassitude.quantities.errors import RequestError
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.protocol import parse_protocol

STUDY = """
schema = "lassitude.protocol/1"
id = "small"
title = "People with MS answer two questionnaires"
[populations.patients]
condition = "rrms"
n = 50
[arms.ms]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { V0 = "0 d" }
measure = ["MFIS", "FSS"]
[analysis.level]
type = "descriptive"
endpoint = "FSS.total"
[published]
"""


def target(**published: str) -> Target:
    rows = "\n".join(f'"FSS.total|{name}|V0|ms" = "{pointer}"' for name, pointer in published.items())
    return Target("small", "1-toy", parse_protocol(f"{STUDY}{rows}\n", "small.toml"))


def batch(unit: str, value: float, statistic: str = "mean") -> EstimateBatch:
    values = np.array([value, value])
    return EstimateBatch(
        f"FSS.total|{statistic}|V0|ms",
        "level",
        unit,
        values,
        np.array([50, 50]),
        "",
        np.array([True, False]),
        se=0.1 * np.abs(values),
    )


def test_a_number_is_taken_with_the_error_and_scale_of_its_claim() -> None:
    pointer = "fss_100_outpatients:arms.MS.mean"
    one = observations_of([target(mean=pointer)], 240)[0]
    told = uncertainty(claim(pointer))
    assert (one.published, one.standard_error) == (claim(pointer).canonical, told.standard_error)
    assert one.spread > one.standard_error


def test_a_share_is_a_fraction_on_the_logit_scale() -> None:
    pointer = "fss_100_outpatients:arms.MS.no_fatigue_pct"
    one = observations_of([target(floor_share=pointer)], 240)[0]
    assert isinstance(one.scale, Logit) and 0.0 < one.published < 1.0


def test_an_error_that_is_not_told_is_as_wide_as_declared() -> None:
    pointer = "learmonth2013_psychometrics:arms.MS_pooled.FSS_mean"
    known = [one for one in _published("1-instruments") if uncertainty(claim(one)).standard_error is None]
    assert known, f"every number tells its error; {pointer} did not"
    one = observations_of([target(mean=known[0])], 240)[0]
    assert one.standard_error == pytest.approx(UNSTATED * one.between)


def test_numbers_of_one_trial_and_outcome_form_one_likelihood() -> None:
    from lassitude.calibration.targets import targets_of

    groups = {
        one.group
        for one in observations_of(targets_of("7-behavioral"), 240)
        if one.target in ("pilutti2013_exercise_meta", "heine2015_cochrane_exercise")
    }
    assert len(groups) == 1


def test_a_held_out_number_is_refused() -> None:
    with pytest.raises(RequestError, match="held out"):
        observations_of([target(mean="bose2018_ahsct_fis:effect.value")], 240)


def test_correlations_are_fitted_on_fishers_scale() -> None:
    pointers = [one for one in _published("4-untreated-fatigue") if claim(one).statistic == "correlation"]
    one = observations_of([target(mean=pointers[0])], 240)[0]
    assert isinstance(one.scale, Fisher)


@pytest.mark.parametrize(
    ("unit", "statistic", "value", "pointer", "expected"),
    [
        ("1", "floor_share", 0.03, "fss_100_outpatients:arms.MS.no_fatigue_pct", 0.03),
        ("%", "floor_share", 3.0, "fss_100_outpatients:arms.MS.no_fatigue_pct", 0.03),
        ("points", "mean", 4.1, "fss_100_outpatients:arms.MS.mean", 4.1),
        ("%", "percent_change", -10.0, "achiron2015_alfacalcidol:arms.placebo.relative_change_pct", 0.9),
    ],
)
def test_estimates_are_brought_to_the_claims_unit(
    unit: str, statistic: str, value: float, pointer: str, expected: float
) -> None:
    told, error = comparable(batch(unit, value, statistic), pointer)
    assert told[0] == pytest.approx(expected)
    assert np.isnan(told[1]) and np.isnan(error[1])


def test_units_that_have_nothing_in_common_are_refused() -> None:
    with pytest.raises(RequestError, match="cannot be compared"):
        comparable(batch("meter", 300.0), "fss_100_outpatients:arms.MS.mean")


def _published(stage: str) -> list[str]:
    from lassitude.calibration.targets import targets_of

    return [pointer for one in targets_of(stage) for pointer in one.protocol.published.values()]
