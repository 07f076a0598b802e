"""Protects: an analysis that misses its estimand is refused while the plan is read, with the way out."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol

PLAN = """
schema = "lassitude.protocol/1"
id = "rescue"
title = "Two arms with rescue"
[populations.patients]
condition = "rrms"
n = 60
[arms.drug]
population = "patients"
blinding = "open"
[arms.placebo]
population = "patients"
blinding = "none"
comparator = "usual-care"
[design]
type = "parallel"
[visits]
schedule = { W0 = "0 wk", W4 = "4 wk", W8 = "8 wk" }
measure = ["MFIS", "EDSS"]
[estimands.main]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "change", endpoint = "MFIS.total", change_from = "W0", at = "W8" }
intercurrent = { rescue = { type = "treatment-policy" } }
[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "W0"
at = "W8"
reference = "placebo"
estimand = "main"
"""
POLICY = '{ type = "treatment-policy" }'
IMPUTE = 'type = "multiple-imputation"\nmethod = { type = "METHOD" }'
MMRM = ('type = "ancova"', 'type = "mmrm"'), ('at = "W8"\nreference', "reference")
LEAVES = """
[simulation]
[[simulation.intercurrent]]
event = "rescue"
trigger = { type = "relapse" }
probability = 0.5
outcome = "leaves"
source = "hypothesis"
"""
CHANGE = 'variable = { type = "change", endpoint = "MFIS.total", change_from = "W0", at = "W8" }'
RESPONDER = CHANGE.replace('"change",', '"responder", at_most = -10,')


def refusal(*changes: tuple[str, str], more: str = "") -> str:
    text = PLAN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(RequestError) as refused:
        parse_protocol(text + more, "rescue.toml")
    return str(refused.value)


def test_the_plan_is_right_as_it_stands() -> None:
    assert parse_protocol(PLAN, "rescue.toml").estimands["main"].summary == "difference-in-means"


@pytest.mark.parametrize("analysis", ["ancova", "mmrm", "multiple-imputation"])
def test_who_leaves_has_no_values_to_keep(analysis: str) -> None:
    changes = MMRM if analysis == "mmrm" else (('type = "ancova"', f'type = "{analysis}"'),)
    told = refusal(*changes, more=LEAVES)
    assert f"people leave the study with rescue in [simulation], and {analysis} takes what was never" in told
    assert 'Write type = "multiple-imputation" with method = { type = "retrieved-dropout" }' in told
    assert "make the strategy hypothetical" in told


def test_nobody_is_retrieved_when_all_leave() -> None:
    told = refusal(('type = "ancova"', IMPUTE.replace("METHOD", "retrieved-dropout")), more=LEAVES)
    assert 'nobody is measured after it to impute from; write method = { type = "jump-to-reference" }' in told


def test_departures_are_a_discontinuation() -> None:
    leaving = '[simulation]\ndropout = { type = "constant-hazard", per_year = 0.1, source = "hypothesis" }\n'
    told = refusal(("rescue = {", '"treatment discontinuation" = {'), more=leaving)
    assert "people leave the study with treatment discontinuation" in told


def test_reference_based_imputation_is_let_through_where_people_leave() -> None:
    text = PLAN.replace('type = "ancova"', IMPUTE.replace("METHOD", "copy-increments")) + LEAVES
    assert parse_protocol(text, "rescue.toml").analysis["primary"].type == "multiple-imputation"


WHILE = (POLICY, '{ type = "while-on-treatment" }')
HYPOTHETICAL = (POLICY, '{ type = "hypothetical" }')
CASES = [
    ((WHILE, *MMRM), 'last value before it; write type = "ancova" or "group-comparison"'),
    (
        (WHILE, ('type = "ancova"', 'type = "multiple-imputation"')),
        "multiple-imputation estimates what would be",
    ),
    ((HYPOTHETICAL,), 'compares people without the event; write type = "mmrm" or "multiple-imputation"'),
    (
        ((POLICY, '{ type = "hypothetical", scenario = "reference-after" }'), *MMRM),
        "mmrm does not know what follows rescue in the reference arm",
    ),
    (
        (HYPOTHETICAL, ('type = "ancova"', IMPUTE.replace("METHOD", "jump-to-reference"))),
        'the estimand has none; write { type = "missing-at-random" }',
    ),
    (((POLICY, '{ type = "principal-stratum" }'),), "is seen in nobody: each person has one treatment"),
    (
        ((POLICY, '{ type = "principal-stratum", observed = "MFIS.total@W4", at_most = 40 }'),),
        "measured after randomization, so the treatment has a part in it",
    ),
    (
        ((POLICY, '{ type = "principal-stratum", observed = "MFIS.total@W0" }'),),
        "give observed with exactly one of at_most and at_least",
    ),
    (
        ((POLICY, '{ type = "composite", assigned = { type = "failure" } }'),),
        "rescue cannot count as a failure where the variable is a change",
    ),
    (
        ((POLICY, '{ type = "composite", assigned = { type = "value", value = 84 } }'), (CHANGE, RESPONDER)),
        'a responder fails or not; write assigned = { type = "failure" } for rescue',
    ),
    (((CHANGE, RESPONDER),), "asks for the difference-in-means of a responder"),
    (((CHANGE, CHANGE + '\nsummary = "odds-ratio"'),), "asks for the odds-ratio of a change"),
    ((('estimand = "main"', 'estimand = "mian"'),), "there is no estimand 'mian'. Did you mean 'main'?"),
    ((('compared = ["drug"]', 'compared = ["drgu"]'),), "there is no arm 'drgu'. Did you mean 'drug'?"),
    ((('compared = ["drug"]', 'compared = ["placebo"]'),), "the reference is not compared with itself"),
    (
        ((CHANGE, CHANGE.replace('at = "W8"', 'at = "W4"')),),
        "the estimand 'main' says W4, and the analysis W8",
    ),
    (((CHANGE, CHANGE.replace("MFIS.total", "EDSS.total")),), "says EDSS.total, and the analysis MFIS.total"),
    (((CHANGE, CHANGE.replace('at = "W8"', 'at = "W9"')),), "there is no visit 'W9'"),
    (
        (
            (
                'estimand = "main"',
                'estimand = "main"\nvariants = [{ endpoint = "MFIS.physical", label = "part" }]',
            ),
        ),
        "is about MFIS.total; plan its variants as analyses of their own",
    ),
    (
        (('estimand = "main"', ""), ('type = "ancova"', IMPUTE.replace("METHOD", "retrieved-dropout"))),
        "retrieved-dropout needs to know whose values follow which event; name an estimand",
    ),
]


@pytest.mark.parametrize(("changes", "message"), CASES, ids=[message[:40] for _, message in CASES])
def test_what_does_not_fit_is_refused_with_the_way_out(
    changes: tuple[tuple[str, str], ...], message: str
) -> None:
    told = refusal(*changes)
    assert message in told
    assert told.startswith("rescue.toml, line ")


def test_every_simulated_event_is_named() -> None:
    told = refusal(("rescue = {", "steroids = {"), more=LEAVES.replace('"leaves"', '"stays"'))
    assert "[simulation] makes 'rescue' happen, and the estimand does not say what is done about it" in told
    assert 'write such as "rescue" = { type = "treatment-policy" }' in told


@pytest.mark.parametrize(
    ("tipping", "message"),
    [
        ("{ largest = 5, step = 10 }", "largest lies between one and 200 steps from 0"),
        ("{ largest = 5, step = 0 }", "greater than 0"),
    ],
)
def test_a_table_of_shifts_has_steps(tipping: str, message: str) -> None:
    given = 'type = "multiple-imputation"\nmethod = { type = "jump-to-reference" }'
    assert message in refusal(('type = "ancova"', f"{given}\ntipping = {tipping}"))


def test_a_tipping_point_goes_with_rubins_variance() -> None:
    given = (
        'type = "multiple-imputation"\nvariance = { type = "bootstrap" }\ntipping = { largest = 5, step = 1 }'
    )
    assert "a tipping point is found with Rubin's variance" in refusal(('type = "ancova"', given))
