"""What cannot matter does not matter, bit by bit: zero doses, other people, other visits, other arms.

Equality is exact, so there is no Monte Carlo error; whole blocks run through one compiled program.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from lassitude.therapies import regimen as regimens
from lassitude.therapies.catalog import THERAPIES
from lassitude.therapies.mechanisms import KINDS
from lassitude.therapies.on_people import Expectation
from lassitude.trial import treated
from lassitude.trial.conduct import conduct
from tests.recovery.trial_people import EVERYBODY, Arm, Measured, mixed, of, same, screened, seen

pytestmark = pytest.mark.xdist_group("bodies")

DAYS = (0, 90)
INSTRUMENTS = ("MFIS", "EDSS", "MRI", "relapses", "IFNG", "ISG", "steps", "work")
UNTREATED = Arm(days=DAYS, measure=INSTRUMENTS)
PROGRAMS = ("cognitive-behavioral-therapy", "energy-conservation", "mindfulness", "attention-control")
NOTHING_DONE = {name: idle for one in THERAPIES.values() for name, idle in one.idle_numbers().items()}
"""The strength of every therapy at which it does nothing."""
ONE_OF_EACH = sorted(
    {
        next(
            name for name, one in THERAPIES.items() if any(type(has) is kind for has in one.every_mechanism())
        )
        for kind in set(KINDS.values()) - {Expectation}
    }
)
"""The first therapy that has each mechanism."""
BY_LEGS = ("truth.pyramidal_conduction", "value.EDSS.total")
ARMS = (
    replace(UNTREATED, therapy="natalizumab", belief="open"),
    replace(UNTREATED, therapy="mindfulness", belief="attention"),
    UNTREATED,
    replace(UNTREATED, therapy="modafinil", belief="blinded"),
)
ASSIGNED = np.arange(len(EVERYBODY)) * 7 % len(ARMS)


@pytest.fixture
def harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the strength of every therapy away, but not what people believe of it."""

    def weak(treatments, keys, numbers=None):
        return regimens.courses(treatments, keys, {**(numbers or {}), **NOTHING_DONE})

    monkeypatch.setattr(treated, "courses", weak)


def some_of(measured: Measured, people: np.ndarray) -> Measured:
    """Return the pages of some people; a log names people by place, so it is left out."""
    return {
        name: value[..., people] for name, value in measured.items() if not name.startswith(("log.", "item."))
    }


def truths(measured: Measured) -> Measured:
    return {name: value for name, value in measured.items() if name.startswith("truth.")}


@pytest.mark.parametrize("therapy", ONE_OF_EACH)
@pytest.mark.usefixtures("harmless")
def test_a_dose_of_zero_is_no_treatment(therapy: str) -> None:
    """Seen through instruments; that it is so of the body of every therapy, the contract of rows holds."""
    assert not same(seen(UNTREATED), conduct(replace(UNTREATED, therapy=therapy).task()))


@pytest.mark.parametrize("therapy", ["ahsct", "natalizumab", "mindfulness", "modafinil"])
@pytest.mark.usefixtures("harmless")
def test_a_blinded_therapy_without_effect_is_a_blinded_placebo(therapy: str) -> None:
    """One of each kind; what is believed does not depend on the kind, as the test above shows of doses."""
    hoped = conduct(replace(UNTREATED, therapy=therapy, belief="blinded").task())
    assert not same(seen(replace(UNTREATED, therapy="placebo", belief="blinded")), hoped)


def test_a_drug_whose_declared_effect_is_none_is_a_blinded_placebo() -> None:
    # The ceiling of amantadine is 0, because a large trial found nothing beyond placebo.
    placebo, drug = (
        seen(replace(UNTREATED, therapy=name, belief="blinded")) for name in ("placebo", "amantadine")
    )
    assert not same(placebo, drug)


def test_a_placebo_of_which_nothing_is_expected_is_no_treatment() -> None:
    assert not same(seen(UNTREATED), seen(replace(UNTREATED, therapy="placebo")))


