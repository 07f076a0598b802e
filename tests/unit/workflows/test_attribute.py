"""Protects: contrasts between arms are taken in each repetition, and only where there is a comparator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import lassitude
from lassitude.prediction.contrasts import Draws, compared_arms
from lassitude.prediction.contrasts import contrasts as contrasts_of
from lassitude.results import AttributionPart, Interval, Results, Spread, Study, from_json, to_json
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text
from lassitude.workflows.attribute import with_contrasts

TEXT = protocol_text("canadian-ahsct")
SHAM = """
[arms.sham]
population = "patients"
blinding = "blinded"
comparator = "{comparator}"
treatments = [{{ name = "placebo", start_day = 0 }}]

# How arms relate."""
PARTS = ("expectation", "therapy", "total")


def protocol(comparator: str) -> Protocol:
    return parse_protocol(
        TEXT.replace("\n# How arms relate.", SHAM.format(comparator=comparator)), "two.toml"
    )


def part(name: str, arm: str, median: float) -> AttributionPart:
    spread = Spread(median, Interval(median - 1, median + 1), Interval(median - 2, median + 2))
    return AttributionPart(name, name.capitalize(), spread, "FIS.total", "M36", arm, name == "therapy", "")


def results() -> Results:
    attributed = [
        part("expectation", "ahsct", -4.0),
        part("therapy", "ahsct", -6.0),
        part("total", "ahsct", -10.0),
        part("expectation", "sham", -3.0),
        part("therapy", "sham", 0.0),
        part("total", "sham", -3.0),
    ]
    return Results("prediction", Study("two", "00"), attribution=tuple(attributed))


def draws() -> dict[str, np.ndarray]:
    """Return repetitions in which both arms swing together, so that their contrast hardly swings."""
    together = np.linspace(-10.0, 10.0, 101)
    return {
        f"part.FIS.total.{arm}.{name}": together + shift
        for arm, shift in (("ahsct", -5.0), ("sham", -1.0))
        for name in PARTS
    }


def contrasts(found: Results) -> dict[str, AttributionPart]:
    return {one.part: one for one in found.attribution if one.arm == "ahsct minus sham"}


def told_of(plan: Protocol, repetitions: Draws) -> Results:
    apart = results()
    found = contrasts_of(apart.attribution, compared_arms(plan), repetitions)
    return with_contrasts(replace(apart, contrasts=tuple(found)), plan)


def test_a_contrast_is_taken_in_each_repetition() -> None:
    found = contrasts(told_of(protocol("placebo"), draws()))
    assert tuple(found) == PARTS
    for one in found.values():
        assert one.change == Spread(-4.0, Interval(-4.0, -4.0), Interval(-4.0, -4.0))


def test_without_draws_a_contrast_has_no_interval() -> None:
    found = contrasts(told_of(protocol("placebo"), {}))
    assert found["therapy"].change == Spread(-6.0)


def test_a_contrast_is_prior_only_where_a_side_of_it_is() -> None:
    found = contrasts(told_of(protocol("placebo"), draws()))
    assert {name for name, one in found.items() if one.prior_only} == {"therapy"}


@pytest.mark.parametrize(
    ("comparator", "told"),
    [
        ("placebo", "would tell therapy, if nobody could tell"),
        ("attention", "would tell therapy and what the control is not expected to do"),
        ("waiting-list", "therapy, expectation and contact in one sum"),
        ("usual-care", "therapy, expectation and contact in one sum"),
    ],
)
def test_what_a_comparator_tells_apart_is_said(comparator: str, told: str) -> None:
    found = told_of(protocol(comparator), draws())
    assert told in " ".join(one.message for one in found.warnings if one.code == "contrast")


def test_an_arm_alone_is_said_to_be_alone() -> None:
    alone = parse_protocol(TEXT, "canadian-ahsct.toml")
    found = told_of(alone, draws())
    assert [one.code for one in found.warnings] == ["no_comparator"]
    assert not contrasts(found)


def test_what_is_left_is_the_attribution_and_survives_json() -> None:
    found = told_of(protocol("placebo"), draws())
    assert (found.kind, found.estimates, found.flow) == ("attribution", (), ())
    assert from_json(to_json(found)) == found


def test_one_arm_is_asked_for_from_the_package_itself() -> None:
    asked = lassitude.SingleArm("MFIS", people=40, weeks=12, blinding="open", change=-9)
    assert lassitude.attribute(asked).kind == "attribution"
    assert {"SingleArm", "attribute", "attribute_study", "StudyAttribution"} <= set(dir(lassitude))
