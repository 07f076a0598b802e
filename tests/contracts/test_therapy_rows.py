"""Protects: what every row of a therapy promises, tested on rows alone and on people who live with them.

Nothing here is left to chance: people live without noise, so that what does nothing does nothing bit by bit.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations

import jax
import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.engine.program import compiled
from lassitude.physiology.inputs import Levers
from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys
from lassitude.therapies.catalog import THERAPIES, all_declarations, mechanisms_of
from lassitude.therapies.levers import levers
from lassitude.therapies.mechanisms import KINDS
from lassitude.therapies.numbers import idle_of
from lassitude.therapies.on_immunity import BloodBCellDepletion, Depletion, TraffickingBlock
from lassitude.therapies.reading import read_row
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, inert, regimen
from lassitude.therapies.row import Therapy
from tests.unit.therapies.living import COUNTED, PEOPLE, START, body, different, given, lived, people

KEYS = person_keys(3, 0, np.arange(4))
DOSED = (Depletion, BloodBCellDepletion, TraffickingBlock)
"""What is given in single doses: the first is given on the first day, the last on the last."""
DAYS = np.arange(0.0, 400.0, 9.0, dtype=np.float32)
LEVERS = jax.jit(lambda told, day: asdict(levers(told, day)))


@pytest.fixture(params=sorted(THERAPIES))
def one(request: pytest.FixtureRequest) -> Therapy:
    return THERAPIES[request.param]


def pulled(told: Regimen, day: float) -> dict[str, np.ndarray]:
    """Return how far each lever is from neutral."""
    neutral, seen = asdict(Levers()), LEVERS(told, np.float32(day))
    return {name: np.asarray(seen[name]) - rest for name, rest in neutral.items() if name != "drug_turnover"}


def total(told: Regimen) -> dict[str, np.ndarray]:
    """Return how far each lever is from neutral, added up over days."""
    days = [pulled(told, day) for day in DAYS]
    return {name: np.sum([day[name] for day in days], axis=0) for name in days[0]}


def test_every_field_of_its_account_says_something(one: Therapy) -> None:
    told = one.account
    words = (
        told.target,
        told.told,
        told.course,
        told.adherence,
        told.comparator,
        *told.adverse,
        *told.unknown,
    )
    assert all(len(text) > 10 and "TODO" not in text for text in words)
    assert one.family == "challenge" or told.unknown


def test_what_has_no_effect_on_fatigue_in_the_model_or_may_have_none_can_be_declared_so(one: Therapy) -> None:
    """Relief of fatigue and of depression, and attention, may be nothing in every row."""
    for declared in all_declarations():
        name, _, number = declared.name.partition(".")
        if name == one.name and number in {"height", "composure", "ceiling", "lift"}:
            assert declared.bounds[0] <= 0.0


def test_whom_it_never_reaches_it_does_nothing(one: Therapy) -> None:
    told = regimen([Treatment(one.name, FOREVER, FOREVER, {}, "none")], KEYS)
    for day in (0.0, 10.0, 4000.0):
        assert all(np.all(value == 0.0) for value in pulled(told, day).values())


def test_every_mechanism_says_at_which_strength_it_does_nothing() -> None:
    assert all(idle_of(kind) for kind in KINDS.values())


def test_what_nobody_keeps_to_is_nothing(one: Therapy) -> None:
    """Nobody keeps to what can be skipped, and what cannot be skipped is not begun."""
    chosen = mechanisms_of(one.name, {})
    if any(isinstance(mechanism, DOSED) for mechanism in chosen):
        return
    told = regimen([Treatment(one.name, 5.0, 5.0, {}, "none", 0.0)], KEYS)
    assert all(np.all(value == 0.0) for day in DAYS for value in pulled(told, day).values())


def test_it_stops_when_it_is_stopped(one: Therapy) -> None:
    """Two decades on; what is left of an antibody by then is less than a millionth."""
    told = regimen([Treatment(one.name, 5.0, 200.0, {}, "none")], KEYS)
    for name, value in pulled(told, 20.0 * 365.0).items():
        np.testing.assert_allclose(value, 0.0, atol=1e-6, err_msg=name)


def test_more_of_a_dose_always_pulls_more_or_always_less(one: Therapy) -> None:
    for dose in one.doses:
        declared = next(told for told in all_declarations() if told.name == f"{one.name}.{dose}")
        low, high = declared.bounds
        chosen = (low, 0.5 * (low + high), high)
        asked = [
            regimen([Treatment(one.name, 0.0, FOREVER, {dose: number}, "none", 1.0)], KEYS)
            for number in chosen
        ]
        sums = [total(told) for told in asked]
        for name in sums[0]:
            steps = np.diff([np.abs(whole[name]).mean() for whole in sums])
            assert (steps >= -1e-4).all() or (steps <= 1e-4).all(), (dose, name)


def test_every_pair_of_therapies_is_refused_by_name_or_lives_on() -> None:
    """All pairs at once, one pair a person; whoever has two therapies of one mechanism is refused."""
    rows, pairs, refused = [], [], []
    for pair in combinations(sorted(THERAPIES), 2):
        treatments = [Treatment(name, START, FOREVER, {}, "open", 1.0) for name in pair]
        try:
            rows.append(regimen(treatments, person_keys(3, 0, np.arange(1))))
            pairs.append(pair)
        except RequestError as error:
            assert all(name in str(error) for name in pair)
            refused.append(pair)
    stacked = [Regimen(*(np.concatenate(told) for told in zip(*rows[at : at + PEOPLE], strict=True)))
               for at in range(0, len(rows) - PEOPLE + 1, PEOPLE)]  # fmt: skip
    left = rows[len(stacked) * PEOPLE :]
    padded = left + rows[: PEOPLE - len(left)] if left else []
    if padded:
        stacked.append(Regimen(*(np.concatenate(told) for told in zip(*padded, strict=True))))
    for told in stacked:
        (after,) = lived(told, [200])
        assert all(np.isfinite(value).all() for value in after.values())
    assert refused and len(pairs) > 2 * len(refused)


def test_no_therapy_needs_another_program(one: Therapy) -> None:
    """The first life compiles; every other one, whatever is given, is served by the same program."""
    idle = lived(inert(PEOPLE), [60])[0]
    segment = compiled(body(), Clock()).segment
    before = segment._cache_size()
    treated = lived(given(one.name), [60])[0]
    assert segment._cache_size() == before
    if not one.mechanisms and not one.options:
        assert different(idle, treated) <= COUNTED


def test_a_dose_of_zero_is_nothing(one: Therapy) -> None:
    """Everybody keeps to all of it, at strengths at which it does nothing."""
    treatments = [Treatment(one.name, START, FOREVER, {}, "none", 1.0)]
    told = regimen(treatments, people().keys, one.idle_numbers())
    assert different(lived(inert(PEOPLE), [60])[0], lived(told, [60])[0]) <= COUNTED


def test_a_row_in_another_unit_is_refused() -> None:
    text = """
