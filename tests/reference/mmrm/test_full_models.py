"""Protects: models with factors, covariates and weights are those of SAS and of the R package mmrm.

The numbers of the full model are printed in openpharma/mmrm, ``design/SAS/sas_log_reml.txt`` (SAS 9.4,
Satterthwaite; also ``tests/testthat/test-emmeans.R``). SAS stops short of the maximum (see `test_listings`),
here by up to 2e-4 in a coefficient, so the tolerance is half a printed digit and that.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.statistics.mixed_models.effect_tests import effect_tests
from lassitude.statistics.mixed_models.formula import FormulaModel, mixed_model
from lassitude.statistics.mixed_models.least_squares_means import ls_differences, ls_means
from tests.reference.mmrm.runs import FOLDER, NEEDS_FOLDER

pytestmark = NEEDS_FOLDER
SHORT = 2e-4 + 0.5e-4
COEFFICIENTS = {
    "Intercept": (30.7774, 0.8865, 219), "ARMCD[T.TRT]": (3.7745, 1.0741, 146),
    "AVISIT[T.VIS2]": (4.8396, 0.8016, 144), "AVISIT[T.VIS3]": (10.3422, 0.8227, 156),
    "AVISIT[T.VIS4]": (15.0537, 1.3129, 138), "ARMCD[T.TRT]:AVISIT[T.VIS2]": (-0.04231, 1.1292, 139),
    "ARMCD[T.TRT]:AVISIT[T.VIS3]": (-0.6939, 1.1876, 158),
    "ARMCD[T.TRT]:AVISIT[T.VIS4]": (0.6240, 1.8510, 130),
    "RACE[T.Black or African American]": (1.5305, 0.6244, 169), "RACE[T.White]": (5.6436, 0.6656, 157),
    "SEX[T.Female]": (0.3262, 0.5319, 166),
}  # fmt: skip
MEANS = {
    ("PBO", "VIS1"): (33.3318, 0.7554, 148), ("TRT", "VIS1"): (37.1063, 0.7626, 143),
    ("PBO", "VIS2"): (38.1715, 0.6117, 147), ("TRT", "VIS2"): (41.9037, 0.6023, 144),
    ("PBO", "VIS3"): (43.6740, 0.4617, 130), ("TRT", "VIS3"): (46.7546, 0.5086, 130),
    ("PBO", "VIS4"): (48.3855, 1.1886, 134), ("TRT", "VIS4"): (52.7841, 1.1877, 133),
}  # fmt: skip
TYPE3 = {
    "ARMCD": (1, 169, 31.67), "AVISIT": (3, 148, 142.11), "ARMCD:AVISIT": (3, 148, 0.26),
    "RACE": (2, 166, 36.92), "SEX": (1, 166, 0.38),
}  # fmt: skip


@pytest.fixture(scope="module")
def full() -> FormulaModel:
    table = pl.read_csv(FOLDER / "fev_data.csv").with_columns(pl.col("SEX").cast(pl.Enum(["Male", "Female"])))
    return mixed_model(
        table,
        "FEV1 ~ RACE + SEX + ARMCD * AVISIT",
        subject="USUBJID",
        visit="AVISIT",
        degrees_of_freedom="satterthwaite",
    )


def test_coefficients(full: FormulaModel) -> None:
    found = {row["coefficient"]: row for row in full.coefficients().to_dicts()}
    assert set(found) == set(COEFFICIENTS)
    for name, (estimate, se, df) in COEFFICIENTS.items():
        assert found[name]["estimate"] == pytest.approx(estimate, abs=SHORT)
        assert found[name]["se"] == pytest.approx(se, abs=SHORT)
        assert found[name]["df"] == pytest.approx(df, abs=0.6)


def test_means_and_differences(full: FormulaModel) -> None:
    found = {(row["ARMCD"], row["AVISIT"]): row for row in ls_means(full, ["ARMCD", "AVISIT"]).to_dicts()}
    assert set(found) == set(MEANS)
    for cell, (estimate, se, df) in MEANS.items():
        assert found[cell]["estimate"] == pytest.approx(estimate, abs=SHORT)
        assert found[cell]["se"] == pytest.approx(se, abs=SHORT)
        assert found[cell]["df"] == pytest.approx(df, abs=0.6)
    by_visit = {row["AVISIT"]: row for row in ls_differences(full, "ARMCD", ["AVISIT"]).to_dicts()}
    assert by_visit["VIS2"]["estimate"] == pytest.approx(3.7322, abs=SHORT)
    assert by_visit["VIS2"]["se"] == pytest.approx(0.8588, abs=SHORT)
    assert (by_visit["VIS3"]["low"], by_visit["VIS3"]["high"]) == pytest.approx((1.7164, 4.4448), abs=4e-4)


def test_type_three(full: FormulaModel) -> None:
    found = {row["term"]: row for row in effect_tests(full).to_dicts()}
    for term, (count, df, f) in TYPE3.items():
        assert found[term]["df"] == count
        assert found[term]["denominator_df"] == pytest.approx(df, abs=0.6)
        assert found[term]["f"] == pytest.approx(f, abs=0.005 + 1e-4 * f)


def test_criteria_and_covariance(full: FormulaModel) -> None:
    """The deviance is printed as 3386.44987722; the R package gives BIC 3439.3, by the 197 people seen."""
    criteria = full.criteria()
    assert criteria["-2 log-likelihood"] == pytest.approx(3386.44987722, abs=1e-5)
    assert criteria["-2 log-likelihood"] < 3386.44987722
    assert round(criteria["AIC"], 1) == 3406.4 and round(criteria["AICc"], 1) == 3406.9
    assert round(criteria["BIC"], 1) == 3439.3
    assert full.visit_covariance()[""][0, 0] == pytest.approx(40.5509, abs=5e-3)
    assert [(out.reason, len(out.rows), out.subjects) for out in full.left_out] == [
        ("FEV1 is missing", 263, ("PT142", "PT199", "PT54"))
    ]


def test_weights() -> None:
    """Means and errors of the weighted model, as SAS prints them (``design/SAS/sas_weighted.txt``)."""
    model = mixed_model(
        pl.read_csv(FOLDER / "fev_data.csv"),
        "FEV1 ~ RACE + SEX + ARMCD * AVISIT",
        subject="USUBJID",
        visit="AVISIT",
        weights="WEIGHT",
        degrees_of_freedom="satterthwaite",
    )
    found = ls_means(model, ["AVISIT", "ARMCD"])
    assert found["estimate"].to_list() == pytest.approx(
        [33.37, 36.77, 38.24, 41.66, 43.42, 46.82, 48.17, 52.43], abs=0.006
    )
    assert found["se"].to_list() == pytest.approx(
        [0.772, 0.776, 0.617, 0.585, 0.468, 0.543, 1.163, 1.226], abs=6e-4
    )


def test_a_large_trial() -> None:
    """bcva_data: 1000 people, ten visits, 8605 outcomes, 55 covariance parameters; at its maximum."""
    table = pl.read_csv(FOLDER / "bcva_data.csv").with_columns(pl.col("USUBJID").cast(pl.String))
    model = mixed_model(
        table, "BCVA_CHG ~ BCVA_BL + RACE + ARMCD * AVISIT", subject="USUBJID", visit="AVISIT"
    )
    assert model.fit.rows[0] == 8605 and model.fit.people[0] == 1000
    assert model.fit.iterations[0] < 30
    shifted = table.with_columns(pl.col("BCVA_CHG") + pl.col("BCVA_BL"))
    other = mixed_model(
        shifted, "BCVA_CHG ~ BCVA_BL + RACE + ARMCD * AVISIT", subject="USUBJID", visit="AVISIT"
    )
    apart = other.coefficients()["estimate"].to_numpy() - model.coefficients()["estimate"].to_numpy()
    expected = np.array([float(name == "BCVA_BL") for name in model.design.columns])
    assert apart == pytest.approx(expected, abs=1e-6)
    assert other.coefficients()["se"].to_list() == pytest.approx(
        model.coefficients()["se"].to_list(), rel=1e-6
    )
