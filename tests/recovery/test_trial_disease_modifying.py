"""What disease-modifying drugs do to lesions and relapses, and what follows when they end or change.

Arms share people and chance, so that what differs is the drug. Sizes are the model's own unless an
entry of the ledger is named; what is asked for is direction, order and return.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from lassitude.randomness.streams import person_keys
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, courses
from tests.recovery.trial_people import HALF_YEAR, YEAR, Arm, seen
from tests.unit.therapies.living import START, body, given, lived, people

pytestmark = pytest.mark.xdist_group("bodies")

TWO_YEARS = (0, HALF_YEAR, YEAR, 2 * YEAR)
MODERATE = ("interferon-beta", "glatiramer-acetate", "teriflunomide", "dimethyl-fumarate")
STRONG = ("natalizumab", "ocrelizumab", "ofatumumab", "alemtuzumab", "fingolimod", "ponesimod", "cladribine")


@cache
def activity(therapy: str | None, **options: float) -> tuple[float, float]:
    """Return new lesions and relapses per person over two years."""
    arm = Arm(therapy=therapy, days=TWO_YEARS, measure=("MFIS", "relapses", "MRI"))
    found = seen(replace(arm, options=tuple(options.items())))
    told = (found[f"value.{one}"][1:].sum(axis=0).mean() for one in ("MRI.new_t2_count", "relapses.count"))
    lesions, relapses = map(float, told)
    return lesions, relapses


@pytest.mark.parametrize("name", [*MODERATE, *STRONG])
def test_a_disease_modifying_drug_lowers_lesions_and_relapses(name: str) -> None:
    treated, untreated = activity(name), activity(None)
    assert treated[0] < 0.9 * untreated[0] and treated[1] < 0.95 * untreated[1]


@pytest.mark.parametrize("name", ["natalizumab", "ocrelizumab", "ofatumumab", "alemtuzumab"])
def test_an_antibody_lowers_lesions_more_than_an_injection_does(name: str) -> None:
    assert activity(name)[0] < min(activity(one)[0] for one in MODERATE[:2])


def test_a_blocker_of_tnf_worsens_multiple_sclerosis() -> None:
    # Lenercept: more people relapsed, and earlier (PMID 10449104).
    worse, untreated = activity("tnf-blocker"), activity(None)
    assert worse[0] > untreated[0] and worse[1] > untreated[1]


def test_stem_cells_without_established_effect_change_nothing() -> None:
    assert activity("mesenchymal-stem-cells") == activity(None)


def test_six_weeks_between_infusions_keep_most_of_the_effect_of_four() -> None:
    four, six, none = (
        activity("natalizumab"),
        activity("natalizumab", interval=42.0),
        activity(None),
    )
    assert four[0] < six[0] < 0.5 * none[0]


def test_after_natalizumab_activity_returns_within_half_a_year() -> None:
    """Lesions came back from week 12 on (RESTORE); noise is off, so courses differ by the drug alone."""
    stop = 400.0
    days = [400, 400 + 7 * 4, 400 + 7 * 12, 400 + 7 * 24, 400 + 7 * 52]
    untreated, stopped = lived(given("placebo"), days), lived(given("natalizumab", stop), days)
    left = [
        float(off["cns_effectors"].mean() / idle["cns_effectors"].mean())
        for off, idle in zip(stopped, untreated, strict=True)
    ]
    assert left[0] < 0.15 and left[1] < 0.3
    assert left[2] > 0.4 and 0.8 < left[3] < 1.3 and left[4] == pytest.approx(1.0, abs=0.1)
    born = np.array([one["lesions_born"].mean() for one in stopped])
    assert born[1] - born[0] < 0.2 * (born[4] - born[3]) / (28 * 7) * 28


def lived_through(treatments: list[Treatment], days: tuple[int, ...]) -> list[float]:
    """Return passage into the nervous system on some days under a sequence of treatments."""
    told = courses(treatments, people().keys)

    def on(day: float) -> Regimen:
        return [one.regimen for one in told if one.from_day <= day][-1]

    return [float(np.mean(levers(on(day), np.float32(day)).passage)) for day in days]


def test_a_drug_that_is_stopped_and_begun_again_works_again() -> None:
    pause = [
        Treatment("fingolimod", 0.0, 200.0, {}, "none", 1.0),
        Treatment("fingolimod", 400.0, FOREVER, {}, "none", 1.0),
    ]
    treated, paused, again = lived_through(pause, (199, 390, 600))
    assert treated == pytest.approx(again) and treated < 0.6 and paused == pytest.approx(1.0)


def test_who_switches_drugs_has_the_second_as_if_it_were_the_first() -> None:
    switched = [
        Treatment("fingolimod", 0.0, 200.0, {}, "none", 1.0),
        Treatment("natalizumab", 200.0, FOREVER, {}, "none", 1.0),
    ]
    alone = [Treatment("natalizumab", 200.0, FOREVER, {}, "none", 1.0)]
    late = (500, 730)
    assert lived_through(switched, late) == pytest.approx(lived_through(alone, late))
    # Fingolimod fades while natalizumab already works: together they block more than either.
    both, second = lived_through(switched, (205,)), lived_through(alone, (205,))
    assert both < second


def test_sequences_are_the_same_for_whoever_else_is_treated() -> None:
    """A person's course depends on nobody else: drawn alone or among others."""
    some = person_keys(3, 0, np.array([2]))
    plan = [Treatment("alemtuzumab", START, FOREVER, {}, "open")]
    among, alone = courses(plan, person_keys(3, 0, np.arange(4))), courses(plan, some)
    for many, one in zip(among, alone, strict=True):
        for field, value in zip(many.regimen, one.regimen, strict=True):
            assert np.broadcast_to(field, 4)[2] == np.broadcast_to(value, 1)[0]
    assert body() is body()
