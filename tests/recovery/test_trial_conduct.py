"""Visits are held late, missed or between others as told; what happens besides the plan acts from its day.

Equality is exact, so there is no Monte Carlo error, unless a test says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from lassitude.study.simulation import (
    Chance,
    IndependentMisses,
    Intercurrent,
    Late,
    Relapse,
    Value,
    Worsening,
)
from lassitude.trial.conduct import ConductTask, conduct
from tests.recovery.trial_people import DAY_ZERO, EVERYBODY, Arm, Measured, same, seen

pytestmark = pytest.mark.xdist_group("bodies")

LATE_BY = 9
RELAPSING = Arm("rrms-aggressive", days=(0, 60, 120), measure=("MFIS", "relapses"))
PLACEBO = Arm("rrms-aggressive", "placebo", "open", (0, 60, 120), ("MFIS", "relapses"))
RELAPSE = Relapse(type="relapse")
TIRED = Value(type="value", measure="MFIS.total", at_least=55)
WORSE = Worsening(type="worsening", measure="MFIS.total", by=10)
CHANCE = Chance(type="chance", per_year=1.0)


def rule(trigger, therapy: str | None = None, days: float | None = None) -> Intercurrent:
    probability = None if isinstance(trigger, Chance) else 1.0
    return Intercurrent(
        event="it", trigger=trigger, probability=probability, therapy=therapy, days=days, source="hypothesis"
    )


STEROIDS = rule(RELAPSE, "methylprednisolone", 5.0)


def task(arm: Arm = RELAPSING, clinics: tuple[int, ...] = (), late_by: int = 0, **more) -> ConductTask:
    made = arm.task()
    schedule = replace(made.schedule, clinics=tuple(DAY_ZERO + day for day in clinics), late_by=late_by)
    return replace(made, schedule=schedule, **more)


def people_in(pages: Measured, log: str) -> np.ndarray:
    return np.isin(EVERYBODY, pages[f"log.{log}.place"])


# Late and missed visits.


@cache
def half_late() -> Measured:
    late = Late(type="late", probability=0.5, days=LATE_BY, source="hypothesis")
    return conduct(task(late_by=LATE_BY, late_visits=late))


@pytest.mark.parametrize(("visit", "day"), [(1, 60), (2, 120)])
def test_a_late_visit_is_measured_as_on_its_own_day(visit: int, day: int) -> None:
    """Recall, item answers and states are those of a visit that was planned on the late day."""
    moved = seen(replace(RELAPSING, days=(0, day, day + LATE_BY)))
    late = half_late()["held.day"][visit] == DAY_ZERO + day + LATE_BY
    assert 0.45 < late.mean() < 0.55
    for name in ("value.MFIS.total", "truth.fatigue_physical", "truth.mood", "truth.disability"):
        page = half_late()[name][visit]
        assert np.array_equal(page[late], moved[name][2][late]), name
        assert np.array_equal(page[~late], moved[name][1][~late]), name


def test_counts_run_from_the_day_a_visit_was_held_to_the_next() -> None:
    pages = half_late()
    places, days = pages["log.relapse.place"].astype(int), pages["log.relapse.day"]
    told = np.zeros((2, len(EVERYBODY)))
    for interval in (0, 1):
        begin, end = pages["held.day"][interval : interval + 2]
        within = (days >= begin[places]) & (days < end[places])
        np.add.at(told[interval], places[within], 1.0)
    counted = pages["value.relapses.count"][1:]
    few = counted.sum(axis=0) <= 2  # a body remembers its last two
    assert np.array_equal(told[:, few], counted[:, few])
    assert counted[:, few].any(axis=1).all()


def test_what_happens_before_a_missed_visit_is_counted_at_the_next() -> None:
    misses = IndependentMisses(type="independent", probability=0.3, source="hypothesis")
    missing = conduct(task(missed_visits=misses))["value.relapses.count"]
    planned = seen(RELAPSING)["value.relapses.count"]
    missed = missing[2] != planned[2]
    assert np.array_equal(missing[2][missed], planned[1:].sum(axis=0)[missed])
    # Whoever relapsed in the first interval shows who missed the visit: a share of 0.3 of about 1000 people.
    relapsed = planned[1] > 0
    assert missed[relapsed].mean() == pytest.approx(0.3, abs=3.29 * np.sqrt(0.21 / relapsed.sum()))


# Visits between others.


def test_only_those_who_relapsed_since_they_were_seen_come_between_visits() -> None:
    clinics = (20, 40, 80)
    pages = conduct(task(clinics=clinics, unscheduled=("MFIS",)))
    told = set(zip(pages["log.relapse.place"], pages["log.relapse.day"] - DAY_ZERO, strict=True))
    bounds = {20: 0, 40: 20, 80: 60}
    expected = {
        (place, clinic) for place, day in told for clinic, since in bounds.items() if since <= day < clinic
    }
    came = set(zip(pages["log.clinic.place"], pages["log.clinic.day"] - DAY_ZERO, strict=True))
    assert came == expected
    assert {day for _, day in came} == set(clinics)
    assert len(pages["log.clinic.MFIS.total"]) == len(pages["log.clinic.place"])


def test_being_seen_between_visits_changes_nothing() -> None:
    pages = conduct(task(clinics=(20, 40, 80), unscheduled=("MFIS",)))
    kept = {name: value for name, value in seen(RELAPSING).items() if not name.startswith("log.")}
    assert not same(kept, pages)


# What happens besides the plan.


@pytest.mark.parametrize("trigger", [RELAPSE, TIRED, WORSE, CHANCE], ids=lambda one: one.type)
def test_events_befall_those_whom_their_trigger_names(trigger) -> None:
    pages = conduct(task(intercurrent=(rule(trigger),)))
    score, first = pages["value.MFIS.total"], pages["value.MFIS.total"][0]
    expected = {
        "relapse": (pages["value.relapses.count"][1:] > 0).any(axis=0),
        "value": (score >= 55).any(axis=0),
        "worsening": (score - first >= 10).any(axis=0),
    }
    befallen = people_in(pages, "event.0")
    if trigger is CHANCE:
        share = 1.0 - np.exp(-120 / 365.25)
        bound = 3.29 * np.sqrt(share * (1 - share) / len(EVERYBODY))
        assert befallen.mean() == pytest.approx(share, abs=bound)
    else:
        assert np.array_equal(befallen, expected[trigger.type])
    assert befallen.any() and not befallen.all()
    plain = {name: value for name, value in seen(RELAPSING).items()}
    assert not same(plain, pages)  # an event without a therapy changes no body


def test_nobody_finds_out_at_a_visit_that_is_missed() -> None:
    always = IndependentMisses(type="independent", probability=1.0 - 1e-12, source="hypothesis")
    pages = conduct(task(intercurrent=(rule(RELAPSE), rule(WORSE)), missed_visits=always))
    assert not people_in(pages, "event.0").any()
    assert not people_in(pages, "event.1").any()


@cache
def rescued() -> Measured:
    stimulant = rule(WORSE, "modafinil")
    return conduct(task(PLACEBO, intercurrent=(stimulant,)))


def test_a_rescue_changes_bodies_after_its_day_only() -> None:
    plain, pages = seen(PLACEBO), rescued()
    begun = np.full(len(EVERYBODY), np.inf)
    begun[pages["log.event.0.place"].astype(int)] = pages["log.event.0.day"]
    for visit in range(3):
        after = begun < pages["held.day"][visit]
        told, bare = pages["truth.drug_effect"][visit], plain["truth.drug_effect"][visit]
        assert np.array_equal(told[~after], bare[~after])
        assert (told[after] > 0.0).all()
        score, usual = pages["value.MFIS.total"][visit], plain["value.MFIS.total"][visit]
        assert np.array_equal(score[~after], usual[~after])
    assert (begun < DAY_ZERO + 120).any()


def test_people_expect_something_of_a_rescue() -> None:
    begun = people_in(rescued(), "event.0") & (rescued()["truth.drug_effect"][2] > 0.0)
    more = rescued()["truth.belief"][2] - seen(PLACEBO)["truth.belief"][2]
    assert more[begun].mean() > 0.0
    assert not more[~begun].any()


def test_rules_hold_in_every_counterfactual() -> None:
    """Chance strikes the same people; those who feel worse without what was done start a drug themselves."""
    rules = (rule(CHANCE), rule(WORSE, "modafinil"))
    bare = conduct(task(PLACEBO, intercurrent=rules, switch=("therapy", "expectation")))
    planned = conduct(task(PLACEBO, intercurrent=rules))
    assert np.array_equal(bare["log.event.0.place"], planned["log.event.0.place"])
    assert np.array_equal(bare["log.event.0.day"], planned["log.event.0.day"])
    untreated = conduct(task(intercurrent=rules))
    assert np.array_equal(bare["log.event.1.place"], untreated["log.event.1.place"])
    assert np.array_equal(bare["truth.drug_effect"], untreated["truth.drug_effect"])
    assert bare["truth.drug_effect"][2].any()


def test_steroids_after_one_relapse_stay_given_when_another_follows_soon() -> None:
    """A second course within the recall of a visit must not take the first away on the way there.

    Stops at which doses are counted shorten the way to a visit and so tell whether the past is lived anew.
    """
    clinics = tuple(range(14, 120, 14))
    rules = {"intercurrent": (STEROIDS,), "clinics": clinics}
    straight, halting = (
        conduct(task(counted=days, **rules))
        for days in ((), tuple(DAY_ZERO + day for day in range(5, 92, 7)))
    )
    places, days = straight["log.event.0.place"].astype(int), straight["log.event.0.day"]
    again = [
        place for place in set(places) if 0 < np.diff(np.sort(days[places == place])).min(initial=99) < 28
    ]
    assert len(again) > 2  # relapses are 30 days apart; visits every 14 days bring few courses nearer
    for name in ("truth.ifn_gamma", "truth.fatigue_physical", "value.MFIS.total"):
        assert np.array_equal(straight[name], halting[name]), name


def test_steroids_calm_what_a_relapse_stirs_up() -> None:
    clinics = tuple(range(7, 120, 7))
    treated = conduct(task(clinics=clinics, intercurrent=(STEROIDS,)))
    plain = seen(RELAPSING)
    given = people_in(treated, "event.0")
    assert not (treated["truth.ifn_gamma"] != plain["truth.ifn_gamma"])[:, ~given].any()
    assert (treated["truth.ifn_gamma"] != plain["truth.ifn_gamma"])[1:, given].any(axis=0).mean() > 0.5
