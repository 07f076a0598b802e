"""What every questionnaire owes to whoever scores real answers with it."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS, HalfRule, NoTotalIfAnyMissing, item_parts, score
from lassitude.instruments.forms import Form
from lassitude.quantities.errors import RequestError

FORMS = {name: one.form for name, one in INSTRUMENTS.items() if one.form is not None}
CRITERIA = {"DSQ-PEM.positive", *(f"DSQ-SF.{one}" for one in ("oxford", "fukuda", "ccc", "iom"))}
"""Yes or no: one item alone need not move it, and one answer lacking need not leave it open."""


@pytest.fixture(params=sorted(FORMS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def extreme(form: Form, worst: bool) -> dict[int, np.ndarray]:
    """Everybody answers every item as badly, or as well, as it goes."""
    answers = {}
    for number in form.items:
        low, high = form.answers(number)
        answers[number] = np.array([float(high if worst != (number in form.falling) else low)])
    return answers


def test_every_item_is_asked_once_and_some_score_counts_it(name):
    form = FORMS[name]
    counted = {number for scale in form.scales.values() for number in scale.items}
    assert len(set(form.items)) == len(form.items)
    assert counted == set(form.items) == set(item_parts(INSTRUMENTS[name]))


def test_a_score_counts_items_of_one_range(name):
    form = FORMS[name]
    for scale in form.scales.values():
        assert len({form.answers(number) for number in scale.items}) == 1


@pytest.mark.parametrize("worst", [False, True])
def test_extreme_answers_reach_floor_and_ceiling(name, worst):
    for part, value in score(name, extreme(FORMS[name], worst)).items():
        spec = INSTRUMENTS[name].parts[part]
        assert value[0] == spec.range[int(worst == (spec.direction == "higher_worse"))], part


def test_a_worse_answer_never_scores_better(name):
    """Every item in turn moves from its best to its worst answer while the others stay at their best."""
    form, best, worst = FORMS[name], extreme(FORMS[name], False), extreme(FORMS[name], True)
    before = score(name, best)
    for number in form.items:
        after = score(name, {**best, number: worst[number]})
        for part, value in after.items():
            sign = 1.0 if INSTRUMENTS[name].parts[part].direction == "higher_worse" else -1.0
            assert sign * (value[0] - before[part][0]) >= 0.0, (part, number)


def test_every_item_moves_its_scores(name):
    form, best, worst = FORMS[name], extreme(FORMS[name], False), extreme(FORMS[name], True)
    before = score(name, best)
    for part, scale in form.scales.items():
        if f"{name}.{part}" in CRITERIA:
            continue
        for number in scale.items:
            after = score(name, {**best, number: worst[number]})
            assert after[part][0] != before[part][0], (part, number)


def test_one_missing_item_takes_away_its_scores_under_the_strict_rule(name):
    form, answers = FORMS[name], extreme(FORMS[name], False)
    for number in (form.items[0], form.items[-1]):
        seen = score(name, {**answers, number: np.array([np.nan])}, NoTotalIfAnyMissing())
        for part, scale in form.scales.items():
            if f"{name}.{part}" not in CRITERIA:
                assert np.isnan(seen[part][0]) == (number in scale.items), part


def test_the_half_rule_prorates_alike_answers_to_the_same_score(name):
    """With every item at its best, one item less changes nothing; with all missing nothing is left."""
    one, form, answers = INSTRUMENTS[name], FORMS[name], extreme(FORMS[name], False)
    if not any(isinstance(rule, HalfRule) for rule in one.missing_rules):
        with pytest.raises(RequestError, match="cannot be scored by the rule 'half-rule'"):
            score(name, answers, HalfRule())
        return
    whole = score(name, answers, HalfRule())
    for part, scale in form.scales.items():
        if len(scale.items) < 2:
            continue
        some = score(name, {**answers, scale.items[0]: np.array([np.nan])}, HalfRule())
        assert some[part][0] == pytest.approx(whole[part][0]), part
        none = score(name, {**answers, **{item: np.array([np.nan]) for item in scale.items}}, HalfRule())
        assert np.isnan(none[part][0]), part


@pytest.mark.parametrize("off", [-1, 1])
def test_answers_outside_the_range_are_refused(name, off):
    form = FORMS[name]
    number = form.items[0]
    low, high = form.answers(number)
    wrong = float(low - 1 if off < 0 else high + 1)
    with pytest.raises(RequestError, match=rf"item {number} are not whole numbers from {low} to {high}"):
        score(name, {**extreme(form, False), number: np.array([wrong])})


def test_an_unknown_item_is_refused(name):
    with pytest.raises(RequestError, match=f"{name} has no item 99"):
        score(name, {99: np.array([1.0])})


def test_a_rule_for_missing_items_is_said_to_be_official_or_declared(name):
    told = " ".join(INSTRUMENTS[name].assumed)
    assert "missing items" in told
    assert "declared" in told or "manual says" in told
