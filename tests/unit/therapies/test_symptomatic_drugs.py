"""Protects: drugs are titrated, relieve by exposure, wash out with their own turnover, and can be nothing."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.physiology.inputs import Levers
from lassitude.therapies.catalog import THERAPIES, all_declarations
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import inert
from tests.unit.therapies.living import COUNTED, PEOPLE, START, different, given, lived

DECLARED = {one.name: one.value for one in all_declarations()}
DRUGS = ("amantadine", "modafinil", "methylphenidate")


@pytest.mark.parametrize("name", DRUGS)
def test_the_dose_rises_evenly_over_four_weeks(name: str) -> None:
    # NCT03185065: each drug titrated over four weeks.
    one = given(name)
    full = levers(one, np.float32(START + 200)).drug_exposure
    shares = [levers(one, np.float32(START + day)).drug_exposure / full for day in (-1, 0, 6, 13, 27, 28)]
    np.testing.assert_allclose(
        [float(share[0]) for share in shares], [0, 1 / 28, 7 / 28, 14 / 28, 1, 1], rtol=1e-5
    )


@pytest.mark.parametrize("name", DRUGS)
def test_relief_is_half_of_the_ceiling_at_the_usual_dose(name: str) -> None:
    # Half exposure is declared as that of the usual dose, to three figures.
    after = lived(given(name), [60])[0]
    np.testing.assert_allclose(after["drug_effect"], 0.5 * DECLARED[f"{name}.ceiling"], rtol=5e-3)


def test_more_of_a_drug_relieves_more_and_never_above_its_ceiling() -> None:
    low, usual, high = (
        lived(given("modafinil", daily_mg=mg), [60])[0]["drug_effect"] for mg in (50, 200, 400)
    )
    assert (low < usual).all() and (usual < high).all() and (high < DECLARED["modafinil.ceiling"]).all()
    half = lived(given("modafinil", adherence=0.5), [60])[0]["drug_effect"]
    np.testing.assert_allclose(half, DECLARED["modafinil.ceiling"] / 3.0, rtol=5e-3)


@pytest.mark.parametrize("name", ["modafinil", "methylphenidate"])
def test_relief_ends_with_the_turnover_of_the_drug(name: str) -> None:
    stop = round(START) + 42
    last, carried, gone = lived(given(name, stop=float(stop)), [stop, stop + 2, stop + 14])
    left = np.exp(-2.0 * DECLARED[f"{name}.turnover"])
    np.testing.assert_allclose(carried["drug_effect"], last["drug_effect"] * left, rtol=1e-4)
    # Two weeks of washout, as in the trial, leave less than a millionth.
    assert gone["drug_effect"].max() < 1e-6


def test_a_drug_that_does_nothing_is_a_placebo_bit_by_bit() -> None:
    """Amantadine is declared at nothing beyond placebo; both are given blinded."""
    assert DECLARED["amantadine.ceiling"] == 0.0
    drug, placebo = (lived(given(name, belief="blinded"), [60])[0] for name in ("amantadine", "placebo"))
    assert different(drug, placebo) <= COUNTED
    assert np.abs(placebo["belief"]).min() > 0.0


@pytest.mark.parametrize("name", DRUGS)
def test_no_effect_at_all_lies_within_the_bounds_of_every_drug(name: str) -> None:
    ceiling = next(one for one in all_declarations() if one.name == f"{name}.ceiling")
    assert ceiling.bounds[0] <= 0.0 < ceiling.bounds[1]
    assert "nourbakhsh2021_triumphant" in THERAPIES[name].evidence


def test_an_antidepressant_lifts_mood_by_what_is_declared() -> None:
    """After 200 days, five turnovers of mood, less what less fatigue adds to it by the loop of the two."""
    idle, treated = (lived(one, [210])[0]["mood"] for one in (inert(PEOPLE), given("sertraline")))
    assert ((idle - treated) > 0.95 * DECLARED["sertraline.lift"]).all()
    assert ((idle - treated) < 1.25 * DECLARED["sertraline.lift"]).all()


def test_steroids_dampen_for_their_days_beside_any_other_drug() -> None:
    one = given("methylprednisolone")
    days = (START - 1, START, START + 13, START + 14)
    dampened = [float(levers(one, np.float32(day)).activation[0]) for day in days]
    np.testing.assert_allclose(dampened, [1.0, 0.3, 0.3, 1.0], rtol=1e-6)
    both = one._replace(**{
        name: getattr(given("interferon-beta"), name)
        for name in ("modulation_start", "modulation_stop", "activation_lost", "type1_interferon")
    })  # fmt: skip
    assert float(levers(both, np.float32(START)).activation[0]) == pytest.approx(0.3 * 0.55, rel=1e-6)


def test_a_drug_that_was_never_begun_has_no_turnover_of_its_own() -> None:
    never = given("modafinil")._replace(drug_start=np.full(PEOPLE, np.float32(1e6)))
    assert np.all(np.asarray(levers(never, np.float32(50.0)).drug_turnover) == Levers().drug_turnover)
