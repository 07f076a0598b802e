"""Therapies do about what was published of them, in whole simulated arms.

The entries of the ledger that are named here have the role calibrate. Arms share people and chance, so that
the error of a ratio is far below that of its parts.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.evidence import resolve
from tests.recovery.trial_people import HALF_YEAR, YEAR, Arm, seen

pytestmark = pytest.mark.xdist_group("bodies")

TWO_YEARS = (0, HALF_YEAR, YEAR, 2 * YEAR)
PATIENTS = 24
SCANS = 314
FOLLOW_UP = tuple(round(HALF_YEAR * visit) for visit in range(15))


def activity(therapy: str | None) -> dict[str, float]:
    """Return new lesions and relapses per person over two years."""
    found = seen(Arm(therapy=therapy, days=TWO_YEARS, measure=("MFIS", "relapses", "MRI")))
    return {
        "lesions": float(found["value.MRI.new_t2_count"][1:].sum(axis=0).mean()),
        "relapses": float(found["value.relapses.count"][1:].sum(axis=0).mean()),
    }


def test_natalizumab_stops_most_lesions() -> None:
    # affirm_mri_2007: 83% fewer; more than 70% is asked for, as in people with any other rate of lesions.
    assert float(resolve("affirm_mri_2007:effect.new_T2_pct")) == -83
    assert activity("natalizumab")["lesions"] < 0.3 * activity(None)["lesions"]


@pytest.mark.parametrize("what", ["lesions", "relapses"])
def test_interferon_beta_lowers_activity_by_about_a_third(what: str) -> None:
    # prisms_spectrims_low_edss_relapse: hazard ratio of relapse 0.70; a fall of 20 to 50% is asked for.
    assert float(resolve("prisms_spectrims_low_edss_relapse:effect.year2.value")) == pytest.approx(
        0.7, abs=0.01
    )
    assert 0.5 < activity("interferon-beta")[what] / activity(None)[what] < 0.8


def test_interferon_beta_raises_type_one_interferon_activity() -> None:
    before, treated = (
        seen(Arm(therapy=name, days=TWO_YEARS, measure=("MFIS", "relapses", "MRI")))[
            "truth.type1_interferon_activity"
        ][-1]
        for name in (None, "interferon-beta")
    )
    # Two healthy means are added (hypothesis of the catalog); the mean over people is exact to 0.05.
    assert treated.mean() - before.mean() == pytest.approx(2.0, abs=0.3)


def test_training_improves_fitness_and_physical_fatigue_for_as_long_as_it_lasts() -> None:
    days = (0, 175, 2 * YEAR)
    trained, idle = (seen(Arm(therapy=name, days=days)) for name in ("aerobic-training", None))
    fitness = (trained["truth.fitness"] - idle["truth.fitness"]).mean(axis=1)
    fatigue = (trained["truth.fatigue_physical"] - idle["truth.fatigue_physical"]).mean(axis=1)
    assert fitness[0] == 0.0
    assert fitness[1] > 0.1
    assert fatigue[1] < -0.02
    assert abs(fatigue[2]) < 0.25 * abs(fatigue[1])


@pytest.fixture(scope="module")
def transplanted() -> dict[str, np.ndarray]:
    return seen(Arm("rrms-aggressive", "ahsct", "open", FOLLOW_UP, ("EDSS", "MRI", "relapses")))


def test_after_transplantation_no_new_lesion_in_314_scans_is_no_surprise(
    transplanted: dict[str, np.ndarray],
) -> None:
    """None of 314 scans showed a new lesion (atkins2016_canadian_ahsct, role calibrate).

    24 people were scanned about 13 times each. Scans of one person resemble each other, so the probability
    that all are quiet is taken over people: (share of people without any lesion on 13 scans) to the power of
    24. The first scan after transplantation is the reference of the second, because what was born in the
    weeks before cells were depleted is no new lesion. A probability of 5% counts as compatible.
    """
    scans = round(SCANS / PATIENTS)
    assert float(resolve("atkins2016_canadian_ahsct:arms.post.gd_or_new_T2")) == 0
    new = transplanted["value.MRI.new_t2_count"] + transplanted["value.MRI.gd_count"]
    quiet = (new[2 : 2 + scans] == 0).all(axis=0).mean()
    assert quiet**PATIENTS > 0.05


def test_some_people_progress_after_transplantation_without_new_lesions(
    transplanted: dict[str, np.ndarray],
) -> None:
    # "Some" is 5% or more of the people without any new lesion whose EDSS is a point higher at two visits.
    new = transplanted["value.MRI.new_t2_count"] + transplanted["value.MRI.gd_count"]
    quiet = (new[2:] == 0).all(axis=0)
    change = transplanted["value.EDSS.total"] - transplanted["value.EDSS.total"][0]
    progressed = (change[-2:, quiet] >= 1.0).all(axis=0)
    assert 0.05 < progressed.mean() < 0.6


def test_transplantation_lowers_relapses_far_below_those_before(transplanted: dict[str, np.ndarray]) -> None:
    # 167 relapses in 140 patient-years before, none after.
    before = transplanted["value.relapses.count"][0].mean()
    after = transplanted["value.relapses.count"][1:].sum(axis=0).mean() / (FOLLOW_UP[-1] / 365.25)
    assert before == pytest.approx(
        float(resolve("atkins2016_canadian_ahsct:effect.pre_ARR_computed")), rel=0.5
    )
    assert after < 0.3 * before
