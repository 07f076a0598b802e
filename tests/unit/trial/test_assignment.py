"""Protects: what people can be assigned to, and on which days each treatment of it is given."""

from __future__ import annotations

import math

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.designs import CrossoverDesign
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import FOREVER
from lassitude.trial.assignment import (
    Assignment,
    adherence_of,
    assignments_of,
    background_of,
    nobody_is_randomized,
    run_in_of,
    weights_of,
)
from lassitude.trial.schedule import schedule_of

RANDOMIZED = ('type = "cohorts"', 'type = "parallel"\nratio = { treated = 1, waiting = 2 }')
RUN_IN = (
    'type = "cohorts"',
    'type = "parallel"\nrun_in = { days = 21, treatment = "placebo", blinding = "blinded" }',
)


def assigned(protocol: Protocol) -> dict[str, Assignment]:
    return {one.name: one for one in assignments_of(protocol, "patients", schedule_of(protocol))}


def windows(one: Assignment, protocol: Protocol) -> list[tuple[str, str | None, float, float]]:
    zero = schedule_of(protocol).day_zero
    return [
        (given.arm, given.period, given.treatment.start - zero, given.treatment.stop - zero)
        for given in one.given
    ]


def test_windows_of_treatment_count_from_day_zero(plan) -> None:
    (found,) = assigned(plan())["treated"].treatments
    assert (found.name, found.start, found.stop, found.belief) == ("natalizumab", 365, 465, "open")


def test_a_treatment_without_an_end_goes_on(plan) -> None:
    (found,) = assigned(plan((", stop_day = 100", "")))["treated"].treatments
    assert found.stop == FOREVER
    assert math.isfinite(FOREVER)


def test_background_ends_before_the_first_visit_and_nothing_is_expected_of_it(plan) -> None:
    (one,) = background_of(plan(), "patients", schedule_of(plan()))
    assert (one.start, one.stop, one.belief) == (0.0, 337.0, "none")


def test_a_run_in_ends_on_the_first_visit_and_is_believed_in_as_blinded(plan) -> None:
    study = plan(RUN_IN)
    former, run_in = background_of(study, "patients", schedule_of(study))
    assert former.name == "interferon-beta"
    assert (run_in.name, run_in.start, run_in.stop, run_in.belief) == ("placebo", 344, 365, "blinded")
    assert run_in_of(plan()) is None


def test_a_treatment_before_the_first_visit_is_refused(plan) -> None:
    with pytest.raises(RequestError, match="before the first visit \\(M0\\)"):
        assigned(plan(("start_day = 0", "start_day = -3")))


def test_people_are_assigned_in_the_declared_ratio_or_evenly(plan) -> None:
    for study, weights in ((plan(RANDOMIZED), (1, 2)), (plan(), (1, 1))):
        assert weights_of(study, tuple(assigned(study).values())) == weights


def test_only_cohorts_are_groups_of_their_own(plan) -> None:
    assert nobody_is_randomized(plan())
    assert not nobody_is_randomized(plan(RANDOMIZED))


def test_a_sequence_gives_one_arm_a_period_each_counted_from_its_own_start(crossover) -> None:
    study = crossover()
    found = assigned(study)
    assert {one.arm for one in found.values()} == {None}
    assert windows(found["A"], study) == [
        ("placebo", "P1", 0, 28),  # without a last day, to the end of the period
        ("stimulant", "P2", 42, 63),
        ("other", "P3", 91, 112),
    ]
    assert windows(found["B"], study) == [
        ("stimulant", "P1", 0, 21),
        ("other", "P2", 49, 70),
        ("placebo", "P3", 84, 112),
    ]


def test_everybody_has_every_arm_once_in_a_crossover(crossover) -> None:
    for one in assigned(crossover()).values():
        assert sorted(given.arm for given in one.given) == ["other", "placebo", "stimulant"]


def test_relabeling_sequences_changes_nothing_but_their_names(crossover) -> None:
    given, relabeled = crossover(), crossover(("{ A = [", "{ Z = ["))
    assert isinstance(relabeled.design, CrossoverDesign)
    here, there = assigned(given), assigned(relabeled)
    assert list(there) == ["Z", "B"]
    assert there["Z"].given == here["A"].given and there["B"].given == here["B"].given


def test_a_series_gives_both_arms_in_every_cycle_in_every_order(crossover) -> None:
    study = crossover(
        (
            'type = "crossover"\nperiod',
            'type = "n-of-1"\ncycles = 2\narms = ["placebo", "stimulant"]\nperiod',
        ),
        ('sequences = { A = ["placebo", "stimulant", "other"], B = ["stimulant", "other", "placebo"] }', ""),
        (
            '[arms.other]\npopulation = "patients"\nblinding = "blinded"\n'
            'treatments = [{ name = "amantadine", start_day = 7 }]',
            "",
        ),
    )
    found = assigned(study)
    assert len(found) == 4
    for one in found.values():
        arms = [given.arm for given in one.given]
        assert [given.period for given in one.given] == ["P1", "P2", "P3", "P4"]
        assert {*arms[:2]} == {*arms[2:]} == {"placebo", "stimulant"}


@pytest.mark.parametrize(
    ("told", "share"),
    [
        ('{ type = "process" }', None),
        ('{ type = "full" }', 1.0),
        ('{ type = "fixed", share = 0.4, source = "hypothesis" }', 0.4),
    ],
)
def test_treatments_carry_the_declared_adherence(plan, told: str, share: float | None) -> None:
    study = plan(("pool = 40", f"pool = 40\nadherence = {told}"))
    assert adherence_of(study) == share
    assert assigned(study)["treated"].treatments[0].adherence == share
