"""Protects: eligibility that nobody meets is a clear message that says which criterion removed whom."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.arms import Criterion, Population
from lassitude.study.designs import Enrichment, RunIn
from lassitude.trial.enrollment import enroll
from lassitude.trial.screening import hurdles

RULES = (
    Criterion(measure="age_years", between=(18, 50)),
    Criterion(measure="EDSS.total", at_least=3.0),
    Criterion(measure="MFIS.total", at_most=84),
)
POPULATION = Population(condition="rrms", n=10, eligibility=RULES)
PEOPLE = 100


def entered(*readings: dict[str, np.ndarray], run_in: RunIn | None = None) -> np.ndarray:
    judged = hurdles(POPULATION, run_in, readings)
    return enroll("patients", np.arange(PEOPLE), judged, 10, 1, 3).persons


def refusal(*readings: dict[str, np.ndarray], run_in: RunIn | None = None) -> str:
    with pytest.raises(RequestError) as refused:
        entered(*readings, run_in=run_in)
    return str(refused.value)


def values(age: float = 30.0, edss: float = 4.0, mfis: float = 40.0) -> dict[str, np.ndarray]:
    return {
        name: np.full(PEOPLE, value)
        for name, value in zip(("age_years", "EDSS.total", "MFIS.total"), (age, edss, mfis), strict=True)
    }


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (values(age=60.0), "age_years (18 to 50) removed 100"),
        (values(edss=1.0), "EDSS.total (3 or more) removed 100"),
        (values(mfis=np.nan), "MFIS.total (84 or less) removed 100"),
    ],
)
def test_the_criterion_that_removed_everybody_is_named(found: dict[str, np.ndarray], said: str) -> None:
    message = refusal(found)
    assert said in message
    assert "0 of 100 people screened for population 'patients' may enter" in message


def test_each_person_is_counted_under_the_first_criterion_only() -> None:
    found = values()
    found["age_years"][:30] = 70.0
    found["EDSS.total"][20:95] = 1.0
    message = refusal(found)
    assert "age_years (18 to 50) removed 30; EDSS.total (3 or more) removed 65; MFIS.total" in message
    assert "5 of 100" in message and "10 are needed" in message


def test_a_run_in_that_nobody_passes_is_named() -> None:
    better = Enrichment(measure="MFIS.total", change_at_most=-4.0)
    message = refusal(
        values(),
        values(mfis=38.0),
        run_in=RunIn(days=14.0, treatment="placebo", blinding="blinded", enrich=(better,)),
    )
    assert "change of MFIS.total in the run-in (-4 or less) removed 100" in message


def test_the_message_says_what_to_do() -> None:
    assert "Widen a criterion, choose another condition, or raise simulation.pool." in refusal(
        values(age=60.0)
    )


def test_exactly_enough_is_enough() -> None:
    found = values()
    found["age_years"][10:] = 70.0
    assert entered(found).shape == (3, 10)
