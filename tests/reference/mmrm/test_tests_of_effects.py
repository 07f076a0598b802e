"""Protects: type II and III tests are SAS's, also where factors meet covariates.

The models are those of the R package mmrm's own comparison with SAS (openpharma/mmrm,
``tests/testthat/test-interop-car.R``); the numbers are in ``anova/*.csv``. They hold to 1e-5 at our own
maximum.
"""

from __future__ import annotations

import csv

import polars as pl
import pytest

from lassitude.statistics.mixed_models.effect_tests import Kind, effect_tests
from lassitude.statistics.mixed_models.formula import mixed_model
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.reference.mmrm.runs import FOLDER, NEEDS_FOLDER

MODELS = {"1": "FEV1 ~ ARMCD * FEV1_BL", "2": "FEV1 ~ ARMCD * SEX + ARMCD * FEV1_BL - FEV1_BL"}


@NEEDS_FOLDER
@pytest.mark.parametrize("number", MODELS)
@pytest.mark.parametrize(("kind", "digit"), [("II", "2"), ("III", "3")])
def test_terms_are_tested_as_sas_does(number: str, kind: Kind, digit: str) -> None:
    model = mixed_model(
        pl.read_csv(FOLDER / "fev_data.csv"),
        MODELS[number],
        subject="USUBJID",
        visit="AVISIT",
        covariance=STRUCTURES["autoregressive"],
        degrees_of_freedom="satterthwaite",
    )
    found = {frozenset(row["term"].split(":")): row for row in effect_tests(model, kind).to_dicts()}
    with (FOLDER / "anova" / f"test{digit}_{number}.csv").open(newline="", encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    assert len(printed) == len(found)
    for row in printed:
        mine = found[frozenset(row["Effect"].split("*"))]
        assert mine["df"] == float(row["NumDF"])
        assert mine["denominator_df"] == pytest.approx(float(row["DenDF"]), rel=1e-5)
        assert mine["f"] == pytest.approx(float(row["FValue"]), rel=1e-5)
        assert mine["df"] * mine["f"] == pytest.approx(float(row["ChiSq"]), rel=1e-5)
        assert mine["p"] == pytest.approx(float(row["ProbF"]), rel=1e-5)
