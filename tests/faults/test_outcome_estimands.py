"""Protects: responders, rates and times that miss their estimand are refused, with the reason and way out."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol
from tests.unit.statistics.test_outcome_estimands import (
    COUNTED,
    COUNTS,
    FIRST,
    PLAN,
    RATE,
    RELAPSING,
    RESPONDERS,
    RESPONDING,
    TIME,
    WORSE,
    WORSENING,
)

POLICY = '{ type = "treatment-policy" }'
HYPOTHETICAL = '{ type = "hypothetical" }'
REFERENCE = '{ type = "hypothetical", scenario = "reference-after" }'
COMPOSITE = '{ type = "composite", assigned = { type = "event" } }'
LEAVES = """
[simulation]
[[simulation.intercurrent]]
event = "rescue"
trigger = { type = "relapse" }
probability = 0.5
outcome = "leaves"
source = "hypothesis"
"""
CASES = {
    "a mean of responders": (
        (RESPONDING.replace("difference-in-proportions", "difference-in-means"), RESPONDERS, POLICY),
        "responders gives the difference-in-proportions and the odds-ratio of a responder; the estimand "
        "'main' asks for the difference-in-means of a responder",
    ),
    "responders of a rate": (
        (RELAPSING, RESPONDERS, POLICY),
        "asks for the rate-ratio of an event. Name an estimand of that variable and summary",
    ),
    "a rate of times": (
        (FIRST, RATE, POLICY),
        "event-rate gives the rate-ratio of an event; the estimand 'main' asks for the hazard-ratio of an "
        "event",
    ),
    "another cut-off": (
        (RESPONDING.replace("-10", "-5"), RESPONDERS, POLICY),
        "the estimand 'main' says a change of at most -5, and the analysis a change of at most -10",
    ),
    "the other way": (
        (RESPONDING.replace("at_most = -10", "at_least = 10"), RESPONDERS, POLICY),
        "says a change of at least 10, and the analysis a change of at most -10",
    ),
    "another visit": (
        (RESPONDING.replace('at = "W8"', 'at = "W12"'), RESPONDERS, POLICY),
        "says W12, and the analysis W8",
    ),
    "another event": (
        (RELAPSING, RATE.replace('events = "relapse"', 'events = "adverse_event"'), POLICY),
        "the estimand 'main' says the event 'relapse', and the analysis the event 'adverse_event'",
    ),
    "another change": (
        (WORSE.replace("confirmed-change", "confirmed-worsening"), WORSENING, POLICY),
        "says the event 'confirmed-worsening of EDSS.total', and the analysis the event 'confirmed-change of",
    ),
    "other endpoints": (
        (RESPONDING, RESPONDERS + 'variants = [{ endpoint = "MFIS.physical", label = "part" }]', POLICY),
        "is about MFIS.total; plan its variants as analyses of their own",
    ),
    "responders without the event": (
        (RESPONDING, RESPONDERS, HYPOTHETICAL),
        "responders then leaves these people out, which compares people without the event. Write "
        'imputation = { method = { type = "missing-at-random" } }, or make the strategy composite',
    ),
    "non-responders without the event": (
        (RESPONDING, RESPONDERS + 'missing = "non-responder"', HYPOTHETICAL),
        "responders then counts these people as failures, which is composite",
    ),
    "responders like the reference": (
        (RESPONDING, RESPONDERS, REFERENCE),
        "responders does not know what follows rescue in the reference arm; write imputation = "
        '{ method = { type = "jump-to-reference" } }',

    ),
    "rates like the reference": (
        (RELAPSING, RATE, REFERENCE),
        "event-rate does not know what follows rescue in the reference arm; make the strategy hypothetical "
        'with "no-event"',
    ),
    "an event among counts": (
        (COUNTED, COUNTS, COMPOSITE),
        "relapses.count is a count told at visits, without days among which rescue would be an event",
    ),
    "a value of events": (
        (RELAPSING, RATE, COMPOSITE.replace('"event"', '"value", value = 3')),
        'what is counted are events; write assigned = { type = "event" } for rescue',
    ),
    "a failure of events": (
        (FIRST, TIME, COMPOSITE.replace('"event"', '"failure"')),
        'what is counted are events; write assigned = { type = "event" } for rescue',
    ),
    "an event of responders": (
        (RESPONDING, RESPONDERS, COMPOSITE),
        'a responder fails or not; write assigned = { type = "failure" } for rescue',
    ),
}  # fmt: skip

IMPUTED = 'imputation = { method = { type = "METHOD" } }\n'
IMPUTED_CASES = {
    "odds": (
        (RESPONDING.replace("difference-in-proportions", "odds-ratio"), "missing-at-random", POLICY),
        "responders gives the difference-in-proportions of a responder",
    ),
    "until the event": (
        (RESPONDING, "missing-at-random", '{ type = "while-on-treatment" }'),
        "judged by each person's last value before it; take imputation out",
    ),
    "like the reference": (
        (RESPONDING, "missing-at-random", REFERENCE),
        'by missing-at-random does not know what follows rescue in the reference arm; write method = '
        '{ type = "jump-to-reference" }',
    ),
    "idle": (
        (RESPONDING, "retrieved-dropout", HYPOTHETICAL),
        'the estimand has none; write { type = "missing-at-random" }',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", IMPUTED_CASES)
def test_imputed_responders_are_refused_where_they_answer_another_question(case: str) -> None:
    (about, method, strategy), message = IMPUTED_CASES[case]
    text = written(about, RESPONDERS + IMPUTED.replace("METHOD", method), strategy)
    text = text.replace(POLICY, HYPOTHETICAL) if case == "idle" else text
    assert message in refusal(text)


@pytest.mark.parametrize("method", ["missing-at-random", "retrieved-dropout"])
def test_values_of_who_leaves_come_from_the_reference(method: str) -> None:
    analysis = RESPONDERS + IMPUTED.replace("METHOD", method)
    told = refusal(written(RESPONDING, analysis, POLICY, LEAVES))
    assert f"people leave the study with rescue in [simulation], and imputation by {method}" in told
    assert 'Write method = { type = "jump-to-reference" }' in told
    analysis = RESPONDERS + IMPUTED.replace("METHOD", "copy-increments")
    assert parse_protocol(written(RESPONDING, analysis, POLICY, LEAVES), "rescue.toml").estimands


def test_missing_values_are_taken_one_way() -> None:
    both = RESPONDERS + 'missing = "non-responder"\n' + IMPUTED.replace("METHOD", "missing-at-random")
    assert "imputation draws missing values and compares shares by their difference" in refusal(
        written(RESPONDING, both, POLICY)
    )


def written(about: str, analysis: str, strategy: str, more: str = "") -> str:
    text = PLAN.replace("VARIABLE", about.strip()) + analysis + more
    return text.replace('{ type = "STRATEGY" }', strategy).replace('{ type = "OTHER" }', POLICY)


def refusal(text: str) -> str:
    with pytest.raises(RequestError) as refused:
        parse_protocol(text, "rescue.toml")
    return str(refused.value)


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_fit_is_refused_with_the_way_out(case: str) -> None:
    given, message = CASES[case]
    told = refusal(written(*given))
    assert message in told
    assert told.startswith("rescue.toml, line ")


@pytest.mark.parametrize(
    ("about", "analysis"),
    [(RESPONDING, RESPONDERS), (RELAPSING, RATE), (COUNTED, COUNTS), (FIRST, TIME), (WORSE, WORSENING)],
    ids=["responders", "rate", "counts", "time", "confirmed"],
)
def test_plans_without_the_mistakes_are_read_and_who_leaves_is_asked_about(about: str, analysis: str) -> None:
    assert parse_protocol(written(about, analysis, POLICY), "rescue.toml").analysis["primary"].endpoint
    told = refusal(written(about, analysis, POLICY, LEAVES))
    assert "people leave the study with rescue in [simulation], and" in told
    assert "this is not treatment policy" in told
    way_out = (
        'Write missing = "non-responder"' if "responder" in about else "Let them stay, or make the strategy"
    )
    assert way_out in told


def test_non_responders_may_be_supposed() -> None:
    text = written(RESPONDING, RESPONDERS + 'missing = "non-responder"\n', POLICY, LEAVES)
    assert parse_protocol(text, "rescue.toml").analysis["primary"].type == "responders"


def test_the_event_that_is_counted_is_no_event_besides() -> None:
    text = written(RELAPSING, RATE, POLICY).replace("rescue = {", f"relapse = {COMPOSITE}\nrescue = {{")
    assert "relapse is what is counted, and no event besides it; take it out of the estimand" in refusal(text)


def test_a_value_has_no_event_to_count_as() -> None:
    change = RESPONDING.replace('"responder"', '"change"').replace(", at_most = -10", "")
    change = change.replace("in-proportions", "in-means")
    ancova = 'type = "ancova"\nendpoint = "MFIS.total"\nchange_from = "W0"\nat = "W8"\n'
    told = refusal(written(change, ancova, COMPOSITE))
    assert "rescue cannot count as an event where the variable is a change" in told
