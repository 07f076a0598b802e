"""What cannot matter does not matter, bit by bit: zero doses, other people, other visits, other arms.

Equality is exact, so there is no Monte Carlo error; whole blocks run through one compiled program.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.therapies import regimen as regimens
from lassitude.therapies.catalog import THERAPIES
from lassitude.trial import conduct as conducts
from lassitude.trial.conduct import SWITCHES, conduct
from tests.recovery.trial_people import EVERYBODY, Arm, Measured, of, same, screened, seen

pytestmark = pytest.mark.xdist_group("bodies")

DAYS = (0, 90)
INSTRUMENTS = ("MFIS", "EDSS", "MRI", "relapses", "IFNG", "ISG", "steps", "work")
UNTREATED = Arm(days=DAYS, measure=INSTRUMENTS)
NOTHING_DONE = {
    "ahsct.reset_probability": 0.0,
    "ahsct.high_t_cells_left": 1.0,
    "ahsct.high_b_cells_left": 1.0,
    "ahsct.high_toxicity": 0.0,
    "natalizumab.rise": 0.0,
    "interferon-beta.activation_left": 1.0,
    "interferon-beta.type1_interferon": 0.0,
    "methylprednisolone.activation_left": 1.0,
    "aerobic-training.sessions_per_week": 0.0,
    "resistance-training.sessions_per_week": 0.0,
    "cognitive-behavioral-therapy.sessions_per_week": 0.0,
    "energy-conservation.sessions_per_week": 0.0,
    "mindfulness.sessions_per_week": 0.0,
    "attention-control.sessions_per_week": 0.0,
    "amantadine.daily_mg": 0.0,
    "modafinil.daily_mg": 0.0,
    "methylphenidate.daily_mg": 0.0,
    "sertraline.lift": 0.0,
}
"""The strength of every therapy at which it does nothing."""


def without_belief(measured: Measured) -> Measured:
    return {name: value for name, value in measured.items() if name != "truth.belief"}


@pytest.mark.parametrize("therapy", sorted(set(THERAPIES) - {"placebo"}))
def test_a_dose_of_zero_is_no_treatment(therapy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def harmless(treatments, keys):
        return regimens.regimen(treatments, keys, NOTHING_DONE)

    monkeypatch.setattr(conducts, "regimen", harmless)
    treated = conduct(replace(UNTREATED, therapy=therapy).task())
    assert not same(seen(UNTREATED), treated)


def test_a_placebo_of_which_nothing_is_expected_is_no_treatment() -> None:
    assert not same(seen(UNTREATED), seen(replace(UNTREATED, therapy="placebo")))


def test_a_placebo_works_by_belief_and_by_nothing_else() -> None:
    placebo = seen(replace(UNTREATED, therapy="placebo", belief="open"))
    changed = set(same(seen(UNTREATED), placebo))
    untouched = {
        "truth.motor_conduction",
        "truth.new_lesions",
        "truth.ifn_gamma",
        "truth.tnf",
        "value.EDSS.total",
    }
    assert {"truth.belief", "truth.fatigue_physical", "value.MFIS.total"} <= changed
    assert not untouched & changed
    gone = seen(replace(UNTREATED, therapy="placebo", belief="open", switch="without_expectation"))
    assert not same({name: gone[name] for name in gone if name.startswith("truth.")}, seen(UNTREATED))


def test_blinding_weakens_belief_by_its_declared_share() -> None:
    open_, blinded = (
        seen(replace(UNTREATED, therapy="placebo", belief=belief))["truth.belief"][-1]
        for belief in ("open", "blinded")
    )
    np.testing.assert_allclose(blinded, 0.7 * open_, rtol=1e-4, atol=1e-6)


def test_an_active_therapy_without_therapy_is_a_placebo() -> None:
    bare = seen(replace(UNTREATED, therapy="natalizumab", belief="open", switch="without_therapy"))
    placebo = seen(replace(UNTREATED, therapy="placebo", belief="open"))
    assert not same({name: bare[name] for name in bare if name.startswith("truth.")}, placebo)


def test_without_both_is_no_treatment() -> None:
    assert list(SWITCHES)[-1] == "without_both"
    bare = seen(replace(UNTREATED, therapy="ahsct", belief="open", switch="without_both"))
    assert not same({name: bare[name] for name in bare if name.startswith("truth.")}, seen(UNTREATED))


def test_nobody_is_changed_by_who_else_takes_part() -> None:
    some = np.array([7, 4000, 12])
    alone = of(UNTREATED, some)
    with_others = {name: value[..., some] for name, value in seen(UNTREATED).items()}
    assert not same(alone, with_others)


def test_a_person_has_the_same_past_in_any_block() -> None:
    moved = screened("rrms", 4000)
    there, here = moved.snapshot(np.array([4050])), screened("rrms").snapshot(np.array([4050]))
    assert all(np.array_equal(there.state[name], here.state[name]) for name in here.state)


@pytest.mark.parametrize("added", [28, 80], ids=["far from the others", "within the recall of another"])
def test_one_more_visit_changes_no_other_visit(added: int) -> None:
    more = seen(replace(UNTREATED, days=(0, added, 90)))
    counted = {"relapses", "MRI"}  # counts since the previous visit are split by a visit between
    for name, value in seen(UNTREATED).items():
        if name.split(".")[1] in counted | {"new_lesions"}:
            continue
        kept = more[name] if name.startswith("repeat.") else more[name][[0, 2]]
        assert np.array_equal(value, kept, equal_nan=True), name


def test_a_visit_between_splits_counts_and_loses_none() -> None:
    more = seen(replace(UNTREATED, days=(0, 28, 90)))
    for name in ("truth.new_lesions", "truth.relapses"):
        assert np.array_equal(more[name][1:].sum(axis=0), seen(UNTREATED)[name][1])


def test_swapping_the_labels_of_two_arms_flips_the_sign_of_their_difference() -> None:
    half = EVERYBODY[:2048]
    one, other = (replace(UNTREATED, therapy=name) for name in ("natalizumab", None))

    def difference(first: Arm, second: Arm) -> np.ndarray:
        return of(first, half)["truth.fatigue_physical"][-1] - of(second, half)["truth.fatigue_physical"][-1]

    assert np.array_equal(difference(one, other), -difference(other, one))
    assert difference(one, other).any()