label = "tea"
family = "control"
mechanisms = ["Toxicity"]
[account]
target = "t"
effect = "not studied"
told = "t"
course = "t"
adherence = "t"
comparator = "t"
adverse = []
unknown = []
[numbers.toxicity]
value = 1.0
unit = "1"
bounds = [0.0, 2.0]
meaning = "bitterness"
grade = "hypothesis"
note = "supposed"
"""
    days = text[text.index("[numbers") :].replace("toxicity", "days").replace('"1"', '"day"')
    whole = text + days
    with pytest.raises(RequestError, match=r"tea\.toxicity is in 'mg'; Toxicity takes it in '1'"):
        read_row(whole.replace('"1"', '"mg"'), "tea")
    with pytest.raises(RequestError, match="tea: Toxicity needs the number 'days' in day"):
        read_row(text, "tea")
    with pytest.raises(RequestError, match=r"there is no mechanism 'Toxicty'\. Did you mean 'Toxicity'"):
        read_row(whole.replace('["Toxicity"]', '["Toxicty"]'), "tea")
    with pytest.raises(RequestError, match="lies outside its bounds"):
        read_row(whole.replace("value = 1.0", "value = 9.0"), "tea")
    with pytest.raises(RequestError, match="says nothing of its source"):
        read_row(whole.replace('note = "supposed"', ""), "tea")
    with pytest.raises(RequestError, match=r"the family cannot be 'contrl'.*Did you mean 'control'"):
        read_row(whole.replace('"control"', '"contrl"'), "tea")
    with pytest.raises(RequestError, match="an account lacks 'told'"):
        read_row(whole.replace('told = "t"\n', ""), "tea")