@pytest.mark.parametrize("therapy", [*PROGRAMS, "aerobic-training", "modafinil", "sertraline"])
def test_adherence_of_zero_is_no_program(therapy: str) -> None:
    assert not same(seen(UNTREATED), conduct(replace(UNTREATED, therapy=therapy, adherence=0.0).task()))


def test_adherence_matters_where_something_is_done() -> None:
    full = seen(replace(UNTREATED, therapy="cognitive-behavioral-therapy", adherence=1.0))
    assert {"truth.skills", "truth.mood", "value.MFIS.total"} <= set(same(seen(UNTREATED), full))


def test_a_placebo_works_by_belief_and_by_nothing_else() -> None:
    placebo = seen(replace(UNTREATED, therapy="placebo", belief="open"))
    changed = set(same(seen(UNTREATED), placebo))
    assert {"truth.belief", "truth.fatigue_physical", "value.MFIS.total"} <= changed
    assert not {"truth.new_lesions", "truth.ifn_gamma", "truth.tnf"} & changed
    # Who is less tired moves more: legs and core temperature answer, by far less than an instrument shows.
    drift = {name: np.abs(placebo[name] - seen(UNTREATED)[name]) for name in placebo if name in BY_LEGS}
    assert np.nanmax(drift["truth.pyramidal_conduction"]) < 1e-4
    assert np.nanmean(drift["value.EDSS.total"]) < 0.02
    gone = seen(replace(UNTREATED, therapy="placebo", belief="open", switch=("expectation",)))
    assert not same(truths(gone), seen(UNTREATED))


@pytest.mark.parametrize(("belief", "share"), [("blinded", 0.7), ("attention", 0.5)])
def test_what_people_know_weakens_belief_by_its_declared_share(belief: str, share: float) -> None:
    known, unknown = (
        seen(replace(UNTREATED, therapy="placebo", belief=one))["truth.belief"][-1]
        for one in ("open", belief)
    )
    np.testing.assert_allclose(unknown, share * known, rtol=1e-4, atol=1e-6)


def test_attention_has_company_and_its_share_of_belief_and_teaches_nothing() -> None:
    attention = seen(replace(UNTREATED, therapy="attention-control", belief="attention"))
    changed = set(same(seen(UNTREATED), attention))
    assert {"truth.belief", "truth.mood"} <= changed
    assert not {"truth.skills", "truth.exertional_fatigue", "truth.drug_effect"} & changed
    alone = seen(replace(UNTREATED, therapy="placebo", belief="attention"))
    assert not same({"truth.belief": attention["truth.belief"]}, alone)
    company = attention["truth.mood"][-1] - alone["truth.mood"][-1]
    assert company.mean() < 0.0


def test_an_active_therapy_without_therapy_is_a_placebo() -> None:
    bare = seen(replace(UNTREATED, therapy="natalizumab", belief="open", switch=("therapy",)))
    placebo = seen(replace(UNTREATED, therapy="placebo", belief="open"))
    assert not same(truths(bare), placebo)


@pytest.mark.parametrize("therapy", ["ahsct", "mindfulness"])
def test_without_anything_is_no_treatment(therapy: str) -> None:
    everything = ("therapy", "expectation", "contact")
    bare = seen(replace(UNTREATED, therapy=therapy, belief="open", switch=everything))
    assert not same(truths(bare), seen(UNTREATED))


def test_without_contact_only_programs_change() -> None:
    """Company is a part of what is done with people, and of nothing else."""
    for therapy, has_company in (("mindfulness", True), ("modafinil", False), ("placebo", False)):
        arm = replace(UNTREATED, therapy=therapy, belief="blinded")
        changed = same(truths(seen(replace(arm, switch=("contact",)))), seen(arm))
        assert bool(changed) is has_company, therapy


@cache
def all_mixed() -> Measured:
    return conduct(mixed(ARMS, ASSIGNED))


