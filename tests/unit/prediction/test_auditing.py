"""Protects: an audit finds what is wrong with the model, and calls nothing wrong that is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lassitude.physiology.deviations import DEVIATIONS, Deviation
from lassitude.physiology.loop_gains import LARGEST_GAIN
from lassitude.population.declared import all_parameters
from lassitude.population.parameter_sets import DECLARED, read_parameter_set, write_draws
from lassitude.prediction.auditing import (
    audited,
    gains_of,
    problems_of_claims,
    problems_of_deviations,
    problems_of_draws,
    problems_of_sources,
)
from lassitude.prediction.repeated_claims import REPEATED, repeated_claims
from lassitude.quantities.parameters import published
from lassitude.results.audit import Audit, audit_json

KNOWN = all_parameters()


@pytest.fixture(scope="module")
def found() -> Audit:
    return audited(DECLARED)


def declared_at(name: str, value: float) -> dict:
    return {name: replace(KNOWN[name], value=value)}


def test_the_model_as_it_stands_passes(found: Audit) -> None:
    assert found.problems == () and found.passed


def test_every_parameter_is_listed_once_with_its_grade(found: Audit) -> None:
    assert [one.name for one in found.parameters] == list(KNOWN)
    assert sum(found.grades.values()) == len(KNOWN)
    assert set(found.grades) == {"sourced", "derived", "hypothesis"}


def test_what_a_parameter_repeats_exists_and_is_cited_by_it() -> None:
    """A pointer into another entry than the one a parameter names would compare it with a stranger."""
    for name, repeats in REPEATED.items():
        assert KNOWN[name].source.reference == repeats.pointer.partition(":")[0], name


@pytest.mark.parametrize(("age", "inside"), [(36.0, True), (37.6, True), (37.7, False), (34.3, False)])
def test_a_value_is_judged_by_the_interval_of_its_claim(age: float, inside: bool) -> None:
    """Burt 2019: mean age 36, SD 8.6 of 110 people, so 36 ± 1.96 · 8.6 / sqrt(110) = 34.39 to 37.61."""
    judged = next(repeated_claims(declared_at("rrms.age", age)))
    assert judged.inside is inside
    assert judged.interval95 is not None
    assert (judged.interval95.lower, judged.interval95.upper) == pytest.approx((34.393, 37.607), abs=1e-3)


def test_a_share_in_per_cent_is_compared_as_a_share() -> None:
    """66% of 110 people: Wilson's interval is 57% to 74%."""
    judged = next(repeated_claims(declared_at("rrms.female_share", 0.7)))
    assert judged.claimed == pytest.approx(0.66) and judged.inside
    assert judged.interval95 is not None
    assert (judged.interval95.lower, judged.interval95.upper) == pytest.approx((0.57, 0.74), abs=0.01)


def test_a_printed_interval_is_taken_at_the_scale_of_the_parameter() -> None:
    """15.7% (4.3 to 27.0) after 85% of the way to half of the full effect: 0.37 (0.10 to 0.64)."""
    judged = next(repeated_claims(declared_at("muscle.by_resistance", 0.37)))
    assert judged.interval95 is not None
    ends = (judged.interval95.lower, judged.claimed, judged.interval95.upper)
    assert ends == pytest.approx((0.1012, 0.3694, 0.6353), abs=1e-4)


@pytest.mark.parametrize(("value", "inside"), [(41.2, True), (45.0, False)])
def test_a_number_without_an_interval_has_to_be_repeated(value: float, inside: bool) -> None:
    """The mean that the retest errors imply is printed without a spread."""
    source = published("learmonth2013_psychometrics:arms.MFIS.implied_mean")
    one = replace(KNOWN["fatigue.swing"], value=value, unit="points", source=source)
    judged = next(repeated_claims({"fatigue.swing": one}))
    assert judged.interval95 is None and judged.inside is inside


