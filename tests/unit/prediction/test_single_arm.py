"""Protects: what one arm may change by without any specific effect, part by part, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS
from lassitude.physiology.fatigue import FatigueParameters
from lassitude.prediction.sensitivity import triangular
from lassitude.prediction.single_arm import SingleArm, setting_of
from lassitude.prediction.single_arm_draws import DRAWS, draw_parts, hypothesis_share
from lassitude.prediction.single_arm_priors import belief_course, single_arm_declarations
from lassitude.prediction.single_arm_priors import triangular as triangle
from lassitude.prediction.single_arm_regression import spread_of_change
from lassitude.prediction.single_arm_results import attribute_single_arm
from lassitude.prediction.single_arm_scores import PUBLISHED
from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import person_keys, uniforms
from lassitude.results import Results, from_json, to_json

ASKED = SingleArm("MFIS", 40, 12.0, "open", change=-9.0, entry="MFIS.total > 33")
EXACT = replace(ASKED, population_mean=38.0, population_sd=19.7, icc=0.863)


def parts(asked: SingleArm) -> dict[str, np.ndarray]:
    return draw_parts(setting_of(asked), 7)


def median(asked: SingleArm, part: str) -> float:
    return float(np.median(parts(asked)[part]))


def test_without_entry_by_a_score_nothing_regresses() -> None:
    assert not parts(replace(ASKED, entry=None))["regression_to_the_mean"].any()


def test_perfect_agreement_leaves_neither_regression_nor_chance_but_of_belief() -> None:
    drawn = parts(replace(EXACT, icc=1.0, blinding="none"))
    assert not drawn["regression_to_the_mean"].any()
    assert not drawn["chance"].any()


def test_given_numbers_are_taken_as_exact_and_published_ones_are_not() -> None:
    assert np.ptp(parts(EXACT)["regression_to_the_mean"]) == 0.0
    assert np.ptp(parts(ASKED)["regression_to_the_mean"]) > 1.0


@pytest.mark.parametrize(
    ("change", "absent"),
    [
        ({"blinding": "none"}, {"expectation", "contact"}),
        ({"comparator": "usual-care"}, {"expectation", "contact"}),
        ({"comparator": "waiting-list"}, {"expectation", "contact"}),
        ({"comparator": "attention"}, set()),
        ({"blinding": "blinded"}, set()),
    ],
)
def test_what_is_not_given_brings_no_expectation_and_no_contact(change: dict, absent: set[str]) -> None:
    drawn = parts(replace(ASKED, **change))
    assert {name for name in ("expectation", "contact", "time") if not drawn[name].any()} == absent


def test_belief_is_less_when_blinded_and_wanes() -> None:
    opened, blinded = median(ASKED, "expectation"), median(replace(ASKED, blinding="blinded"), "expectation")
    assert opened < blinded < 0.0
    assert median(replace(ASKED, weeks=104.0), "expectation") > 0.1 * opened


def test_belief_follows_its_equation() -> None:
    # Euler steps of a thousandth of a day through the same two rates; recall is averaged after the fact.
    follow, wane, step = 0.1, 0.0074, 1e-3
    belief, course = 0.0, []
    for number in range(84_000):
        course.append(belief)
        belief += step * follow * (math.exp(-wane * number * step) - belief)
    drawn = {"belief.turnover": np.array([follow]), "expectation.waning": np.array([wane])}
    assert belief_course(drawn, 84.0, 0.0).item() == pytest.approx(belief, abs=1e-4)
    assert belief_course(drawn, 84.0, 28.0).item() == pytest.approx(np.mean(course[56_000:]), abs=1e-4)
    assert belief_course(drawn, 7.0, 28.0).item() == pytest.approx(np.sum(course[:7000]) / 28_000, abs=1e-4)


def test_chance_is_the_error_of_a_mean_over_so_few_people() -> None:
    # Without belief the SD of single changes is known; the SD of 4096 draws is known to 1.1%, 4.4% is 4 SE.
    alone = replace(EXACT, entry=None, blinding="none")
    for people in (10, 40, 400):
        spread = float(spread_of_change(19.7, 0.863, 1, 19.7)) / math.sqrt(people)
        drawn = parts(replace(alone, people=people))["chance"]
        assert drawn.std() == pytest.approx(spread, rel=0.045)


def test_a_scale_on_which_higher_is_better_moves_the_other_way() -> None:
    worse = setting_of(EXACT)
    better = replace(worse, worse=-1.0)
    one, other = draw_parts(worse, 7), draw_parts(better, 7)
    for name in ("natural_course", "expectation", "contact", "time"):
        assert np.array_equal(one[name], -other[name])
    assert np.array_equal(one["regression_to_the_mean"], other["regression_to_the_mean"])


def test_another_score_at_entry_regresses_less_and_not_without_correlation() -> None:
    other = replace(
        EXACT, entry="EDSS.total > 4", correlation=0.6, criterion_mean=3.0, criterion_sd=1.5,
        criterion_icc=0.863,
    )  # fmt: skip
    shared = parts(other)["regression_to_the_mean"]
    assert (shared < 0.0).all()
    assert not parts(replace(other, correlation=0.0))["regression_to_the_mean"].any()
    assert not parts(replace(other, criterion_icc=1.0))["regression_to_the_mean"].any()
    assert np.array_equal(parts(replace(other, correlation=-0.6))["regression_to_the_mean"], -shared)


def test_another_score_with_all_in_common_is_the_score_itself() -> None:
    # Correlation 1 and everything passing in common is entry on the outcome: the draws are that regression
    # times how much passes in common.
    twin = replace(
        EXACT, entry="MFIS.physical > 14", correlation=1.0, criterion_mean=16.0, criterion_sd=9.0,
        criterion_icc=0.863, instrument="MFIS.total",
    )  # fmt: skip
    same = replace(EXACT, instrument="MFIS.physical", entry="MFIS.physical > 14", population_mean=16.0,
                   population_sd=9.0)  # fmt: skip
    keys = person_keys(7, 0xFFFFFFFE, np.arange(DRAWS))
    name = "single_arm.common_passing"
    common = triangle(uniforms(keys, f"prior: {name}", 0), single_arm_declarations()[name])
    shared = parts(twin)["regression_to_the_mean"]
    alone = parts(same)["regression_to_the_mean"] * 19.7 / 9.0
    assert shared == pytest.approx(common * alone, rel=1e-9)


def test_triangles_are_those_of_the_sensitivity_analysis() -> None:
    uniform = uniforms(person_keys(1, 0, np.arange(1000)), "test", 0)
    for one in single_arm_declarations().values():
        assert np.array_equal(triangle(uniform, one), triangular(uniform, one))


def test_a_unit_of_belief_is_one_sd_of_fatigue_in_the_body_too() -> None:
    assert FatigueParameters().by_belief == 1.0


def test_the_share_on_hypotheses_is_a_share() -> None:
    first = uniforms(person_keys(1, 0, np.arange(4000)), "one", 0)
    second = uniforms(person_keys(1, 0, np.arange(4000)), "two", 0)
    assert hypothesis_share(first, first) == 0.0
    # Independent draws give 1 but for sampling error of about 3%.
    assert hypothesis_share(first, second) == pytest.approx(1.0, abs=0.1)


def result(asked: SingleArm) -> Results:
    return attribute_single_arm(asked, 7)


def test_results_survive_json_and_are_the_same_bytes_each_time() -> None:
    found = result(ASKED)
    assert to_json(found) == to_json(result(ASKED))
    assert to_json(from_json(to_json(found))) == to_json(found)
    assert found.kind == "attribution"


def test_parts_add_up_in_every_draw() -> None:
    found = {one.part: one.change for one in result(ASKED).attribution}
    whole = np.sum(list(parts(ASKED).values()), axis=0)
    assert found["total"].median == pytest.approx(float(np.median(whole)))


def test_what_rests_on_priors_says_so() -> None:
    found = {one.part: one.prior_only for one in result(ASKED).attribution}
    assert {name for name, marked in found.items() if marked} == {
        "natural_course", "expectation", "contact", "time", "not_told_apart",
    }  # fmt: skip


def test_a_result_of_given_numbers_rests_on_hypotheses_entirely() -> None:
    for asked in (EXACT, replace(EXACT, entry_mean=51.3), replace(EXACT, entry=None)):
        found = result(asked)
        assert found.headline.hypothesis_variance_share.median == 1.0
        assert "rests on hypotheses entirely" in " ".join(found.headline.text)
    assert 0.5 < result(ASKED).headline.hypothesis_variance_share.median < 1.0


@pytest.mark.parametrize(
    ("change", "place"), [(-9.0, "inside"), (-40.0, "below"), (20.0, "above"), (-0.5, "above")]
)
def test_the_reported_change_is_placed_and_never_judged(change: float, place: str) -> None:
    found = result(replace(ASKED, change=change))
    (said,) = [line for line in found.headline.text if "reported change" in line]
    assert f"lies {place} that interval" in said
    told = " ".join((*found.headline.text, *(one.message for one in found.warnings)))
    assert not any(word in told for word in ("works", "effective", "significant", "efficacy", "proves"))
    assert found.estimates[0].observed.estimate == change


def test_without_a_reported_change_nothing_is_placed() -> None:
    found = result(replace(ASKED, change=None))
    assert len(found.estimates) == 1 and found.estimates[0].observed is None
    assert not any("reported" in line for line in found.headline.text)


def test_what_cannot_be_told_apart_is_said() -> None:
    told = {one.code: one.message for one in result(ASKED).warnings}
    assert "expectation, contact and time are one sum" in told["one_arm"]
    assert "6 months apart" in told["reliability_interval"] and "12 weeks" in told["reliability_interval"]
    alone = {one.code: one.message for one in result(replace(ASKED, blinding="none")).warnings}
    assert "cannot tell time and natural course" in alone["one_arm"]


@pytest.mark.parametrize("measure", PUBLISHED)
def test_every_published_score_can_be_asked_for(measure: str) -> None:
    found = result(SingleArm(measure, 30, 8.0, "blinded"))
    assert found.study.endpoints[0].name == measure


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_is_answered_for_or_refused(name: str) -> None:
    asked = SingleArm(name, 40, 12.0, "open", population_sd=0.5, icc=0.8)
    if set(INSTRUMENTS[name].reads) <= {"fatigue_physical", "fatigue_cognitive"}:
        assert result(asked).attribution[-1].change.median < 0.0
    else:
        with pytest.raises(RequestError, match="fatigue alone"):
            result(asked)


WRONG = {
    "instrument": (dict(instrument="MIFS"), "Did you mean"),
    "part": (dict(instrument="MFIS.totl"), "Did you mean 'total'?"),
    "not of fatigue": (dict(instrument="EDSS", entry=None), "fatigue alone"),
    "no published numbers": (dict(instrument="FIS", entry=None), "Give both with --population-sd and --icc"),
    "numbers of another disease": (dict(condition="healthy"), "read in people with MS"),
    "condition": (dict(condition="rmms"), "Did you mean 'rrms'?"),
    "blinding": (dict(blinding="opn"), "Did you mean 'open'?"),
    "comparator": (dict(comparator="placbo"), "Did you mean 'placebo'?"),
    "people": (dict(people=1), "n is 1"),
    "weeks": (dict(weeks=0.0), "weeks is 0"),
    "weeks not a number": (dict(weeks=math.nan), "weeks is nan"),
    "change": (dict(change=-90.0), "nobody changes by -90"),
    "change not a number": (dict(change=math.inf), "change is inf"),
    "icc": (dict(icc=1.2), "between 0 and 1"),
    "sd": (dict(population_sd=0.0), "above 0"),
    "sd wider than the scale": (dict(population_sd=60.0), "no SD is above 42"),
    "mean": (dict(population_mean=90.0), "runs from 0 to 84"),
    "mean at entry outside the rule": (dict(entry_mean=30.0), "does not go with"),
    "mean at entry at the cut": (dict(entry_mean=33.5), "needs a population whose mean is"),
    "mean at entry without a rule": (dict(entry=None, entry_mean=50.0), "only beside a rule of entry"),
    "no population mean": (
        dict(instrument="MFIS.physical", entry="MFIS.physical > 15"),
        "--entry-mean, or --population-mean",
    ),
    "another score": (dict(entry="EDSS.total > 4"), "--correlation"),
    "correlation with itself": (dict(correlation=0.5), "leave the correlation out"),
    "correlation without entry": (dict(entry=None, correlation=0.5), "no entry is given"),
    "correlation out of range": (
        dict(entry="EDSS.total > 4", correlation=1.5),
        "between -1 and 1",
    ),
    "another score without numbers": (
        dict(entry="EDSS.total > 4", correlation=0.5),
        "Give both with --criterion-sd and --criterion-icc",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_requests_are_refused_with_a_way_out(case: str) -> None:
    change, said = WRONG[case]
    with pytest.raises(RequestError) as refusal:
        setting_of(replace(ASKED, **change))
    assert said in str(refusal.value)
