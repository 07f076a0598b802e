"""Protects: what happens besides the plan befalls those whom its trigger names, and as often as declared.

All draws are keyed; a bound of 3.29 standard errors of a share is crossed once in a thousand by chance.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import Keys, person_keys
from lassitude.study.simulation import Chance, Intercurrent, Relapse, Trigger, Value, Worsening
from lassitude.trial.intercurrent import NEVER, Occasion, by_chance, happening, rescues, watched

MANY = 20_000
FIRST_DAY, DAY = 730, 800
RELAPSE = Relapse(type="relapse")
TIRED = Value(type="value", measure="MFIS.total", at_least=60)
WEAK = Value(type="value", measure="steps.mean_day", at_most=2000)
WORSE = Worsening(type="worsening", measure="MFIS.total", by=10)
SLOWER = Worsening(type="worsening", measure="steps.mean_day", by=1000)


def rule(trigger: Trigger, probability: float | None = 1.0, therapy: str | None = None, days=None):
    return Intercurrent(
        event="it", trigger=trigger, probability=probability, therapy=therapy, days=days, source="hypothesis"
    )


def keys(people: int = 4) -> Keys:
    return person_keys(1, 0, np.arange(people))


def occasion(people: int = 4, day: int = DAY, **found: list) -> Occasion:
    """Return a visit at which all are seen; two endpoints are told as ``now`` and ``first``."""
    nothing = np.zeros(people)
    return Occasion(
        day,
        np.array(found.get("seen", [True] * people)),
        {
            "MFIS.total": np.array(found.get("mfis", nothing)),
            "steps.mean_day": np.array(found.get("steps", nothing)),
        },
        {"MFIS.total": np.full(people, 50.0), "steps.mean_day": np.full(people, 5000.0)},
        np.array(found.get("relapsed", [False] * people)),
    )


def begins(one: Intercurrent, now: Occasion, start: list[float] | None = None) -> list[bool]:
    people = len(now.seen)
    starts = [np.full(people, NEVER) if start is None else np.array(start)]
    due = by_chance([one], keys(people), FIRST_DAY)
    return happening([one], starts, due, keys(people), now)[0].tolist()


def test_only_measures_that_some_rule_looks_at_are_watched() -> None:
    chance = Chance(type="chance", per_year=1.0)
    rules = [rule(RELAPSE), rule(TIRED), rule(WORSE), rule(SLOWER), rule(chance, None)]
    assert watched(rules) == ("MFIS.total", "steps.mean_day")


@pytest.mark.parametrize(
    ("trigger", "found", "whom"),
    [
        (RELAPSE, {"relapsed": [True, False, True, False]}, [True, False, True, False]),
        (TIRED, {"mfis": [59, 60, 84, np.nan]}, [False, True, True, False]),
        (WEAK, {"steps": [2001, 2000, 0, np.nan]}, [False, True, True, False]),
        (WORSE, {"mfis": [59, 60, 84, np.nan]}, [False, True, True, False]),
        (SLOWER, {"steps": [4001, 4000, 0, np.nan]}, [False, True, True, False]),
    ],
    ids=["relapse", "at least", "at most", "worse is more", "worse is less"],
)
def test_each_trigger_fires_for_whom_it_should(trigger: Trigger, found: dict, whom: list[bool]) -> None:
    assert begins(rule(trigger), occasion(**found)) == whom


def test_nothing_is_found_in_those_who_are_not_seen() -> None:
    found = occasion(seen=[True, False, True, False], relapsed=[True] * 4, mfis=[70] * 4)
    for trigger in (RELAPSE, TIRED, WORSE):
        assert begins(rule(trigger), found) == [True, False, True, False]


def test_all_but_relapses_befall_a_person_once() -> None:
    before = [700.0, NEVER, 700.0, NEVER]
    found = occasion(relapsed=[True] * 4, mfis=[70] * 4)
    assert begins(rule(TIRED), found, before) == [False, True, False, True]
    assert begins(rule(WORSE), found, before) == [False, True, False, True]
    assert begins(rule(RELAPSE), found, before) == [True] * 4


@pytest.mark.parametrize("trigger", [RELAPSE, TIRED, WORSE])
def test_what_is_triggered_happens_with_its_probability(trigger: Trigger) -> None:
    found = occasion(MANY, relapsed=[True] * MANY, mfis=[70.0] * MANY)
    bound = 3.29 * np.sqrt(0.3 * 0.7 / MANY)
    assert np.mean(begins(rule(trigger, 0.3), found)) == pytest.approx(0.3, abs=bound)
    assert not any(begins(rule(trigger, 0.0), found))


def test_each_day_and_each_rule_throws_anew() -> None:
    def whom(day: int, number: int) -> np.ndarray:
        found = occasion(MANY, day, relapsed=[True] * MANY)
        rules, never = [rule(RELAPSE, 0.5)] * 2, [np.full(MANY, NEVER)] * 2
        return happening(rules, never, by_chance(rules, keys(MANY), FIRST_DAY), keys(MANY), found)[number]

    bound = 3.29 * np.sqrt(0.25 * 0.75 / MANY)
    for other in (whom(801, 0), whom(800, 1)):
        assert np.mean(whom(800, 0) & other) == pytest.approx(0.25, abs=bound)


def test_chance_comes_at_its_rate_after_the_first_visit() -> None:
    # exp(-0.5) are spared for a year at a rate of one half a year.
    (due,) = by_chance([rule(Chance(type="chance", per_year=0.5), None)], keys(MANY), FIRST_DAY)
    assert (due > FIRST_DAY).all()
    share = np.exp(-0.5)
    bound = 3.29 * np.sqrt(share * (1 - share) / MANY)
    assert np.mean(due > FIRST_DAY + 365.25) == pytest.approx(share, abs=bound)


def test_chance_is_found_once_and_only_after_its_day() -> None:
    one = rule(Chance(type="chance", per_year=2.0), None)
    (due,) = by_chance([one], keys(MANY), FIRST_DAY)
    assert begins(one, occasion(MANY)) == (due <= DAY).tolist()
    assert not any(begins(one, occasion(MANY), [700.0] * MANY))


def test_a_rate_of_zero_never_comes() -> None:
    assert np.isinf(by_chance([rule(Chance(type="chance", per_year=0.0), None)], keys(), FIRST_DAY)[0]).all()


def test_rescues_begin_on_the_day_of_each_person_and_last_as_long_as_told() -> None:
    rules = [
        rule(RELAPSE),
        rule(RELAPSE, therapy="methylprednisolone", days=5),
        rule(TIRED, therapy="modafinil"),
    ]
    starts = [np.array([800.0, NEVER])] * 3
    steroids, stimulant = rescues(rules, starts)
    assert (steroids.name, stimulant.name) == ("methylprednisolone", "modafinil")
    assert steroids.start.tolist() == [800.0, NEVER] and steroids.stop.tolist() == [805.0, NEVER]
    assert stimulant.stop.tolist() == [NEVER, NEVER]


def test_nobody_is_changed_by_who_else_takes_part() -> None:
    found = occasion(MANY, relapsed=[True] * MANY)
    all_of_them = np.array(begins(rule(RELAPSE, 0.5), found))
    some = [9, 5]
    few = Keys(*(word[some] for word in keys(MANY)))
    one, now = rule(RELAPSE, 0.5), occasion(2, relapsed=[True, True])
    alone = happening([one], [np.full(2, NEVER)], [np.full(2, NEVER)], few, now)[0]
    assert alone.tolist() == all_of_them[some].tolist()
