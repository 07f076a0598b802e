"""Protects: a model of a table is the model of the arrays behind it, whatever coding and order of rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.statistics.mixed_models.effect_tests import effect_tests
from lassitude.statistics.mixed_models.formula import mixed_model
from lassitude.statistics.mixed_models.least_squares_means import ls_differences, ls_means
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.faults.mixed_tables import FORMULA, fitted, table


def with_gaps() -> pl.DataFrame:
    """The table with a few outcomes gone, so that nothing is balanced."""
    keep = np.ones(60, dtype=bool)
    keep[[4, 7, 8, 20, 31, 41, 55]] = False
    return table().filter(pl.Series(keep))


def test_order_of_rows_and_names_do_not_matter() -> None:
    made = fitted(with_gaps())
    shuffled = fitted(with_gaps().reverse())
    assert shuffled.coefficients().equals(made.coefficients()) or np.allclose(
        shuffled.coefficients()["estimate"].to_numpy(), made.coefficients()["estimate"].to_numpy(), rtol=1e-9
    )
    swapped = with_gaps().with_columns(pl.col("arm").replace({"drug": "placebo", "placebo": "drug"}))
    first = ls_differences(made, "arm", ["visit"])
    other = ls_differences(fitted(swapped), "arm", ["visit"])
    assert other["estimate"].to_numpy() == pytest.approx(-first["estimate"].to_numpy(), rel=1e-7)
    assert other["p"].to_numpy() == pytest.approx(first["p"].to_numpy(), rel=1e-6)


def test_the_reference_level_changes_coefficients_and_nothing_else() -> None:
    made = fitted(with_gaps())
    turned = with_gaps().with_columns(
        pl.col("arm").cast(pl.Enum(["placebo", "drug"])), pl.col("visit").cast(pl.Enum(["C", "A", "B"]))
    )
    other = fitted(turned)
    assert "arm[T.drug]" in other.design.columns and "arm[T.placebo]" in made.design.columns
    assert other.criteria()["AIC"] == pytest.approx(made.criteria()["AIC"], abs=1e-7)
    mine = {(row["arm"], row["visit"]): row for row in ls_means(made, ["arm", "visit"]).to_dicts()}
    theirs = {(row["arm"], row["visit"]): row for row in ls_means(other, ["arm", "visit"]).to_dicts()}
    for cell, row in mine.items():
        for part in ("estimate", "se", "df"):
            assert theirs[cell][part] == pytest.approx(row[part], rel=1e-6)
    for kind in ("II", "III"):
        own = {row["term"]: row["f"] for row in effect_tests(made, kind).to_dicts()}
        again = {row["term"]: row["f"] for row in effect_tests(other, kind).to_dicts()}
        assert again == pytest.approx(own, rel=1e-6)


def test_type_three_of_an_arm_is_its_mean_difference() -> None:
    """With all cells there, the type III test of an arm is the t test of its least squares difference."""
    made = fitted(with_gaps())
    (difference,) = ls_differences(made, "arm").to_dicts()
    test = {row["term"]: row for row in effect_tests(made).to_dicts()}["arm"]
    assert test["f"] == pytest.approx(difference["t"] ** 2, rel=1e-9)
    assert (test["denominator_df"], test["p"]) == pytest.approx((difference["df"], difference["p"]), rel=1e-9)


def test_types_agree_where_nothing_is_unbalanced() -> None:
    made = fitted(table(), "score ~ arm * visit")
    two = effect_tests(made, "II").to_dicts()
    three = effect_tests(made, "III").to_dicts()
    for one, other in zip(two, three, strict=True):
        assert one["f"] == pytest.approx(other["f"], rel=1e-8)


def test_means_take_covariates_at_their_mean_or_where_told() -> None:
    made = fitted(with_gaps(), "score ~ arm * age + visit")
    used = with_gaps()["age"].mean()
    at_mean = ls_means(made, ["arm"])["estimate"].to_list()
    assert ls_means(made, ["arm"], at={"age": used})["estimate"].to_list() == pytest.approx(at_mean)  # type: ignore[dict-item]
    slopes = np.array(ls_means(made, ["arm"], at={"age": 41.0})["estimate"]) - np.array(
        ls_means(made, ["arm"], at={"age": 40.0})["estimate"]
    )
    coefficients = dict(zip(made.design.columns, made.coefficients()["estimate"].to_list(), strict=True))
    own = coefficients["age"]
    assert slopes == pytest.approx([own, own + coefficients["arm[T.placebo]:age"]], rel=1e-6)


def test_numbers_become_factors_where_the_formula_says_so() -> None:
    numbered = with_gaps().with_columns(
        pl.col("visit").replace_strict({"A": 1, "B": 2, "C": 3}).alias("visit")
    )
    by_number, by_name = fitted(numbered, "score ~ arm * C(visit) + age"), fitted(with_gaps())
    assert by_number.criteria()["AIC"] == pytest.approx(by_name.criteria()["AIC"], abs=1e-7)
    assert ls_means(by_number, ["visit"])["estimate"].to_list() == pytest.approx(
        ls_means(by_name, ["visit"])["estimate"].to_list(), rel=1e-7
    )
    own, other = effect_tests(by_number), effect_tests(by_name)
    assert own["f"].to_list() == pytest.approx(other["f"].to_list(), rel=1e-6)


def test_a_covariance_by_group_is_told_by_group() -> None:
    made = mixed_model(
        with_gaps(), FORMULA, subject="who", visit="visit", group="arm", likelihood="ML",
        covariance=STRUCTURES["compound-symmetry"],
    )  # fmt: skip
    covariance = made.visit_covariance()
    assert list(covariance) == ["drug", "placebo"]
    assert all(np.linalg.eigvalsh(one)[0] > 0 for one in covariance.values())
    alone = with_gaps().filter(pl.col("arm") == "drug")
    only = mixed_model(
        alone, "score ~ visit", subject="who", visit="visit", likelihood="ML",
        covariance=STRUCTURES["compound-symmetry"],
    )  # fmt: skip
    both = mixed_model(
        with_gaps(), "score ~ arm * visit", subject="who", visit="visit", group="arm", likelihood="ML",
        covariance=STRUCTURES["compound-symmetry"],
    )  # fmt: skip
    assert both.visit_covariance()["drug"] == pytest.approx(only.visit_covariance()[""], rel=1e-5)


def test_compound_symmetry_is_the_random_intercept_of_statsmodels() -> None:
    """MixedLM with a random intercept is the same model, by REML and by ML."""
    import statsmodels.formula.api as formulas

    frame = with_gaps().to_pandas()
    for likelihood in ("REML", "ML"):
        made = mixed_model(
            with_gaps(), FORMULA, subject="who", visit="visit", likelihood=likelihood,
            covariance=STRUCTURES["compound-symmetry"],
        )  # fmt: skip
        other = formulas.mixedlm(FORMULA, frame, groups=frame["who"]).fit(reml=likelihood == "REML")
        theirs = other.fe_params
        mine = dict(zip(made.design.columns, made.coefficients()["estimate"].to_list(), strict=True))
        assert mine == pytest.approx(dict(theirs), rel=1e-4, abs=1e-4)
        assert made.criteria()["-2 log-likelihood"] == pytest.approx(-2 * other.llf, abs=1e-4)


def test_what_a_formula_may_hold() -> None:
    """Only an intercept, none, functions of covariates, and names with blanks."""
    only = fitted(with_gaps(), "score ~ 1")
    assert only.design.columns == ("Intercept",) and effect_tests(only).is_empty()
    plain, without = (
        fitted(with_gaps(), "score ~ arm + visit"),
        fitted(with_gaps(), "score ~ 0 + arm + visit"),
    )
    assert ls_means(without, ["arm"])["estimate"].to_list() == pytest.approx(
        ls_means(plain, ["arm"])["estimate"].to_list(), rel=1e-7
    )
    curved = fitted(with_gaps(), "score ~ arm + visit + poly(age, 2)")
    assert curved.design.columns[-2:] == ("poly(age, 2)[1]", "poly(age, 2)[2]")
    assert np.isfinite(ls_means(curved, ["arm"])["estimate"].to_numpy()).all()
    blank = fitted(with_gaps().rename({"arm": "the arm"}), "score ~ `the arm` * visit + age")
    own = fitted(with_gaps())
    assert effect_tests(blank)["f"].to_list() == pytest.approx(effect_tests(own)["f"].to_list(), rel=1e-7)