@pytest.mark.parametrize("arm", range(len(ARMS)))
def test_arms_mixed_in_one_block_are_what_each_arm_is_alone(arm: int) -> None:
    people = np.flatnonzero(arm == ASSIGNED)
    assert not same(some_of(all_mixed(), people), some_of(seen(ARMS[arm]), people))


def test_a_mixed_block_without_parts_is_what_each_arm_is_without_them() -> None:
    switch = ("therapy", "expectation", "contact")
    bare = conduct(replace(mixed(ARMS, ASSIGNED), switch=switch))
    assert not same(truths(bare), seen(UNTREATED))


def test_swapping_the_labels_of_two_arms_flips_the_sign_of_their_difference() -> None:
    """Each person keeps their treatment; only the labels of the arms change places."""
    labels = np.where(ASSIGNED < 2, ASSIGNED, 0)
    one = conduct(mixed(ARMS[:2], labels))
    other = conduct(mixed((ARMS[1], ARMS[0]), 1 - labels))
    assert not same(one, other)

    def difference(measured: Measured, assigned: np.ndarray) -> float:
        last = measured["value.MFIS.total"][-1]
        return float(last[assigned == 0].mean() - last[assigned == 1].mean())

    assert difference(one, labels) == -difference(other, 1 - labels) != 0.0


def test_one_more_arm_changes_nothing_for_the_others() -> None:
    """A fifth arm takes some people of the third; all the others keep every bit."""
    more = (*ARMS, replace(UNTREATED, therapy="ahsct", belief="open"))
    moved = np.flatnonzero(ASSIGNED == 2)[:300]
    assigned = ASSIGNED.copy()
    assigned[moved] = 4
    stayed = np.setdiff1d(EVERYBODY, moved)
    wider = conduct(mixed(more, assigned))
    assert not same(some_of(all_mixed(), stayed), some_of(wider, stayed))
    assert same(some_of(all_mixed(), moved), some_of(wider, moved))


def test_nobody_is_changed_by_who_else_takes_part() -> None:
    some = np.array([7, 4000, 12])
    assert not same(some_of(of(UNTREATED, some), np.arange(3)), some_of(seen(UNTREATED), some))


def test_a_person_has_the_same_past_in_any_block() -> None:
    moved = screened("rrms", 4000)
    there, here = moved.snapshot(np.array([4050])), screened("rrms").snapshot(np.array([4050]))
    assert all(np.array_equal(there.state[name], here.state[name]) for name in here.state)


@pytest.mark.parametrize("added", [28, 80], ids=["far from the others", "within the recall of another"])
def test_one_more_visit_changes_no_other_visit(added: int) -> None:
    more = seen(replace(UNTREATED, days=(0, added, 90)))
    counted = {"relapses", "MRI"}  # counts since the previous visit are split by a visit between
    for name, value in seen(UNTREATED).items():
        if name.split(".")[1] in counted | {"new_lesions", "relapse"}:
            continue
        kept = more[name] if name.startswith("repeat.") else more[name][[0, 2]]
        assert np.array_equal(value, kept, equal_nan=True), name


def test_one_more_visit_changes_no_relapse_of_those_who_had_no_more_than_a_body_remembers() -> None:
    few = np.flatnonzero(seen(UNTREATED)["truth.relapses"][1] <= 2)

    def found(days: tuple[int, ...]) -> set[tuple[float, float]]:
        pages = seen(replace(UNTREATED, days=days))
        told = zip(pages["log.relapse.place"], pages["log.relapse.day"], strict=True)
        return {one for one in told if one[0] in few}

    assert found((0, 28, 90)) == found(DAYS)
    assert len(found(DAYS)) == seen(UNTREATED)["truth.relapses"][1][few].sum() > 0


def test_a_visit_between_splits_counts_and_loses_none() -> None:
    more = seen(replace(UNTREATED, days=(0, 28, 90)))
    for name in ("truth.new_lesions", "truth.relapses"):
        assert np.array_equal(more[name][1:].sum(axis=0), seen(UNTREATED)[name][1])
