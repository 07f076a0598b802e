"""Case definitions: what each of them asks for beyond fatigue, and what a missing answer may decide."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments.case_definitions import (
    CCC,
    DRAINED,
    FATIGUE,
    FUKUDA,
    IOM,
    MEMORY,
    OXFORD,
    SYMPTOMS,
    UNREFRESHED,
    CaseDefinition,
)
from lassitude.instruments.missing import NoTotalIfAnyMissing

RULE = NoTotalIfAnyMissing()


def met(definition: tuple, *there: int) -> float:
    answers = np.zeros((1, 2 * SYMPTOMS))
    for one in there:
        answers[0, [one - 1, SYMPTOMS + one - 1]] = 3.0
    return float(CaseDefinition(definition).score(answers, (0.0, 4.0), RULE)[0])


def test_oxford_asks_for_fatigue_alone_and_the_others_do_not_take_it():
    assert met(OXFORD, FATIGUE) == 1.0
    assert [met(one, FATIGUE) for one in (FUKUDA, CCC, IOM)] == [0.0, 0.0, 0.0]


def test_malaise_after_exertion_is_required_by_the_canadian_and_iom_criteria_only():
    everything = set(range(1, SYMPTOMS + 1))
    spared = everything - {2, DRAINED}
    assert [met(one, *everything) for one in (OXFORD, FUKUDA, CCC, IOM)] == [1.0] * 4
    assert [met(one, *spared) for one in (OXFORD, FUKUDA, CCC, IOM)] == [1.0, 1.0, 0.0, 0.0]


def test_nobody_is_a_case_without_fatigue():
    others = range(2, SYMPTOMS + 1)
    assert [met(one, *others) for one in (OXFORD, FUKUDA, CCC, IOM)] == [0.0] * 4


def test_iom_is_met_by_its_four_symptoms():
    assert met(IOM, FATIGUE, DRAINED, UNREFRESHED, MEMORY) == 1.0


@pytest.mark.parametrize(("severity", "frequency"), [(1.0, 4.0), (4.0, 1.0)])
def test_a_symptom_must_be_frequent_and_severe(severity, frequency):
    answers = np.zeros((1, 2 * SYMPTOMS))
    answers[0, FATIGUE - 1], answers[0, SYMPTOMS + FATIGUE - 1] = frequency, severity
    assert CaseDefinition(OXFORD).score(answers, (0.0, 4.0), RULE)[0] == 0.0


def test_a_missing_answer_opens_only_what_it_could_decide():
    answers = np.full((1, 2 * SYMPTOMS), 3.0)
    answers[0, 2 * SYMPTOMS - 1] = np.nan
    assert CaseDefinition(IOM).score(answers, (0.0, 4.0), RULE)[0] == 1.0
    answers[0, FATIGUE - 1] = np.nan
    assert np.isnan(CaseDefinition(IOM).score(answers, (0.0, 4.0), RULE)[0])
    answers[0, SYMPTOMS + FATIGUE - 1] = 0.0
    assert CaseDefinition(IOM).score(answers, (0.0, 4.0), RULE)[0] == 0.0
