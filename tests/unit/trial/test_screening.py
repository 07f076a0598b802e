"""Protects: people are judged on the measurements that the plan names, and on no others."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.study.arms import Criterion, FirstVisit, Population, Repeated
from lassitude.study.designs import Enrichment, RunIn
from lassitude.trial.screening import days_before, hurdles, measures_of, written

FATIGUED = Criterion(measure="MFIS.total", at_least=34)
BETTER = Enrichment(measure="MFIS.total", change_at_most=-4.0)
NOT_WORSE = Enrichment(measure="EDSS.total", change_at_least=-0.5)


def run_in(*enrich: Enrichment, days: float = 14.0) -> RunIn:
    return RunIn(days=days, treatment="placebo", blinding="blinded", enrich=enrich)


def people(judged_by: str | None = None, times: int = 3, criteria: tuple[Criterion, ...] = (FATIGUED,)):
    if judged_by is None:
        screening = FirstVisit(type="first-visit")
    else:
        screening = Repeated(type="repeated", times=times, days_apart=7.0, judged_by=judged_by)  # type: ignore[arg-type]
    return Population(condition="rrms", n=10, eligibility=criteria, screening=screening)


def scores(*days: list[float]) -> list[dict[str, np.ndarray]]:
    return [{"MFIS.total": np.array(one, float)} for one in days]


def met(population: Population, readings, before: RunIn | None = None) -> list[list[bool]]:
    return [one.met.tolist() for one in hurdles(population, before, readings)]


def test_without_repeats_people_are_judged_at_the_first_visit() -> None:
    assert days_before(people(), None) == ()
    assert met(people(), scores([33, 34, np.nan])) == [[False, True, False]]


@pytest.mark.parametrize(
    ("judged_by", "entering"),
    [
        ("all", [True, False, False, False]),
        ("mean", [True, True, False, False]),
        ("last", [True] * 3 + [False]),
    ],
)
def test_repeated_measurements_are_judged_as_told_and_never_with_the_first_visit(judged_by, entering) -> None:
    # Four people; the last column of days is the first visit, at which nobody is fatigued.
    readings = scores([40, 50, 10, 50], [40, 20, 10, 50], [34, 34, 34, 33], [0, 0, 0, 0])
    readings[1]["MFIS.total"][3] = np.nan
    assert met(people(judged_by), readings) == [entering]


def test_repeats_lie_before_the_run_in_and_the_run_in_before_the_first_visit() -> None:
    assert days_before(people("mean", times=2), run_in()) == (28, 21, 14)
    assert days_before(people(), run_in()) == (14,)


def test_with_a_run_in_people_are_judged_before_it() -> None:
    assert met(people(), scores([40, 10], [10, 40]), run_in()) == [[True, False]]


def test_a_run_in_keeps_those_whose_change_meets_the_bound() -> None:
    readings = scores([40, 40, 40, 40], [36, 37, 30, np.nan])
    criteria, enrichment = met(people(), readings, run_in(BETTER))
    assert criteria == [True] * 4
    assert enrichment == [True, False, True, False]


def test_a_change_may_be_bounded_from_below() -> None:
    readings = [{"EDSS.total": np.array([3.0, 3.0])}, {"EDSS.total": np.array([2.5, 2.0])}]
    (one,) = hurdles(people(criteria=()), run_in(NOT_WORSE), readings)
    assert one.met.tolist() == [True, False]
    assert (one.measure, one.told) == ("change of EDSS.total in the run-in", "-0.5 or more")


def test_every_measure_is_taken_once() -> None:
    both = people(criteria=(FATIGUED, Criterion(measure="EDSS.total", at_most=6.0)))
    assert measures_of(both, run_in(BETTER, NOT_WORSE)) == ("age_years", "MFIS.total", "EDSS.total")


def test_all_criteria_are_judged_in_order() -> None:
    rules = Criterion(measure="age_years", between=(18, 50)), Criterion(measure="EDSS.total", at_most=6.0)
    values = {
        "age_years": np.array([17.0, 18.0, 50.0, 51.0, 30.0]),
        "EDSS.total": np.array([9.0, 6.0, 6.5, 9, 0]),
    }
    assert met(people(criteria=rules), [values]) == [
        [False, True, True, False, True],
        [False, True, False, False, True],
    ]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [({"between": (18, 50)}, "18 to 50"), ({"at_most": 6.5}, "6.5 or less"), ({"equals": 2}, "2")],
)
def test_bounds_are_written_for_people(bounds: dict, words: str) -> None:
    assert written(Criterion(measure="EDSS.total", **bounds)) == words
