"""Protects: a table that does not fit a mixed model is refused with rows, reason and the way out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.statistics.mixed_models.effect_tests import effect_tests
from lassitude.statistics.mixed_models.formula import mixed_model
from lassitude.statistics.mixed_models.least_squares_means import ls_differences, ls_means
from lassitude.statistics.mixed_models.structures import STRUCTURES
from tests.faults.mixed_tables import FORMULA, fitted, table


def refusal(
    made: pl.DataFrame,
    formula: str = FORMULA,
    visit: str = "visit",
    group: str | None = None,
    weights: str | None = None,
) -> str:
    with pytest.raises(RequestError) as refused:
        mixed_model(made, formula, subject="who", visit=visit, group=group, weights=weights)
    return str(refused.value)


def changed(row: int, column: str, value: object) -> pl.DataFrame:
    """The table with one value changed; rows count from 1."""
    made = table()
    values = made[column].to_list()
    values[row - 1] = value
    return made.with_columns(pl.Series(column, values, strict=False))


def test_a_person_twice_at_a_visit_is_named_with_the_rows() -> None:
    words = refusal(changed(5, "visit", "A"))
    assert "P01 at A, in rows 4, 5" in words and "one row a person and visit" in words


def test_an_unknown_column_gets_the_nearest_name() -> None:
    assert "'agee', which is no column of the table. Did you mean 'age'?" in refusal(
        table(), "score ~ arm + agee"
    )
    assert "no column 'visits'. Did you mean 'visit'?" in refusal(table(), visit="visits")


def test_infinite_values_are_named_by_row() -> None:
    assert "'score' is infinite in row 7." in refusal(changed(7, "score", float("inf")))
    assert "'age' is infinite in row 2." in refusal(changed(2, "age", float("-inf")))


def test_a_factor_of_one_level_is_refused() -> None:
    assert "'arm' has only one level, 'drug', in the 30 rows" in refusal(
        table().filter(pl.col("arm") == "drug")
    )


def test_more_parameters_than_outcomes() -> None:
    words = refusal(table().head(12))
    assert "13 parameters (7 coefficients" in words and "12 usable rows" in words


def test_arms_without_a_common_visit() -> None:
    apart = table().filter((pl.col("arm") == "drug") == (pl.col("visit") == "A"))
    words = refusal(apart, "score ~ arm * visit")
    assert "arm drug and placebo have no visit in common" in words
    assert "the first was seen at A, the second at B, C" in words


def test_numbers_mixed_with_words() -> None:
    words = table().with_columns(pl.col("age").cast(pl.String), pl.col("score").cast(pl.String))
    ages = ["unknown", *words["age"].to_list()[1:]]
    mixed = words.with_columns(pl.Series("age", ages), table()["score"])
    assert "'age' mixes numbers and words" in refusal(mixed)
    assert "row 1 is no number; the first is 'unknown'" in refusal(mixed)
    assert "20 different numbers stored as words" in refusal(words.with_columns(table()["score"]))
    assert "'score' must hold numbers and holds words" in refusal(words.with_columns(table()["age"]))
    objects = table().with_columns(pl.Series("age", [1, "x", *range(58)], dtype=pl.Object))
    assert "'age' mixes types" in refusal(objects)


def test_formulas_that_cannot_be_read() -> None:
    assert "cannot be read" in refusal(table(), "score ~ arm + (")
    assert "is not 'outcome ~ terms'" in refusal(table(), "arm + visit")


def test_groups_and_weights() -> None:
    assert "more than one group of 'arm'; the first is P00, in rows 1, 2, 3" in refusal(
        changed(2, "arm", "placebo"), "score ~ visit", group="arm"
    )
    weighted = table().with_columns(pl.Series("w", [0.0, *[1.0] * 59]))
    assert "'w' is not above 0 in row 1." in refusal(weighted, weights="w")
    gone = table().filter((pl.col("arm") == "drug") | (pl.col("visit") != "C"))
    assert "The group 'placebo' has no outcome at C" in refusal(gone, "score ~ visit", group="arm")


def test_a_table_without_complete_rows() -> None:
    empty = table().with_columns(pl.lit(None, dtype=pl.Float64).alias("score"))
    assert "No row of the table is complete: score is missing." in refusal(empty)


def test_an_outcome_without_variance() -> None:
    constant = table().with_columns(pl.lit(2.0).alias("score"))
    assert "'score' is the same in every row, so that no variance is left" in refusal(constant)
    exact = table().with_columns((3 * pl.col("age")).alias("score"))
    assert "'score' is fitted exactly by the formula" in refusal(exact)


def test_a_spatial_covariance_asks_for_coordinates() -> None:
    with pytest.raises(RequestError, match="give their columns as coordinates"):
        mixed_model(
            table(), FORMULA, subject="who", visit="visit", covariance=STRUCTURES["spatial-exponential"]
        )


def test_aliased_columns_are_named_and_their_means_undetermined() -> None:
    lacking = table().filter((pl.col("arm") == "drug") | (pl.col("visit") != "C"))
    model = fitted(lacking)
    assert model.design.aliased == ("arm[T.placebo]:visit[T.C]",)
    means = {
        (row["arm"], row["visit"]): row["estimate"] for row in ls_means(model, ["arm", "visit"]).to_dicts()
    }
    assert np.isnan(means["placebo", "C"])
    assert all(np.isfinite(value) for cell, value in means.items() if cell != ("placebo", "C"))
    differences = ls_differences(model, "arm", ["visit"])
    assert np.isnan(differences["estimate"].to_numpy()).tolist() == [False, False, True]
    tests = {row["term"]: row["p"] for row in effect_tests(model).to_dicts()}
    assert np.isnan(tests["arm"]) and np.isnan(tests["arm:visit"]) and np.isfinite(tests["age"])
    with pytest.raises(RequestError, match="left out"):
        model.contrast({"arm[T.placebo]:visit[T.C]": 1.0})


def test_names_that_the_model_does_not_have() -> None:
    model = fitted(table())
    with pytest.raises(RequestError, match="no factor of the model"):
        ls_means(model, ["age"])
    with pytest.raises(RequestError, match="no covariate of the model"):
        ls_means(model, ["arm"], at={"arm": 1.0})
    with pytest.raises(RequestError, match="no level of 'arm'"):
        ls_differences(model, "arm", reference="control")
    with pytest.raises(RequestError, match="is no coefficient"):
        model.contrast({"arm": 1.0})


def test_whom_it_leaves_out_is_said() -> None:
    made = table().with_columns(
        pl.when(pl.col("who") == "P03").then(None).otherwise(pl.col("score")).alias("score"),
        pl.when(pl.col("who") == "P05").then(None).otherwise(pl.col("age")).alias("age"),
    )
    found = {out.reason: (out.rows, out.subjects) for out in fitted(made).left_out}
    assert found == {
        "score is missing": ((10, 11, 12), ("P03",)),
        "age is missing": ((16, 17, 18), ("P05",)),
    }
