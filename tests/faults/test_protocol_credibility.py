"""Protects: a cell of credibility either says something or is left out, and a risk follows from its parts."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol, plan_sha256, protocol_text, read_protocol

RATED = '{ level = "low", because = "a reason" }'
MISTAKES = {
    "no word": ('question = " "', "credibility.question: ' ' says nothing. Leave the key out"),
    "a placeholder": ('context_of_use = "TBD."', "credibility.context_of_use: 'TBD.' says nothing"),
    "a reason that is none": (
        'model_influence = { level = "low", because = "todo" }',
        "credibility.model_influence.because: 'todo' says nothing",
    ),
    "no level": ('model_influence = { level = "some", because = "x" }', "one of low, medium, high is"),
    "a level alone": ('model_influence = "low"', "credibility.model_influence"),
    "unknown key": ('qestion = "why"', "unknown key. Did you mean 'question'?"),
    "a risk of nothing": (f"model_risk = {RATED}", "model_influence is not there"),
    "a risk of one part": (
        f"model_influence = {RATED}\nmodel_risk = {RATED}",
        "decision_consequence is not there",
    ),
    "a risk below its parts": (
        'model_influence = { level = "high", because = "a" }\n'
        'decision_consequence = { level = "medium", because = "b" }\n'
        f"model_risk = {RATED}",
        "'low' does not follow: with influence high and consequence medium it is between medium and high",
    ),
    "a risk beside equal parts": (
        f"model_influence = {RATED}\ndecision_consequence = {RATED}\n"
        'model_risk = { level = "high", because = "c" }',
        "with influence low and consequence low it is low",
    ),
}


def with_credibility(table: str) -> str:
    return f"{protocol_text('canadian-ahsct')}\n[credibility]\n{table}\n"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_the_way_out(mistake: str) -> None:
    table, told = MISTAKES[mistake]
    with pytest.raises(RequestError) as caught:
        parse_protocol(with_credibility(table), "mine.toml")
    assert told in str(caught.value)
    assert "mine.toml, line " in str(caught.value)


def test_what_is_stated_is_no_part_of_the_plan() -> None:
    """One plan serves several questions, and a real study has the same plan: decision 10."""
    stated = parse_protocol(with_credibility('question = "Does it matter?"'), "mine.toml")
    assert stated.credibility.question == "Does it matter?"
    assert plan_sha256(stated) == plan_sha256(read_protocol("canadian-ahsct"))
