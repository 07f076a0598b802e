"""Protects: a name in a protocol or report can be looked up, and a slip is answered with the way out."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command


def test_a_parameter_is_explained_with_equation_value_unit_bounds_grade_and_source(
    lassitude: Command,
) -> None:
    answer = lassitude("explain", "barrier.opening")
    assert answer.returncode == 0
    for told in (
        "0.276 mL/pg/day",
        "0.1 to 0.6 mL/pg/day",
        "sourced",
        "doi:10.1186/s12859-020-03823-9",
        "barrier.opening * il17",
        "touches states",
    ):
        assert told in answer.stdout


def test_the_ledger_is_quoted_where_a_parameter_cites_it(lassitude: Command) -> None:
    (told,) = json.loads(lassitude("explain", "lesions.remyelination", "--json").stdout)
    assert told["number"]["grade"] == "hypothesis"
    assert told["number"]["quotation"]["id"] == "affirm_relapse_recovery_lublin2014"
    assert told["number"]["quotation"]["url"].startswith("http")
    assert told["number"]["quotation"]["quote"]


def test_json_is_json_and_holds_the_whole_right_hand_side(lassitude: Command) -> None:
    (told,) = json.loads(lassitude("explain", "barrier", "--json").stdout)
    assert told["equations"][0]["left"] == "d barrier / dt"
    assert told["equations"][0]["right"] == (
        "barrier.opening * il17 - (barrier.closing * il10 + barrier.basal_closing) * barrier"
    )
    assert told["reads"]["states"] == ["il10", "il17"]


def test_a_miss_is_answered_with_the_nearest_name(lassitude: Command) -> None:
    answer = lassitude("explain", "barier.opening")
    assert answer.returncode == 2
    assert "Did you mean 'barrier.opening'?" in answer.stderr
    assert not answer.stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("FSS.total", ("1 to 7", "ICC 0.751, SEM 0.7 over 183 days; reproduced", "fatigue_physical")),
        ("triumphant-ms", ("crossover", "P4-W5", "nourbakhsh2021_triumphant")),
        ("mulero2015_exercise_ifn_response", ("validate: only predicted and scored, never fitted",)),
        ("single_arm.contact", ("hypothesis",)),
    ],
)
def test_what_a_study_names_is_explained_too(lassitude: Command, name: str, told: tuple[str, ...]) -> None:
    answer = lassitude("explain", name)
    assert answer.returncode == 0
    for words in told:
        assert words in " ".join(answer.stdout.split())


def test_an_ending_that_many_names_share_is_answered_with_some_of_them(lassitude: Command) -> None:
    answer = lassitude("explain", "total")
    assert answer.returncode == 2
    assert "more. Name one whole." in " ".join(answer.stderr.split())
