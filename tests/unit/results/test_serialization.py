"""Results keep their numbers on the way to JSON and back, and refuse what they do not know."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.results import (
    Estimate,
    FlowStep,
    Interval,
    Observed,
    Predicted,
    Published,
    Replicates,
    Results,
    Spread,
    Study,
    Visit,
    from_json,
    join_id,
    published_beside,
    split_id,
    to_json,
)


@pytest.fixture
def results() -> Results:
    predicted = Predicted(24.5, Interval(21.0, 28.0), Interval(17.0, 33.0), 0.2, 500)
    published = published_beside(23.0, "entry:path.to.value", "validate", predicted)
    return Results(
        kind="prediction",
        study=Study("canadian-ahsct", "ab" * 32, visits=(Visit("M0", 0.0),)),
        seed=2018,
        replicates=Replicates(500, 499, 1),
        flow=(FlowStep("removed", Spread(12.0, None, Interval(8.0, 17.0)), criterion="EDSS.total"),),
        estimates=(Estimate("FIS.total|median|M36|ahsct", "primary", "points", predicted, None, published),),
    )


def test_what_was_written_is_read_back(results: Results) -> None:
    assert from_json(to_json(results)) == results


def test_equal_results_give_equal_bytes(results: Results) -> None:
    assert to_json(results) == to_json(from_json(to_json(results)))


def test_first_field_is_the_schema_and_last_byte_a_newline(results: Results) -> None:
    text = to_json(results)
    assert next(iter(json.loads(text))) == "schema"
    assert text.endswith(b"}\n")


def test_published_source_is_called_from_in_json(results: Results) -> None:
    published = json.loads(to_json(results))["estimates"][0]["published"]
    assert published == {
        "value": 23.0,
        "from": "entry:path.to.value",
        "role": "validate",
        "inside50": True,
        "inside90": True,
    }


def test_numbers_keep_ten_significant_digits_and_no_more() -> None:
    study = Study("s", "0", visits=(Visit("M0", math.pi), Visit("M6", -0.0)))
    visits = json.loads(to_json(Results("analysis", study)))["study"]["visits"]
    assert visits[0]["day"] == 3.141592654
    assert math.copysign(1, visits[1]["day"]) == 1


def test_whole_numbers_are_written_alike_whether_int_or_float() -> None:
    whole, real = (Results("analysis", Study("s", "0", visits=(Visit("M6", day),))) for day in (183, 183.0))
    assert to_json(whole) == to_json(real) == to_json(from_json(to_json(whole)))


def test_numpy_numbers_are_numbers() -> None:
    observed = Observed(np.float64(1.5), converged=np.bool_(True), n=np.int64(23))  # pyright: ignore[reportArgumentType]
    document = json.loads(
        to_json(Results("analysis", Study("s", "0"), estimates=(Estimate("a|b", "x", "1", None, observed),)))
    )
    assert document["estimates"][0]["observed"]["n"] == 23
    assert document["estimates"][0]["observed"]["converged"] is True


def test_nan_and_infinity_become_null_and_come_back_as_nan() -> None:
    spread = Spread(math.nan, Interval(-math.inf, 1.0))
    back = from_json(to_json(Results("analysis", Study("s", "0"), flow=(FlowStep("screened", spread),))))
    assert math.isnan(back.flow[0].n.median)
    assert back.flow[0].n.interval50 is not None and math.isnan(back.flow[0].n.interval50.lower)


def test_another_schema_is_refused() -> None:
    with pytest.raises(RequestError, match=r"found .lassitude\.results/2."):
        from_json('{"schema": "lassitude.results/2"}')


def test_unreadable_text_is_refused() -> None:
    with pytest.raises(RequestError, match="not readable as JSON"):
        from_json(b'{"schema": ')


def _changed(results: Results, change) -> str:
    document = json.loads(to_json(results))
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(estimate=[]), r"unknown field 'estimate'. Did you mean 'estimates'"),
        (lambda d: d["study"].pop("id"), r"results.study lacks the field 'id'"),
        (lambda d: d["estimates"][0]["predicted"].update(interval90=[1]), r"predicted.interval90 must be"),
        (lambda d: d["estimates"][0]["published"].update(role="validated"), r"Did you mean 'validate'"),
        (lambda d: d.update(seed="2018"), r"results.seed must be a int; found '2018'"),
        (lambda d: d.update(flow={}), r"results.flow must be a list"),
        (lambda d: d["flow"][0].update(n=[1]), r"results.flow\[0\].n must be an object"),
    ],
)
def test_a_wrong_document_says_where_and_what(results: Results, change, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        from_json(_changed(results, change))


def test_unknown_estimate_names_the_nearest(results: Results) -> None:
    assert results.estimate("FIS.total|median|M36|ahsct").unit == "points"
    with pytest.raises(RequestError, match=r"Did you mean 'FIS.total\|median\|M36\|ahsct'"):
        results.estimate("FIS.total|median|M63|ahsct")


@pytest.mark.parametrize(
    "identifier", ["FIS.total|median|M36|ahsct", "FIS.total|slope:age_years|M36", "FIS.total|r_squared"]
)
def test_identifiers_split_and_join(identifier: str) -> None:
    assert join_id(split_id(identifier)) == identifier


def test_an_identifier_needs_two_to_four_parts() -> None:
    with pytest.raises(ValueError, match="expected endpoint"):
        split_id("FIS.total")


def test_fitted_is_stamped_on_calibrate_only() -> None:
    assert Published(1.0, "a:b", "calibrate").label == "fitted"
    assert Published(1.0, "a:b", "validate").label == ""


def test_a_share_has_no_interval_to_be_inside_of() -> None:
    published = published_beside(0.5, "a:b", "validate", Predicted(0.8))
    assert published.inside50 is None and published.inside90 is None


def test_what_may_have_been_fitted_is_stamped_in_json_and_read_back(results: Results) -> None:
    """A reader of JSON must not take agreement with a number that was fitted for a test."""
    fitted = published_beside(23.0, "entry:path.to.value", "calibrate", results.estimates[0].predicted)
    stamped = replace(results, estimates=(replace(results.estimates[0], published=fitted),))
    assert json.loads(to_json(stamped))["estimates"][0]["published"]["stamp"] == "fitted"
    assert from_json(to_json(stamped)) == stamped


def test_results_written_before_periods_and_contrasts_are_still_read(results: Results) -> None:
    document = json.loads(to_json(results))
    del document["contrasts"], document["study"]["sequences"]
    for visit in document["study"]["visits"]:
        del visit["period"], visit["visit"]
    assert from_json(json.dumps(document)) == results


def test_a_stamp_anywhere_else_is_unknown(results: Results) -> None:
    with pytest.raises(RequestError, match="unknown field 'stamp'"):
        from_json(_changed(results, lambda document: document.update(stamp="fitted")))
