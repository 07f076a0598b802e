"""Protects: a name in a protocol or report can be looked up, and a slip is answered with the way out."""

from __future__ import annotations

import json

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