def test_a_source_that_points_at_a_number_is_compared_with_it() -> None:
    source = published("learmonth2013_psychometrics:arms.MFIS.ICC")
    one = replace(KNOWN["fatigue.swing"], value=0.5, source=source)
    judged = next(repeated_claims({"fatigue.swing": one}))
    assert judged.claimed == 0.863 and not judged.inside
    assert "0.5, but learmonth2013_psychometrics:arms.MFIS.ICC is 0.863 (95% interval" in next(
        problems_of_claims([judged])
    )


def test_a_named_deviation_excuses_a_value_outside() -> None:
    name = next(iter(DEVIATIONS[3].undone_by))
    source = published("learmonth2013_psychometrics:arms.MFIS.ICC")
    judged = next(repeated_claims({name: replace(KNOWN[name], unit="1", value=0.1, source=source)}))
    assert (judged.inside, judged.deviation) == (False, DEVIATIONS[3].name)
    assert list(problems_of_claims([judged])) == []


def test_a_deviation_that_is_none_any_more_is_wrong() -> None:
    stale = Deviation("memory dies", "it lives", "it must", {"immunity.memory_death": 0.0})
    told = list(problems_of_deviations([stale], declared_at("immunity.memory_death", 0.0)))
    assert told == ["The deviation 'memory dies' is named, but immunity.memory_death is 0, which undoes it."]
    assert "not declared" in next(problems_of_deviations([stale], {}))


def test_a_number_from_a_held_out_study_is_wrong() -> None:
    one = replace(KNOWN["ahsct.reset_probability"], source=published("bose2018_ahsct_fis"))
    assert list(problems_of_sources({"x": one})) == [
        "x takes its number from bose2018_ahsct_fis, which is held out."
    ]


def test_gains_over_draws_find_the_draw_that_feeds_itself(tmp_path: Path) -> None:
    """The second draw makes sleep and mood answer fatigue at their largest, and fatigue them."""
    most = {
        name: np.array([KNOWN[name].value, KNOWN[name].bounds[1]])
        for name in ("fatigue.by_mood", "mood.by_fatigue", "fatigue.by_sleep", "sleep.by_fatigue")
        if name in KNOWN
    }
    assert len(most) >= 2
    write_draws(most, tmp_path, "trial")
    (tmp_path / "set.json").write_text(json.dumps({"name": "trial", "prior_only": ["fatigue.by_mood"]}))
    parameters = read_parameter_set(tmp_path)
    gains = gains_of("rrms", parameters)
    assert gains.draws == 2 and gains.largest_dominant is not None
    assert gains.largest_dominant > gains.dominant == pytest.approx(gains_of("rrms", DECLARED).dominant)
    assert gains.beyond == (gains.largest_dominant > LARGEST_GAIN)


def test_a_draw_under_which_a_body_runs_away_is_beyond_every_limit(tmp_path: Path) -> None:
    loops = ("activity.by_fatigue", "fitness.by_activity", "fatigue.by_fitness")
    parameters = write_draws({name: np.array([0.01, 30.0]) for name in loops}, tmp_path, "wild")
    gains = gains_of("rrms", parameters)
    assert (gains.beyond, gains.largest_dominant) == (1, np.inf)


def test_a_draw_of_nothing_declared_is_wrong(tmp_path: Path) -> None:
    parameters = write_draws({"fatigue.by_moood": np.array([0.1])}, tmp_path, "mine")
    assert list(problems_of_draws(KNOWN, parameters)) == [
        "The set mine draws fatigue.by_moood, which is not declared."
    ]


def test_json_names_the_same_as_the_audit(found: Audit) -> None:
    document = json.loads(audit_json(found))
    assert (document["schema"], document["passed"]) == ("lassitude.audit/1", True)
    assert len(document["parameters"]) == len(KNOWN)
    assert document["grades"]["hypothesis"] == found.grades["hypothesis"]
    assert document["parameters"][0]["bounds"] == pytest.approx(KNOWN["triggers.infections_per_year"].bounds)
    assert audit_json(found) == audit_json(found)
