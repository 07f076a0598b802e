"""Protects who plans an analysis that cannot be done: told before any data are read, with the way out."""

from __future__ import annotations

import re

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol import parse_protocol
from tests.faults.designs import CROSSOVER, PARALLEL

MIXED = '[analysis.mixed]\ntype = "mixed-anova"\nendpoint = "MFIS.total"\nchange_from = "BL"\n'
REGRESSION = """
[analysis.regression]
type = "arm-regression"
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
reference = "placebo"
covariates = ["sex", "age_years"]
interactions = ["sex"]
"""

WRONG = {
    "arms in a crossover": (
        CROSSOVER + MIXED,
        "analysis.mixed.type: in a crossover design everybody has several arms",
    ),
    "no such reference": (
        PARALLEL + REGRESSION.replace('"placebo"', '"placeebo"'),
        "analysis.regression.reference: there is no arm 'placeebo'. Did you mean 'placebo'?",
    ),
    "interaction without its main effect": (
        PARALLEL + REGRESSION.replace('["sex", "age_years"]', '["age_years"]'),
        "an interaction needs its main effect; name sex in covariates too",
    ),
    "no such covariate": (
        PARALLEL + REGRESSION.replace('"age_years"', '"agee_years"'),
        "analysis.regression.covariates[1]: 'agee_years' is not an endpoint",
    ),
    "the same twice": (
        PARALLEL + REGRESSION + REGRESSION.replace("analysis.regression", "analysis.again"),
        "arm-regression of MFIS.total is planned before in 'regression'",
    ),
    "no later visit": (
        PARALLEL + MIXED.replace('"BL"', '"W12"'),
        "analysis.mixed.change_from: no visit comes after W12",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_plan_that_cannot_be_followed_is_refused(case: str) -> None:
    text, expected = WRONG[case]
    with pytest.raises(RequestError, match=re.escape(expected)):
        parse_protocol(text, "mine.toml")


def test_the_same_plans_without_the_mistakes_are_read() -> None:
    assert parse_protocol(PARALLEL + MIXED + REGRESSION, "mine.toml").analysis["mixed"]
